// Pictures: chosen, made small on the device, sent and fetched beside the line, where they hold up nothing.

import { find } from "./page.js";

const PATH = "/chat/picture";
const NAME = "hinh.jpg";
const LONGEST_SIDE = 1280; // px, as the server keeps it
const QUALITY = 0.8;
const LARGEST = 10_000_000; // bytes that the server takes
const PATIENCE = 120_000; // ms for one picture on a slow network
const REFUSED = [400, 403, 413, 415, 429]; // it is no use to send it again
const TRIES = 3; // to fetch one, each on a new line

async function asked(path, token, options = {}) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE);
  try {
    const answer = await fetch(path, { ...options, headers: { Authorization: "Bearer " + token }, signal: late.signal });
    return { status: answer.status, body: await answer.blob() };
  } finally {
    clearTimeout(timer);
  }
}

function base64(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = failed;
    reader.readAsDataURL(blob);
  });
}

function bytes({ mime, body }) {
  return new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type: mime });
}

/** Upright, at most so many points wide, and without what the camera wrote. Throws where the browser cannot read it. */
async function small(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no canvas"))), "image/jpeg", QUALITY);
  });
}

export class Pictures {
  /** `chosen(file)` gets one that may be sent; `taken(id)`, `refused(id, words)` say what became of it; `problem(words)`
   * shows what went wrong; `again()` opens a new line. `words` are the page's. */
  constructor(store, words, { chosen, taken, refused, problem, again }) {
    Object.assign(this, { store, words, chosen, taken, refused, problem, again });
    this.sending = new Set();
    this.fetching = new Map();
    this.failures = new Map();
    const input = find("picture");
    find("attach").addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      if (input.files.length) this.#choose(input.files[0]);
      input.value = "";
    });
  }

  async #choose(file) {
    const picture = await small(file).catch(() => file);
    if (!picture.type.startsWith("image/")) this.problem(this.words.noPicture);
    else if (picture.size > LARGEST) this.problem(this.words.tooLarge);
    else this.chosen({ name: NAME, mime: picture.type, body: await base64(picture) });
  }

  /** What meets with trouble is sent again later, with all else that waits. */
  async send(id) {
    if (this.sending.has(id)) return;
    this.sending.add(id);
    try {
      await this.#send(id);
    } catch {
      // no network: it waits
    } finally {
      this.sending.delete(id);
    }
  }

  async #send(id) {
    const picture = this.store.document(id);
    if (!picture) return this.refused(id, this.words.notSent);
    const query = new URLSearchParams({ id, lang: document.documentElement.lang });
    const { status, body } = await asked(PATH + "?" + query, this.store.token(), { method: "POST", body: bytes(picture) });
    if (status === 200) this.taken(id);
    else if (REFUSED.includes(status)) this.refused(id, await this.#why(body));
  }

  /** A proxy before the server may refuse it, too, and has no words. */
  async #why(body) {
    try {
      return JSON.parse(await body.text()).text || this.words.notSent;
    } catch {
      return this.words.notSent;
    }
  }

  /** The message with its picture; null when it is not there yet: then the server sends the message once more. */
  complete(message) {
    if (!this.fetching.has(message.n)) {
      this.fetching.set(message.n, this.#fetch(message).finally(() => this.fetching.delete(message.n)));
    }
    return this.fetching.get(message.n);
  }

  async #fetch(message) {
    try {
      const { status, body } = await asked(PATH + "/" + message.n, this.store.token());
      if (status !== 200) throw new Error("picture: " + status);
      return { ...message, document: { ...message.picture, body: await base64(body) } };
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
    return { ...message, text: message.text + "\n\n" + this.words.pictureGone };
  }
}
