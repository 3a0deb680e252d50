// What changes by itself: every part marked data-live is renewed while somebody looks at it. Without this, reload the page.
const EVERY_MS = 30_000;

async function renew() {
  const parts = document.querySelectorAll("[data-live]");
  try {
    if (document.visibilityState === "visible" && parts.length) {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts) {
        const now = page.getElementById(part.id);
        if (answer.ok && now && !part.contains(document.activeElement)) part.replaceWith(now);
      }
    }
  } catch {
    // no network just now: the next time may have it
  }
  setTimeout(renew, EVERY_MS);
}

setTimeout(renew, EVERY_MS);
