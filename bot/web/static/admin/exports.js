// While a file is being made, how far it is: looked at again every few seconds. Without this there is a link.
const EVERY_MS = 3000;

async function lookAgain() {
  const list = document.querySelector("#files[data-making]");
  if (!list) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("#files");
    if (answer.ok && now && !list.contains(document.activeElement)) list.replaceWith(now);
  } catch {
    // no network just now: the next look may have it
  }
  setTimeout(lookAgain, EVERY_MS);
}

setTimeout(lookAgain, EVERY_MS);
