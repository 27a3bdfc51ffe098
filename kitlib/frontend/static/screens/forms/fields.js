// Fields made from what the server says of a model's keys: each with its label, help, and what is wrong with it.
import { el, setAttribute, setText, uniqueId } from "../../ui/dom.js";
import { choicesOf, oneField, someField, wordsField } from "./choosing.js";
import { RowsField } from "./rows.js";
/** @import { Around } from "./choosing.js" */

/** @typedef {"text" | "time" | "number" | "yes-no" | "choice" | "lines" | "rows" | "group" | "one" | "some" | "words"} FieldType */
/** @typedef {{key: string, title: string, help: string, lines: number, required: boolean, default?: any, type: FieldType, least?: number | null, most?: number | null, parts?: boolean, choices?: [string, string][], fields?: FieldOf[], has_id?: boolean, of?: string}} FieldOf */
/** @typedef {{element: HTMLElement, show(value: any, around?: Around): void, tell(problem: string): void}} Field `around` is what stands around a value: what there is to choose from */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** The control of a simple field. @param {FieldOf} of @returns {Control} */
function controlOf(of) {
  const { type, lines, least, most, parts } = of;
  if (type === "choice") return el("select", {}, ...choicesOf(of).map(([value, words]) => el("option", { value, text: words })));
  if (type === "number") return el("input", { type: "number", min: least ?? null, max: most ?? null, step: parts ? "any" : null, inputmode: parts ? "decimal" : "numeric", placeholder: of.default ?? null });
  if (type === "time") return el("input", { type: "time", step: 300 });
  return lines > 1 || type === "lines" ? el("textarea", { rows: lines }) : el("input", { type: "text", placeholder: typeof of.default === "string" ? of.default : null });
}

/** @param {FieldOf} of @param {string} text @returns {any} */
export function valueOf({ type, required, parts }, text) {
  if (type === "lines") return text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!text.trim()) return required ? "" : null; // null takes the key out
  if (type === "number") return (parts ? /^-?\d+(\.\d+)?$/ : /^\d+$/).test(text.trim()) ? Number(text) : text;
  return text;
}

/** @param {FieldOf} of @param {any} value @returns {string} */
export function textOf({ type, default: usual }, value) {
  if (value === null || value === undefined) return (type === "choice" || type === "time") && usual ? String(usual) : "";
  return type === "lines" && Array.isArray(value) ? value.join("\n") : String(value);
}

/** A label with its control. @param {FieldOf} of @param {(value: any) => void} changed @returns {Field} */
function simpleField(of, changed) {
  const id = uniqueId("field");
  const control = controlOf(of);
  control.id = id;
  const problem = el("p", { class: "kit-cell-problem", id: `${id}-problem`, role: "alert" });
  control.addEventListener("input", () => changed(valueOf(of, control.value)));
  const about = [of.help && `${id}-help`, problem.id].filter(Boolean).join(" ");
  control.setAttribute("aria-describedby", about);
  const isWide = of.lines > 1 || of.type === "lines";
  const element = el("div", { class: `kit-cell${isWide ? " kit-cell-wide" : ""}` }, el("label", { for: id, text: of.title }), of.help && el("p", { class: "kit-cell-help", id: `${id}-help`, text: of.help }), control, problem);
  return {
    element,
    show(value) {
      const text = textOf(of, value);
      if (document.activeElement !== control && control.value !== text) control.value = text; // nothing changes under who types
    },
    tell(words) {
      setText(problem, words);
      setAttribute(control, "aria-invalid", words ? "true" : null);
    },
  };
}

/** A tick with its words behind it. @param {FieldOf} of @param {(value: any) => void} changed @returns {Field} */
function tickField(of, changed) {
  const id = uniqueId("field");
  const control = el("input", { type: "checkbox", id, "aria-describedby": of.help ? `${id}-help` : null });
  control.addEventListener("change", () => changed(control.checked));
  const problem = el("p", { class: "kit-cell-problem", role: "alert" });
  const element = el("div", { class: "kit-cell kit-cell-tick" }, el("label", { class: "kit-tick" }, control, ` ${of.title}`), of.help && el("p", { class: "kit-cell-help", id: `${id}-help`, text: of.help }), problem);
  return {
    element,
    show(value) {
      control.checked = Boolean(value ?? of.default);
    },
    tell: (words) => setText(problem, words),
  };
}

/** One thing with fields of its own. @param {FieldOf} of @param {(value: any) => void} changed @returns {Field} */
function groupField(of, changed) {
  /** @type {Record<string, any>} */
  let held = {};
  const fields = (of.fields ?? []).map((each) => {
    /** @param {any} value */
    const set = (value) => {
      held = { ...held, [each.key]: value };
      if (value === null) delete held[each.key];
      changed(Object.keys(held).length || of.required ? held : null);
    };
    return /** @type {[FieldOf, Field]} */ ([each, fieldOf(each, set)]);
  });
  const problem = el("p", { class: "kit-cell-problem", role: "alert" });
  const element = el("fieldset", { class: "kit-cell kit-cell-wide kit-plan-rows" }, el("legend", { text: of.title }), of.help && el("p", { class: "kit-cell-help", text: of.help }), el("div", { class: "kit-row-cells" }, ...fields.map(([, field]) => field.element)), problem);
  return {
    element,
    show(value, around) {
      held = { ...value };
      for (const [each, field] of fields) field.show(held[each.key], around);
    },
    tell: (words) => setText(problem, words),
  };
}

/** The field of one key. @param {FieldOf} of @param {(value: any) => void} changed @returns {Field} */
export function fieldOf(of, changed) {
  if (of.type === "rows") return new RowsField(of, changed, fieldOf);
  if (of.type === "group") return groupField(of, changed);
  if (of.type === "yes-no") return tickField(of, changed);
  if (of.type === "one") return oneField(of, changed);
  if (of.type === "some") return someField(of, changed);
  if (of.type === "words") return wordsField(of, changed);
  return simpleField(of, changed);
}
