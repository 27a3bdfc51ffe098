// Small words of a ranking.
import { chosen } from "../../frontend/static/core/language.js";
import { el } from "../../frontend/static/ui/dom.js";

/** @typedef {{id: string, text: string, help?: string}} RankOption */

/** "1st", "22nd", "13th". @param {number} n */
export function ordinal(n) {
  if (chosen()) return `${n}.`;
  const isTeen = n % 100 > 10 && n % 100 < 14;
  return `${n}${isTeen ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th")}`;
}

/** What an option says, with its help. @param {RankOption} option */
export function optionWords({ text, help }) {
  return el("span", { class: "kit-option" }, el("span", { class: "kit-option-text", text }), help && el("span", { class: "kit-help", text: help }));
}
