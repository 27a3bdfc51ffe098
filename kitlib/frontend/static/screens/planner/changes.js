// What differs from the session that is changed, shown before it is kept.
import { button, drawnWhenChanged, el } from "../../ui/dom.js";
import { differenceLine } from "../forms/differences.js";
/** @import { Difference } from "../forms/differences.js" */

/** @param {Difference[]} all @returns {Map<string, Difference[]>} by step */
function byStep(all) {
  /** @type {Map<string, Difference[]>} */
  const found = new Map();
  for (const each of all) found.set(each.id, [...(found.get(each.id) ?? []), each]);
  return found;
}

/** @param {(id: string, title: string) => void} bringBack */
export function changesList(bringBack) {
  const element = el("div", { class: "kit-plan-changes" });
  const draw = drawnWhenChanged((/** @type {Difference[]} */ all) => {
    if (!all.length) return element.replaceChildren(el("p", { class: "kit-help", text: "Nothing yet. What you change stands here, before it is kept." }));
    const groups = [...byStep(all)].map(([id, of]) => {
      const { step } = of[0];
      const isOut = of.some(({ sort, what }) => sort === "left out" && !what);
      const back = isOut && button("Bring back", () => bringBack(id, step), { class: "kit-small", "aria-label": `Bring back: ${step}` });
      return el("li", {}, el("h4", { text: step || "The session" }), ...of.map(differenceLine), back);
    });
    element.replaceChildren(el("ul", { class: "kit-plain" }, ...groups));
  });
  return { element, update: (/** @type {any} */ plan) => draw(plan.differences) };
}
