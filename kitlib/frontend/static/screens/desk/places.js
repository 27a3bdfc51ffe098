// Districts or schools as rows of a table.
import { called } from "../../ui/called.js";
import { button, el, shortDay } from "../../ui/dom.js";
/** @import { Choices } from "./filters.js" */

/**
 * @typedef {{district: string, school: string, name: string, of: string, county: string, meetings: number, last: string,
 *            running: number, next: string, open: number, overdue: number, due: string}} PlaceRow
 * @typedef {{rows: PlaceRow[], total: number, page: number, pages: number, left: number, choices: Choices,
 *            sums: {meetings: number, running: number, open: number, overdue: number}}} Overview
 */

/** @type {[head: string, sort: string, words: (row: PlaceRow) => string][]} */
const COLUMNS = [
  ["County", "", ({ county }) => county],
  ["Meetings", "meetings", ({ meetings }) => String(meetings)],
  ["Last", "last", ({ last }) => shortDay(last)],
  ["Open now", "", ({ running }) => (running ? String(running) : "")],
  ["Next date", "next", ({ next }) => shortDay(next)],
  ["Open actions", "open", ({ open, due }) => (open ? `${open}${due ? `, the first by ${shortDay(due)}` : ""}` : "")],
  ["Overdue", "overdue", ({ overdue }) => (overdue ? `⚠ ${overdue}` : "")],
];
const FALLING = ["meetings", "last", "open", "overdue"];

/**
 * @param {PlaceRow[]} rows
 * @param {{noun: string, sort: string, sortBy: (sort: string) => void, open: (row: PlaceRow) => void}} told
 */
export function placesTable(rows, { noun, sort, sortBy, open }) {
  const head = (/** @type {string} */ text, /** @type {string} */ by) => {
    const order = by && by === sort ? (FALLING.includes(by) ? "descending" : "ascending") : null;
    return el("th", { scope: "col", "aria-sort": order }, by ? button(text, () => sortBy(by), { class: "kit-sort" }) : text);
  };
  const name = called(noun === "school" ? "School" : "District");
  const names = called(noun === "school" ? "Schools" : "Districts");
  const lines = rows.map((row) => {
    const cells = COLUMNS.map(([title, , words]) => el("td", { "data-head": title, text: words(row) }));
    const of = row.of && el("span", { class: "kit-quiet", text: ` ${row.of}` });
    return el("tr", {}, el("th", { scope: "row" }, button(row.name, () => open(row), { class: "kit-open" }), of), ...cells);
  });
  const heads = [head(name, "name"), ...COLUMNS.map(([title, by]) => head(title, by))];
  const empty = el("p", { text: called(`No ${noun} fits. Take a filter away.`), hidden: rows.length > 0 });
  const table = el("table", { class: "kit-table kit-stack", hidden: !rows.length }, el("caption", { class: "kit-hidden", text: names }), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...lines));
  return el("div", { class: "kit-scroll" }, table, empty);
}
