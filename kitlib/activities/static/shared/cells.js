// One cell of a list of rows: a control that fits its column's type and tells at once what does not fit.
import { h, freshId, say } from "./dom.js";
import { conflictPanel } from "./conflict.js";

const MONTH_DATE = /^(?:[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? [A-Za-z]{3,9}\.? \d{4})$/;
const LONGEST_CELL = { text: 4000, short: 200, who: 80 };

/** A session file's columns as a list of rows draws them: id -> column. @param {any[]} columns */
export function typedColumns(columns) {
  return Object.fromEntries(columns.map((column) => [column.id, { ...column, label: column.title, blank: "" }]));
}

/** "1,200", "$1,200.50", "40%" or "30 minutes" as a number; null where it is none. @param {string} words @param {string} [unit] */
export function numberFrom(words, unit = "") {
  let text = words.trim().replace(/\s*%$/, "").replace("\u2212", "-");
  const bare = text.match(/^([-+]?\$?[\d,.]+)\s*([A-Za-z].*)$/);
  if (bare && unit && unit.toLowerCase().startsWith(bare[2].trim().toLowerCase())) text = bare[1];
  if (!/^[-+]?\$?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?$/.test(text) || !/\d/.test(text)) return null;
  return Number(text.replace(/[$,]/g, ""));
}

/** A number as people write it. @param {number} value */
export function numberWords(value) {
  return new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 }).format(value);
}

function outsideLimits(column, value) {
  return (column.least !== null && value < column.least) || (column.most !== null && value > column.most);
}

function dateFrom(words) {
  const iso = words.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
  const us = words.match(/^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/);
  let parts = iso ? [iso[1], iso[2], iso[3]] : us ? [us[3].length === 2 ? `20${us[3]}` : us[3], us[1], us[2]] : null;
  if (!parts && MONTH_DATE.test(words)) {
    const found = new Date(`${words.replace(/(\d)\. /, "$1 ")} UTC`);
    if (!Number.isNaN(found.getTime())) parts = found.toISOString().slice(0, 10).split("-");
  }
  if (!parts) return null;
  const [year, month, day] = parts.map(Number);
  const found = new Date(Date.UTC(year, month - 1, day));
  const real = found.getUTCMonth() === month - 1 && found.getUTCDate() === day && year >= 2000 && year <= 2100;
  return real ? found.toISOString().slice(0, 10) : null;
}

/**
 * What words from elsewhere, such as a spreadsheet, become in a cell of a column.
 * @param {any} column @param {string} words @returns {{value: any} | {problem: string}}
 */
export function readCell(column, words) {
  const text = words.trim();
  if (!text) return { value: null };
  const told = `“${text.length > 30 ? `${text.slice(0, 30)}…` : text}”`;
  if (column.type === "number") {
    const value = numberFrom(text, column.unit);
    if (value === null) return { problem: `${told} is not a number` };
    return outsideLimits(column, value) ? { problem: `${told} is not ${column.limits}` } : { value };
  }
  if (column.type === "choice") {
    const value = column.choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
    return value ? { value } : { problem: `${told} is not one of the choices` };
  }
  if (column.type === "date") {
    const value = dateFrom(text);
    return value ? { value } : { problem: `${told} is not a date such as 1/31/2027` };
  }
  if (column.type === "tick") {
    if (/^(yes|y|x|true|1|✓|✔|☑)$/i.test(text)) return { value: true };
    return /^(no|n|false|0|☐|-)$/i.test(text) ? { value: null } : { problem: `${told} is neither yes nor no` };
  }
  if (column.type === "code") {
    const problem = codeProblem(column, text);
    // What may be a name is not repeated on screen.
    return problem ? { problem: `is not a code: it ${problem}` } : { value: text };
  }
  if (text.length > LONGEST_CELL[column.type]) return { problem: `holds ${text.length} characters; ${LONGEST_CELL[column.type]} is the most` };
  return { value: column.type === "text" ? text : text.replace(/\s+/g, " ") };
}

function codeProblem(column, text) {
  return column.refusals.find(({ pattern }) => new RegExp(pattern).test(text))?.words ?? "";
}

/**
 * What of a text that is still being typed is to be sent: its value now, or only once the cell is left, or with words
 * that say what does not fit.
 */
function judgeTyped(column, text) {
  if (column.type === "code") {
    const words = text && codeProblem(column, text.trim());
    return words ? { value: text.trim(), wait: true, words: `This ${words}`, early: text.length > 3 } : { value: text.trim(), wait: /^[A-Za-z]$/.test(text.trim()) };
  }
  if (!text.trim()) return { value: "" };
  const value = numberFrom(text, column.unit);
  if (value === null) {
    // "$", "-" or "1," is the beginning of a number; words are not, and are kept like all words.
    const begun = /^\s*[-+$]*[\d,]*\.?\s*$/.test(text);
    return { value: text, wait: begun, words: "Write a number, such as 12 or 2.5. Words belong in another column.", early: !begun };
  }
  if (!outsideLimits(column, value)) return { value };
  const tooMuch = column.most !== null && value > column.most;
  return { value, wait: true, words: `This must be ${column.limits}.`, early: tooMuch };
}

/**
 * @typedef {{type: "text"|"short"|"choice"|"number"|"date"|"who"|"code"|"tick", label: string, choices?: string[], initial?: any,
 *            blank?: any, wide?: boolean, help?: string, unit?: string, least?: number|null, most?: number|null, limits?: string,
 *            refusals?: {pattern: string, words: string}[]}} CellColumn
 */

/**
 * @param {any} client @param {() => any} at @param {CellColumn} column @param {() => string} rowName
 * @param {{roles?: string, note?: (value: any) => {words: string, warn?: boolean} | null, write?: (value: any, options?: any) => void}} [more]
 *   `roles`: the id of a datalist; `note`: a line that stands under the cell; `write`: in place of the client's `set`
 */
export function typedCell(client, at, column, rowName, more = {}) {
  const id = freshId("cell");
  const typed = column.type === "number" || column.type === "code";
  const blank = column.blank ?? null;
  const write = more.write ?? ((value, options) => client.set(at(), value, options));
  let draft = null; // a text that does not fit, or not yet; the cell alone holds it
  let words = ""; // what does not fit
  const name = { id, "data-kit-field": `${at().activity}/${at().field}` };
  const leave = { onblur: () => client.flush() };
  let input;
  if (column.type === "choice") {
    const none = h("option", { value: "", text: "Choose…" });
    const choices = column.choices.map((choice) => h("option", { value: choice, text: choice }));
    input = h("select", { ...name, onchange: () => write(input.value || blank, { now: true }) }, none, ...choices);
  } else if (column.type === "tick") {
    input = h("input", { ...name, type: "checkbox", onchange: () => write(input.checked, { now: true }) });
  } else if (column.type === "text") {
    input = h("textarea", { ...name, ...leave, rows: 1, oninput: () => write(input.value) });
  } else if (typed) {
    const mode = column.type === "number" ? { inputmode: "decimal" } : { spellcheck: "false", autocapitalize: "characters" };
    input = h("input", { ...name, ...mode, type: "text", autocomplete: "off", oninput: () => take(false), onchange: () => take(true), onblur: () => take(true) || client.flush() });
  } else {
    const type = column.type === "date" ? "date" : "text";
    // A year typed digit by digit is a date of the first century for a moment; that is not meant.
    const half = () => type === "date" && input.value !== "" && input.value < "2000";
    const roles = column.type === "who" && more.roles ? { list: more.roles, autocomplete: "off" } : {};
    input = h("input", { ...name, ...leave, ...roles, type, oninput: () => half() || write(input.value) });
  }

  /** A number or a code: sent at once where it fits, and when the cell is left in any case. */
  function take(left) {
    const found = judgeTyped(column, input.value);
    const waiting = found.wait && !left;
    words = found.words && (left || found.early) ? found.words : "";
    draft = waiting ? input.value : null;
    if (!waiting && found.value !== (client.value(at()) ?? column.initial ?? "")) write(found.value);
    else update();
  }

  const unit = column.unit ? h("span", { class: "kit-unit", text: ` (${column.unit})` }) : null;
  const title = h("span", { class: "kit-cell-title" }, column.label, unit);
  const label = h("label", { for: id }, column.type === "tick" ? input : null, title);
  const help = column.help ? h("p", { class: "kit-help kit-cell-help", id: `${id}-help`, text: column.help }) : null;
  const problem = h("p", { class: "kit-cell-problem", id: `${id}-problem`, hidden: true });
  const note = more.note ? h("p", { class: "kit-cell-note", id: `${id}-note`, "aria-live": "polite", hidden: true }) : null;
  const width = column.wide ? " kit-cell-wide" : "";
  const element = h("div", { class: `kit-cell kit-cell-${column.type}${width}` }, label, help, column.type !== "tick" && input, problem, note);
  let conflict = null;

  function update() {
    const value = client.value(at()) ?? column.initial ?? (column.type === "tick" ? false : "");
    if (column.type === "tick") input.checked = Boolean(value);
    else if (draft === null && !(column.type === "date" && input === document.activeElement)) {
      const same = column.type === "number" && typeof value === "number" && numberFrom(input.value, column.unit) === value;
      const trimmed = column.type === "code" && input === document.activeElement && input.value.trim() === value;
      const text = String(value);
      if (!same && !trimmed && input.value !== text) input.value = text;
    }
    input.disabled = !client.knows("team");
    const refused = client.refused.get(client.key(at()));
    if (!refused && draft === null && !(typed && input === document.activeElement)) words = "";
    const told = words || (refused ? `${refused.what.replace(/^"[^]*?": /, "This ")}` : "");
    problem.hidden = !told;
    say(problem, told ? `⚠ ${told}` : "");
    if (told) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    const noted = more.note?.(value);
    if (note) {
      note.hidden = !noted;
      say(note, noted ? `${noted.warn ? "⚠ " : ""}${noted.words}` : "");
      note.classList.toggle("kit-cell-warn", Boolean(noted?.warn));
    }
    const described = [help && `${id}-help`, told && `${id}-problem`, noted && `${id}-note`].filter(Boolean).join(" ");
    if ((input.getAttribute("aria-describedby") ?? "") !== described) input.setAttribute("aria-describedby", described);
    const full = `${rowName()}: ${column.label}${column.unit ? ` (${column.unit})` : ""}`;
    if (input.getAttribute("aria-label") !== full) input.setAttribute("aria-label", full);
    // Two texts for one answer are rare; the panel is made when it is needed.
    if (client.conflicts.has(client.key(at())) && !conflict) {
      conflict = conflictPanel(client, at, () => `${rowName()}: ${column.label}`, { both: ["text", "short", "who"].includes(column.type) });
      element.append(conflict.element);
    }
    conflict?.update();
  }

  return { element, input, update, words: () => (column.type === "tick" ? "" : input.value) };
}
