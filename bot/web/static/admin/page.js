// What makes a page handier; every page works without.
for (const select of document.querySelectorAll(".choose select")) {
  select.addEventListener("change", () => {
    if (select.name === "xa") select.form.elements.to?.remove(); // a team of another commune
    select.form.requestSubmit();
  });
}
