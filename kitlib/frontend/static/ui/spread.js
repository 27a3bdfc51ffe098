// How many chose each point: squares for a team, bars that part in the middle of the scale for many people.
import { drawnWhenChanged, el } from "./dom.js";

/** @typedef {{value: any, label: string}} Point */
/** @typedef {{name: string, counts?: number[] | null, note?: string, long?: string}} Line its length is all its own answers; `long` its name for
 *   those who hear it. Without `counts` it says its note alone; without both it heads the lines below. */

/** The spread of one item as squares with their numbers, readable without color. @param {Point[]} points */
export function squares(points) {
  const element = el("ul", { class: "kit-spread" });
  const update = drawnWhenChanged((/** @type {number[]} */ counts) => {
    element.replaceChildren(...points.map((point, i) => squareRow(point.label, i, counts[i] ?? 0)));
  });
  return { element, update };
}

/** @param {string} label @param {number} i @param {number} n */
export function squareRow(label, i, n) {
  const row = el("span", { class: "kit-squares", "aria-hidden": "true", text: "■".repeat(Math.min(n, 12)) });
  return el("li", { "data-point": i }, el("span", { class: "kit-point", text: label }), row, el("span", { text: `${n}` }));
}

/** "3 Disagree, 12 Agree": the same in words. @param {Point[]} points @param {number[]} counts */
export function inWords(points, counts) {
  return points.map((point, i) => counts[i] && `${counts[i]} ${point.label}`).filter(Boolean).join(", ");
}

/** The answers on the upper side of the scale, of all. The middle of an odd scale is on neither side. @param {Point[]} points @param {number[]} counts @returns {[number, number]} */
export function upperSide(points, counts) {
  const from = Math.ceil(points.length / 2);
  return [counts.slice(from).reduce((a, b) => a + b, 0), counts.reduce((a, b) => a + b, 0)];
}

/** Tone and pattern of each point, low to high: colors of Okabe and Ito, told apart by pattern and number too. @param {number} n @returns {number[]} */
function pointTones(n) {
  /** @type {Record<number, number[]>} */
  const ends = { 2: [0, 4], 3: [0, 2, 4], 4: [0, 1, 3, 4], 5: [0, 1, 2, 3, 4] };
  return ends[n] ?? Array.from({ length: n }, (_, i) => Math.round((4 * i) / (n - 1)));
}

/** What each tone stands for. @param {Point[]} points */
export function spreadLegend(points) {
  const tone = pointTones(points.length);
  return el("ul", { class: "kit-legend", "aria-hidden": "true" }, ...points.map((point, i) => el("li", {}, el("span", { class: "kit-swatch", "data-tone": tone[i] }), point.label)));
}

/** The part of a line's answers below the middle of the scale; the middle of an odd scale lies half on each side. @param {Point[]} points @param {number[]} counts */
function lowerPart(points, counts) {
  const half = points.length / 2;
  const total = counts.reduce((a, b) => a + b, 0);
  return counts.reduce((sum, n, i) => sum + (i + 1 <= half ? n : i < half ? n / 2 : 0), 0) / total;
}

/** One bar. @param {Point[]} points @param {{name: string, counts: number[]}} line @param {number} reach how much of a line the longer side of any bar has */
function partedBar(points, { name, counts }, reach) {
  const total = counts.reduce((a, b) => a + b, 0);
  const tone = pointTones(points.length);
  const scale = 50 / reach;
  let left = 50 - scale * lowerPart(points, counts);
  const parts = counts.map((n, i) => {
    const width = (scale * n) / total;
    const style = `left:${left.toFixed(2)}%;width:${width.toFixed(2)}%`;
    left += width;
    return n > 0 && el("span", { class: "kit-part-of", "data-tone": tone[i], style }, width > 5 && el("b", { text: n }));
  });
  return el("div", { class: "kit-parted", role: "img", "aria-label": `${name}: ${inWords(points, counts)}` }, ...parts);
}

/** @param {Point[]} points @param {Line} line @param {number} reach */
function barLine(points, { name, counts, note, long }, reach) {
  if (!counts && !note) return el("p", { class: "kit-bar-head", text: name });
  const words = el("div", { class: "kit-bar-name" }, el("span", { text: name }), counts && note && el("span", { class: "kit-bar-note", text: note }));
  const bar = counts ? partedBar(points, { name: long ?? name, counts }, reach) : el("div", { class: "kit-withheld", text: note });
  return el("div", { class: "kit-bar-row" }, words, bar);
}

/** Lines of bars that part in the middle, redrawn only when they change. @param {Point[]} points */
export function spreadBars(points) {
  const element = el("div", { class: "kit-bars" });
  const update = drawnWhenChanged((/** @type {Line[]} */ lines) => {
    const sides = lines.flatMap(({ counts }) => (counts ? [lowerPart(points, counts)] : []));
    const reach = Math.max(...sides.map((low) => Math.max(low, 1 - low)));
    element.replaceChildren(...lines.map((line) => barLine(points, line, reach)));
  });
  return { element, update };
}

/** A table drawn anew when its data change. Its rows are lists of texts, the first heads the row. @param {string} caption */
export function dataTable(caption) {
  const head = el("tr");
  const body = el("tbody");
  const table = el("table", { class: "kit-table" }, el("caption", { text: caption }), el("thead", {}, head), body);
  const draw = drawnWhenChanged((/** @type {[string[], string[][]]} */ [heads, rows]) => {
    head.replaceChildren(...heads.map((text) => el("th", { scope: "col", text })));
    body.replaceChildren(...rows.map(([first, ...rest]) => el("tr", {}, el("th", { scope: "row", text: first }), ...rest.map((text) => el("td", { text })))));
  });
  return {
    element: el("div", { class: "kit-scroll", tabindex: "0", role: "region", "aria-label": caption }, table),
    /** @param {string[]} heads @param {string[][]} rows */
    update: (heads, rows) => draw([heads, rows]),
  };
}
