// Keeps the page for when there is no network. The first line, KEPT, is written by the server: the version of the page and
// the files it is made of. Another version is another cache; the old one goes when the new one is whole.

const PREFIX = "toso-so-tay-";
const CACHE = PREFIX + KEPT.version;
const pages = KEPT.languages.map((lang) => `${KEPT.page}?lang=${lang}`);

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(clean().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (url.pathname === KEPT.page && !url.searchParams.has("v")) event.respondWith(page(url));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(event.request));
  }
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...pages, ...KEPT.files].map((url) => new Request(url, { cache: "reload" })));
}

async function clean() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** From here first: a weak network must not make anybody wait for what is here already. */
async function page(url) {
  const lang = KEPT.languages.includes(url.searchParams.get("lang")) ? url.searchParams.get("lang") : KEPT.languages[0];
  const kept = await (await caches.open(CACHE)).match(`${KEPT.page}?lang=${lang}`);
  return kept || fetch(url);
}

async function file(request) {
  return (await (await caches.open(CACHE)).match(request.url)) || fetch(request);
}
