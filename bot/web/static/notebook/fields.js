// The parts of the form: large, one meaning each, and named for whoever hears the page instead of seeing it.

import { h, say } from "./dom.js";

let ids = 0;

/** One of several: `[[value, label], …]`. Pressing the chosen one again takes it back where `back` allows. */
export function oneOf(name, title, choices, chosen, change, { look = "" } = {}) {
  const group = "g" + ++ids;
  const made = choices.map(([value, label]) => {
    const id = group + "-" + value;
    const input = h("input", { type: "radio", name: group, id, value, checked: value === chosen, "data-at": `${name}.${value}`,
      onchange: () => change(value) });
    return [input, h("label", { for: id }, label)];
  });
  return h("fieldset.field", { id: "field-" + name }, h("legend", {}, title), h("div.chips" + (look && "." + look), {}, made));
}

/** A number with a button on either side. `value` null: not counted. `change(value, typed)`: while it is typed, nothing may
 * be drawn again: whoever types and then taps elsewhere would tap what is no longer there. */
export function stepper(name, title, value, change, { least = 0, none = null } = {}) {
  const id = "n" + ++ids;
  const input = h("input.number", { type: "number", inputmode: "numeric", id, min: least, max: 500, "data-at": name + ".number",
    placeholder: none || "", oninput: () => change(read(input, least, none), true), onfocus: () => input.select() });
  input.value = value === null ? "" : value;
  const step = (by) => () => change(Math.max(least, (value || 0) + by));
  return h("div.field", { id: "field-" + name, role: "group", "aria-labelledby": id + "-title" },
    h("label", { for: id, id: id + "-title" }, title),
    h("div.stepper", {},
      h("button", { type: "button", "aria-label": say("fewer"), "data-at": name + ".fewer", disabled: (value || 0) <= least, onclick: step(-1) }, "−"),
      input,
      h("button", { type: "button", "aria-label": say("more"), "data-at": name + ".more", onclick: step(1) }, "+")));
}

function read(input, least, none) {
  if (input.value === "") return none ? null : least;
  return Math.max(least, Math.floor(Number(input.value)) || 0);
}

export function line(name, title, value, change, attributes = {}) {
  const id = "t" + ++ids;
  const tag = attributes.rows ? "textarea" : "input";
  const input = h(tag + ".text", { id, "data-at": name + ".text", oninput: () => change(input.value), ...attributes });
  input.value = value ?? "";
  return h("div.field", { id: "field-" + name }, h("label", { for: id }, title), input);
}
