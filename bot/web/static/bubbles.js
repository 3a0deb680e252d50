// Draws the talk. Every word of a message goes in as a text node, never as markup.

import { element, icon } from "./elements.js";
import { saveLink, shownOf } from "./files.js";

const BOLD = /\*([^\s*](?:[^*\n]*[^\s*])?)\*/;
const LINK = /https:\/\/[^\s<>"'*]+[^\s<>"'*.,;:!?)\]}…]/;
const DOUBLE_TAP = 900; // ms: trembling fingers often tap twice
const FAR_FROM_END = 120; // px
const AIR = 12; // px above the message that a turn begins with

/** Cuts text at each match of `pattern`; `make(match)` turns a match into an element, `rest(text)` does what lies between. */
function cut(text, pattern, make, rest) {
  const pieces = [];
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    pieces.push(...rest(text.slice(0, match.index)), make(match));
    text = text.slice(match.index + match[0].length);
  }
  return [...pieces, ...rest(text)];
}

function outside(url, className, ...children) {
  const link = element("a", className, ...children);
  link.href = url;
  link.rel = "noopener noreferrer";
  if (!url.startsWith("tel:")) link.target = "_blank";
  return link;
}

/** A web page, our own pages, or a number to call; never a script. */
function isSafe(url) {
  try {
    const { protocol, origin } = new URL(url, location.href);
    return protocol === "https:" || protocol === "tel:" || origin === location.origin;
  } catch {
    return false;
  }
}

const withLinks = (text) => cut(text, LINK, ([url]) => outside(url, "", url), (rest) => (rest ? [rest] : []));
const formatted = (text) => cut(text, BOLD, (match) => element("b", "", ...withLinks(match[1])), withLinks);

/** The day of a message in words, or "" when it need not be said. */
function dayBetween(before, at, words) {
  const day = new Date(at).toDateString();
  const today = new Date().toDateString();
  if (before ? new Date(before).toDateString() === day : day === today) return "";
  if (day === today) return words.today;
  if (day === new Date(Date.now() - 86_400_000).toDateString()) return words.yesterday;
  return new Date(at).toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "numeric" });
}

function clock(at) {
  const time = element("time", "", new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
  time.dateTime = new Date(at).toISOString();
  return time;
}

export class Log {
  /** `press(button)` and `hear(entry)` are called when the person taps a choice or the read-aloud button. */
  constructor(root, jump, words, { press, hear }) {
    Object.assign(this, { root, jump, words, press, hear });
    this.drawn = new Map();
    this.following = true;
    this.placed = 0;
    root.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    jump.addEventListener("click", () => this.#toEnd());
    jump.addEventListener("blur", () => this.#offerJump());
    if (window.ResizeObserver) new ResizeObserver(() => this.following && this.showNewest()).observe(root);
  }

  /** Makes the screen equal to the history: draws what is missing, takes away what is gone. */
  sync(entries, { waiting, offline }) {
    this.#takeOffRecalled(entries);
    const added = this.#placeAll(entries);
    entries.forEach((entry) => this.#showMasked(entry));
    this.#removeAllBut(new Set(entries.map((entry) => entry.key)));
    this.#markTurn(entries);
    entries.filter((entry) => entry.from === "person").forEach((entry) => this.#showState(entry, waiting, offline));
    if (added.some((entry) => entry.from === "person")) this.following = true;
    if (added.length && this.following) this.showNewest();
    this.#offerJump();
  }

  /** Draws everything anew: on opening the page, and in another language. An old talk is not read out to the blind. */
  open(entries, state) {
    this.root.setAttribute("aria-live", "off");
    this.following = true;
    this.clear();
    this.sync(entries, state);
    setTimeout(() => this.root.setAttribute("aria-live", "polite"), 1000);
  }

  clear() {
    this.root.replaceChildren();
    this.drawn.clear();
  }

  /** A word of the page itself, not kept in the history. */
  note(text) {
    this.root.append(element("p", "note", text));
    this.showNewest();
  }

  showReading(key) {
    this.root.querySelectorAll(".hear").forEach((button) => {
      const on = button.dataset.key === key;
      button.setAttribute("aria-pressed", String(on));
      button.lastChild.textContent = on ? this.words.stop : this.words.hear;
    });
  }

  /** The end of the talk, but never past the beginning of the present turn: long answers are read from the top. */
  showNewest() {
    const end = this.root.scrollHeight - this.root.clientHeight;
    const start = this.turnStart ? this.turnStart.offsetTop - AIR : end;
    this.following = true;
    this.placed = Math.max(0, Math.min(start, end));
    this.root.scrollTop = this.placed;
    this.#offerJump();
  }

  #placeAll(entries) {
    const missing = entries.filter((entry) => !this.drawn.has(entry.key));
    let next = null;
    for (const entry of [...entries].reverse()) {
      if (!this.drawn.has(entry.key)) {
        const node = this.#draw(entry);
        this.drawn.set(entry.key, node);
        this.root.insertBefore(node, next);
      }
      next = this.drawn.get(entry.key);
    }
    if (missing.length) entries.forEach((entry, i) => this.#showDay(entry, entries[i - 1]));
    return missing;
  }

  /** What was recalled after it was drawn is drawn anew. */
  #takeOffRecalled(entries) {
    for (const { key, recalled } of entries) {
      const node = this.drawn.get(key);
      if (!recalled || !node || node.classList.contains("recalled")) continue;
      node.remove();
      this.drawn.delete(key);
    }
  }

  #removeAllBut(keys) {
    for (const [key, node] of this.drawn) {
      if (keys.has(key)) continue;
      node.remove();
      this.drawn.delete(key);
    }
    if (!keys.size) this.root.querySelectorAll(".note").forEach((note) => note.remove());
  }

  #markTurn(entries) {
    const said = entries.map((entry) => entry.from).lastIndexOf("person");
    entries.forEach((entry, i) => this.drawn.get(entry.key).classList.toggle("current", i > said));
    this.turnStart = entries.length ? this.drawn.get(entries[Math.max(0, said)].key) : null;
  }

  #draw(entry) {
    const box = entry.from === "bot" ? this.#botBox(entry) : this.#personBox(entry);
    return element("div", "entry " + entry.from + (entry.recalled ? " recalled" : ""), ...box);
  }

  #botBox(entry) {
    const who = element("p", "who", icon("mark"), "Tổ Số");
    const text = element("div", "text", ...formatted(entry.text));
    const rows = entry.buttons.map((row) => element("div", "row", ...row.map((button) => this.#choice(button))));
    if (entry.document) rows.unshift(element("div", "row", saveLink(entry.document, this.words)));
    const shown = shownOf(entry.document, this.words);
    if (shown) text.append(shown);
    const choices = rows.length ? element("div", "choices", ...rows) : null;
    return [who, element("div", "bubble", text, element("div", "under", this.#hearButton(entry), clock(entry.at))), choices];
  }

  #personBox(entry) {
    const who = element("p", "hidden", this.words.you);
    const shown = shownOf(entry.document, this.words);
    const under = element("div", "under", clock(entry.at), element("span", "state"));
    return [who, element("div", "bubble", element("div", "text", entry.text), shown, under)];
  }

  #hearButton(entry) {
    const button = element("button", "hear", icon("sound"), element("span", "", this.words.hear));
    button.type = "button";
    button.dataset.key = entry.key;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => this.hear(entry));
    return button;
  }

  #choice(button) {
    if (button.url && isSafe(button.url)) return outside(button.url, "choice", element("span", "", button.label), icon("out"));
    const made = element("button", "choice", button.wants === "location" ? icon("pin") : null, element("span", "", button.label));
    made.type = "button";
    let last = 0;
    made.addEventListener("click", () => {
      if (Date.now() - last < DOUBLE_TAP) return;
      last = Date.now();
      this.press(button);
    });
    return made;
  }

  #showDay(entry, before) {
    const node = this.drawn.get(entry.key);
    const day = dayBetween(before && before.at, entry.at, this.words);
    const shown = node.querySelector(".day");
    if ((shown ? shown.textContent : "") === day) return;
    if (shown) shown.remove();
    if (day) node.prepend(element("p", "day", day));
  }

  /** What the person wrote may be masked after it was drawn. */
  #showMasked(entry) {
    if (entry.from !== "person") return;
    const text = this.drawn.get(entry.key).querySelector(".text");
    if (text.textContent !== entry.text) text.textContent = entry.text;
  }

  #showState(entry, waiting, offline) {
    const state = waiting.has(entry.id) ? (offline ? "unsent" : "sending") : "sent";
    const shown = this.drawn.get(entry.key).querySelector(".state");
    if (shown.dataset.state === state) return;
    shown.dataset.state = state;
    shown.replaceChildren(icon(state), element("span", state === "unsent" ? "" : "hidden", this.words[state]));
  }

  #distance() {
    return this.root.scrollHeight - this.root.clientHeight - this.root.scrollTop;
  }

  #scrolled() {
    if (Math.abs(this.root.scrollTop - this.placed) > 40) this.following = this.#distance() < FAR_FROM_END;
    this.#offerJump();
  }

  /** It does not vanish from under the keyboard: who had it in focus would be nowhere on the page. */
  #offerJump() {
    this.jump.hidden = this.#distance() < FAR_FROM_END && document.activeElement !== this.jump;
  }

  #toEnd() {
    this.placed = this.root.scrollHeight - this.root.clientHeight;
    this.root.scrollTop = this.placed;
    this.following = true;
    this.root.focus({ preventScroll: true });
  }
}
