// What stands for a text in another language, beside the English: a draft until a speaker went over it.
import { arrange } from "../../ui/arrange.js";
import { el, setAttribute, setText, uniqueId } from "../../ui/dom.js";

/** @typedef {"new" | "draft" | "reviewed" | "look again"} State */
/** @typedef {{place: string, english: string, words: string, state: State, day: string, within: string[], before: string, in_file: boolean, shared: boolean, lost: string[]}} Line `shared`: other things say it too; `lost`: marks of the English that do not stand in the words as often */
/** @typedef {[code: string, name: string]} Language */
/** @typedef {(line: Line, words: string, reviewed: boolean) => void} Said */

/** @type {Record<State, string>} */
const TOLD = { new: "Not translated yet.", draft: "A draft: no speaker has gone over it.", reviewed: "A speaker has gone over it.", "look again": "To be looked at again: the English has changed. Until then people read the English." };

/** The first place of each text -> its line: what stands in several places is translated in one. @param {Line[]} lines @returns {Map<string, Line>} */
export function byPlace(lines) {
  return new Map(lines.map((line) => [line.within[0], line]));
}

/** The lines of what stands at a place, or within it. @param {Line[]} lines @param {string} start @returns {Line[]} */
export function linesAt(lines, start) {
  return lines.filter(({ within }) => within.some((place) => place === start || place.startsWith(`${start}/`)));
}

/** How far a text has come, in words. @param {Pick<Line, "state" | "before" | "day"> & Partial<Line>} line */
export function stateWords({ state, before, day, shared, lost = [] }) {
  const on = state === "reviewed" && day ? ` (${day})` : "";
  const was = state === "look again" && before ? ` It was: “${before}”` : "";
  const amiss = lost.length ? ` Write ${lost.join(", ")} as often as the English does, or it is not kept.` : "";
  return `${TOLD[state]}${on}${was}${shared ? " Whatever else says the same shows it too." : ""}${amiss}`;
}

/** One act for what is typed: its words, the change, and the key of the place. @param {Line} line @param {Language} language @param {string} words @param {boolean} reviewed @returns {[words: string, changes: import("./draft.js").Change[], key: string]} */
export function sayingAct({ within: [place], english }, [code, name], words, reviewed) {
  return [`${name} of “${english}”`, [{ words: place, language: code, of: english, says: words, reviewed }], `words/${code}/${place}/${reviewed}`];
}

/** The choice of the language that stands beside the English. @param {() => void} changed */
export function languageChoice(changed) {
  const select = el("select", { onchange: () => changed() });
  /** @type {Language[]} */
  let known = [];
  return {
    element: el("label", { class: "kit-plan-begins kit-plan-language" }, "Show translations in", select),
    get code() {
      return select.value;
    },
    /** @returns {Language | undefined} */
    get chosen() {
      return known.find(([code]) => code === select.value);
    },
    /** @param {Language[]} languages */
    update(languages) {
      known = languages;
      if (select.options.length === languages.length + 1) return;
      const before = select.value;
      select.replaceChildren(el("option", { value: "", text: "(English alone)" }), ...languages.map(([code, name]) => el("option", { value: code, text: name })));
      select.value = before;
    },
  };
}

/** The boxes for all that is said under one heading. @param {Said} said */
export function translationList(said) {
  const element = el("div", { class: "kit-words-list", hidden: true });
  /** @type {Map<string, ReturnType<typeof translationField>>} by the place where each text stands first */
  const boxes = new Map();
  return {
    element,
    /** @param {Line[]} lines @param {Language | undefined} language @param {(line: Line) => string} [nameOf] */
    show(lines, language, nameOf = ({ english }) => `“${english}”`) {
      const now = new Map(lines.map((line) => [line.within[0], line]));
      for (const place of boxes.keys()) if (!now.has(place)) boxes.delete(place);
      for (const place of now.keys()) if (!boxes.has(place)) boxes.set(place, translationField(said));
      arrange(element, [...now.keys()].map((place) => /** @type {ReturnType<typeof translationField>} */ (boxes.get(place)).element));
      for (const [place, line] of now) boxes.get(place)?.show(line, language, nameOf(line));
      element.hidden = !lines.length || !language;
    },
  };
}

/** A field with the boxes for what it says below it. @param {HTMLElement} field @param {ReturnType<typeof translationList>} words */
export function withWords(field, words) {
  return el("div", { class: field.classList.contains("kit-cell-wide") ? "kit-cell-wide" : null }, field, words.element);
}

/** How a box of a field is called: where the field says one text, as the field is. @param {import("./fields.js").FieldOf} of @returns {(line: Line) => string} */
export function nameIn({ type, title }) {
  return ({ english }) => (type === "text" ? title : `“${english}”`);
}

/** The box for one text. @param {Said} said */
export function translationField(said) {
  const id = uniqueId("words");
  const label = el("label", { for: id });
  const box = el("textarea", { id, rows: 1, dir: "auto", "aria-describedby": `${id}-state`, oninput: () => line && said(line, box.value, false) });
  const state = el("p", { class: "kit-cell-help", id: `${id}-state` });
  const tick = el("input", { type: "checkbox", onchange: () => line && said(line, box.value, tick.checked) });
  const done = el("label", { class: "kit-tick" }, tick, " A speaker has gone over it");
  const element = el("div", { class: "kit-words", hidden: true }, label, box, el("div", { class: "kit-words-state" }, state, done));
  /** @type {Line | null} */
  let line = null;
  return {
    element,
    /** @param {Line | undefined} now @param {Language | undefined} language @param {string} what the title of the text */
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
