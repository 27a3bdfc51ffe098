// Fields in which something is chosen from what is there: an instrument, an earlier activity, a row of another list.
import { drawnWhenChanged, el, setAttribute, setText, uniqueId } from "../../ui/dom.js";
/** @import { Field, FieldOf } from "./fields.js" */

/** @typedef {[value: string, words: string]} Choice */
/** @typedef {{offers?: Record<string, Choice[]>, choices?: Record<string, Choice[]>, values?: Record<string, any>}} Around what the library offers, what fits one key, and the values of the same activity */

const ROWS = "rows:";

/** A row as a choice reads it. @param {any} row */
function wordsOf(row) {
  return row.title || row.text || row.question || row.id;
}

/** What there is to choose from. @param {FieldOf} of @param {Around} [around] @returns {Choice[]} */
export function choicesOf({ key, of = "", choices }, around = {}) {
  if (choices) return choices;
  if (!of.startsWith(ROWS)) return around.choices?.[key] ?? around.offers?.[of] ?? [];
  const rows = around.values?.[of.slice(ROWS.length)];
  return Array.isArray(rows) ? rows.filter(({ id }) => id).map((row) => [row.id, wordsOf(row)]) : [];
}

/** One of several, or none. @param {FieldOf} of @param {(value: any) => void} changed @returns {Field} */
export function oneField(of, changed) {
  const id = uniqueId("field");
  const problem = el("p", { class: "kit-cell-problem", id: `${id}-problem`, role: "alert" });
  const about = [of.help && `${id}-help`, problem.id].filter(Boolean).join(" ");
  const control = el("select", { id, "aria-describedby": about, onchange: () => changed(control.value || (of.required ? "" : null)) });
  const draw = drawnWhenChanged((/** @type {Choice[]} */ all) => {
    const before = control.value;
    const none = el("option", { value: "", text: of.required ? "(choose)" : "(none)" });
    control.replaceChildren(none, ...all.map(([value, words]) => el("option", { value, text: words })));
    control.value = before;
  });
  return {
    element: el("div", { class: "kit-cell" }, el("label", { for: id, text: of.title }), of.help && el("p", { class: "kit-cell-help", id: `${id}-help`, text: of.help }), control, problem),
    show(value, around) {
      const all = choicesOf(of, around);
      const isKnown = !value || all.some(([each]) => each === value);
      draw(isKnown ? all : [...all, [value, value]]); // what no longer fits stands there, and is told below
      control.value = value ?? "";
    },
    tell(words) {
      setText(problem, words);
      setAttribute(control, "aria-invalid", words ? "true" : null);
    },
  };
}

/** A frame with what is drawn for each choice in it. @param {FieldOf} of @param {HTMLElement} list */
function framed(of, list) {
  const problem = el("p", { class: "kit-cell-problem", role: "alert" });
  const element = el("fieldset", { class: "kit-cell kit-cell-wide kit-plan-rows" }, el("legend", { text: of.title }), of.help && el("p", { class: "kit-cell-help", text: of.help }), list, problem);
  return { element, tell: (/** @type {string} */ words) => setText(problem, words) };
}

/** As many as one likes. @param {FieldOf} of @param {(value: any) => void} changed @returns {Field} */
export function someField(of, changed) {
  /** @type {string[]} */
  let held = [];
  const list = el("div", { class: "kit-plan-ticks" });
  const { element, tell } = framed(of, list);
  const draw = drawnWhenChanged((/** @type {Choice[]} */ all) => {
    const ticks = all.map(([value, words]) => {
      const tick = el("input", { type: "checkbox", value, onchange: () => set(value, tick.checked) });
      return el("label", { class: "kit-tick" }, tick, ` ${words}`);
    });
    list.replaceChildren(...(ticks.length ? ticks : [el("p", { class: "kit-cell-help", text: "There is nothing to choose from yet." })]));
  });
  /** @param {string} value @param {boolean} isOn */
  function set(value, isOn) {
    held = isOn ? [...held, value] : held.filter((each) => each !== value);
    changed(held);
  }
  return {
    element,
    tell,
    show(value, around) {
      held = Array.isArray(value) ? value : [];
      const all = choicesOf(of, around);
      draw([...all, ...held.filter((each) => !all.some(([known]) => known === each)).map((each) => [each, each])]);
      for (const tick of list.querySelectorAll("input")) tick.checked = held.includes(tick.value);
    },
  };
}

/** Some words for each. @param {FieldOf} of @param {(value: any) => void} changed @returns {Field} */
export function wordsField(of, changed) {
  /** @type {Record<string, string>} */
  let held = {};
  const list = el("div", { class: "kit-row-cells" });
  const { element, tell } = framed(of, list);
  const draw = drawnWhenChanged((/** @type {Choice[]} */ all) => {
    const boxes = all.map(([value, words]) => {
      const box = el("input", { type: "text", name: value, oninput: () => set(value, box.value) });
      return el("label", { class: "kit-cell" }, words, box);
    });
    list.replaceChildren(...(boxes.length ? boxes : [el("p", { class: "kit-cell-help", text: "There is nothing to fill in yet." })]));
  });
  /** @param {string} value @param {string} words */
  function set(value, words) {
    held = { ...held, [value]: words };
    if (!words.trim()) delete held[value];
    changed(held);
  }
  return {
    element,
    tell,
    show(value, around) {
      held = { ...value };
      draw(choicesOf(of, around));
      for (const box of list.querySelectorAll("input")) if (box !== document.activeElement) box.value = held[box.name] ?? "";
    },
  };
}
