// <script src="https://HOST/embed.js" async></script> puts a button "Hỏi Tổ Số" on any page; it opens the chat in a frame.
// Everything lives in a shadow root and is styled by a constructed sheet: nothing leaks either way, and a strict
// style-src of the site does not stop it. The site's CSP must allow this host in script-src and frame-src.

(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const lang = script.dataset.lang === "en" ? "en" : "vi";
  const WORDS = {
    vi: { ask: "Hỏi Tổ Số", close: "Đóng", title: "Trò chuyện với Tổ Số" },
    en: { ask: "Ask Tổ Số", close: "Close", title: "Chat with Tổ Số" },
  }[lang];

  const MARK = [
    ["bubble", "M18 11h28a8 8 0 0 1 8 8v20a8 8 0 0 1-8 8H30.5L20 56.5V47h-2a8 8 0 0 1-8-8V19a8 8 0 0 1 8-8z"],
    ["diamond", "M32 15l12.5 14L32 43 19.5 29z"],
    ["heart", "M32 22.5l6 6.5-6 6.5-6-6.5z"],
  ];

  const STYLE = `
    :host { all: initial; }
    button { font: 700 17px/1.2 system-ui, "Segoe UI", Roboto, Arial, sans-serif; cursor: pointer; border: 0; }
    button:focus-visible { outline: 3px solid #0b5fc4; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    .open { position: fixed; z-index: 2147483000; right: calc(16px + env(safe-area-inset-right)); bottom: calc(16px + env(safe-area-inset-bottom));
      display: flex; align-items: center; gap: 10px; min-height: 56px; padding: 6px 20px 6px 8px; border-radius: 28px;
      background: #6e2719; color: #fff4e4; box-shadow: 0 3px 14px rgb(40 15 5 / 35%); }
    svg { width: 44px; height: 44px; } .bubble, .heart { fill: #fdf3e3; } .diamond { fill: #b93f27; }
    .panel { position: fixed; z-index: 2147483001; right: 16px; bottom: 16px; display: flex; flex-direction: column;
      width: min(420px, calc(100vw - 32px)); height: min(680px, calc(100vh - 32px)); overflow: hidden;
      border-radius: 18px; background: #6e2719; box-shadow: 0 6px 30px rgb(40 15 5 / 40%); }
    .panel[hidden], .open[hidden] { display: none; }
    .bar { display: flex; align-items: center; justify-content: space-between; padding: 2px 4px 2px 16px;
      color: #fff4e4; font: 700 18px/1.2 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
    .close { min-width: 48px; min-height: 48px; padding: 0 12px; border-radius: 10px; background: none; color: inherit; }
    .close:focus-visible { outline-color: #fff4e4; outline-offset: -4px; box-shadow: none; }
    iframe { flex: 1; width: 100%; border: 0; background: #f6f0e6; }
    @media (max-width: 520px), (max-height: 520px) {
      .panel { inset: 0; width: auto; height: auto; border-radius: 0; padding-top: env(safe-area-inset-top); }
    }
  `;

  function make(tag, className, ...children) {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...children);
    return made;
  }

  function style(root) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(make("style", "", STYLE)); // browsers before 2023
    }
  }

  function button(className, ...children) {
    const made = make("button", className, ...children);
    made.type = "button";
    return made;
  }

  /** Drawn here, not fetched: the site's CSP may not allow our pictures. */
  function mark() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "4 5 56 56");
    svg.setAttribute("aria-hidden", "true");
    for (const [part, line] of MARK) {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("class", part);
      path.setAttribute("d", line);
      svg.append(path);
    }
    return svg;
  }

  const opener = button("open", mark(), WORDS.ask);
  const closer = button("close", WORDS.close);
  const panel = make("div", "panel", make("div", "bar", "Tổ Số", closer));
  let frame = null;

  /** The frame is made at the first opening, so that visitors who do not ask load nothing. */
  function makeFrame() {
    frame = make("iframe", "");
    frame.title = WORDS.title;
    frame.allow = "geolocation; microphone";
    frame.src = origin + "/?embed=1&lang=" + lang;
    panel.append(frame);
  }

  function show(open) {
    if (open && !frame) makeFrame();
    panel.hidden = !open;
    opener.hidden = open;
    opener.setAttribute("aria-expanded", String(open));
    (open ? closer : opener).focus();
  }

  function build() {
    const host = make("div", "");
    const root = host.attachShadow({ mode: "closed" });
    style(root);
    panel.id = "panel";
    panel.hidden = true;
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", WORDS.title);
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-controls", "panel");
    root.lang = lang;
    root.append(opener, panel);
    document.body.append(host);
  }

  opener.addEventListener("click", () => show(true));
  closer.addEventListener("click", () => show(false));
  panel.addEventListener("keydown", ({ key }) => key === "Escape" && show(false));
  window.addEventListener("message", (event) => {
    const ours = frame && event.source === frame.contentWindow && event.origin === origin;
    if (ours && event.data === "toso-close") show(false);
  });

  if (document.body) build();
  else document.addEventListener("DOMContentLoaded", build);
})();
