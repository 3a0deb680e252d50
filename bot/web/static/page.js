// The page around the talk: its words and language, the text size, the settings, the keyboard of the phone.

const SIZES = ["normal", "large", "largest"];
const TRANSLATED = ["aria-label", "title", "placeholder"];

export const find = (id) => document.getElementById(id);

/** Sets a text only when it is another one: a screen reader says each change. */
export function put(id, text) {
  if (find(id).textContent !== text) find(id).textContent = text;
}

let statusTimer = 0;

/** A line above the typing box; with a duration in ms it goes by itself. */
export function status(text, duration = 0) {
  clearTimeout(statusTimer);
  put("status", text);
  if (duration) statusTimer = setTimeout(() => status(""), duration);
}

/** Has no attribute for a word that the template did not give; the words follow the language of the page. */
export const words = find("words").dataset;

export function applySize(size) {
  const known = SIZES.includes(size) ? size : SIZES[0];
  document.documentElement.dataset.size = known;
  document.querySelectorAll("input[name=size]").forEach((input) => { input.checked = input.value === known; });
}

export function nextSize() {
  return SIZES[(SIZES.indexOf(document.documentElement.dataset.size) + 1) % SIZES.length];
}

export function sizeInWords() {
  return find("size-" + document.documentElement.dataset.size).labels[0].textContent.trim();
}

function addressIn(lang) {
  const url = new URL(location.href);
  url.searchParams.set("lang", lang);
  return url;
}

function copyWords(from, to) {
  if (!to.children.length) to.textContent = from.textContent;
  for (const { name, value } of from.attributes) {
    if (TRANSLATED.includes(name) || name.startsWith("data-")) to.setAttribute(name, value);
  }
}

/** Puts the page into another language in place: a reload would cost the talk where nothing can be stored. */
export async function useLanguage(lang) {
  const answer = await fetch(addressIn(lang));
  if (!answer.ok) throw new Error("language page: " + answer.status);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const from = fresh.querySelectorAll("[data-w]");
  document.querySelectorAll("[data-w]").forEach((to, i) => copyWords(from[i], to));
  document.documentElement.lang = fresh.documentElement.lang;
  document.title = fresh.title;
  history.replaceState(null, "", addressIn(lang));
}

/** The payload of a link (`?g=<guide>`, or `?start=<payload>` as on Telegram), taken out of the address so that a refresh
 * does not start it again. */
export function takeDeepLink() {
  const url = new URL(location.href);
  const guide = url.searchParams.get("g");
  const payload = guide === null ? url.searchParams.get("start") || "" : "g_" + guide;
  if (!payload) return "";
  for (const name of ["g", "start"]) url.searchParams.delete(name);
  history.replaceState(null, "", url);
  return /^[a-z]_[\w-]{1,60}$/.test(payload) ? payload : "";
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.slice(0, 12) + "4" + hex.slice(13, 16) + "a" + hex.slice(17);
}

/** A tap beside an open dialog closes it. */
export function closeOnBackdrop(dialog) {
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
}

/** Where the phone's keyboard lies over the page instead of shrinking it (iPhone), the page is made as high as what is left. */
export function makeRoomForKeyboard() {
  const view = window.visualViewport;
  if (!view) return;
  const fit = () => {
    if (view.scale > 1.01) return; // zoomed in: the person looks at a part, the page stays as it is
    document.documentElement.style.setProperty("--height", view.height + "px");
    window.scrollTo(0, 0);
  };
  view.addEventListener("resize", fit);
  fit();
}

/** Where the person stands, rounded to about a hundred metres: enough to find the commune, no more. */
export function askWhere() {
  const rounded = (degrees) => Math.round(degrees * 1000) / 1000;
  return new Promise((found, refused) => {
    if (!navigator.geolocation) refused(new Error("no geolocation"));
    else navigator.geolocation.getCurrentPosition(
      ({ coords }) => found({ lat: rounded(coords.latitude), lon: rounded(coords.longitude) }), refused,
      { timeout: 15_000, maximumAge: 600_000 });
  });
}

export function showLanguage() {
  document.querySelectorAll("[data-lang]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.lang === document.documentElement.lang));
  });
}

/** Inside another site's frame, Esc closes the frame; the key press itself never reaches that site. */
export function passEscapeOn() {
  if (window.parent === window) return;
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape" && !target.closest("dialog")) window.parent.postMessage("toso-close", "*");
  });
}
