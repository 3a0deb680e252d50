// The typing box: its growth, its limit, the Enter key, and speaking instead of typing.

import { find, put, status, words } from "./page.js";
import { Ear } from "./speech.js";

const LONGEST_TEXT = 2000; // characters, as the server counts them
const WARN_BEFORE = 200;

const length = (text) => [...text].length;

export class Box {
  /** `say(text)` sends; `listens()` is called before the microphone opens; `problem(text)` shows what went wrong. */
  constructor({ say, listens, problem }) {
    Object.assign(this, { say, listens, problem });
    this.field = find("box");
    this.microphone = find("speak");
    this.ear = new Ear();
    find("composer").addEventListener("submit", (event) => this.#send(event));
    find("send").addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the phone's keyboard open
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.microphone.hidden = !this.ear.available;
    this.microphone.addEventListener("click", () => this.#toggleListening());
  }

  /** Fits the height to the text and tells when it comes near the limit. */
  changed() {
    const { field } = this;
    const left = LONGEST_TEXT - length(field.value.trim());
    field.style.height = "";
    if (field.value) field.style.height = field.scrollHeight + 4 + "px"; // and the border
    put("too-long", left < 0 ? words.tooLong : "");
    put("count", left >= 0 && left <= WARN_BEFORE ? words.left.replace("{n}", left) : "");
  }

  #send(event) {
    event.preventDefault();
    this.ear.cancel();
    const text = this.field.value.trim();
    if (!text || length(text) > LONGEST_TEXT) return this.field.focus();
    this.field.value = "";
    this.changed();
    if (document.activeElement === find("send")) this.field.focus(); // on a narrow screen that button goes now
    this.say(text);
  }

  /** Enter sends, Shift+Enter begins a new line; an Enter that ends a word in the input method does neither. */
  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#send(event);
  }

  #toggleListening() {
    if (this.ear.session) return this.ear.stop();
    const before = this.field.value ? this.field.value.trimEnd() + " " : "";
    this.listens();
    this.#showListening(true);
    this.ear.listen({ heard: (text) => this.#heard(before + text), ended: (error) => this.#ended(error) });
  }

  #heard(text) {
    this.field.value = text;
    this.changed();
  }

  #ended(error) {
    this.#showListening(false);
    if (error && error !== "aborted") this.problem(error === "not-allowed" ? words.noMicrophone : words.notHeard);
  }

  #showListening(on) {
    this.microphone.setAttribute("aria-pressed", String(on));
    status(on ? words.listening : "");
  }
}
