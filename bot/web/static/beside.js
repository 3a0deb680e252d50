// What goes beside the line, where it holds up nothing: pictures and voice notes to the server; these and files from it.

const PATHS = { picture: "/chat/picture", voice: "/chat/voice" };
const SHOWN = "/chat/beside/";
const PATIENCE = 120_000; // ms on a slow network, and more for what is large
const SLOWEST = 50; // bytes a millisecond
const REFUSED = [400, 403, 413, 415, 429]; // it is no use to send it again
const TRIES = 3; // to fetch one, each on a new line

export const isBeside = (frame) => frame.type in PATHS;

async function asked(path, token, patience, options = {}) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience);
  try {
    const answer = await fetch(path, { ...options, headers: { Authorization: "Bearer " + token }, signal: late.signal });
    return { status: answer.status, body: await answer.blob() };
  } finally {
    clearTimeout(timer);
  }
}

export function base64(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = failed;
    reader.readAsDataURL(blob);
  });
}

export function bytes({ mime, body }) {
  return new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type: mime });
}

export class Beside {
  /** `taken(id)`, `refused(id, words)` say what became of what was sent; `again()` opens a new line. `words` are the page's. */
  constructor(store, words, { taken, refused, again }) {
    Object.assign(this, { store, words, taken, refused, again });
    this.sending = new Set();
    this.fetching = new Map();
    this.failures = new Map();
  }

  /** What meets with trouble is sent again later, with all else that waits. */
  async send({ id, type }) {
    if (this.sending.has(id)) return;
    this.sending.add(id);
    try {
      await this.#send(id, type);
    } catch {
      // no network: it waits
    } finally {
      this.sending.delete(id);
    }
  }

  async #send(id, type) {
    const file = this.store.document(id);
    const notSent = type === "voice" ? this.words.voiceNotSent : this.words.notSent;
    if (!file) return this.refused(id, notSent);
    const query = new URLSearchParams({ id, lang: document.documentElement.lang });
    const posted = { method: "POST", body: bytes(file) };
    const { status, body } = await asked(PATHS[type] + "?" + query, this.store.token(), PATIENCE, posted);
    if (status === 200) this.taken(id);
    else if (REFUSED.includes(status)) this.refused(id, (await this.#why(body)) || notSent);
  }

  /** A proxy before the server may refuse it, too, and has no words. */
  async #why(body) {
    try {
      return JSON.parse(await body.text()).text;
    } catch {
      return "";
    }
  }

  /** The message with its file; null when it is not there yet: then the server sends the message once more. */
  complete(message) {
    if (!this.fetching.has(message.n)) {
      this.fetching.set(message.n, this.#fetch(message).finally(() => this.fetching.delete(message.n)));
    }
    return this.fetching.get(message.n);
  }

  async #fetch(message) {
    const told = message.picture || message.attached;
    try {
      const { status, body } = await asked(SHOWN + message.n, this.store.token(), PATIENCE + (told.size || 0) / SLOWEST);
      if (status !== 200) throw new Error("beside: " + status);
      return { ...message, document: { name: told.name, mime: told.mime, body: await base64(body), coded: true } };
    } catch {
      return this.#missed(message);
    }
  }

  #missed(message) {
    const failures = (this.failures.get(message.n) || 0) + 1;
    this.failures.set(message.n, failures);
    if (failures < TRIES) {
      setTimeout(this.again, 1000 * failures);
      return null;
    }
    return { ...message, text: message.text + "\n\n" + (message.picture ? this.words.pictureGone : this.words.fileGone) };
  }
}
