// The notebook: which part is shown, what it says about the network, and leaving it.

import { applySize, closeOnBackdrop, nextSize } from "../page.js";
import { Store } from "../store.js";
import { Book } from "./book.js";
import * as db from "./db.js";
import { find, lasting, notice, say, show } from "./dom.js";
import { Form } from "./form.js";
import { Guides } from "./guides.js";
import { Reading } from "./reading.js";
import * as server from "./server.js";
import { Sync } from "./sync.js";

const LEAVING = "toso.so-tay.leaving"; // signed out without network: the server is told at the next visit
const CACHES = "toso-so-tay-";
const PAGE = "/so-tay";

const settings = new Store(); // the text size is the same as in the chat
const lang = document.documentElement.lang;
let me = null;
let book = null;
let shown = "";

const sync = new Sync(() => refresh());
const form = new Form({ book: () => book, me: () => me, done: () => { location.hash = "#so"; sync.hurry(); } });
const log = new Book({ book: () => book, me: () => me, edit: (session, edits) => form.edit(session, edits), sync });
const reading = new Reading(() => book);
const guides = new Guides({ book: () => book, read: (guide) => reading.open(guide) });

// ---- what is shown ----

const part = () => location.hash.slice(1).split("/")[0] || "ghi";

async function draw() {
  shown = location.hash;
  document.querySelectorAll("#tabs a").forEach((tab) => {
    if (tab.dataset.tab === part()) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  });
  if (part() === "huong-dan") openGuides();
  else if (part() === "so") await log.open();
  else await openForm();
}

function openGuides() {
  const id = location.hash.split("/")[1];
  if (id) guides.openGuide(id);
  else guides.openList();
}

async function openForm() {
  if (!me.teams.length) show(element("p", say("noTeam")));
  else if (!book) show(element("p", say("noGuides")));
  else await form.open();
}

function element(tag, words) {
  const made = document.createElement(tag);
  made.className = "empty";
  made.textContent = words;
  return made;
}

/** Another part begins at its top, and is said to whoever hears the page. */
async function turnTo() {
  await draw();
  find("main").scrollTop = 0;
  find("main").focus({ preventScroll: true });
}

let drawing = Promise.resolve();

/** Something changed underneath. The form and the guides are left alone while somebody is in them. */
function refresh() {
  drawing = drawing.then(async () => {
    const before = [me, book];
    [me, book] = [(await db.fact("me")) || null, (await db.fact("guides." + lang)) || book];
    if (!me) return welcome();
    tellState();
    await tellCount();
    const first = !before[0] || (!before[1] && book);
    if (!before[0]) keepOffline().catch(console.error);
    if (first || (shown === location.hash && part() === "so")) await draw();
  }).catch(console.error);
  return drawing;
}

function welcome() {
  find("tabs").hidden = true;
  show(find("welcome").content.cloneNode(true).firstElementChild);
}

function tellState() {
  find("tabs").hidden = false;
  const offline = !navigator.onLine;
  const words = offline ? say("noNetwork") : say("online");
  if (find("net").textContent !== words) find("net").textContent = words;
  if (sync.state === "out") lasting(say("signedOut"));
  else lasting(offline ? say("offline") : "");
  if (sync.masked) notice(sync.masked, 15_000);
  sync.masked = "";
}

async function tellCount() {
  const waiting = (await db.queue()).filter((one) => one.who === me.who).length;
  find("count").hidden = !waiting;
  find("count").textContent = waiting;
}

// ---- ready for no network ----

async function keepOffline() {
  if (navigator.storage?.persist) await navigator.storage.persist();
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(PAGE + "/worker.js", { scope: PAGE });
  await navigator.serviceWorker.ready;
}

async function tellStored() {
  const whole = book && "caches" in window && (await caches.keys()).some((name) => name.startsWith(CACHES));
  find("stored").textContent = say(whole ? "ready" : "notReady");
}

// ---- settings, and leaving ----

function prepareSettings() {
  applySize(settings.setting("size"));
  const resize = (size) => {
    applySize(size);
    settings.setSetting("size", size);
  };
  find("size").addEventListener("click", () => resize(nextSize()));
  document.querySelectorAll("input[name=size]").forEach((input) => input.addEventListener("change", () => resize(input.value)));
  document.querySelectorAll("[data-lang]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
    button.addEventListener("click", () => location.assign(`${PAGE}?lang=${button.dataset.lang}${location.hash}`));
  });
  find("open-settings").addEventListener("click", async () => {
    find("sign-out").hidden = !me;
    await tellStored();
    find("settings").showModal();
  });
  find("close-settings").addEventListener("click", () => find("settings").close());
  ["settings", "leave", "ask"].forEach((id) => closeOnBackdrop(find(id)));
}

function prepareLeaving() {
  find("sign-out").addEventListener("click", async () => {
    const unsent = (await db.queue()).length;
    find("settings").close();
    find("leave").showModal();
    find("leave-unsent").textContent = unsent ? say("unsentWarning", { n: unsent }) : "";
  });
  find("stay").addEventListener("click", () => find("leave").close());
  find("leave-now").addEventListener("click", leave);
}

/** Everything of the notebook goes from this phone, at once; the server forgets the browser, now or at the next visit. */
async function leave() {
  find("leave").close();
  sync.end();
  localStorage.setItem(LEAVING, "1");
  me = null;
  await db.wipe();
  for (const name of await caches.keys()) if (name.startsWith(CACHES)) await caches.delete(name);
  for (const one of await navigator.serviceWorker.getRegistrations()) if (new URL(one.scope).pathname === PAGE) await one.unregister();
  const told = await tellLeaving();
  welcome();
  find("net").textContent = "";
  lasting(say(told ? "wiped" : "wipedOffline"));
  if (!told) window.addEventListener("online", async () => (await tellLeaving()) && lasting(say("wiped")), { once: true });
}

async function tellLeaving() {
  try {
    await server.signOut();
  } catch {
    return false;
  }
  localStorage.removeItem(LEAVING);
  return true;
}

// ---- the beginning ----

async function begin() {
  find("not-started").remove();
  prepareSettings();
  prepareLeaving();
  window.addEventListener("hashchange", () => me && turnTo());
  if (localStorage.getItem(LEAVING) && !(await tellLeaving())) return welcome();
  try {
    await db.ready();
  } catch {
    return lasting(say("cannotKeep"));
  }
  await refresh();
  sync.start();
}

begin().catch(console.error);
