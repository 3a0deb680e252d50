// Comfort for writing an announcement: only the fields that are meant, the letters left, finding in long lists.

const form = document.querySelector("form.announce");

/** Of a button only what it needs. */
for (const offer of form.querySelectorAll(".offer")) {
  const does = offer.querySelector("select");
  const show = () => {
    for (const kind of ["guide", "link"]) {
      for (const one of offer.querySelectorAll(`.of-${kind}`)) one.hidden = does.value !== kind;
    }
  };
  does.addEventListener("change", show);
  show();
}

/** An end is of what repeats; a day is of a time. */
const repeat = form.elements.repeat;
const until = form.querySelector(".of-repeat");
const showEnd = () => (until.hidden = repeat.value === "never");
repeat.addEventListener("change", showEnd);
showEnd();
for (const name of ["day", "hour"]) {
  form.elements[name].addEventListener("input", () => (form.querySelector("[name=when][value=at]").checked = true));
}

for (const area of form.querySelectorAll("textarea[data-most]")) {
  const told = document.createElement("span");
  told.className = "left";
  area.after(told);
  const count = () => {
    const left = Number(area.dataset.most) - area.value.length;
    told.textContent = `${left} ${area.dataset.left}`;
    told.classList.toggle("wrong", left < 0);
  };
  area.addEventListener("input", count);
  count();
}

/** Without marks, so that "chu se" finds "Chư Sê". */
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D").toLowerCase();

for (const list of form.querySelectorAll("[data-filter]")) {
  const box = document.createElement("input");
  box.type = "search";
  box.placeholder = list.dataset.filter;
  box.setAttribute("aria-label", list.dataset.filter);
  list.querySelector(".ticks").before(box);
  const ticks = [...list.querySelectorAll(".tick")];
  box.addEventListener("input", () => {
    const wanted = bare(box.value.trim());
    for (const tick of ticks) {
      tick.hidden = !bare(tick.textContent).includes(wanted) && !tick.querySelector("input").checked;
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

// What is wrong is in sight and read out.
document.querySelector("#faults")?.focus();
