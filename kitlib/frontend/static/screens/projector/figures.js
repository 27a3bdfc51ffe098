// What the answers make together, large enough for the last row.
import { el, plural } from "../../ui/dom.js";
import { inWords, spreadBars, spreadLegend } from "../../ui/spread.js";
/** @import { Figure, FigureRow } from "../../protocol.js" */

const FEW = "Fewer than 3 answers";

/** A column for each point of one question. @param {string[]} points @param {FigureRow} row */
function columns(points, { name, counts }) {
  const most = Math.max(1, ...counts);
  const column = (/** @type {number} */ n, /** @type {number} */ i) => el("li", {}, el("b", { text: n }), el("span", { class: "kit-column", style: `height:${((100 * n) / most).toFixed(1)}%` }), el("span", { class: "kit-column-name", text: points[i] }));
  return el("ul", { class: "kit-columns", "aria-label": name }, ...counts.map(column));
}

/** @param {Figure} figure */
function spread({ points, rows }) {
  if (rows.length === 1) return [el("h3", { text: rows[0].name }), rows[0].counts.length ? columns(points, rows[0]) : el("p", { text: FEW })];
  const scale = points.map((label, value) => ({ value, label }));
  const bars = spreadBars(scale);
  bars.update(rows.map(({ name, counts }) => ({ name, counts: counts.length ? counts : null, note: counts.length ? "" : FEW, long: counts.length ? `${name}: ${inWords(scale, counts)}` : name })));
  return [spreadLegend(scale), bars.element];
}

/** @param {Figure} figure */
function bars({ points, rows }) {
  const most = Math.max(1, ...rows.map(({ counts }) => counts[0] ?? 0));
  const line = (/** @type {FigureRow} */ { name, counts: [n = 0] }) => {
    const share = `width:${((100 * n) / most).toFixed(1)}%`;
    return el("li", {}, el("span", { class: "kit-line-name", text: name }), el("span", { class: "kit-line" }, el("span", { style: share })), el("b", { text: n, title: points[0] }));
  };
  return [el("ol", { class: "kit-lines" }, ...rows.map(line))];
}

/** @param {number} n */
const dots = (n) => n > 0 && el("span", { class: "kit-dots", "aria-label": plural(n, "dot") }, "●".repeat(Math.min(n, 10)), ` ${n}`);

/** @param {Figure} figure */
function heaps({ rows }) {
  const note = (/** @type {string} */ text, /** @type {number} */ n) => el("li", {}, el("span", { text }), dots(n));
  const heap = (/** @type {FigureRow} */ { name, counts, texts, marks }) =>
    el("div", { class: "kit-heap" }, name && el("h3", {}, name, " ", dots(counts[0] ?? 0)), el("ul", {}, ...texts.map((text, i) => note(text, marks[i] ?? 0))));
  return [el("div", { class: "kit-heaps" }, ...rows.map(heap))];
}

const FORMS = { spread, bars, heaps };

/** @param {Figure} figure */
export function drawFigure(figure) {
  return el("section", { class: "kit-figure" }, figure.title && el("h2", { text: figure.title }), figure.note && el("p", { class: "kit-big-note", text: figure.note }), ...FORMS[figure.form](figure));
}
