// Talking to the server. Whatever goes wrong on the way is one of two: it cannot be reached now, or it does not let us in.

const API = "/so-tay/api/";
const PATIENCE = 30_000; // ms: a weak network is slow, a dead one says nothing

export class Unreachable extends Error {}
export class SignedOut extends Error {}
export class SomebodyElse extends Error {}

const REFUSALS = { 401: SignedOut, 409: SomebodyElse };

/** What the server says, whole: a line that dies half-way must not be waited for any longer than a dead one. */
async function call(path, options = {}) {
  const url = new URL(API + path, location.origin);
  url.searchParams.set("lang", document.documentElement.lang);
  const patience = new AbortController();
  const over = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(url, { ...options, cache: "no-store", signal: patience.signal });
    return { answer, body: answer.ok ? await answer.json() : null };
  } catch (error) {
    throw new Unreachable(String(error));
  } finally {
    clearTimeout(over);
  }
}

async function json(path, options) {
  const { answer, body } = await call(path, options);
  if (!answer.ok) throw new (REFUSALS[answer.status] || Unreachable)(String(answer.status));
  return body;
}

export async function me() {
  const told = await json("me");
  if (!told.who) throw new SignedOut("nobody");
  return told;
}

export const sessions = async () => (await json("sessions")).sessions;

/** `who`: whose entries they are, as the server named them. */
export async function send(who, entries) {
  const headers = { "Content-Type": "application/json", "X-Toso-Notebook": who };
  return (await json("sessions", { method: "POST", headers, body: JSON.stringify({ entries }) })).answers;
}

/** The guides, or null while they are those of `etag`. */
export async function guides(etag) {
  const { answer, body } = await call("guides", { headers: etag ? { "If-None-Match": etag } : {} });
  if (answer.status === 304) return null;
  if (!answer.ok) throw new Unreachable(String(answer.status));
  return { ...body, etag: answer.headers.get("ETag") };
}

export const signOut = () => json("sign-out", { method: "POST", headers: { "X-Toso-Notebook": "-" } });
