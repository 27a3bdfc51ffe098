// Fields made from what the server says of a model's keys: each with its label, help, and what is wrong with it.
import { button, el, setAttribute, setText, uniqueId } from "../../ui/dom.js";

/** @typedef {{key: string, title: string, help: string, lines: number, required: boolean, type: "text" | "number" | "choice" | "lines" | "rows", least?: number, most?: number, choices?: [string, string][], fields?: FieldOf[], has_id?: boolean}} FieldOf */
/** @typedef {{element: HTMLElement, show(value: any): void, tell(problem: string): void}} Field */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** The control of a simple field. @param {FieldOf} of @returns {Control} */
function controlOf({ type, lines, least, most, choices }) {
  if (type === "choice") return el("select", {}, ...(choices ?? []).map(([value, words]) => el("option", { value, text: words })));
  if (type === "number") return el("input", { type: "number", min: least, max: most, inputmode: "numeric" });
  return lines > 1 || type === "lines" ? el("textarea", { rows: lines }) : el("input", { type: "text" });
}

/** @param {FieldOf} of @param {string} text @returns {any} */
export function valueOf({ type, required }, text) {
  if (type === "lines") return text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!text.trim()) return required ? "" : null; // null takes the key out
  if (type === "number") return /^\d+$/.test(text.trim()) ? Number(text) : text;
  return text;
}

/** @param {FieldOf} of @param {any} value @returns {string} */
export function textOf({ type }, value) {
  if (value === null || value === undefined) return "";
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

/** An id for a new row, made of its words. @param {any[]} rows */
function freeId(rows) {
  const taken = new Set(rows.map((row) => row.id));
  for (let n = rows.length + 1; ; n += 1) if (!taken.has(`own-${n}`)) return `own-${n}`;
}

/** A list of things, each with fields of its own. */
class RowsField {
  /** @param {FieldOf} of @param {(value: any[]) => void} changed */
  constructor(of, changed) {
    this.of = of;
    this.changed = changed;
    /** @type {any[]} */
    this.rows = [];
    this.list = el("ul", { class: "kit-rows" });
    this.problem = el("p", { class: "kit-cell-problem", role: "alert" });
    this.add = button("Add one", () => this.more(), { class: "kit-small", "aria-label": `Add one: ${of.title}` });
    this.element = el("fieldset", { class: "kit-cell kit-cell-wide kit-plan-rows" }, el("legend", { text: of.title }), of.help && el("p", { class: "kit-cell-help", text: of.help }), this.list, this.add, this.problem);
    this.drawn = "";
  }

  /** @param {any} value */
  show(value) {
    const rows = Array.isArray(value) ? value : [];
    if (this.list.contains(document.activeElement) || JSON.stringify(rows) === this.drawn) return;
    this.rows = structuredClone(rows);
    this.draw();
  }

  draw() {
    this.drawn = JSON.stringify(this.rows);
    this.list.replaceChildren(...this.rows.map((row, n) => this.row(row, n)));
  }

  /** @param {any} row @param {number} n */
  row(row, n) {
    const fields = (this.of.fields ?? []).map((of) => {
      const field = simpleField(of, (value) => {
        row[of.key] = value ?? "";
        delete row.translations; // of other words
        this.tellChange();
      });
      field.show(row[of.key]);
      return field.element;
    });
    const remove = button("Take out", () => this.without(n), { class: "kit-small kit-remove", "aria-label": `Take out: ${this.of.title}, ${n + 1}` });
    return el("li", { class: "kit-row" }, el("div", { class: "kit-row-cells" }, ...fields, remove));
  }

  tellChange() {
    this.drawn = JSON.stringify(this.rows);
    this.changed(structuredClone(this.rows));
  }

  more() {
    const last = { ...this.rows.at(-1) }; // who answers and who reads it, as the one before
    for (const said of ["translations", "help"]) delete last[said];
    const empty = Object.fromEntries((this.of.fields ?? []).map(({ key }) => [key, ""]));
    this.rows.push({ ...(this.of.has_id ? { ...last, id: freeId(this.rows) } : {}), ...empty });
    this.draw();
    const boxes = this.list.lastElementChild?.querySelectorAll("input, textarea");
    /** @type {HTMLElement | undefined} */ (boxes?.[0])?.focus();
  }

  /** @param {number} n */
  without(n) {
    this.rows.splice(n, 1);
    this.draw();
    this.tellChange();
    this.add.focus();
  }

  /** @param {string} words */
  tell(words) {
    setText(this.problem, words);
  }
}

/** The field of one key. @param {FieldOf} of @param {(value: any) => void} changed @returns {Field} */
export function fieldOf(of, changed) {
  return of.type === "rows" ? new RowsField(of, changed) : simpleField(of, changed);
}
