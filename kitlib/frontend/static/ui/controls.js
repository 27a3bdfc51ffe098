// The native controls of fields: each shows a value, takes one in, and says what it was given.
import { say } from "../core/language.js";
import { el, uniqueId } from "./dom.js";

/**
 * @typedef {{value: any, label: string, help?: string}} Option
 * @typedef {{typed(value: any): void, chosen(value: any): void, misfit(words: string): void, left(): void}} Events
 *   `typed`: still being written; `chosen`: given as a whole; `misfit`: what stands there is no value; `left`: the focus is elsewhere
 * @typedef {{attributes: Record<string, any>, options?: Option[], optionNodes?: Node[], blank?: any, none?: string | null, field: string,
 *            say?: (node: HTMLElement, option: Option) => void}} ControlSpec
 * @typedef {{element: HTMLElement, input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, show(value: any): void,
 *            setClosed(closed: boolean): void, focus(): void}} Control
 */

/** Set a text without moving the caret of who is in it. @param {HTMLInputElement | HTMLTextAreaElement} input @param {string} text */
function showText(input, text) {
  if (input.value === text) return;
  const { selectionStart, selectionEnd } = input;
  input.value = text;
  if (document.activeElement === input && selectionStart !== null) input.setSelectionRange(selectionStart, selectionEnd);
}

/** @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} input @param {(value: any) => void} show @returns {Control} */
function plainControl(input, show) {
  return {
    element: input,
    input,
    show,
    setClosed: (closed) => void (input.disabled = closed),
    focus: () => input.focus(),
  };
}

/** @param {ControlSpec} spec @param {Events} events */
function lines({ attributes, field }, events) {
  const area = el("textarea", { rows: 1, dir: "auto", "data-kit-field": field, ...attributes, oninput: () => events.typed(area.value), onblur: () => events.left() });
  return plainControl(area, (value) => showText(area, String(value ?? "")));
}

/** @param {ControlSpec} spec @param {Events} events */
function line({ attributes, field }, events) {
  const input = el("input", { type: "text", dir: "auto", "data-kit-field": field, ...attributes, oninput: () => events.typed(input.value), onblur: () => events.left() });
  return plainControl(input, (value) => showText(input, String(value ?? "")));
}

/** @param {ControlSpec} spec @param {Events} events */
function date({ attributes, field }, events) {
  // A year typed digit by digit is a date of the first century for a moment; that is not meant.
  const isHalf = () => input.value !== "" && input.value < "2000";
  const left = () => {
    if (isHalf()) events.misfit(say("The year {year} is not kept. Did you mean {other}? Write the year with four digits.", { year: Number(input.value.slice(0, 4)), other: 2000 + (Number(input.value.slice(0, 4)) % 100) }));
    events.left();
  };
  const input = el("input", { type: "date", "data-kit-field": field, ...attributes, oninput: () => isHalf() || events.typed(input.value), onblur: left });
  return plainControl(input, (value) => {
    const text = String(value ?? "");
    if (input !== document.activeElement && input.value !== text) input.value = text;
  });
}

/** @param {ControlSpec} spec @param {Events} events */
function time({ attributes, field }, events) {
  const take = () => input.value && events.chosen(input.value);
  const input = el("input", { type: "time", "data-kit-field": field, ...attributes, oninput: take, onchange: take, onblur: () => events.left() });
  return plainControl(input, (value) => {
    const text = String(value ?? "");
    if (input !== document.activeElement && input.value !== text) input.value = text;
  });
}

/** A whole number between the limits in its attributes. @param {ControlSpec} spec @param {Events} events */
function number({ attributes, field }, events) {
  const value = () => (input.value === "" ? null : Number(input.value));
  const take = () => (input.validity.valid ? events.chosen(value()) : events.misfit(say("A whole number, please.")));
  const input = el("input", { type: "number", step: 1, "data-kit-field": field, ...attributes, oninput: take, onblur: () => events.left() });
  return plainControl(input, (value) => {
    const text = String(value ?? "");
    if (input !== document.activeElement && input.value !== text) input.value = text;
  });
}

/** @param {ControlSpec} spec @param {Events} events */
function select({ attributes, field, options = [], optionNodes, blank = "", none = say("Choose…") }, events) {
  const nodes = optionNodes ?? options.map(({ value, label }) => el("option", { value, text: label }));
  const empty = none === null ? [] : [el("option", { value: "", text: none })];
  const input = el("select", { "data-kit-field": field, ...attributes, onchange: () => events.chosen(input.value || blank) }, ...empty, ...nodes);
  return plainControl(input, (value) => {
    const text = String(value ?? "");
    if (input.value !== text) input.value = text;
  });
}

/** @param {ControlSpec} spec @param {Events} events */
function tick({ attributes, field }, events) {
  const input = el("input", { type: "checkbox", "data-kit-field": field, ...attributes, onchange: () => events.chosen(input.checked) });
  return plainControl(input, (value) => void (input.checked = Boolean(value)));
}

/** A group of native radios. @param {ControlSpec} spec @param {Events} events @returns {Control} */
function radios({ field, options = [], say }, events) {
  const name = uniqueId("radio");
  const all = options.map((option) => {
    const input = el("input", { type: "radio", name, "data-kit-field": `${field}/${option.value}`, onchange: () => events.chosen(option.value) });
    const words = el("span", { text: option.label });
    say?.(words, option);
    return { value: option.value, input, element: el("label", { title: option.help || null }, input, words) };
  });
  return {
    element: el("div", { class: "kit-points" }, ...all.map((each) => each.element)),
    input: all[0].input,
    show(value) {
      for (const each of all) {
        const isChosen = each.value === value;
        if (each.input.checked !== isChosen) each.input.checked = isChosen;
      }
    },
    setClosed(closed) {
      for (const { input } of all) if (input.disabled !== closed) input.disabled = closed;
    },
    focus: () => (all.find((each) => each.input.checked) ?? all[0]).input.focus(),
  };
}

/** Whole numbers that make one answer together, one for each option; null where there is none at all. @param {ControlSpec} spec @param {Events} events @returns {Control} */
function numbers({ attributes, field, options = [] }, events) {
  const inputs = options.map(({ value }) =>
    el("input", { type: "number", step: 1, ...attributes, id: null, "data-kit-field": `${field}/${value}`, oninput: () => take(), onblur: () => events.left() }),
  );
  function take() {
    for (const input of inputs) input.setAttribute("aria-invalid", String(!input.validity.valid));
    if (inputs.some((input) => !input.validity.valid)) return events.misfit(say("Whole numbers only; not saved yet."));
    const values = inputs.map((input) => (input.value === "" ? null : Number(input.value)));
    events.chosen(values.every((n) => n === null) ? null : values);
  }
  const labels = options.map(({ label }, i) => el("label", { class: "kit-count-cell" }, el("span", { text: label }), inputs[i]));
  return {
    element: el("div", { class: "kit-count-cells" }, ...labels),
    input: inputs[0],
    show(value) {
      inputs.forEach((input, i) => {
        const text = String(value?.[i] ?? "");
        if (input !== document.activeElement && input.value !== text) input.value = text;
      });
    },
    setClosed(closed) {
      for (const input of inputs) input.disabled = closed;
    },
    focus: () => inputs[0].focus(),
  };
}

/** @type {Record<string, (spec: ControlSpec, events: Events) => Control>} */
export const CONTROLS = { lines, line, date, time, number, numbers, select, tick, radios };
