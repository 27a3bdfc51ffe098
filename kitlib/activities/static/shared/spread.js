// How many chose each point: squares for a team, bars that part in the middle of the scale for many people.
import { h, say } from "./dom.js";

/** The spread of one item as squares with their numbers, readable without color. @param {any[]} points */
export function squares(points) {
  const element = h("ul", { class: "kit-spread" });
  let shown = "";
  return {
    element,
    update(counts) {
      const told = JSON.stringify(counts);
      if (told === shown) return;
      shown = told;
      element.replaceChildren(
        ...points.map((point, i) => {
          const n = counts[i] ?? 0;
          const row = h("span", { class: "kit-squares", "aria-hidden": "true", text: "■".repeat(Math.min(n, 12)) });
          return h("li", { "data-point": i }, h("span", { class: "kit-point", text: point.label }), row, h("span", { text: `${n}` }));
        }),
      );
    },
  };
}

/** "3 Disagree, 12 Agree": the same in words. */
export function inWords(points, counts) {
  return points.map((point, i) => counts[i] && `${counts[i]} ${point.label}`).filter(Boolean).join(", ");
}

/** The answers on the upper side of the scale, of all. The middle of an odd scale is on neither side. */
export function upperSide(points, counts) {
  const from = Math.ceil(points.length / 2);
  return [counts.slice(from).reduce((a, b) => a + b, 0), counts.reduce((a, b) => a + b, 0)];
}

/** Tone and pattern of each point, low to high: colors of Okabe and Ito, told apart by pattern and number too. */
function pointTones(n) {
  const ends = { 2: [0, 4], 3: [0, 2, 4], 4: [0, 1, 3, 4], 5: [0, 1, 2, 3, 4] };
  return ends[n] ?? Array.from({ length: n }, (_, i) => Math.round((4 * i) / (n - 1)));
}

/** What each tone stands for. @param {any[]} points */
export function spreadLegend(points) {
  const tone = pointTones(points.length);
  return h("ul", { class: "kit-legend", "aria-hidden": "true" }, ...points.map((point, i) => h("li", {}, h("span", { class: "kit-swatch", "data-tone": tone[i] }), point.label)));
}

/** The part of a line's answers below the middle of the scale; the middle of an odd scale lies half on each side. */
function lowerPart(points, counts) {
  const half = points.length / 2;
  const total = counts.reduce((a, b) => a + b, 0);
  return counts.reduce((sum, n, i) => sum + (i + 1 <= half ? n : i < half ? n / 2 : 0), 0) / total;
}

/** One bar. @param {any[]} points @param {any} line @param {number} reach how much of a line the longer side of any bar has */
function partedBar(points, { name, counts }, reach) {
  const total = counts.reduce((a, b) => a + b, 0);
  const tone = pointTones(points.length);
  const scale = 50 / reach;
  let left = 50 - scale * lowerPart(points, counts);
  const parts = counts.map((n, i) => {
    const width = (scale * n) / total;
    const style = `left:${left.toFixed(2)}%;width:${width.toFixed(2)}%`;
    left += width;
    return n > 0 && h("span", { class: "kit-part-of", "data-tone": tone[i], style }, width > 5 && h("b", { text: n }));
  });
  return h("div", { class: "kit-parted", role: "img", "aria-label": `${name}: ${inWords(points, counts)}` }, ...parts);
}

/**
 * Lines of bars that part in the middle, redrawn only when they change. A line is `{name, counts, note?, long?}`: its
 * length is all its own answers, and `long` its name for those who hear it. Without `counts` it says its note alone;
 * without both it heads the lines below.
 * @param {any[]} points
 */
export function spreadBars(points) {
  const element = h("div", { class: "kit-bars" });
  let shown = "";
  return {
    element,
    update(lines) {
      const told = JSON.stringify(lines);
      if (told === shown) return;
      shown = told;
      const sides = lines.filter(({ counts }) => counts).map(({ counts }) => lowerPart(points, counts));
      const reach = Math.max(...sides.map((low) => Math.max(low, 1 - low)));
      element.replaceChildren(
        ...lines.map((line) => {
          if (!line.counts && !line.note) return h("p", { class: "kit-bar-head", text: line.name });
          const name = h("div", { class: "kit-bar-name" }, h("span", { text: line.name }), line.counts && line.note && h("span", { class: "kit-bar-note", text: line.note }));
          const bar = line.counts ? partedBar(points, { ...line, name: line.long ?? line.name }, reach) : h("div", { class: "kit-withheld", text: line.note });
          return h("div", { class: "kit-bar-row" }, name, bar);
        }),
      );
    },
  };
}

/** A table drawn anew when its data change. `rows` are lists of texts, the first heads the row. */
export function dataTable(caption) {
  const head = h("tr");
  const body = h("tbody");
  const title = h("caption", { text: caption });
  const element = h("div", { class: "kit-scroll", tabindex: "0", role: "region", "aria-label": caption }, h("table", { class: "kit-table" }, title, h("thead", {}, head), body));
  let shown = "";
  return {
    element,
    update(heads, rows) {
      const told = JSON.stringify([heads, rows]);
      if (told === shown) return;
      shown = told;
      head.replaceChildren(...heads.map((text) => h("th", { scope: "col", text })));
      body.replaceChildren(...rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row", text: first }), ...rest.map((text) => h("td", { text })))));
    },
  };
}

/** "Oct 3, 2026" of a day as YYYY-MM-DD. */
export function shortDay(day) {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}
