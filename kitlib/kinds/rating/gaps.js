// Where two ratings of the same statements stand apart: two marks on one line, and the numbers.
import { say } from "../../frontend/static/core/language.js";
import { drawnWhenChanged, el, setText } from "../../frontend/static/ui/dom.js";
import { dataTable } from "../../frontend/static/ui/spread.js";
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Point } from "../../frontend/static/ui/spread.js" */

/** @typedef {{item: string, first: number, second: number, gap: number, text: string}} Gap */

/** How far along the scale a value stands, in percent. @param {number} value @param {Point[]} points */
function share(value, points) {
  const [low, high] = [points[0].value, /** @type {Point} */ (points.at(-1)).value];
  return (100 * (value - low)) / (high - low);
}

/** @param {number} value @param {Point[]} points */
function pointWords(value, points) {
  return points.find((point) => point.value === value)?.label ?? say("between {low} and {high}", { low: Math.floor(value), high: Math.ceil(value) });
}

/** @param {Client} client @param {any} config */
export function gapPanel(client, config) {
  const rows = el("div", { class: "kit-gaps" });
  const key = el("p", { class: "kit-help" });
  const table = dataTable(say("How far apart the two ratings stand"));
  const waiting = el("p", { class: "kit-help", text: say("Shown once the team has shown the spread of the earlier rating too.") });
  const drawing = el("div", {}, key, rows, el("details", {}, el("summary", { text: say("The same as a table") }), table.element));
  const draw = drawnWhenChanged(([gaps, compared]) => {
    if (!gaps) return;
    const [first, second] = compared.names;
    const words = (/** @type {Gap} */ each) => [pointWords(each.first, compared.points), pointWords(each.second, config.points)];
    /** @type {Gap[]} */
    const named = gaps.map((/** @type {Gap} */ each) => ({ ...each, text: config.instrument.items.find((/** @type {any} */ item) => item.id === each.item)?.text ?? each.item }));
    setText(key, say("◇ {first}   ● {second}. The widest gap stands first. Where the team has not agreed, the middle rating counts.", { first, second }));
    rows.replaceChildren(...named.map((each) => gapRow(each, `${first}: ${words(each)[0]}. ${second}: ${words(each)[1]}. Gap: ${each.gap}`, share(each.first, compared.points), share(each.second, config.points))));
    table.update([say("Statement"), first, second, say("Gap")], named.map((each) => [each.text, ...words(each), String(each.gap)]));
  });
  return {
    element: el("section", { class: "kit-part" }, el("h4", { text: say("Where the two ratings stand apart") }), waiting, drawing),
    update() {
      const { gaps, compared } = client.shared[config.id] ?? {};
      waiting.hidden = Boolean(gaps);
      drawing.hidden = !gaps;
      draw([gaps, compared]);
    },
  };
}

/** @param {Gap} gap @param {string} label @param {number} a @param {number} b */
function gapRow({ text, gap }, label, a, b) {
  const track = el(
    "div",
    { class: "kit-track", role: "img", "aria-label": label },
    el("span", { class: "kit-between", style: `left:${Math.min(a, b)}%;width:${Math.abs(a - b)}%` }),
    el("span", { class: "kit-dot kit-first", style: `left:${a}%`, text: "◇" }),
    el("span", { class: "kit-dot kit-second", style: `left:${b}%`, text: "●" }),
  );
  const number = el("b", { text: gap > 0 ? `+${gap}` : gap });
  return el("div", { class: "kit-bar-row" }, el("div", { class: "kit-bar-name", text }), el("div", { class: "kit-gap-line" }, track, number));
}
