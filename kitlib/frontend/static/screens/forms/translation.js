// What stands for a text in another language, beside the English: a draft until a speaker went over it.
import { el, setAttribute, setText, uniqueId } from "../../ui/dom.js";

/** @typedef {"new" | "draft" | "reviewed" | "look again"} State */
/** @typedef {{place: string, english: string, words: string, state: State, day: string, within: string[], before: string, in_file: boolean}} Line */

/** @type {Record<State, string>} */
const TOLD = { new: "Not translated yet.", draft: "A draft: no speaker has gone over it.", reviewed: "A speaker has gone over it.", "look again": "To be looked at again: the English has changed. Until then people read the English." };

/** The first place of each text -> its line: what stands in several places is translated in one. @param {Line[]} lines @returns {Map<string, Line>} */
export function byPlace(lines) {
  return new Map(lines.map((line) => [line.within[0], line]));
}

/** How far a text has come, in words. @param {Line} line */
export function stateWords({ state, before, day }) {
  const on = state === "reviewed" && day ? ` (${day})` : "";
  return `${TOLD[state]}${on}${state === "look again" && before ? ` It was: “${before}”` : ""}`;
}

/** The box for one text. @param {(line: Line, words: string, reviewed: boolean) => void} said */
export function translationField(said) {
  const id = uniqueId("words");
  const label = el("label", { for: id });
  const box = el("textarea", { id, rows: 1, "aria-describedby": `${id}-state`, oninput: () => line && said(line, box.value, false) });
  const state = el("p", { class: "kit-cell-help", id: `${id}-state` });
  const tick = el("input", { type: "checkbox", onchange: () => line && said(line, box.value, tick.checked) });
  const done = el("label", { class: "kit-tick" }, tick, " A speaker has gone over it");
  const element = el("div", { class: "kit-words", hidden: true }, label, box, el("div", { class: "kit-words-state" }, state, done));
  /** @type {Line | null} */
  let line = null;
  return {
    element,
    /** @param {Line | undefined} now @param {[code: string, name: string] | undefined} language @param {string} what the title of the text */
    show(now, language, what) {
      line = now ?? null;
      element.hidden = !line || !language;
      if (!line || !language) return;
      setText(label, `${what}, in ${language[1]}`);
      setAttribute(box, "lang", language[0]);
      if (document.activeElement !== box && box.value !== line.words) box.value = line.words;
      box.rows = Math.min(6, Math.max(1, Math.ceil(Math.max(line.english.length, line.words.length) / 48)));
      setText(state, stateWords(line));
      element.dataset.state = line.state;
      tick.checked = line.state === "reviewed";
      done.hidden = !line.words || line.in_file;
    },
  };
}
