// A list of things, each with fields of its own: added, taken out, moved.
import { button, el, setText } from "../../ui/dom.js";
/** @import { Around } from "./choosing.js" */
/** @import { Field, FieldOf } from "./fields.js" */

const FEW = 4; // fields of a row that all stand in sight
const READ = ["text", "title", "question", "prompt", "label"]; // beside which a translation may stand

/** An id for a new row that no other has. @param {any[]} rows */
export function freeId(rows) {
  const taken = new Set(rows.map((row) => row.id));
  for (let n = rows.length + 1; ; n += 1) if (!taken.has(`own-${n}`)) return `own-${n}`;
}

/** A new row: its id made by itself, who answers and who reads it as in the one before. @param {FieldOf} of @param {any[]} rows */
export function newRow(of, rows) {
  const before = rows.at(-1) ?? {};
  /** @type {Record<string, any>} */
  const row = of.has_id ? { id: freeId(rows) } : {};
  for (const { key, type, required, choices } of of.fields ?? []) {
    if (type === "choice" && (required || before[key] !== undefined)) row[key] = before[key] ?? choices?.[0][0];
    else if (required) row[key] = { lines: [], some: [], rows: [], group: {}, words: {} }[/** @type {"lines"} */ (type)] ?? "";
  }
  return row;
}

/** A list with one thing set in one of its rows. @param {any[]} rows @param {number} n @param {FieldOf} of @param {any} value */
export function withSet(rows, n, of, value) {
  const row = { ...rows[n], [of.key]: value };
  if (value === null || (!of.required && Array.isArray(value) && !value.length)) delete row[of.key];
  if (READ.includes(of.key)) delete row.translations; // of other words
  return rows.toSpliced(n, 1, row);
}

/** @implements {Field} */
export class RowsField {
  /** @param {FieldOf} of @param {(value: any[]) => void} changed @param {(of: FieldOf, changed: (value: any) => void) => Field} fieldOf */
  constructor(of, changed, fieldOf) {
    this.of = of;
    this.changed = changed;
    this.fieldOf = fieldOf;
    /** @type {any[]} */
    this.rows = [];
    /** @type {[FieldOf, Field][][]} as they are drawn */
    this.drawn = [];
    /** @type {Around} */
    this.around = {};
    this.list = el("ul", { class: "kit-rows" });
    this.problem = el("p", { class: "kit-cell-problem", role: "alert" });
    this.add = button("Add one", () => this.more(), { class: "kit-small", "aria-label": `Add one: ${of.title}` });
    this.element = el("fieldset", { class: "kit-cell kit-cell-wide kit-plan-rows" }, el("legend", { text: of.title }), of.help && el("p", { class: "kit-cell-help", text: of.help }), this.list, this.add, this.problem);
  }

  /** @param {any} value @param {Around} [around] */
  show(value, around = {}) {
    const rows = Array.isArray(value) ? value : [];
    this.around = around;
    const isTyped = this.list.contains(document.activeElement); // then what is asked for is on its way
    if (!isTyped && JSON.stringify(rows) !== JSON.stringify(this.rows)) {
      const isSame = rows.length === this.rows.length && rows.every((row, n) => row.id === this.rows[n].id);
      this.rows = structuredClone(rows);
      if (!isSame || !this.of.has_id) this.draw();
    }
    this.fill();
  }

  draw() {
    this.drawn = [];
    this.list.replaceChildren(...this.rows.map((_, n) => this.row(n)));
    this.fill();
  }

  fill() {
    this.drawn.forEach((fields, n) => fields.forEach(([of, field]) => field.show(this.rows[n]?.[of.key], this.around)));
  }

  /** @param {number} n */
  row(n) {
    const fields = (this.of.fields ?? []).map((of) => /** @type {[FieldOf, Field]} */ ([of, this.fieldOf(of, (value) => this.set(n, of, value))]));
    this.drawn.push(fields);
    const isLong = fields.length > FEW;
    const inSight = fields.filter(([of]) => !isLong || of.required || of.type === "choice" || of.type === "one");
    const folded = fields.filter((each) => !inSight.includes(each));
    const named = (/** @type {string} */ words) => `${words}: ${this.of.title}, ${n + 1}`;
    const acts = el(
      "span",
      { class: "kit-plan-rowacts" },
      n > 0 && button("↑", () => this.move(n, -1), { class: "kit-small", "aria-label": named("Move up") }),
      n < this.rows.length - 1 && button("↓", () => this.move(n, 1), { class: "kit-small", "aria-label": named("Move down") }),
      button("Take out", () => this.without(n), { class: "kit-small kit-remove", "aria-label": named("Take out") }),
    );
    const more = folded.length > 0 && el("details", {}, el("summary", { text: "More", "aria-label": named("More") }), el("div", { class: "kit-row-cells" }, ...folded.map(([, field]) => field.element)));
    return el("li", { class: `kit-row${isLong ? " kit-row-long" : ""}` }, el("div", { class: "kit-row-cells" }, ...inSight.map(([, field]) => field.element), acts), more);
  }

  /** @param {number} n @param {FieldOf} of @param {any} value */
  set(n, of, value) {
    this.rows = withSet(this.rows, n, of, value);
    this.tellChange();
  }

  tellChange() {
    this.changed(structuredClone(this.rows));
  }

  more() {
    this.rows = [...this.rows, newRow(this.of, this.rows)];
    this.draw();
    this.tellChange();
    this.focusIn(this.rows.length - 1, "input, textarea, select");
  }

  /** @param {number} n @param {string} what */
  focusIn(n, what) {
    /** @type {HTMLElement | null | undefined} */ (this.list.children[n]?.querySelector(what))?.focus();
  }

  /** @param {number} n @param {number} by */
  move(n, by) {
    const rows = this.rows.toSpliced(n, 1);
    this.rows = rows.toSpliced(n + by, 0, this.rows[n]);
    this.draw();
    this.tellChange();
    this.focusIn(n + by, ".kit-plan-rowacts button");
  }

  /** @param {number} n */
  without(n) {
    this.rows = this.rows.toSpliced(n, 1);
    this.draw();
    this.tellChange();
    this.add.focus();
  }

  /** @param {string} words */
  tell(words) {
    setText(this.problem, words);
  }
}
