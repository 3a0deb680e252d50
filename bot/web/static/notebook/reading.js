// Reading a guide out: one step at a time, in letters that people see from across the table, and spoken where this phone has
// a voice for the language.

import { contacts } from "./guides.js";
import { find, h, icon, say, text, words } from "./dom.js";
import { Reader } from "../speech.js";

export class Reading {
  constructor(book) {
    this.book = book;
    this.reader = new Reader(() => this.#hearing());
    this.dialog = find("reading");
    this.dialog.addEventListener("close", () => this.reader.stop());
  }

  open(guide) {
    this.guide = guide;
    this.trail = [];
    if (guide.intro) this.#page(say("before"), guide.intro.map((one) => [one]), this.#go(say("begin"), () => this.#step(guide.steps[0]), "plain"));
    else this.#step(guide.steps[0]);
    if (!this.dialog.open) this.dialog.showModal();
  }

  #named = (id) => this.guide.steps.find((step) => step.id === id);

  /** The numbered steps still to come, where a question is asked along its first answer. */
  #ahead(step) {
    const seen = new Set([step.id]);
    let count = 0;
    for (let next = this.#onward(step); next && !seen.has(next.id); next = this.#onward(next)) {
      seen.add(next.id);
      if (!next.options) count++;
    }
    return count;
  }

  #onward = (step) => (step.options ? this.#named(step.options[0][1]) : this.#after(step));

  #after(step) {
    if (step.go) return step.go === "end" ? null : this.#named(step.go);
    return this.guide.steps[this.guide.steps.indexOf(step) + 1];
  }

  #step(step) {
    const back = this.trail.indexOf(step);
    this.trail = back < 0 ? [...this.trail, step] : this.trail.slice(0, back + 1);
    const number = Math.max(1, this.trail.filter((one) => !one.options).length);
    const title = step.options ? this.guide.title : say("stepOf", { number, total: number + this.#ahead(step) });
    const onward = step.options
      ? step.options.map(([label, go]) => this.#go(label, () => this.#lead(go)))
      : [this.#go(say("next"), () => this.#lead(this.#after(step)?.id || "end"), "plain")];
    this.#page(title, [[step.do], step.warn ? ["⚠️ " + step.warn, "warn"] : null, contacts(step)], ...onward,
      step.troubles ? this.#go(say("stuck"), () => this.#troubles(step)) : null, this.#back());
  }

  #lead(go) {
    const other = go.startsWith("guide:") && this.book().guides.find((guide) => guide.id === go.slice(6));
    if (other) this.open(other);
    else if (this.#named(go)) this.#step(this.#named(go));
    else if (go === "end") this.#end();
    else this.#page(say("answerInPerson"), [[this.guide.answers.in_person]], this.#back());
  }

  #end() {
    const { ending, warn } = this.guide;
    this.#page(say("end"), [[ending], warn ? ["⚠️ " + warn, "warn"] : null], this.#go(say("close"), () => this.dialog.close(), "plain"), this.#back());
  }

  #troubles(step) {
    this.#page(say("whatSeen"), [], ...step.troubles.map((trouble) => this.#go(trouble[0], () => this.#fix(step, trouble))),
      this.#go(say("back"), () => this.#step(step), "quiet"));
  }

  #fix(step, [sign, fix, then]) {
    const on = !then ? step.id : then.replace(/^step:/, "");
    this.#page(sign, [[fix], then === "person" ? [say("askPerson")] : null],
      then === "person" ? null : this.#go(say("worksNow"), () => this.#lead(on), "plain"), this.#go(say("back"), () => this.#troubles(step), "quiet"));
  }

  #back() {
    const before = this.trail.at(-2);
    return before ? this.#go(say("back"), () => this.#step(before), "quiet") : null;
  }

  #go(label, press, look = "choice") {
    return h("button." + look, { type: "button", onclick: press }, label);
  }

  /** `said`: paragraphs as `[words, look]`, or elements. */
  #page(title, said, ...buttons) {
    this.reader.stop();
    const parts = said.filter(Boolean);
    this.aloud = [title, ...parts.map((part) => (Array.isArray(part) ? part[0] : part.textContent))].join(". ");
    this.listen = h("button.choice.listen", { type: "button", hidden: true, onclick: () => this.#hear() }, icon("sound"), h("span", {}, say("hear")));
    const heading = h("h2", { id: "reading-title", tabindex: "-1" }, title);
    find("reading-sheet").replaceChildren(
      h("div.reading-top", {}, heading, h("button.quiet", { type: "button", onclick: () => this.dialog.close() }, say("close"))),
      h("div.loud", {}, parts.map((part) => (Array.isArray(part) ? h("p" + (part[1] ? "." + part[1] : ""), {}, text(part[0])) : part))),
      h("div.reading-acts", {}, this.listen, buttons.filter(Boolean)));
    this.#hearing();
    this.dialog.scrollTop = 0;
    if (this.dialog.open) heading.focus();
  }

  #hear() {
    if (this.reader.reading) this.reader.stop();
    else this.reader.read("reading", this.aloud, words.link);
  }

  #hearing() {
    if (!this.listen) return;
    this.listen.hidden = !this.reader.voice();
    this.listen.lastChild.textContent = say(this.reader.reading ? "stop" : "hear");
  }
}
