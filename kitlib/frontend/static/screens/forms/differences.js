// What differs from what is kept, told before it is kept.
import { el } from "../../ui/dom.js";

/** @typedef {{sort: "changed" | "left out" | "new" | "moved", id: string, step: string, what: string, before: string, after: string}} Difference `step` is the title of what it is of; of what is new, moved or left out, `what` names an activity in it */

/** Two texts without the lines that they share at both ends, so that what differs is in sight. @param {string} before @param {string} after @returns {[string, string]} */
export function trimmed(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  while (a.length && b.length && a[0] === b[0]) [a, b].forEach((each) => each.shift());
  while (a.length && b.length && a.at(-1) === b.at(-1)) [a, b].forEach((each) => each.pop());
  return [a.join("\n"), b.join("\n")];
}

/** One thing that differs, in words. @param {Difference} difference */
export function differenceLine({ sort, what, before, after }) {
  if (what && sort !== "changed") return el("p", {}, el("strong", { text: { new: "New: ", moved: "Moved: ", "left out": "Taken out: " }[sort] }), what);
  if (sort === "new") return el("p", {}, el("strong", { text: "New: " }), after);
  if (sort === "moved") return el("p", {}, el("strong", { text: "Moved " }), after);
  if (sort === "left out") return el("p", {}, el("strong", { text: "Left out" }), `, ${before}`);
  const [old, now] = trimmed(before, after);
  const isShort = old.length + now.length < 30 && !`${old}${now}`.includes("\n");
  if (isShort && old && now) return el("p", {}, `${what}: `, el("del", { text: old }), " → ", el("ins", { text: now }));
  return el("div", {}, el("p", { text: what }), old && el("del", { class: "kit-plan-text", text: old }), now && el("ins", { class: "kit-plan-text", text: now }));
}
