// Reading aloud and listening, where the phone can do it.

const LANGUAGES = { vi: "vi-VN", en: "en-US" };

/** Long texts are read sentence by sentence: several phones fall silent after some fifteen seconds of one utterance. */
function sentences(text) {
  return text.match(/[^.!?\n]+[.!?]*/g) || [];
}

function plain(text, wordForLink) {
  return text.replace(/\*/g, "").replace(/https:\/\/\S+/g, wordForLink);
}

export class Reader {
  /** `changed()` is called when a voice turns up (browsers load them late) and when reading starts or stops. */
  constructor(changed) {
    this.changed = changed;
    this.synth = window.speechSynthesis;
    this.reading = null;
    if (this.synth && this.synth.addEventListener) this.synth.addEventListener("voiceschanged", changed);
    window.addEventListener("pagehide", () => this.stop());
  }

  voice() {
    const lang = document.documentElement.lang;
    const voices = this.synth ? this.synth.getVoices() : [];
    return voices.find((voice) => voice.lang.toLowerCase().startsWith(lang)) || null;
  }

  /** Reads one message, after those that are being read. `key` names it for the button that stops it. */
  read(key, text, wordForLink) {
    const voice = this.voice();
    if (!voice) return;
    const parts = sentences(plain(text, wordForLink)).filter((part) => part.trim());
    parts.forEach((part, i) => this.synth.speak(this.#utterance(key, part, voice, i === parts.length - 1)));
  }

  stop() {
    if (this.synth) this.synth.cancel();
    this.#now(null);
  }

  #utterance(key, text, voice, last) {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang.replace("_", "-");
    utterance.rate = 0.95;
    utterance.onstart = () => this.#now(key);
    const over = () => this.reading === key && this.#now(null); // not when the next text has begun
    utterance.onerror = over;
    if (last) utterance.onend = over;
    return utterance;
  }

  #now(key) {
    if (this.reading === key) return;
    this.reading = key;
    this.changed();
  }
}

export class Ear {
  constructor() {
    this.Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
    this.session = null;
  }

  get available() {
    return Boolean(this.Recognition) && window.isSecureContext;
  }

  /** `heard(text)` gets the words so far, again and again; `ended(error)` comes once, with the browser's error name or "". */
  listen({ heard, ended }) {
    const session = new this.Recognition();
    let error = "";
    session.lang = LANGUAGES[document.documentElement.lang] || LANGUAGES.vi;
    session.interimResults = true;
    session.onresult = ({ results }) => heard([...results].map((result) => result[0].transcript).join(""));
    session.onerror = (event) => { error = event.error; };
    session.onend = () => {
      this.session = null;
      ended(error);
    };
    this.session = session;
    session.start();
  }

  stop() {
    if (this.session) this.session.stop();
  }

  /** Stops at once and drops the words still on their way: the text they belong to has been sent. */
  cancel() {
    if (!this.session) return;
    this.session.onresult = null;
    this.session.abort();
  }
}
