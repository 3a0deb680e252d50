// The member's own log: what waits, what needs a look, and what was sent.

import * as db from "./db.js";
import { ask, h, icon, say, show } from "./dom.js";
import { clock, dayInWords, daysAgo, inWords, whole } from "./session.js";
import { newId } from "../page.js";

const OTHER_STATES = ["alike", "fault", "conflict"];

export class Book {
  /** `edit(session, edits)` opens the form; `sync` is asked to send. */
  constructor({ book, me, edit, sync }) {
    Object.assign(this, { book, me, edit, sync });
  }

  async open() {
    const [queue, log] = await Promise.all([db.queue(), db.log()]);
    const mine = queue.filter((one) => one.who === this.me().who).reverse();
    const changing = new Set(mine.map((one) => one.of).filter(Boolean));
    const cards = [
      ...mine.filter((one) => OTHER_STATES.includes(one.state)).map((one) => this.#toMend(one)),
      ...mine.filter((one) => one.state === "waiting" && one.session).map((one) => this.#waiting(one)),
      ...log.filter((one) => !changing.has(one.id)).map((one) => this.#kept(one)),
    ];
    show(h("h2", {}, say("myLog")), this.#state(mine, queue.length - mine.length), this.#counts(mine, log),
      cards.length ? h("ul.entries", {}, cards) : h("p.empty", {}, say("empty")));
  }

  #state(mine, others) {
    const waiting = mine.filter((one) => one.state === "waiting").length;
    const toMend = mine.length - waiting;
    const lines = [
      toMend ? h("p.state.mend", {}, icon("mend"), say("someToMend", { n: toMend })) : null,
      waiting ? h("p.state.waiting", {}, icon("waiting"), say("someWaiting", { n: waiting })) : null,
      !mine.length ? h("p.state.sent", {}, icon("sent"), say("allSent")) : null,
      waiting && this.sync.state === "trouble" && navigator.onLine ? h("p", {}, say("tryAgain")) : null,
      others ? h("p", {}, say("othersWaiting", { n: others })) : null,
    ];
    const sending = this.sync.state === "sending";
    const send = waiting && navigator.onLine ? h("button.choice", { type: "button", disabled: sending, onclick: () => this.sync.hurry() },
      say(sending ? "sending" : "sendNow")) : null;
    return h("section.card.summary", {}, lines, send);
  }

  /** Today and this month; who came twice counts twice. What is only corrected or taken back is counted as it is kept. */
  #counts(mine, log) {
    const news = mine.filter((one) => one.session && !one.of && !one.drop).map((one) => one.session);
    const all = [...news, ...log.map((one) => one.session)];
    const month = daysAgo(0).slice(0, 7);
    const confirmed = log.filter((one) => one.confirmed && one.session.held_on.startsWith(month)).length;
    const row = (title, sessions, more) => h("div.tally", {}, h("dt", {}, title), h("dd", {},
      [say("countSessions", { n: sessions.length }), say("countVisits", { n: sessions.reduce((sum, one) => sum + one.people, 0) }), more].filter(Boolean).join(" · ")));
    return h("dl.counts", {},
      row(say("today"), all.filter((one) => one.held_on === daysAgo(0))),
      row(say("thisMonth"), all.filter((one) => one.held_on.startsWith(month)), confirmed ? say("countConfirmed", { n: confirmed }) : ""));
  }

  // ---- cards ----

  #card(session, state, at, ...rest) {
    const looks = { waiting: ["waiting", "waiting"], mend: ["mend", "toMend"], sent: ["sent", "sent"], leaving: ["waiting", "withdrawing"] };
    const [look, word] = looks[state];
    return h("li.entry", { "data-state": look },
      h("p.head", {}, h("b", {}, dayInWords(session.held_on)), h("span.mark." + look, {}, icon(look), say(word))),
      this.#lines(session),
      at ? h("p.hint", {}, say("enteredAt", { time: clock(at) })) : null, ...rest);
  }

  #lines(session) {
    const where = [say("countPeople", { n: session.people }), session.village].filter(Boolean).join(" · ");
    return h("div.lines", {}, inWords(this.book(), session).map((words) => h("p", {}, words)), h("p", {}, where),
      session.difficulty ? h("p.hint", {}, session.difficulty) : null);
  }

  #buttons(...buttons) {
    const made = buttons.filter(Boolean).map(([label, look, press]) => h("button." + look, { type: "button", onclick: press }, label));
    return made.length ? h("div.acts", {}, made) : null;
  }

  #waiting(one) {
    const session = whole(one.session);
    if (one.drop) return this.#card(session, "leaving", one.at);
    return this.#card(session, "waiting", one.at, one.of ? h("p.hint", {}, say("correction")) : null, this.#buttons(
      [say("edit"), "small", () => this.#toForm(session, { key: one.key, of: one.of, version: one.version })],
      [say("delete"), "small", () => this.#delete(one)]));
  }

  #kept(one) {
    const session = whole(one.session);
    const confirmed = one.confirmed ? h("p.hint", {}, say("countConfirmed", { n: one.confirmed })) : null;
    return this.#card(session, "sent", one.at, confirmed, one.may ? this.#buttons(
      [say("edit"), "small", () => this.#toForm(session, { of: one.id, version: one.version })],
      [say("withdraw"), "small", () => this.#withdraw(one)]) : null);
  }

  #toMend(one) {
    const session = whole(one.session || one.kept.session);
    const answers = { alike: () => this.#alike(one), conflict: () => this.#conflict(one), fault: () => this.#fault(one, session) };
    return this.#card(session, "mend", one.at, ...answers[one.state]());
  }

  #fault(one, session) {
    return [h("p.alarm", {}, one.words), this.#buttons(
      one.drop ? null : [say("edit"), "small", () => this.#toForm(session, { key: one.key, of: one.of, version: one.version })],
      [say("delete"), "small", () => this.#delete(one)])];
  }

  #alike(one) {
    return [h("p.alarm", {}, say("twin")), h("div.other", {}, h("b", {}, say("enteredAt", { time: clock(one.kept.at) })), this.#lines(whole(one.kept.session))),
      this.#buttons([say("twinNo"), "small", () => this.#again({ ...one, sure: true })], [say("twinYes"), "small", () => this.#forget(one)])];
  }

  #conflict(one) {
    const other = one.kept;
    return [h("p.alarm", {}, one.words), h("div.other", {}, h("b", {}, say("theirs")), this.#lines(whole(other.session))),
      this.#buttons(
        other.withdrawn ? null : [say("keepMine"), "small", () => this.#again({ ...one, of: other.id, version: other.version, edited: false })],
        [say("keepTheirs"), "small", () => this.#forget(one)])];
  }

  // ---- what is done ----

  async #toForm(session, edits) {
    await this.edit(session, edits);
    location.hash = "#ghi";
  }

  async #again(one) {
    await db.put({ ...one, state: "waiting", words: "", kept: null });
    this.#changed();
  }

  async #forget(one) {
    await db.drop(one.key);
    this.#changed();
  }

  /** What may have reached the server already is taken back there as well. */
  async #delete(one) {
    if (!(await this.#sure("deleteAsk", "yesDelete"))) return;
    const now = await db.entry(one.key);
    if (now && now.tried && !now.of && now.state === "waiting") await db.put({ ...now, drop: true });
    else await db.drop(one.key);
    this.#changed();
  }

  async #withdraw(one) {
    if (!(await this.#sure("withdrawAsk", "yesWithdraw"))) return;
    await db.put({ key: "page." + newId(), who: this.me().who, at: Date.now(), state: "waiting", session: one.session, of: one.id,
      version: one.version, drop: true });
    this.#changed();
  }

  #sure(question, yes) {
    return ask(say(question), null, [[say("noKeep"), "plain", false], [say(yes), "danger", true]]);
  }

  #changed() {
    this.sync.changed();
    this.sync.hurry();
  }
}
