// What this browser remembers: the token, the talk, and what still waits to be sent.
// Every message is a record of its own, so that two tabs writing at the same moment cannot lose each other's.

const PREFIX = "toso.";
const MESSAGE = PREFIX + "m.";
const WAITING = PREFIX + "q.";
const TOKEN = PREFIX + "token";
const ERA = PREFIX + "era";
const SETTING = PREFIX + "set.";
const KEEP_MESSAGES = 200;
const GIVE_UP_AFTER = 3 * 24 * 3600 * 1000; // ms: a question three days old is asked anew, not sent late

/** localStorage where there is one; memory where it is blocked (a foreign iframe) or full. */
class Shelf {
  constructor(disk) {
    this.disk = disk;
    this.memory = new Map();
  }

  get(key) {
    if (this.memory.has(key)) return this.memory.get(key);
    return this.disk ? this.disk.getItem(key) : null;
  }

  /** `smaller` is kept on the disk where there is no room for all of it. */
  put(key, value, smaller = null) {
    try {
      this.disk.setItem(key, value);
      this.memory.delete(key);
    } catch {
      this.memory.set(key, value);
      if (smaller !== null && this.disk) this.#try(key, smaller);
    }
  }

  #try(key, value) {
    try {
      this.disk.setItem(key, value);
    } catch {
      // it is in the memory until the page is loaded again
    }
  }

  drop(key) {
    this.memory.delete(key);
    if (this.disk) this.disk.removeItem(key);
  }

  keys(prefix) {
    const found = new Set(this.memory.keys());
    for (let i = 0; this.disk && i < this.disk.length; i++) found.add(this.disk.key(i));
    return [...found].filter((key) => key.startsWith(prefix));
  }
}

function findDisk() {
  try {
    const disk = window.localStorage;
    disk.setItem(PREFIX + "probe", "1");
    disk.removeItem(PREFIX + "probe");
    return disk;
  } catch {
    return null;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const byPlace = (a, b) => a.at - b.at || (a.n || 0) - (b.n || 0);
const byNumber = (a, b) => eraOf(a) - eraOf(b) || a.n - b.n;

function eraOf({ key }) {
  return parseInt(key.slice(MESSAGE.length), 10);
}

/** What the bot says between two words of the person stands in the order of its numbers: two tabs that write the same
 *  message at the same moment do not agree when it came. */
function inOrder(entries) {
  const runs = [[]];
  entries.sort(byPlace).forEach((entry) => {
    if (entry.from === "person") runs.push([entry], []);
    else runs[runs.length - 1].push(entry);
  });
  return runs.flatMap((run) => run.sort(byNumber));
}

export class Store {
  constructor() {
    this.shelf = new Shelf(findDisk());
  }

  /** Calls `changed(tokenChanged)` when another tab of this browser wrote something. */
  watch(changed) {
    window.addEventListener("storage", ({ key }) => {
      if (key === null || key.startsWith(PREFIX)) changed(key === null || key === TOKEN);
    });
  }

  token() {
    return this.shelf.get(TOKEN);
  }

  setToken(token) {
    this.shelf.put(TOKEN, token);
  }

  setting(name) {
    return this.shelf.get(SETTING + name);
  }

  setSetting(name, value) {
    this.shelf.put(SETTING + name, value);
  }

  /** The talk in the order it is shown: `{key, from, text, at, ...}`. */
  history() {
    return inOrder(this.#all(MESSAGE));
  }

  /** Keeps a message of the bot, once, and gives its key. */
  addFromBot({ n, text, buttons, document }) {
    const key = MESSAGE + this.#era() + "-" + n;
    if (this.shelf.get(key) !== null) return key;
    if (document) this.#dropDocuments();
    this.#write(key, { from: "bot", n, text, buttons: buttons || [], at: this.#placeOf(n), document });
    this.#trim();
    return key;
  }

  /** Puts these words in place of a message of the bot, its buttons and its file. */
  recall(n, text) {
    const key = MESSAGE + this.#era() + "-" + n;
    const entry = parse(this.shelf.get(key));
    if (entry && !entry.recalled) this.#write(key, { ...entry, text, buttons: [], document: undefined, recalled: true });
  }

  addFromPerson(id, text, document) {
    if (document) this.#dropDocuments();
    this.#write(MESSAGE + id, { from: "person", id, text, at: Date.now(), document });
    this.#trim();
  }

  /** The picture or voice note that the person sent with this id, if it is still here. */
  document(id) {
    const entry = parse(this.shelf.get(MESSAGE + id));
    return entry && entry.document;
  }

  /** Takes back what the server did not want. */
  drop(id) {
    this.shelf.drop(MESSAGE + id);
  }

  /** Puts what may be kept in place of what the person wrote: a number or a password must not stay in this browser. */
  mask(id, text) {
    const entry = parse(this.shelf.get(MESSAGE + id));
    if (entry) this.#write(MESSAGE + id, { ...entry, text });
  }

  /** Keeps a frame until the server says it has it. */
  enqueue(frame) {
    this.#write(WAITING + frame.id, { at: frame.type === "start" ? 0 : Date.now(), since: Date.now(), frame });
  }

  settle(id) {
    this.shelf.drop(WAITING + id);
  }

  /** Frames not yet taken by the server, oldest first; a start always goes ahead. */
  waiting() {
    const entries = this.#all(WAITING).sort(byPlace);
    entries.filter((entry) => Date.now() - entry.since > GIVE_UP_AFTER).forEach((entry) => this.shelf.drop(entry.key));
    return entries.filter((entry) => Date.now() - entry.since <= GIVE_UP_AFTER);
  }

  /** The server does not know us any more and counts from one again: old numbers must not hide new messages. */
  startNewEra() {
    this.shelf.put(ERA, String(this.#era() + 1));
  }

  /** Forgets the person, not the text size. */
  wipe() {
    const next = this.#era() + 1;
    [MESSAGE, WAITING].flatMap((prefix) => this.shelf.keys(prefix)).forEach((key) => this.shelf.drop(key));
    this.shelf.drop(TOKEN);
    this.shelf.put(ERA, String(next));
  }

  #era() {
    return Number(this.shelf.get(ERA)) || 0;
  }

  #all(prefix) {
    return this.shelf.keys(prefix)
      .map((key) => ({ ...parse(this.shelf.get(key)), key }))
      .filter((entry) => Number.isFinite(entry.at));
  }

  #write(key, { document, ...entry }) {
    const words = JSON.stringify(entry);
    if (document) this.shelf.put(key, JSON.stringify({ ...entry, document }), words);
    else this.shelf.put(key, words);
  }

  /** Messages of one turn stand in the order of their numbers, also when a later one came first. */
  #placeOf(n) {
    const history = this.history();
    const turn = history.slice(history.map((entry) => entry.from).lastIndexOf("person") + 1);
    const later = turn.filter((entry) => entry.n > n).map((entry) => entry.at);
    const last = history.length ? history[history.length - 1].at : 0;
    return later.length ? Math.min(...later) - 0.01 : Math.max(Date.now(), last);
  }

  /** Of files only the newest is kept, and what still waits to be sent: they are large, and there is little room. */
  #dropDocuments() {
    const waiting = new Set(this.waiting().map(({ frame }) => frame.id));
    this.history().filter((entry) => entry.document && !waiting.has(entry.id))
      .forEach(({ key, document, ...rest }) => this.#write(key, rest));
  }

  #trim() {
    const history = this.history();
    history.slice(0, Math.max(0, history.length - KEEP_MESSAGES)).forEach((entry) => this.shelf.drop(entry.key));
  }
}
