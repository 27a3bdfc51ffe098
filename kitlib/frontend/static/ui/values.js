// What words mean in a cell: numbers, dates, choices and codes, as people write them and as spreadsheets hold them.
/** @import { Judged } from "./field.js" */

/**
 * @typedef {"text" | "short" | "choice" | "number" | "date" | "who" | "code" | "tick"} ColumnType
 * @typedef {{type: ColumnType, label: string, choices?: string[], initial?: any, blank?: any, wide?: boolean, help?: string,
 *            unit?: string, least?: number | null, most?: number | null, limits?: string, total?: boolean,
 *            refusals?: {pattern: string, words: string}[]}} Column
 */

const MONTH_DATE = /^(?:[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? [A-Za-z]{3,9}\.? \d{4})$/;
/** @type {Partial<Record<ColumnType, number>>} */
const LONGEST_CELL = { text: 4000, short: 200, who: 80 };
const YES = /^(yes|y|x|true|1|✓|✔|☑)$/i;
const NO = /^(no|n|false|0|☐|-)$/i;

/** A session file's columns as a list of rows draws them: id -> column. @param {any[]} columns @returns {Record<string, Column>} */
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

/** @param {Column} column @param {number} value */
function isOutside({ least, most }, value) {
  return (typeof least === "number" && value < least) || (typeof most === "number" && value > most);
}

/** @param {string} words @returns {string[] | null} year, month and day */
function dateParts(words) {
  const iso = words.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
  if (iso) return [iso[1], iso[2], iso[3]];
  const us = words.match(/^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/);
  if (us) return [us[3].length === 2 ? `20${us[3]}` : us[3], us[1], us[2]];
  if (!MONTH_DATE.test(words)) return null;
  const found = new Date(`${words.replace(/(\d)\. /, "$1 ")} UTC`);
  return Number.isNaN(found.getTime()) ? null : found.toISOString().slice(0, 10).split("-");
}

/** A date as people write it, as YYYY-MM-DD; null where it is none. @param {string} words */
export function dateFrom(words) {
  const parts = dateParts(words);
  if (!parts) return null;
  const [year, month, day] = parts.map(Number);
  const found = new Date(Date.UTC(year, month - 1, day));
  const isReal = found.getUTCMonth() === month - 1 && found.getUTCDate() === day && year >= 2000 && year <= 2100;
  return isReal ? found.toISOString().slice(0, 10) : null;
}

/** Why a text is no code. @param {Column} column @param {string} text */
function codeProblem({ refusals = [] }, text) {
  return refusals.find(({ pattern }) => new RegExp(pattern).test(text))?.words ?? "";
}

/** @typedef {{value: any} | {problem: string}} Read */

/** @type {Partial<Record<ColumnType, (column: Column, text: string, told: string) => Read>>} */
const READERS = {
  number(column, text, told) {
    const value = numberFrom(text, column.unit);
    if (value === null) return { problem: `${told} is not a number` };
    return isOutside(column, value) ? { problem: `${told} is not ${column.limits}` } : { value };
  },
  choice({ choices = [] }, text, told) {
    const value = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
    return value ? { value } : { problem: `${told} is not one of the choices` };
  },
  date(_, text, told) {
    const value = dateFrom(text);
    return value ? { value } : { problem: `${told} is not a date such as 1/31/2027` };
  },
  tick(_, text, told) {
    if (YES.test(text)) return { value: true };
    return NO.test(text) ? { value: null } : { problem: `${told} is neither yes nor no` };
  },
  code(column, text) {
    const problem = codeProblem(column, text);
    // What may be a name is not repeated on screen.
    return problem ? { problem: `is not a code: it ${problem}` } : { value: text };
  },
};

/** What words from elsewhere, such as a spreadsheet, become in a cell of a column. @param {Column} column @param {string} words @returns {Read} */
export function readCell(column, words) {
  const text = words.trim();
  if (!text) return { value: null };
  const reader = READERS[column.type];
  if (reader) return reader(column, text, `“${text.length > 30 ? `${text.slice(0, 30)}…` : text}”`);
  const longest = LONGEST_CELL[column.type] ?? Infinity;
  if (text.length > longest) return { problem: `holds ${text.length} characters; ${longest} is the most` };
  return { value: column.type === "text" ? text : text.replace(/\s+/g, " ") };
}

/** A code that is still being typed. @param {Column} column @param {string} text @returns {Judged} */
function judgeCode(column, text) {
  const value = text.trim();
  const problem = value && codeProblem(column, value);
  return problem ? { value, wait: true, words: `This ${problem}`, early: text.length > 3 } : { value, wait: /^[A-Za-z]$/.test(value) };
}

/** A number that is still being typed. @param {Column} column @param {string} text @returns {Judged} */
function judgeNumber(column, text) {
  if (!text.trim()) return { value: "" };
  const value = numberFrom(text, column.unit);
  if (value === null) {
    // "$", "-" or "1," is the beginning of a number; words are not, and are kept like all words.
    const isBegun = /^\s*[-+$]*[\d,]*\.?\s*$/.test(text);
    return { value: text, wait: isBegun, words: "Write a number, such as 12 or 2.5. Words belong in another column.", early: !isBegun };
  }
  if (!isOutside(column, value)) return { value };
  const isTooMuch = typeof column.most === "number" && value > column.most;
  return { value, wait: true, words: `This must be ${column.limits}.`, early: isTooMuch };
}

/** What of a text that is still being typed is to be sent: its value now, or only once the cell is left, with words that say what does not fit. @param {Column} column @param {string} text */
export function judgeTyped(column, text) {
  return column.type === "code" ? judgeCode(column, text) : judgeNumber(column, text);
}
