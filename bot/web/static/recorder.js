// A voice note: recorded on the device, listened to again if wanted, then sent or thrown away.

import { base64 } from "./beside.js";
import { find, put, status, words } from "./page.js";

const LONGEST = 120_000; // ms
const SHORTEST = 500; // ms: a finger that slipped
const BITS = 32_000; // a second: two minutes are half a megabyte
const TICK = 250; // ms
const FORMATS = { // what can be played in most places comes first
  "audio/ogg;codecs=opus": "ogg", "audio/mp4;codecs=mp4a.40.2": "m4a", "audio/webm;codecs=opus": "webm", "audio/mp4": "m4a",
};

/** null where the browser cannot record, or could not lay out one more button. */
function format() {
  if (!window.isSecureContext || !window.MediaRecorder || !navigator.mediaDevices) return null;
  if (!window.CSS || !CSS.supports("selector(:has(a))")) return null;
  return Object.keys(FORMATS).find((mime) => MediaRecorder.isTypeSupported(mime)) || null;
}

function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
}

export class Recorder {
  /** `done(file)` gets what is to be sent; `begins()` is called before the microphone opens; `problem(text)` shows what
   * went wrong. */
  constructor({ done, begins, problem }) {
    Object.assign(this, { done, begins, problem });
    this.format = format();
    this.running = null; // {recorder, stream, timer, since, parts, wanted}
    this.blob = null;
    find("record").hidden = !this.format;
    find("record").addEventListener("click", () => this.#begin());
    find("record-end").addEventListener("click", () => this.#end(true));
    find("record-drop").addEventListener("click", () => this.#drop());
    find("record-send").addEventListener("click", () => this.#send());
  }

  async #begin() {
    if (this.running) return;
    this.running = {}; // a second press finds it begun
    this.begins();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.running = this.#start(stream);
    } catch {
      this.running = null;
      return this.problem(words.noMicrophone);
    }
    this.#show("recording");
    find("record-end").focus();
  }

  #start(stream) {
    const recorder = new MediaRecorder(stream, { mimeType: this.format, audioBitsPerSecond: BITS });
    const since = Date.now();
    const timer = setInterval(() => this.#tick(), TICK);
    const running = { recorder, stream, timer, since, parts: [], wanted: true };
    recorder.ondataavailable = ({ data }) => running.parts.push(data);
    recorder.onstop = () => this.#ended(running); // also when the microphone was taken away
    recorder.start();
    return running;
  }

  #tick() {
    const lasted = Date.now() - this.running.since;
    put("record-time", clock(lasted) + " / " + clock(LONGEST));
    if (lasted >= LONGEST) this.#end(true);
  }

  #end(wanted) {
    const { recorder } = this.running || {};
    if (!recorder || recorder.state === "inactive") return;
    this.running.wanted = wanted;
    recorder.stop();
  }

  #ended({ stream, timer, since, parts, wanted }) {
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
    this.running = null;
    this.blob = new Blob(parts, { type: this.format.split(";")[0] });
    if (!wanted) return this.#close();
    if (!this.blob.size || Date.now() - since < SHORTEST) {
      this.#close();
      return this.problem(words.nothingRecorded);
    }
    find("recorded").src = URL.createObjectURL(this.blob);
    this.#show("recorded");
    find("record-send").focus();
  }

  #drop() {
    if (this.running) this.#end(false);
    else this.#close();
  }

  async #send() {
    const { blob } = this;
    if (!blob) return;
    this.#close();
    this.done({ name: "ghi-am." + FORMATS[this.format], mime: blob.type, body: await base64(blob), coded: true });
  }

  #close() {
    const player = find("recorded");
    player.pause();
    URL.revokeObjectURL(player.src);
    player.removeAttribute("src");
    this.blob = null;
    this.#show("");
    find("record").focus();
  }

  /** "recording", "recorded", or "": then there is the typing box again. */
  #show(state) {
    find("recording").hidden = !state;
    find("box-row").hidden = Boolean(state);
    find("record-end").hidden = find("record-time").hidden = state !== "recording";
    find("record-send").hidden = find("recorded").hidden = state !== "recorded";
    put("record-time", state === "recording" ? clock(0) + " / " + clock(LONGEST) : "");
    status({ recording: words.recording, recorded: words.recorded }[state] || "");
  }
}
