// The columns of a list of rows, and what words that are typed or pasted become in a cell of each.
import { say } from "../core/language.js";
import { choiceFrom, dayFrom, numberFrom, yesNoFrom } from "./tabular.js";

/** @import { Judged } from "./field.js" */
/** @template T @typedef {import("./tabular.js").Read<T>} Read */

/**
 * @typedef {"text" | "short" | "choice" | "number" | "date" | "who" | "code" | "tick"} ColumnType
 * @typedef {{type: ColumnType, label: string, choices?: string[], said?: boolean, initial?: any, blank?: any, wide?: boolean, help?: string,
 *            unit?: string, least?: number | null, most?: number | null, limits?: string, total?: boolean,
 *            refusals?: {pattern: string, words: string}[]}} Column
 */

/** @type {Partial<Record<ColumnType, number>>} */
const LONGEST_CELL = { text: 4000, short: 200, who: 80 };

/** A session file's columns as a list of rows draws them: id -> column. @param {any[]} columns @returns {Record<string, Column>} */
export function typedColumns(columns) {
  return Object.fromEntries(columns.map((column) => [column.id, { ...column, label: column.title, blank: "" }]));
}

/** A number as people write it. @param {number} value */
export function numberWords(value) {
  return new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 }).format(value);
}

/** @param {Column} column @param {number} value */
function isOutside({ least, most }, value) {
  return (typeof least === "number" && value < least) || (typeof most === "number" && value > most);
}

/** Why a text is no code. @param {Column} column @param {string} text */
function codeProblem({ refusals = [] }, text) {
  return refusals.find(({ pattern }) => new RegExp(pattern).test(text))?.words ?? "";
}

/**
 * How the words of a cell are read by its type: a value, or what is said after the words that do not fit.
 * @type {Partial<Record<ColumnType, (column: Column, text: string) => Read<any>>>}
 */
const READERS = {
  number(column, text) {
    const found = numberFrom(text, column.unit);
    return found.value !== undefined && isOutside(column, found.value) ? { problem: say("is not {limits}", { limits: column.limits }) } : found;
  },
  choice: ({ choices = [] }, text) => choiceFrom(text, choices),
  date: (_, text) => dayFrom(text),
  tick(_, text) {
    const found = yesNoFrom(text);
    return found.value === false ? { value: null } : found; // a tick that is not set is an empty cell
  },
};

/** What words from elsewhere, such as a spreadsheet, become in a cell of a column. @param {Column} column @param {string} words @returns {Read<any>} */
export function readCell(column, words) {
  const text = words.trim();
  if (!text) return { value: null };
  if (column.type === "code") {
    const problem = codeProblem(column, text);
    // What may be a name is not repeated on screen.
    return problem ? { problem: say("is not a code: it {problem}", { problem }) } : { value: text };
  }
  const found = READERS[column.type]?.(column, text);
  if (found) return found.problem ? { problem: `“${text.length > 30 ? `${text.slice(0, 30)}…` : text}” ${found.problem}` } : found;
  const longest = LONGEST_CELL[column.type] ?? Infinity;
  if (text.length > longest) return { problem: say("holds {length} characters; {longest} is the most", { length: text.length, longest }) };
  return { value: column.type === "text" ? text : text.replace(/\s+/g, " ") };
}

/** A code that is still being typed. @param {Column} column @param {string} text @returns {Judged} */
function judgeCode(column, text) {
  const value = text.trim();
  const problem = value && codeProblem(column, value);
  return problem ? { value, wait: true, words: say("This {problem}", { problem }), early: text.length > 3 } : { value, wait: /^[A-Za-z]$/.test(value) };
}

/** A number that is still being typed. @param {Column} column @param {string} text @returns {Judged} */
function judgeNumber(column, text) {
  if (!text.trim()) return { value: "" };
  const { value } = numberFrom(text, column.unit);
  if (value === undefined) {
    // "$", "-" or "1," is the beginning of a number; words are not, and are kept like all words.
    const isBegun = /^\s*[-+$]*[\d,]*\.?\s*$/.test(text);
    return { value: text, wait: isBegun, words: say("Write a number, such as 12 or 2.5. Words belong in another column."), early: !isBegun };
  }
  if (!isOutside(column, value)) return { value };
  const isTooMuch = typeof column.most === "number" && value > column.most;
  return { value, wait: true, words: say("This must be {limits}.", { limits: column.limits }), early: isTooMuch };
}

/** What of a text that is still being typed is to be sent: its value now, or only once the cell is left, with words that say what does not fit. @param {Column} column @param {string} text */
export function judgeTyped(column, text) {
  return column.type === "code" ? judgeCode(column, text) : judgeNumber(column, text);
}
