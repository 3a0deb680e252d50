// How far an announcement is: looked at again every few seconds. Without this, reload the page.
const EVERY_MS = 3000;

function put(part, told) {
  for (const place of part.querySelectorAll("[data-figure]")) {
    const figure = told.figures[place.dataset.figure];
    if (figure !== undefined && place.textContent !== figure) place.textContent = figure;
  }
  const bar = part.querySelector("progress");
  if (!bar) return;
  bar.max = told.total || 1;
  bar.value = told.done;
}

/** What may be done is another thing now: the page says it, but not while somebody writes in it. */
function changed(part, told) {
  const writing = document.activeElement?.closest("form, details");
  return !writing && (told.state !== part.dataset.state || !told.live);
}

async function look() {
  const part = document.querySelector("#progress[data-poll]");
  if (!part) return;
  try {
    if (document.visibilityState === "visible") {
      const answer = await fetch(part.dataset.poll, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const told = await answer.json();
        put(part, told);
        if (changed(part, told)) return void location.reload();
      }
    }
  } catch {
    // no network just now: the next look may have it
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
