// Logging a session. What is half filled in is kept: a cheap phone throws pages away without asking.

import * as db from "./db.js";
import { ask, h, notice, say, show } from "./dom.js";
import { line, oneOf, stepper } from "./fields.js";
import { newId } from "../page.js";
import {
  NOT_DONE, canBeSeen, clock, dayInWords, daysAgo, faults, finished, fresh, inWords, near, serviceName, services, whole,
} from "./session.js";

const USUAL = ["vneid", "dvcqg", "bhyt"]; // offered to whoever has not logged anything yet
const OFFERED = 4;
const HEADCOUNTS = [1, 2, 3, 5, 10];
const LENGTHS = [15, 30, 60, 120];
const SETTLED = 400; // ms

const forPeople = ([service, outcome, people, evidence, had], before, now) =>
  [service, outcome, people === before ? now : Math.min(people, now), evidence, had];

export class Form {
  /** `book()`: services and guides; `me()`: who is signed in; `done()`: an entry was saved. */
  constructor({ book, me, done }) {
    Object.assign(this, { book, me, done });
    this.draft = null;
  }

  /** Goes on with what was begun, or begins. */
  async open() {
    this.draft ??= (await db.fact("draft")) || (await this.#begin());
    const teams = this.me().teams;
    if (!this.draft.edits && !teams.some((team) => team.id === this.draft.session.team)) {
      this.draft.session.team = teams[0].id;
    }
    this.recent = await this.#recent();
    this.#draw();
  }

  /** `edits`: what is corrected: `{key}` of an entry that waits, or `{of, version, key}` of a session that is kept. */
  async edit(session, edits) {
    this.draft = { session: whole(structuredClone(session)), edits };
    await this.#keep();
  }

  async #begin() {
    const last = (await db.fact("last")) || this.me().last;
    return { session: fresh(this.me().teams[0].id, last.village), edits: null };
  }

  /** The services used last, then usual ones. */
  async #recent() {
    const sessions = [...(await db.queue()).filter((one) => one.session).reverse(), ...(await db.log())];
    const used = [...this.me().last.services, ...sessions.flatMap((one) => services(one.session))];
    return [...new Set([...used, ...USUAL])].filter((code) => this.book().services[code]).slice(0, OFFERED);
  }

  async #keep() {
    await db.setFact("draft", this.draft);
  }

  /** Changes the draft and draws it again; the focus stays where it was. */
  #set(change) {
    Object.assign(this.draft.session, change);
    this.#draw();
    this.#keep();
  }

  /** Likewise while somebody types: drawn again when they are elsewhere, and their tap there has arrived. */
  #note(change) {
    Object.assign(this.draft.session, change);
    this.#keep();
    document.activeElement?.addEventListener("blur", this.#settle, { once: true });
  }

  #settle = () => {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.draft && document.querySelector("form.log") && this.#draw(), SETTLED);
  };

  #change(change, typed) {
    if (typed) this.#note(change);
    else this.#set(change);
  }

  get #team() {
    return this.me().teams.find((team) => team.id === this.draft.session.team);
  }

  // ---- drawing ----

  #draw() {
    clearTimeout(this.later);
    const at = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.at : "";
    const open = document.querySelector("details.more")?.open || this.#hasMore();
    const { session, edits } = this.draft;
    show(h("form.log", { novalidate: true, onsubmit: (event) => this.#submit(event) },
      h("h2", {}, edits ? say("editing", { what: dayInWords(session.held_on) }) : say("logHelp")),
      this.#what(), ...services(session).map((code) => this.#service(code)),
      this.#people(), this.#where(), this.#day(), this.#whichTeam(), this.#more(open),
      h("p.alarm", { id: "faults", role: "alert" }),
      h("button.plain.save", { type: "submit", "data-at": "save" }, say(edits ? "saveEdit" : "save")),
      edits ? h("button.quiet", { type: "button", onclick: () => this.#cancel() }, say("cancelEdit")) : null));
    if (at) document.querySelector(`[data-at="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
  }

  #what() {
    const chosen = services(this.draft.session);
    const offered = [...new Set([...this.recent, ...chosen])];
    const button = (code) => h("button.chip", { type: "button", "aria-pressed": String(chosen.includes(code)), "data-at": "what." + code,
      onclick: () => this.#toggle(code) }, serviceName(this.book(), code));
    return h("div.field", { id: "field-what", role: "group", "aria-labelledby": "what-title" },
      h("h3", { id: "what-title" }, say("what")),
      h("div.chips", {}, offered.map(button),
        h("button.chip.open", { type: "button", "data-at": "what.other", onclick: () => this.#chooseOther() }, say("otherService"))));
  }

  #toggle(code) {
    const works = this.draft.session.works;
    const without = works.filter((work) => work[0] !== code);
    this.#set({ works: without.length < works.length ? without : [...works, [code, "", this.draft.session.people, "", "unknown"]] });
  }

  async #chooseOther() {
    const groups = this.book().groups.map(([title, codes]) => [title, codes.filter((code) => this.book().services[code])]);
    const pick = (done) => (code) => h("button.choice", { type: "button", onclick: () => done(code) }, serviceName(this.book(), code));
    const picked = await ask(say("chooseService"),
      (done) => groups.map(([title, codes]) => [h("h3", {}, title), h("div.picks", {}, codes.map(pick(done)))]).flat(),
      [[say("close"), "quiet", null]]);
    if (picked && !services(this.draft.session).includes(picked)) this.#toggle(picked);
    document.querySelector('[data-at="what.other"]')?.focus();
  }

  /** What came of one service: usually one result for everybody, sometimes two. */
  #service(code) {
    const title = serviceName(this.book(), code);
    const works = this.draft.session.works;
    const own = works.map((work, at) => [work, at]).filter(([work]) => work[0] === code);
    const add = () => this.#set({ works: [...works, [code, NOT_DONE, 1, "", "unknown"]] });
    return h("section.card", { "aria-label": title },
      h("h3", {}, title),
      own.map(([work, at]) => this.#work(work, at, own.length > 1)),
      this.draft.session.people > 1 ? h("button.quiet", { type: "button", "data-at": "add." + code, onclick: add }, say("moreResults")) : null);
  }

  #work(work, at, several) {
    const [service, outcome, people, evidence, had] = work;
    const set = (position) => (value, typed) => {
      const works = this.draft.session.works.map((one) => [...one]);
      works[at][position] = value;
      this.#change({ works }, typed);
    };
    const outcomes = [...Object.entries(this.book().services[service]?.[1] || {}), [NOT_DONE, say("notDone")]];
    const here = "work" + at;
    return h("div.work", {},
      oneOf(here + "-result", say("result"), outcomes, outcome, set(1), { look: "tall" }),
      canBeSeen(work) ? oneOf(here + "-known", say("howKnown"), [["E2", say("seen")], ["E1", say("told")], ["E0", say("guided")]], evidence, set(3)) : null,
      canBeSeen(work) ? oneOf(here + "-had", say("had"), [["no", say("hadNo")], ["yes", say("hadYes")], ["unknown", say("hadUnknown")]], had, set(4)) : null,
      several || people !== this.draft.session.people ? stepper(here + "-people", say("forHowMany"), people, set(2), { least: 1 }) : null,
      several ? h("button.quiet", { type: "button", onclick: () => this.#set({ works: this.draft.session.works.filter((_, i) => i !== at) }) },
        say("removeResult")) : null);
  }

  /** What was for everybody still is. */
  #people() {
    const { people } = this.draft.session;
    const set = (now, typed) => {
      const { people: before, works } = this.draft.session;
      this.#change({ people: now, works: works.map((work) => forPeople(work, before, now)) }, typed);
    };
    return h("div", {}, stepper("people", say("people"), people, set, { least: 1 }),
      h("div.chips.counts", { "aria-hidden": "true" }, HEADCOUNTS.map((count) =>
        h("button.chip", { type: "button", tabindex: "-1", "aria-pressed": String(count === people), onclick: () => set(count) }, String(count)))));
  }

  #where() {
    const { village } = this.draft.session;
    const known = [...new Set([this.me().last.village, ...(this.#team?.villages || [])])].filter(Boolean).slice(0, 8);
    const chips = known.map((name) => h("button.chip", { type: "button", "aria-pressed": String(name === village), "data-at": "where." + name,
      onclick: () => this.#set({ village: name === village ? "" : name }) }, name));
    return h("div.field", { role: "group", "aria-labelledby": "where-title" },
      h("h3", { id: "where-title" }, say("where")), chips.length ? h("div.chips", {}, chips) : null,
      line("village", say("village"), village, (value) => this.#note({ village: value }), { maxlength: 60, autocomplete: "off" }));
  }

  #day() {
    const { held_on: day } = this.draft.session;
    const near = [0, 1, 2].map(daysAgo);
    const words = ["today", "yesterday", "beforeYesterday"].map((word) => say(word));
    const choices = near.map((value, n) => [value, words[n]]);
    return h("div", { id: "field-day" }, oneOf("day", say("day"), choices, day, (value) => this.#set({ held_on: value })),
      line("date", say("otherDay"), near.includes(day) ? "" : day, (value) => value && this.#note({ held_on: value }), { type: "date", min: daysAgo(62), max: daysAgo(0) }));
  }

  #whichTeam() {
    const teams = this.me().teams.map((team) => [team.id, team.name]);
    if (teams.length < 2 || this.draft.edits) return null;
    return oneOf("team", say("whichTeam"), teams, this.draft.session.team, (team) => this.#set({ team, members: [] }));
  }

  #hasMore() {
    const { elders, women, phoneless, started, minutes, difficulty, members } = this.draft.session;
    return [elders, women, started, minutes].some((value) => value !== null) || phoneless || difficulty || members.length;
  }

  #more(open) {
    const { session } = this.draft;
    const count = (name, none) => stepper(name, say(name), session[name], (value, typed) => this.#change({ [name]: value }, typed), { none });
    return h("details.more", { open: !!open },
      h("summary", {}, say("moreFields")),
      count("elders", say("notCounted")), count("women", say("notCounted")), count("phoneless"),
      line("started", say("started"), session.started, (value) => this.#note({ started: value || null }), { type: "time" }),
      stepper("minutes", say("minutes"), session.minutes, (minutes, typed) => this.#change({ minutes }, typed), { none: "—" }),
      h("div.chips.counts", { "aria-hidden": "true" }, LENGTHS.map((minutes) => h("button.chip", { type: "button", tabindex: "-1",
        "aria-pressed": String(minutes === session.minutes), onclick: () => this.#set({ minutes }) }, String(minutes)))),
      this.#helpers(),
      line("difficulty", say("difficulty"), session.difficulty, (value) => this.#note({ difficulty: value }), { rows: 3, maxlength: 500, "aria-describedby": "no-secrets" }),
      h("p.hint", { id: "no-secrets" }, say("noSecrets")));
  }

  #helpers() {
    const { members } = this.draft.session;
    const toggle = (post) => this.#set({ members: members.includes(post) ? members.filter((one) => one !== post) : [...members, post] });
    const others = (this.#team?.members || []).map(([post, name]) => h("button.chip", { type: "button", "aria-pressed": String(members.includes(post)),
      "data-at": "helper." + post, onclick: () => toggle(post) }, name));
    return others.length ? h("div.field", { role: "group", "aria-labelledby": "helpers-title" },
      h("h3", { id: "helpers-title" }, say("helpers")), h("div.chips", {}, others)) : null;
  }

  // ---- saving ----

  async #submit(event) {
    event.preventDefault();
    const found = faults(this.draft.session);
    document.getElementById("faults").textContent = found.map(([, word]) => say(word)).join(" ");
    if (found.length) {
      if (found.some(([field]) => ["elders", "women", "phoneless", "minutes", "difficulty"].includes(field))) document.querySelector("details.more").open = true;
      this.#place(found[0][0])?.scrollIntoView({ block: "center" });
      return;
    }
    const session = finished(this.draft.session);
    const twin = await this.#twin(session);
    const sure = twin ? await this.#askAbout(twin) : false;
    if (twin && !sure) return;
    await this.#save(session, sure);
  }

  /** Where the field stands, to lead there. */
  #place(field) {
    const unsaid = [...document.querySelectorAll('fieldset[id$="-known"]')].find((one) => !one.querySelector(":checked"));
    return field === "known" ? unsaid : document.getElementById("field-" + field);
  }

  /** Something else on this phone that may be the same help. */
  async #twin(session) {
    if (this.draft.edits) return null;
    const all = [...(await db.queue()).filter((one) => one.session && !one.drop && one.who === this.me().who), ...(await db.log())];
    return all.find((one) => near(session, whole(one.session)));
  }

  async #askAbout(twin) {
    const lines = [dayInWords(twin.session.held_on), ...inWords(this.book(), whole(twin.session)),
      say("countPeople", { n: twin.session.people }) + (twin.session.village ? ", " + twin.session.village : ""),
      say("enteredAt", { time: clock(twin.at) })];
    const answer = await ask(say("twin"), h("ul.twin", {}, lines.map((words) => h("li", {}, words))),
      [[say("twinNo"), "plain", "save"], [say("twinYes"), "danger", "drop"], [say("backToForm"), "quiet", null]]);
    if (answer === "drop") await this.#cancel();
    return answer === "save";
  }

  async #save(session, sure) {
    const { edits } = this.draft;
    const before = edits?.key ? await db.entry(edits.key) : null;
    const key = before ? before.key : "page." + newId();
    const tried = !!(before && before.tried);
    await db.put({
      ...before, key, session, sure: sure || !!before?.sure, at: before ? before.at : Date.now(), who: this.me().who, state: "waiting",
      words: "", kept: null, of: edits?.of || 0, version: edits?.version || 0, edited: tried && !edits?.of, tried,
    });
    await db.setFact("last", { village: session.village });
    await this.#clear();
    notice(say("keptOffline"), 6000);
    this.done();
  }

  async #clear() {
    this.draft = null;
    await db.dropFact("draft");
  }

  async #cancel() {
    await this.#clear();
    location.hash = "#so";
  }
}
