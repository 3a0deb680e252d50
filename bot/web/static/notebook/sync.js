// Sending what waits, by itself: when the network comes back, when the page is looked at, and now and then. Whatever breaks
// off is sent again; the server knows every entry by its key, so it counts once.

import * as db from "./db.js";
import * as server from "./server.js";

const AT_ONCE = 10; // entries in one request: what got through a weak network stays sent
const EVERY = 60_000; // ms
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 30_000;
const FRESH_FOR = 300_000; // ms: so long the log and the guides are not asked for again without a reason

/** Growing waits with jitter, so that a whole commune does not come back in the same second. */
function waitBefore(attempt) {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt);
  return wait / 2 + Math.random() * wait / 2;
}

const wire = ({ key, session, of, version, sure, edited, drop }) =>
  ({ key, session: session || null, of: of || 0, version: version || 0, sure: !!sure, edited: !!edited, drop: !!drop });

export class Sync {
  /** `changed()` is called whenever there is something new to show. */
  constructor(changed) {
    this.changed = changed;
    this.state = "idle"; // sending, idle, trouble, or out
    this.attempt = 0;
    this.askedAt = 0;
    this.others = "BroadcastChannel" in window ? new BroadcastChannel("toso-so-tay") : null;
    if (this.others) this.others.onmessage = () => this.changed();
  }

  start() {
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("offline", () => this.changed());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
    setInterval(() => this.state !== "out" && this.run(true), EVERY);
    this.hurry();
  }

  /** The network or the person is back, or there is something new to send. */
  hurry() {
    this.attempt = 0;
    return this.run();
  }

  /** Nothing is asked or kept any more: the member leaves. */
  end() {
    this.ended = true;
    clearTimeout(this.retry);
  }

  /** `anyway`: also where the phone says that there is no network; some are wrong about it. */
  async run(anyway = false) {
    if (this.ended) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    clearTimeout(this.retry);
    try {
      do {
        this.again = false;
        await this.#alone(() => this.#round(anyway));
      } while (this.again);
    } finally {
      this.running = false;
      this.#tell();
    }
  }

  /** One tab sends, the others wait for the next time. */
  async #alone(round) {
    if (!navigator.locks) return round();
    return navigator.locks.request("toso-so-tay", { ifAvailable: true }, (lock) => lock && round());
  }

  async #round(anyway) {
    if (!navigator.onLine && !anyway) return this.#be("idle"); // the phone says when there is network again
    try {
      this.#be("sending");
      await this.#refresh();
      this.attempt = 0;
      this.#be("idle");
    } catch (error) {
      if (error instanceof server.SignedOut) return this.#be("out");
      if (!(error instanceof server.Unreachable) && !(error instanceof server.SomebodyElse)) console.error(error);
      this.#be("trouble");
      if (!this.ended) this.retry = setTimeout(() => this.run(), waitBefore(this.attempt++));
    }
  }

  async #refresh() {
    const me = await this.#me();
    const sent = await this.#send(me.who);
    if (sent || Date.now() - this.askedAt > FRESH_FOR) {
      const sessions = await server.sessions();
      this.#goOn();
      await db.replaceLog(sessions);
      await this.#guides();
      this.askedAt = Date.now();
    }
  }

  async #me() {
    const now = await server.me();
    this.#goOn();
    const before = await db.fact("me");
    if (before && before.session === now.session && before.who !== now.who) await db.rename(before.who, now.who);
    if (before && before.session !== now.session && before.who !== now.who) {
      await db.forgetOther();
      this.askedAt = 0;
    }
    await db.setFact("me", now);
    return now;
  }

  async #guides() {
    const name = "guides." + document.documentElement.lang;
    const before = await db.fact(name);
    const now = await server.guides(before && before.etag);
    this.#goOn();
    if (now) await db.setFact(name, now);
  }

  async #send(who) {
    const waiting = async () => (await db.queue()).filter((one) => one.state === "waiting" && one.who === who);
    const left = new Set((await waiting()).map((one) => one.key)); // each once a round: "later" is not now
    const any = left.size;
    while (left.size) {
      const batch = (await waiting()).filter((one) => left.has(one.key)).slice(0, AT_ONCE);
      if (!batch.length) break;
      batch.forEach((one) => left.delete(one.key));
      await db.markTried(batch);
      await this.#settle(batch, await server.send(who, batch.map(wire)));
      this.attempt = 0;
    }
    return any;
  }

  async #settle(batch, answers) {
    this.#goOn();
    const revs = new Map(batch.map((one) => [one.key, one.rev]));
    for (const answer of answers) {
      await db.settle(revs.get(answer.key), answer);
      if (answer.masked) this.masked = answer.masked;
    }
    this.#tell();
  }

  /** What comes in after the member left is not kept. */
  #goOn() {
    if (this.ended) throw new server.Unreachable("ended");
  }

  #be(state) {
    if (this.ended) return;
    this.state = state;
    this.changed();
  }

  #tell() {
    if (this.ended) return;
    this.changed();
    if (this.others) this.others.postMessage("changed");
  }
}
