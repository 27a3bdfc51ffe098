// What differs from the session that is changed, shown before it is kept.
import { button, drawnWhenChanged, el } from "../../ui/dom.js";

/** @typedef {{sort: "changed" | "left out" | "new" | "moved", id: string, step: string, what: string, before: string, after: string}} Difference */

/** Two texts without the lines that they share at both ends, so that what differs is in sight. @param {string} before @param {string} after @returns {[string, string]} */
export function trimmed(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  while (a.length && b.length && a[0] === b[0]) [a, b].forEach((each) => each.shift());
  while (a.length && b.length && a.at(-1) === b.at(-1)) [a, b].forEach((each) => each.pop());
  return [a.join("\n"), b.join("\n")];
}

/** @param {Difference} difference */
function line({ sort, what, before, after }) {
  if (sort === "new") return el("p", {}, el("strong", { text: "New: " }), after);
  if (sort === "moved") return el("p", {}, el("strong", { text: "Moved " }), after);
  if (sort === "left out") return el("p", {}, el("strong", { text: "Left out" }), `, ${before}`);
  const [old, now] = trimmed(before, after);
  const isShort = old.length + now.length < 30 && !`${old}${now}`.includes("\n");
  if (isShort && old && now) return el("p", {}, `${what}: `, el("del", { text: old }), " → ", el("ins", { text: now }));
  return el("div", {}, el("p", { text: what }), old && el("del", { class: "kit-plan-text", text: old }), now && el("ins", { class: "kit-plan-text", text: now }));
}

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
      const isOut = of.some(({ sort }) => sort === "left out");
      const back = isOut && button("Bring back", () => bringBack(id, step), { class: "kit-small", "aria-label": `Bring back: ${step}` });
      return el("li", {}, el("h4", { text: step || "The session" }), ...of.map(line), back);
    });
    element.replaceChildren(el("ul", { class: "kit-plain" }, ...groups));
  });
  return { element, update: (/** @type {any} */ plan) => draw(plan.differences) };
}
