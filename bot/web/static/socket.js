// One WebSocket that comes back by itself. It knows nothing about the talk.

const PING_EVERY = 25_000; // ms without a word from either side
const SILENCE_LIMIT = 10_000; // ms to wait for a sign of life before the line counts as dead
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/** Growing waits with jitter, so that a whole village does not come back in the same second. */
function waitBefore(attempt) {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt);
  return wait / 2 + Math.random() * wait / 2;
}

export class Line {
  /** `hello()` gives the first frame; `receive(frame)` gets every frame; `changed(open)` hears when the line opens or closes. */
  constructor(url, { hello, receive, changed }) {
    Object.assign(this, { url, hello, receive, changed });
    this.open = false;
    this.attempt = 0;
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("offline", () => this.#lost());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
  }

  connect() {
    this.#drop();
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(this.hello()));
    socket.onmessage = ({ data }) => socket === this.socket && this.#heard(data);
    socket.onclose = () => socket === this.socket && this.#lost();
    this.#expectLife();
  }

  /** True when the frame went out; the caller keeps it until the server confirms it. */
  send(frame) {
    if (!this.open || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** The network or the person is back: connect now, or make sure that an old connection still lives. */
  hurry() {
    if (this.open) this.#ping();
    else if (!this.socket || this.socket.readyState !== WebSocket.CONNECTING) this.restart();
  }

  restart() {
    this.attempt = 0;
    this.connect();
  }

  #heard(data) {
    clearTimeout(this.deadline);
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.#ping(), PING_EVERY);
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (frame.type === "welcome") this.#setOpen(true);
    this.receive(frame);
  }

  #ping() {
    if (this.send({ type: "ping" })) this.#expectLife();
  }

  #expectLife() {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.#lost(), SILENCE_LIMIT);
  }

  #lost() {
    this.#drop();
    this.retry = setTimeout(() => this.connect(), waitBefore(this.attempt++));
  }

  #drop() {
    [this.deadline, this.idle, this.retry].forEach(clearTimeout);
    const socket = this.socket;
    this.socket = null;
    if (socket) socket.close();
    this.#setOpen(false);
  }

  #setOpen(open) {
    if (open) this.attempt = 0;
    if (open === this.open) return;
    this.open = open;
    this.changed(open);
  }
}
