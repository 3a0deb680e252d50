// What makes a page handier; every page works without.
for (const select of document.querySelectorAll(".choose select")) {
  select.addEventListener("change", () => {
    if (select.name === "xa") select.form.elements.to?.remove(); // a team of another commune
    select.form.requestSubmit();
  });
}

// On paper a folded table cannot be opened.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const one of opened) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
});
