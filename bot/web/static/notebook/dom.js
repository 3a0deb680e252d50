// Making elements, and the few things every view does with them.

export { find, words } from "../page.js";
import { find, words } from "../page.js";

/** `h("button.choice", {onclick}, "text", otherElement)`. Text is always text: nothing typed becomes markup. */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export function icon(name) {
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(NS, "use");
  use.setAttribute("href", "#i-" + name);
  svg.append(use);
  return svg;
}

/** A word of the page with its `{names}` filled in. */
export function say(word, values = {}) {
  return words[word].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** `*bold*` as the chat writes it, and line breaks. */
export function text(written) {
  return written.split(/(\*[^*\n]+\*)/).map((part) => (/^\*[^*\n]+\*$/.test(part) ? h("b", {}, part.slice(1, -1)) : part));
}

/** Puts a view in place of the one that stands there. */
export function show(...children) {
  find("view").replaceChildren(...children.flat(Infinity).filter(Boolean));
}

let lastingWords = "";
let noticeTimer = 0;

const tell = (written) => {
  if (find("notice").textContent !== written) find("notice").textContent = written; // a screen reader says each change
};

/** A line above the view that goes after so many ms. */
export function notice(written, duration) {
  clearTimeout(noticeTimer);
  tell(written);
  find("notice").dataset.brief = "";
  noticeTimer = setTimeout(() => {
    noticeTimer = 0;
    delete find("notice").dataset.brief;
    tell(lastingWords);
  }, duration);
}

/** A line that stays while it is true. */
export function lasting(written) {
  lastingWords = written;
  if (!noticeTimer) tell(written);
}

/** A question with its answers as large buttons: `[[label, className, value], …]`. Closing it answers null. A body
 * with answers of its own is a function of `done`, which takes them. */
export function ask(title, body, answers) {
  const dialog = find("ask");
  return new Promise((answered) => {
    const done = (value) => {
      dialog.onclose = null;
      dialog.close();
      answered(value);
    };
    find("ask-sheet").replaceChildren(
      h("h2", { id: "ask-title" }, title), ...[typeof body === "function" ? body(done) : body].flat(Infinity).filter(Boolean),
      ...answers.map(([label, look, value]) => h("button." + look, { type: "button", onclick: () => done(value) }, label)));
    dialog.onclose = () => done(null);
    dialog.showModal();
  });
}
