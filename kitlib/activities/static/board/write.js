// Where a board is written on: a new note, and a note or a heading that is changed.
import { h, freshId, say } from "../shared/dom.js";
import { badge } from "../shared/badge.js";
import { conflictPanel } from "../shared/conflict.js";
import { newRow } from "../shared/rows.js";

/** The words of a note as a button's name holds them. @param {string} text */
export const short = (text) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

/** The box in which a note is written. What stands in it is kept, and shown to nobody before it is put up. */
export function composer(client, config, told) {
  const at = { scope: "seat", activity: config.id, field: "draft" };
  const id = freshId("note");
  const problem = h("p", { class: "kit-problem", role: "status" });
  const area = h("textarea", {
    id,
    rows: 2,
    "data-kit-field": `${config.id}/draft`,
    "aria-describedby": `${id}-help`,
    oninput: () => {
      client.set(at, area.value);
      say(problem, "");
    },
    onblur: () => client.flush(),
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      putUp();
    },
  });
  const button = h("button", { type: "button", class: "kit-main", text: "Put it up", onclick: () => putUp() });
  const status = badge(client, () => [at]);

  function putUp() {
    const text = area.value.trim();
    if (area.readOnly) return;
    if (!text) say(problem, "Write a few words first.");
    else if (text.length > config.longest) {
      say(problem, `A note is short: at most ${config.longest} letters and spaces. This one has ${text.length}. Make two notes of it.`);
    } else {
      client.set({ ...at, field: `${newRow()}.text` }, text);
      client.set(at, "");
      client.flush();
      say(problem, "");
      told("Your note is on the wall.");
    }
    area.focus();
  }

  return {
    element: h(
      "div",
      { class: "kit-box kit-composer" },
      h("label", { for: id, text: "Your note" }),
      h("p", { class: "kit-help", id: `${id}-help`, text: "One idea a note, a few words. Enter puts it up; Shift and Enter begins a new line." }),
      h("div", { class: "kit-composer-row" }, area, button),
      problem,
      status.element,
    ),
    update() {
      const value = client.value(at) ?? "";
      if (area.value !== value) area.value = value;
      area.readOnly = !client.seat || !client.knows("seat");
      area.placeholder = !client.seat ? "Choose your seat above, then write here." : area.readOnly ? "Fetching what was written…" : "";
      button.disabled = area.readOnly;
      status.update();
    },
  };
}

/** A text that is read, and on pressing a button written: a heading, or a note of one's own. */
export function editable(client, at, spec) {
  const input = h(spec.lines ? "textarea" : "input", {
    ...(spec.lines ? { rows: spec.lines } : { type: "text" }),
    "data-kit-field": `${at.activity}/${at.field}`,
    maxlength: spec.longest,
    oninput: () => client.set(at, input.value),
    onblur: () => client.flush(),
    onkeydown: (event) => {
      const done = event.key === "Escape" || (event.key === "Enter" && !event.shiftKey && !event.isComposing);
      if (!done) return;
      event.preventDefault();
      close(true);
    },
  });
  const done = h("button", { type: "button", class: "kit-small", text: "Done", onclick: () => close(true) });
  const form = h("div", { class: "kit-edit", hidden: true }, input, done);
  const conflict = conflictPanel(client, () => at, () => spec.label());
  const open = h("button", { type: "button", class: "kit-small", text: spec.verb, onclick: () => begin() });

  function begin() {
    form.hidden = false;
    open.setAttribute("aria-expanded", "true");
    update();
    input.focus();
  }
  function close(back) {
    form.hidden = true;
    open.setAttribute("aria-expanded", "false");
    client.flush();
    update();
    if (back) open.focus();
  }
  function update() {
    const value = spec.value();
    if (input.value !== value) input.value = value;
    input.setAttribute("aria-label", spec.label());
    open.setAttribute("aria-label", `${spec.verb}: ${short(value) || spec.empty}`);
    spec.read.hidden = !form.hidden;
    conflict.update();
  }
  open.setAttribute("aria-expanded", "false");
  return { open, form, conflict: conflict.element, begin, update };
}
