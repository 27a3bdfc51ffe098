// Agreements: suggested, edited, agreed; in a review, how well each was kept.
import { say } from "../../frontend/static/core/language.js";
import { badge } from "../../frontend/static/ui/badge.js";
import { el, setText } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { rowList } from "../../frontend/static/ui/rows.js";
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Field } from "../../frontend/static/ui/field.js" */
/** @import { Drawing } from "../../frontend/static/ui/mount.js" */

/** @type {Record<string, string>} */
const WORDS = { kept: say("Kept"), partly: say("Partly"), not: say("Not kept") };

/** How well each agreement was kept: one answer for the whole team. */
class Review {
  /** @param {Client} client @param {any} config */
  constructor(client, config) {
    this.client = client;
    this.config = config;
    /** @type {{id: string, text: string}[]} */
    this.suggested = config.agreements ?? [];
    /** @type {Map<string, {words: HTMLElement, field: Field}>} */
    this.drawn = new Map();
    this.list = el("div", { class: "kit-items" });
    this.none = el("p", { class: "kit-help", text: say("No agreements were made in this meeting yet.") });
    this.status = badge(client, () => [...this.drawn.values()].map((each) => each.field.at()));
    this.element = el("div", {}, el("p", { class: "kit-help", text: say("One answer for the whole team.") }), this.none, this.list, this.status.element);
  }

  /** @param {string} row @param {string} column */
  made(row, column) {
    return this.client.value({ scope: "team", activity: this.config.review, field: `${row}.${column}` });
  }

  /** @param {string} row */
  draw(row) {
    const words = el("span", { dir: "auto" });
    const made = field(this.client, {
      at: () => ({ scope: "team", activity: this.config.id, field: `${row}.kept` }),
      type: "radios",
      shape: "item",
      label: say("How well it was kept"),
      question: [words],
      options: this.config.kept.map((/** @type {string} */ value) => ({ value, label: WORDS[value] })),
    });
    this.list.append(made.element);
    this.drawn.set(row, { words, field: made });
    return { words, field: made };
  }

  update() {
    let shown = 0;
    for (const row of this.client.answers.rows(this.config.review, this.suggested.map((each) => each.id))) {
      const text = this.made(row, "text") ?? this.suggested.find((each) => each.id === row)?.text ?? "";
      const isGone = Boolean(this.made(row, "removed")) || !text.trim();
      const { words, field: each } = this.drawn.get(row) ?? this.draw(row);
      each.element.hidden = isGone;
      setText(words, text);
      each.update();
      if (!isGone) shown += 1;
    }
    this.none.hidden = shown > 0;
    this.status.update();
  }
}

/** @param {Drawing} drawing */
function agreements({ root, client, config }) {
  const list = rowList(client, {
    activity: config.id,
    noun: say("Agreement"),
    add: say("Add an agreement"),
    columns: {
      text: { type: "text", label: say("Agreement"), wide: true },
      agreed: { type: "tick", label: say("We can all keep this") },
    },
    initial: config.suggest.map((/** @type {any} */ each) => ({ id: each.id, values: { text: each.text } })),
  });
  return place(root, list);
}

export default {
  render: mount((drawing) => (drawing.config.review ? place(drawing.root, new Review(drawing.client, drawing.config)) : agreements(drawing))),
};
