// What makes a page handier; every page works without.

// In one line on a phone: where one is must be in sight.
const line = document.querySelector(".parts ul");
const current = line?.querySelector("[aria-current]");
if (current) line.scrollLeft = current.offsetLeft - (line.clientWidth - current.offsetWidth) / 2;

// On paper a folded table cannot be opened.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const one of opened) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
});
