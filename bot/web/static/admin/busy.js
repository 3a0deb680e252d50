// A form that takes some seconds says so, and is not sent twice.
for (const button of document.querySelectorAll("button[data-busy]")) {
  button.form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") return event.preventDefault();
    button.setAttribute("aria-disabled", "true");
    document.getElementById(button.dataset.busy).hidden = false;
  });
}
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[data-busy]")) {
    button.removeAttribute("aria-disabled");
    document.getElementById(button.dataset.busy).hidden = true;
  }
});
