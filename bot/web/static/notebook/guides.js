// The guides, to look something up and to read out. Everything is on the phone.

import { h, icon, say, show, text } from "./dom.js";

const ANSWERS = ["fee", "papers", "where", "takes", "who", "in_person"];

const wordOf = (name) => "answer" + name.split("_").map((part) => part[0].toUpperCase() + part.slice(1)).join("");

/** Without marks and case, as people type on a phone. */
const fold = (written) => written.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();

export class Guides {
  /** `read(guide)` opens the large view. */
  constructor({ book, read }) {
    Object.assign(this, { book, read });
    this.query = "";
  }

  openList() {
    if (!this.book()) return show(h("h2", {}, say("guides")), h("p.empty", {}, say("noGuides")));
    const search = h("input.text", { type: "search", "aria-label": say("search"), placeholder: say("search"), oninput: () => {
      this.query = search.value;
      found.replaceChildren(...this.#list());
    } });
    search.value = this.query;
    const found = h("div.found", {}, this.#list());
    show(h("h2", {}, say("guides")), search, found);
  }

  #list() {
    const { groups, guides } = this.book();
    const words = fold(this.query).split(/\s+/).filter(Boolean);
    if (words.length) {
      const fitting = guides.filter((guide) => words.every((word) => fold(guide.title + " " + this.book().services[guide.service][0]).includes(word)));
      return fitting.length ? [this.#links(fitting)] : [h("p.empty", { role: "status" }, say("noneFound"))];
    }
    return groups.map(([title, codes]) => h("details.group", {}, h("summary", {}, title),
      this.#links(guides.filter((guide) => codes.includes(guide.service)))));
  }

  #links(guides) {
    return h("ul.links", {}, guides.map((guide) => h("li", {}, h("a.choice", { href: "#huong-dan/" + guide.id }, guide.title))));
  }

  openGuide(id) {
    const guide = this.book()?.guides.find((one) => one.id === id);
    if (!guide) return this.openList();
    const answers = ANSWERS.filter((name) => guide.answers[name]);
    show(h("a.quiet.back", { href: "#huong-dan" }, say("guides")), h("h2", {}, guide.title),
      h("button.plain.read", { type: "button", onclick: () => this.read(guide) }, icon("sound"), say("readOut")),
      guide.intro ? h("section.card", {}, h("h3", {}, say("before")), guide.intro.map((words) => h("p.said", {}, text(words)))) : null,
      h("h3", {}, say("steps")), h("ol.steps", {}, guide.steps.map((step) => this.#step(guide, step))),
      h("section.card", {}, h("p.said", {}, text(guide.ending)), guide.warn ? h("p.said.warn", {}, "⚠️ ", text(guide.warn)) : null),
      answers.map((name) => h("details.group", {}, h("summary", {}, say(wordOf(name))), h("p.said", {}, text(guide.answers[name])))),
      h("p.hint", {}, (guide.sources || []).map((name) => say("source", { name })).concat(say("checked", { date: guide.checked })).join(" · ")));
  }

  #step(guide, step) {
    return h("li.card", {}, h("p.said", {}, text(step.do)), contacts(step), step.warn ? h("p.said.warn", {}, "⚠️ ", text(step.warn)) : null,
      step.options ? h("ul.options", {}, step.options.map(([label, go]) => h("li", {}, label, whereto(guide, go)))) : null,
      step.troubles ? h("details.troubles", {}, h("summary", {}, say("stuck")), step.troubles.map(([sign, fix]) =>
        h("div.trouble", {}, h("p", {}, h("b", {}, sign)), h("p.said", {}, text(fix))))) : null);
  }
}

/** Where an answer leads, if it is not just the next step. */
function whereto(guide, go) {
  const at = guide.steps.filter((step) => !step.options).findIndex((step) => step.id === go);
  return at < 0 ? "" : " → " + say("step", { number: at + 1 });
}

export function contacts(step) {
  return step.contacts ? h("p.said", {}, step.contacts.map(([name, value]) => [name + ": ", h("b", {}, value), h("br")]).flat()) : null;
}
