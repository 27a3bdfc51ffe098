// Forms by group of people: answered here or brought in as counts, shown by domain with small groups withheld.
import { say } from "../../frontend/static/core/language.js";
import { el, setText } from "../../frontend/static/ui/dom.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { rowList } from "../../frontend/static/ui/rows.js";
import { Answering } from "./answering.js";
import { Filing } from "./filing.js";
import { Keying } from "./keying.js";
import { FormResults } from "./results.js";
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Part } from "../../frontend/static/ui/dom.js" */
/** @import { Form } from "./file.js" */

/** @param {Client} client @param {any} config @param {Form[]} forms */
function bringingIn(client, config, forms) {
  const parts = [new Filing(client, config), ...forms.map((form) => new Keying(client, config, form))];
  const told = el("p", { class: "kit-who" }, el("strong", { text: say("Your team") }), ` ${say("Numbers stand in these boxes as you key them in. Everywhere else, small groups are withheld.")}`);
  return {
    element: el("details", { class: "kit-fold" }, el("summary", { text: say("Bring in results") }), told, ...parts.map((part) => part.element)),
    update() {
      for (const part of parts) part.update();
    },
  };
}

/** @param {Client} client @param {any} config */
function resultsPart(client, config) {
  /** @type {FormResults[]} */
  const results = config.forms.map((/** @type {Form} */ form) => new FormResults(client, config, form));
  const empty = el("p", { class: "kit-count" });
  return {
    element: el("div", { class: "kit-part" }, el("h4", { text: say("Results") }), empty, ...results.map((result) => result.element)),
    update() {
      for (const result of results) result.update();
      empty.hidden = results.some((result) => !result.element.hidden);
      setText(empty, client.isLoaded("team") ? say("Nothing to show yet. Bring in results, or show the counts of this meeting.") : say("Fetching what was brought in…"));
    },
  };
}

/** @param {Client} client @param {any} config @returns {Part} */
function notesPart(client, config) {
  const list = rowList(client, {
    activity: config.id,
    noun: say("Note"),
    add: say("Add a note"),
    empty: 1,
    columns: {
      notice: { type: "text", label: say("We notice") },
      compare: { type: "text", label: say("Compared with (another group, another round)") },
      explain: { type: "text", label: say("What could explain it") },
    },
  });
  return { element: el("div", { class: "kit-part" }, el("h4", { text: say("What we make of it") }), list.element), update: () => list.update() };
}

export default {
  render: mount(({ root, client, config }) => {
    const forms = /** @type {Form[]} */ (config.forms);
    const here = forms.find((form) => form.id === config.here);
    const brought = forms.filter((form) => form.id !== config.here || forms.length > 1);
    const answering = here ? [new Answering(client, config, here)] : [];
    const bringing = brought.length ? [bringingIn(client, config, brought)] : [];
    const results = config.shown_again ? [] : [resultsPart(client, config)];
    const notes = config.notes && !config.shown_again ? [notesPart(client, config)] : [];
    // Shown once more in a later step, the results stand first.
    const parts = config.again ? [...results, ...bringing, ...answering, ...notes] : [...answering, ...bringing, ...results, ...notes];
    return place(root, ...parts);
  }),
};
