// The web chat: joins the line to the server, what this browser remembers, and the page.

import { Beside, isBeside } from "./beside.js";
import { Box } from "./box.js";
import { Log } from "./bubbles.js";
import {
  applySize, askWhere, closeOnBackdrop, find, makeRoomForKeyboard, newId, nextSize, passEscapeOn, put, showLanguage, sizeInWords, status,
  takeDeepLink, useLanguage, words,
} from "./page.js";
import { offerPictures } from "./pictures.js";
import { Recorder } from "./recorder.js";
import { Line } from "./socket.js";
import { Reader } from "./speech.js";
import { Store } from "./store.js";

const PATIENCE = 25_000; // ms of "is answering" before we stop promising it
const GRACE = 3_000; // ms without a line before the banner: a short break need not worry anybody
const FIRST_GRACE = 10_000; // ... and the first connection over 3G takes its time
const SILENCE = 6_000; // ms an empty page waits for a first word
const BRIEFLY = 3_000; // ms
const ASK_AGAIN_AFTER = 20_000; // ms without a receipt on an open line

const store = new Store();
const log = new Log(find("log"), find("jump"), words, { press, hear: toggleReading });
const reader = new Reader(showVoice);
const line = new Line(location.origin.replace(/^http/, "ws") + "/chat/socket", { hello, receive, changed: lineChanged });
const box = new Box({ say, listens: () => reader.stop(), problem: (text) => log.note(text) });

const beside = new Beside(store, words, {
  taken: (id) => { store.settle(id); refresh(); }, again: () => line.restart(),
  refused: (id, text) => { store.settle(id); store.drop(id); refresh(); log.note(text); },
});

const seen = new Set(); // keys of the bot's messages this tab has dealt with; the store is shared by all tabs

let offline = false;
let tokenOnLine = null; // who the server takes this connection for
let met = () => {}; // lets the next tab of somebody new in
let deepLink = takeDeepLink();
let language = document.documentElement.lang; // of the page, or on its way
let bannerTimer = 0;
let typingTimer = 0;

// --- what the server says -------------------------------------------------------------------------------------------

const ANSWERS = new Map(Object.entries({
  welcome: welcomed,
  message: messageCame,
  taken: ({ id, masked }) => { if (masked) store.mask(id, masked); store.settle(id); refresh(); },
  language: ({ lang }) => changeLanguage(lang),
  recall: ({ n }) => { store.recall(n, words.recalled); refresh(); line.send({ type: "recalled", n }); },
  forget: () => { if (store.token()) store.wipe(); refresh(); }, // else another tab has done it
  wrong: ({ text }) => { showTyping(""); log.note(text); },
  pong: () => sendWaiting(ASK_AGAIN_AFTER),
}));

function hello() {
  tokenOnLine = store.token();
  return { type: "hello", token: tokenOnLine, lang: document.documentElement.lang };
}

function receive(frame) {
  const answer = ANSWERS.get(frame.type);
  if (answer) answer(frame);
}

function welcomed({ token, new: isNew }) {
  const known = store.token();
  if (known && known !== tokenOnLine) return line.restart(); // another tab was greeted first: be the same person
  if (isNew && tokenOnLine) store.startNewEra();
  store.setToken(token);
  tokenOnLine = token;
  met();
  showTyping("");
  setTimeout(greetIfSilent, SILENCE);
  if ((isNew || deepLink) && !store.waiting().some(({ frame }) => frame.type === "start")) start();
  sendWaiting();
}

function start() {
  store.enqueue({ type: "start", id: newId(), payload: deepLink });
  deepLink = "";
}

/** Nobody sits before an empty page, not even when this browser lost the talk but kept the token. */
function greetIfSilent() {
  if (store.history().length || store.waiting().length || !line.open) return;
  start();
  sendWaiting();
}

async function messageCame(told) {
  const message = told.picture || told.attached ? await beside.complete(told) : told;
  if (!message) return;
  const key = store.addFromBot(message);
  line.send({ type: "got", n: message.n });
  if (seen.has(key)) return;
  seen.add(key);
  showTyping("");
  refresh();
  if (readsAloud() && document.visibilityState === "visible") reader.read(key, message.text, words.link);
}

// --- what the person does -------------------------------------------------------------------------------------------

/** Keeps a frame until the server has it, shows it as the person's own bubble, and sends it if the line is open. */
function post(frame, shown, file) {
  const kept = { ...frame, id: newId() };
  reader.stop();
  store.enqueue(kept);
  store.addFromPerson(kept.id, shown, file);
  refresh();
  if (line.open && !store.token()) line.restart(); // all was erased: who writes now is somebody new, and stays so
  else if (send(kept)) showTyping(words.answering);
  else line.hurry();
}

/** True when it is on its way. What goes beside the line goes while that is open: by it we are known. */
function send(frame) {
  if (!isBeside(frame)) return line.send(frame);
  if (line.open) beside.send(frame);
  return line.open;
}

function say(text) {
  post({ type: "say", text }, text);
}

function press(button) {
  if (button.wants === "location") sendPlace();
  else post({ type: "press", action: button.action, label: button.label }, button.label);
}

async function sendPlace() {
  status(words.locating);
  try {
    post({ type: "location", ...await askWhere() }, words.place);
  } catch {
    log.note(words.noPlace);
  }
  status("");
}

function sendWaiting(olderThan = 0) {
  const due = store.waiting().filter(({ since }) => Date.now() - since >= olderThan);
  due.forEach(({ frame }) => send(frame));
  if (due.length && !olderThan) showTyping(words.answering);
}

// --- the talk on the screen -----------------------------------------------------------------------------------------

function state() {
  return { offline, waiting: new Set(store.waiting().map(({ frame }) => frame.id)) };
}

function refresh() {
  log.sync(store.history(), state());
}

function lineChanged(open, grace = GRACE) {
  clearTimeout(bannerTimer);
  if (open) showOffline(false);
  else bannerTimer = setTimeout(() => showOffline(true), navigator.onLine ? grace : 0);
}

function showOffline(yes) {
  offline = yes;
  put("banner", yes ? words.offline : "");
  if (yes) showTyping("");
  refresh();
}

/** Moving dots with these words; none with "". */
function showTyping(text) {
  clearTimeout(typingTimer);
  put("answering", text);
  if (text) typingTimer = setTimeout(() => showTyping(""), PATIENCE);
}

// --- voice ----------------------------------------------------------------------------------------------------------

function readsAloud() {
  return store.setting("read") === "yes";
}

function toggleReading(entry) {
  const stopping = reader.reading === entry.key;
  reader.stop();
  if (!stopping) reader.read(entry.key, entry.text, words.link);
}

function showVoice() {
  document.body.classList.toggle("can-hear", Boolean(reader.voice()));
  log.showReading(reader.reading);
}

// --- settings -------------------------------------------------------------------------------------------------------

function setSize(size) {
  applySize(size);
  store.setSetting("size", size);
  box.changed();
}

async function changeLanguage(lang) {
  store.setSetting("lang", lang);
  if (lang === language) return;
  language = lang;
  try {
    await useLanguage(lang);
  } catch {
    language = document.documentElement.lang; // no network just now: the words follow at the next visit
    return;
  }
  log.open(store.history(), state());
  if (offline) showOffline(true);
  box.changed();
  showVoice();
  showLanguage();
}

/** The talk must follow the page, so the wish is said to the bot as well. */
function chooseLanguage({ currentTarget: button }) {
  find("settings").close();
  if (button.dataset.lang === document.documentElement.lang) return;
  changeLanguage(button.dataset.lang);
  say(button.dataset.say);
}

function wipe() {
  reader.stop();
  store.wipe();
  log.clear();
  line.restart();
}

// --- beginning ------------------------------------------------------------------------------------------------------

function offerMoreThanWords() {
  const problem = (text) => log.note(text);
  offerPictures({ chosen: (file) => post({ type: "picture" }, words.picture, file), problem });
  const begins = () => { reader.stop(); box.ear.cancel(); };
  new Recorder({ done: (file) => post({ type: "voice" }, words.voice, file), begins, problem });
}

function wireSettings() {
  const [settings, confirm] = [find("settings"), find("confirm")];
  [settings, confirm].forEach(closeOnBackdrop);
  find("open-settings").addEventListener("click", () => settings.showModal());
  find("close-settings").addEventListener("click", () => settings.close());
  find("size").addEventListener("click", () => { setSize(nextSize()); status(sizeInWords(), BRIEFLY); });
  document.querySelectorAll("input[name=size]").forEach((input) => input.addEventListener("change", () => setSize(input.value)));
  document.querySelectorAll("[data-lang]").forEach((button) => button.addEventListener("click", chooseLanguage));
  find("read").checked = readsAloud();
  find("read").addEventListener("change", ({ target }) => { store.setSetting("read", target.checked ? "yes" : ""); reader.stop(); });
  find("wipe").addEventListener("click", () => { settings.close(); confirm.showModal(); });
  find("keep").addEventListener("click", () => confirm.close());
  find("wipe-now").addEventListener("click", () => { confirm.close(); wipe(); });
}

function followOtherTabs() {
  store.watch((tokenChanged) => {
    refresh();
    if (store.history().pop()?.from === "bot") showTyping("");
    if (tokenChanged && line.open && store.token() && store.token() !== tokenOnLine) line.restart();
  });
}

function begin() {
  find("not-started").remove();
  applySize(store.setting("size"));
  wireSettings();
  offerMoreThanWords();
  passEscapeOn();
  followOtherTabs();
  makeRoomForKeyboard();
  showLanguage();
  box.changed();
  showVoice();
  openTalk();
  rememberLanguage();
}

function openTalk() {
  const history = store.history();
  history.forEach(({ key }) => seen.add(key));
  log.open(history, state());
  if (!history.length) showTyping(words.connecting);
  inTurn(() => line.connect());
  lineChanged(false, FIRST_GRACE);
}

/** Two tabs opened at once by somebody new: the second waits until the first has its token, so that one is greeted. */
function inTurn(connect) {
  if (store.token() || !navigator.locks) return connect();
  navigator.locks.request("toso.first", () => new Promise((done) => {
    met = done;
    setTimeout(done, FIRST_GRACE);
    connect();
  })).catch(connect);
}

/** A language named in the address wins over the one chosen last time. */
function rememberLanguage() {
  if (new URL(location.href).searchParams.has("lang")) store.setSetting("lang", document.documentElement.lang);
  else if (store.setting("lang")) changeLanguage(store.setting("lang"));
}

begin();
