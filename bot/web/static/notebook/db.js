// What this phone keeps: the queue of entries that were not sent yet, the log as the server last told it, and a few facts.
// An entry is in exactly one of the two; what moves it from one to the other is one transaction.

import { deleteDB, openDB } from "./vendor/idb.js";

const NAME = "toso-so-tay";
const SAFE = { durability: "strict" }; // on the disk before we say "saved": batteries die

let opened = null;

function open() {
  opened ??= openDB(NAME, 1, {
    upgrade(db) {
      db.createObjectStore("queue", { keyPath: "key" });
      db.createObjectStore("log", { keyPath: "id" });
      db.createObjectStore("facts");
    },
    blocking: (_old, _new, { target }) => target.close(), // another tab signs out
    terminated: () => { opened = null; },
  });
  return opened;
}

export const ready = () => open();

export const fact = async (name) => (await open()).get("facts", name);

export const setFact = async (name, value) => (await open()).put("facts", value, name);

export const dropFact = async (name) => (await open()).delete("facts", name);

/** Everything that waits, oldest first, whoever's it is. */
export async function queue() {
  return (await (await open()).getAll("queue")).sort((a, b) => a.at - b.at);
}

export const entry = async (key) => (await open()).get("queue", key);

/** `rev` grows with every change, so that an answer to what was sent before is known for what it is. */
export async function put(one) {
  const store = (await open()).transaction("queue", "readwrite", SAFE);
  await store.store.put({ ...one, rev: (one.rev || 0) + 1 });
  await store.done;
}

export async function drop(key) {
  const store = (await open()).transaction("queue", "readwrite", SAFE);
  await store.store.delete(key);
  await store.done;
}

/** The log as the server told it last, latest day first. */
export async function log() {
  const later = (a, b) => b.session.held_on.localeCompare(a.session.held_on) || b.id - a.id;
  return (await (await open()).getAll("log")).sort(later);
}

export async function replaceLog(sessions) {
  const store = (await open()).transaction("log", "readwrite");
  await Promise.all([store.store.clear(), ...sessions.map((one) => store.store.put(one)), store.done]);
}

/** Another member has signed in: of the one before only what waits to be sent stays. */
export async function forgetOther() {
  const both = (await open()).transaction(["log", "facts"], "readwrite");
  const names = ["draft", "last"].map((name) => both.objectStore("facts").delete(name));
  await Promise.all([both.objectStore("log").clear(), ...names, both.done]);
}

/** They are about to be sent: from here on the server may have them. */
export async function markTried(entries) {
  const store = (await open()).transaction("queue", "readwrite", SAFE);
  for (const { key } of entries) {
    const one = await store.store.get(key);
    if (one) await store.store.put({ ...one, tried: true });
  }
  await store.done;
}

/** What the server said of an entry that was sent in its revision `rev`. */
export async function settle(rev, answer) {
  const both = (await open()).transaction(["queue", "log"], "readwrite", SAFE);
  const waiting = both.objectStore("queue");
  const kept = both.objectStore("log");
  const one = await waiting.get(answer.key);
  if (one) await settled(one, one.rev === rev, answer, waiting, kept);
  await both.done;
}

async function settled(one, same, answer, waiting, kept) {
  if (answer.state === "later") return;
  if (answer.state !== "saved") {
    if (same) await waiting.put({ ...one, state: answer.state, words: answer.words, kept: answer.kept });
    return;
  }
  if (answer.kept && !answer.kept.withdrawn) await kept.put(answer.kept);
  if (one.drop && one.of) await kept.delete(one.of);
  if (same) await waiting.delete(one.key);
  else if (one.of) await waiting.put({ ...one, version: answer.kept.version }); // it was corrected again meanwhile
}

/** Entries of the same sign-in are the same person's, under whatever name the server knows them now. */
export async function rename(before, now) {
  const store = (await open()).transaction("queue", "readwrite", SAFE);
  for (const one of await store.store.getAll()) {
    if (one.who === before) await store.store.put({ ...one, who: now });
  }
  await store.done;
}

export async function wipe() {
  const db = await open();
  opened = null;
  db.close();
  await deleteDB(NAME);
}
