// The frame of a list that is drawn as a table: headings, and the sums under the columns.
import { say } from "../core/language.js";
import { drawnWhenChanged, el } from "./dom.js";
/** @import { RowsSpec } from "./rows.js" */
/** @import { Column, ColumnType } from "./values.js" */

/** What a column needs in a grid, in px. Long texts need the room of a card. @type {Record<ColumnType, number>} */
const WIDTHS = { text: 190, short: 130, choice: 140, number: 88, date: 150, who: 140, code: 116, tick: 76 };
/** The width to begin from; what is left over goes to texts. @type {Partial<Record<ColumnType, string>>} */
const HINTS = { short: "width: 24%", choice: "width: 17%", number: "width: 104px", date: "width: 156px", who: "width: 26%", code: "width: 210px", tick: "width: 84px" };
const AROUND = 84; // px for the row's number and the button at its end

/** How wide a grid of these columns is, in px; without end where a card serves better. @param {Column[]} columns */
export function gridWidth(columns) {
  if (columns.some((column) => column.wide) || columns.filter((column) => column.type === "text").length > 2) return Infinity;
  return columns.reduce((sum, column) => sum + WIDTHS[column.type], AROUND);
}

/** @param {Column} column */
function heading({ type, label, unit, help }) {
  const unitWords = unit && el("span", { class: "kit-unit", text: ` (${unit})` });
  const helpWords = help && el("span", { class: "kit-help", text: help });
  return el("th", { scope: "col", class: type === "number" ? "kit-grid-number-head" : null, style: HINTS[type] }, label, unitWords, helpWords);
}

/** @param {string} words */
function hiddenHeading(words) {
  return el("th", { scope: "col" }, el("span", { class: "kit-hidden", text: words }));
}

/** The table around the rows of a list. */
export class GridFrame {
  /** @param {RowsSpec} spec @param {[string, Column][]} columns */
  constructor(spec, columns) {
    this.spec = spec;
    this.columns = columns;
    this.body = el("tbody");
    this.foot = spec.totals ? el("tfoot") : null;
    const heads = columns.map(([, column]) => heading(column));
    const head = el("thead", {}, el("tr", {}, hiddenHeading(say("Number")), ...heads, hiddenHeading(say("Take out, or keep out of the record"))));
    this.element = el("table", { class: "kit-grid" }, el("caption", { class: "kit-hidden", text: say("{noun}: rows", { noun: spec.noun }) }), head, this.body, this.foot);
    this.drawTotals = drawnWhenChanged((totals) => this.foot?.replaceChildren(...this.totalRow(totals)));
  }

  /** Bring the sums up to date. */
  sum() {
    if (this.spec.totals) this.drawTotals(this.spec.totals());
  }

  /** @param {Record<string, string>} totals */
  totalRow(totals) {
    if (!Object.keys(totals).length) return [];
    const cells = this.columns.map(([column], i) => el("td", { class: column in totals ? "kit-sum" : null, text: totals[column] ?? (i === 0 ? say("Total") : "") }));
    return [el("tr", {}, el("td"), ...cells, el("td"))];
  }
}
