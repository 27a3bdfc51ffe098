// Keying in the counts of one form.
import { badge } from "../../frontend/static/ui/badge.js";
import { el, setText } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Field } from "../../frontend/static/ui/field.js" */
/** @import { Item } from "../../frontend/static/ui/choices.js" */

const PEOPLE = { min: 0, max: 100000 };

/** The fold of one form. */
export class Keying {
  /** @param {Client} client @param {any} config @param {any} form */
  constructor(client, config, form) {
    this.client = client;
    this.config = config;
    this.form = form;
    this.people = this.number("people", "How many answered");
    this.asked = this.number("asked", "How many were asked (if known)");
    this.few = el("p", { class: "kit-withheld" });
    this.body = el("div");
    /** @type {Field[] | null} drawn once it is opened */
    this.rows = null;
    this.status = badge(client, () => [this.people, this.asked, ...(this.rows ?? [])].map((each) => each.at()), "above");
    this.summary = el("summary");
    const numbers = el("div", { class: "kit-row-cells" }, this.people.element, this.asked.element);
    this.element = el("details", { class: "kit-keying", "data-form": form.id, ontoggle: () => this.update() }, this.summary, numbers, this.few, this.body, this.status.element);
  }

  /** @param {string} what @returns {At} */
  at(what) {
    return { scope: "team", activity: this.config.id, field: what };
  }

  /** @param {string} what @param {string} label */
  number(what, label) {
    return field(this.client, { at: () => this.at(`${what}.${this.form.id}`), type: "number", label, attributes: PEOPLE });
  }

  /** @param {Item} item */
  countsAt(item) {
    return this.at(`counts.${this.form.id}.${item.id}`);
  }

  /** The counts of one statement, a number for each point. @param {Item} item @param {number} number */
  countRow(item, number) {
    return field(this.client, {
      at: () => this.countsAt(item),
      type: "numbers",
      shape: "item",
      label: item.text,
      question: [el("span", { class: "kit-number", text: `${number}. ` }), item.text],
      options: this.form.points,
      attributes: PEOPLE,
      note: (counts) => this.sumNote(counts || []),
      words: (counts) => (Array.isArray(counts) ? counts.map((n) => n ?? "–").join(", ") : ""),
    });
  }

  /** @param {(number | null)[]} counts */
  sumNote(counts) {
    /** @type {number} */
    const n = counts.reduce((sum, each) => /** @type {number} */ (sum) + (each ?? 0), 0) ?? 0;
    if (!n) return null;
    const people = this.client.value(this.people.at());
    const over = people !== null && n > people ? ` ⚠ More than the ${people} who answered.` : "";
    const small = n < this.config.smallest ? ` Fewer than ${this.config.smallest}: shown nowhere but here.` : "";
    return { words: `${n} in all.${over}${small}` };
  }

  update() {
    const { client, config, form } = this;
    const items = /** @type {Item[]} */ (form.instrument.items);
    const keyed = items.filter((item) => client.value(this.countsAt(item))).length;
    setText(this.summary, `Key in the counts of ${form.title}${keyed ? `: ${keyed} of ${items.length} statements` : ""}`);
    if (!this.element.open) return;
    const rows = this.rows ?? this.drawRows(items);
    const n = client.value(this.people.at());
    const isSmall = n !== null && n < config.smallest;
    setText(this.few, isSmall ? `${config.few} answered. Nothing of this form is shown, so its counts need not be keyed in.` : "");
    this.body.hidden = isSmall && !this.body.contains(document.activeElement);
    for (const each of [this.people, this.asked, ...rows, this.status]) each.update();
  }

  /** @param {Item[]} items */
  drawRows(items) {
    this.rows = items.map((item, i) => this.countRow(item, i + 1));
    this.body.append(...this.rows.map((row) => row.element));
    return this.rows;
  }
}
