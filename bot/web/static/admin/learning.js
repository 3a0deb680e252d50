// While a question is being learned, whether it is: looked at again every few seconds. Without this there is a link.
const EVERY_MS = 4000;

async function lookAgain() {
  const list = document.querySelector("#waiting[data-learning]");
  if (!list) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && !page.querySelector("#waiting[data-learning]")) return location.reload();
  } catch {
    // no network just now: the next look may have it
  }
  setTimeout(lookAgain, EVERY_MS);
}

setTimeout(lookAgain, EVERY_MS);
