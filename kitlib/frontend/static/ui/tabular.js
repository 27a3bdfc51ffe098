// What people's tools write, read in the browser as kitlib/tabular reads it: a text as a number, a day, a time, yes or
// no, a choice; a file as text, and text as rows of cells. tests/content/tabular-cases.json holds for both.

/**
 * @template T
 * @typedef {{value: T, problem?: undefined} | {value?: undefined, problem: string}} Read
 *   A value, or words that go on after the text that was found: “soon” + "is not a day such as 1/31/2027".
 */
/** @typedef {{line: number, cells: string[], why?: undefined}} RawRow */
/** @typedef {{line: number, cells?: undefined, why: string}} TornRow */

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const YES = new Set(["yes", "y", "x", "true", "1", "✓", "✔", "☑", "si"]);
const NO = new Set(["no", "n", "false", "0", "☐", "-"]);
const LONGEST_NUMBER = 200; // characters with its unit
const MOST_DIGITS = 15;
const NEWEST_SHORT_YEAR = 59;
const LONGEST_CELL = 131072;
const SAMPLE = 200;
const MARKS = [",", ";", "\t", "|"];
const WINDOWS_1252 = "€\udc80‚ƒ„…†‡ˆ‰Š‹Œ\udc80Ž\udc80\udc80‘’“”•–—˜™š›œ\udc80žŸ"; // 128 to 159

// eslint-disable-next-line no-control-regex
const BLANKS = /[ \t\n\v\f\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;
/** @type {Map<string, string>} */
const LIKE = new Map(/** @type {[string, string][]} */ ([["ß", "ss"], ["ς", "σ"], ...[..."‘’‚‛ʼ`´′"].map((c) => [c, "'"]), ...[..."“”„‟″"].map((c) => [c, '"'])]));
const NUMBER = /^([-+]?)(\$?)([-+]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)?(\.[0-9]+)?$/;
const WITH_UNIT = /^([^A-Za-z]*[0-9)][^A-Za-z]*?) ?([A-Za-z].*)$/;
const COMMA_DECIMALS = /^[-+]?\$?[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]+$/;
const CLOCK = "(?:[t ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?(?: ?[ap]\\.?m\\.?)?z?)?";
const YEAR_FIRST = new RegExp(`^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})${CLOCK}$`);
const MONTH_FIRST = new RegExp(`^([0-9]{1,2})([-/. ])([0-9]{1,2})\\2([0-9]{4}|[0-9]{2})${CLOCK}$`);
const NAME_FIRST = /^([a-z]{3,9})\.?[ -]([0-9]{1,2})(?:st|nd|rd|th)?(?:, ?|[ -])([0-9]{4}|[0-9]{2})$/;
const NAME_SECOND = /^([0-9]{1,2})(?:st|nd|rd|th|\.)?(?: of )?[ -]?([a-z]{3,9})(?:\. ?|, ?|[ -])([0-9]{4}|[0-9]{2})$/;
const NO_YEAR = /^(?:[0-9]{1,2}[-/.][0-9]{1,2}|[a-z]{3,9}\.? [0-9]{1,2}|[0-9]{1,2}\.? [a-z]{3,9}\.?)$/;
const SERIAL = /^([0-9]{5})(?:\.0+)?$/;
const TIME = /^([0-9]{1,2})(?:[:.]([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?)? ?(?:([ap])\.? ?(?:m\.?)?)?$/;
const NAMED_TIMES = new Map([["noon", "12:00 pm"], ["midnight", "12:00 am"]]);
const SEP = /^"?sep=([,;|:\t])"?(?:\r\n|\n|\r)/i;
const AS_FORMULA = /^="([^"]*)"$/;
const AS_TEXT = /^'[0-9][0-9., ]*$/;
// eslint-disable-next-line no-control-regex
const RUN = /^'*(?:[\t\r\n]|[ \t\n\v\f\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/;
// eslint-disable-next-line no-control-regex
const TORN = /[\x00]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** A text with single plain blanks, and none around it. @param {string} text */
export function tidy(text) {
  return text.replace(BLANKS, " ").replace(/^ | $/g, "");
}

const alike = (/** @type {string} */ text) => [...text].map((c) => LIKE.get(c) ?? c).join("");

/** The same for texts that differ in case, accents, blanks, dashes and quotes only. @param {string} text */
export function fold(text) {
  const plain = alike(text).normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return tidy(alike(plain.toLowerCase()).replace(/[\u2010-\u2015\u2212]/g, "-"));
}

/** What is meant by ` 1,916 `, `="00050000"`, `'00050000` and blanks of every kind. @param {string} cell */
export function plainCell(cell) {
  let words = tidy(cell);
  const formula = words.match(AS_FORMULA);
  if (formula) words = tidy(formula[1]);
  return AS_TEXT.test(words) ? words.slice(1) : words;
}

/** Whether a cell holds what no letter is, so that no database can keep it. @param {string} cell */
export function isTorn(cell) {
  return TORN.test(cell);
}

// -- numbers ------------------------------------------------------------------------------

/** A text without its unit and its %, "(12)" as "-12". @param {string} text @param {string} unit */
function bareNumber(text, unit) {
  let words = tidy(text).replace(/[\u2212\u2013]/g, "-");
  const withUnit = words.match(WITH_UNIT);
  if (withUnit && unit && tidy(unit).toLowerCase().startsWith(withUnit[2].toLowerCase())) words = withUnit[1];
  words = words.replace(/%$/, "").trimEnd();
  return words.startsWith("(") && words.endsWith(")") ? `-${words.slice(1, -1)}` : words;
}

/**
 * The number of "1,200", "$1,200.50", "40%", "3.0", "1 916", "(12)" or, with its unit, "30 min".
 * @param {string} text @param {string} [unit] @returns {Read<number>}
 */
export function numberFrom(text, unit = "") {
  if (tidy(text).length > LONGEST_NUMBER) return { problem: "is not a number such as 12 or 2.5" };
  const words = bareNumber(text, unit);
  if (COMMA_DECIMALS.test(words) && !NUMBER.test(words)) {
    return { problem: "is not a number here: write 1,200.50, with a point before the decimals" };
  }
  const found = words.replaceAll("$ ", "$").match(NUMBER);
  if (!found || !(found[4] || found[5]) || (found[1] && found[3])) return { problem: "is not a number such as 12 or 2.5" };
  return withSign(found[1] + found[3], (found[4] || "0").replace(/[ ,]/g, ""), (found[5] || ".").replace(/0+$/, ""));
}

/** @param {string} sign @param {string} digits @param {string} decimals after their point @returns {Read<number>} */
function withSign(sign, digits, decimals) {
  if ((digits.replace(/^0+/, "") + decimals.slice(1)).length > MOST_DIGITS) return { problem: "is a number of too many digits" };
  const value = Number(decimals === "." ? digits : digits + decimals);
  return { value: value && sign === "-" ? -value : value };
}

/** A whole number within its limits. @param {string} text @param {number} [least] @param {number} [most] @returns {Read<number>} */
export function wholeFrom(text, least = 0, most = 10 ** 9) {
  const { value } = numberFrom(text);
  if (value === undefined || !Number.isInteger(value)) return { problem: "is not a whole number" };
  return value < least || value > most ? { problem: `is not from ${least} to ${most}` } : { value };
}

// -- days ---------------------------------------------------------------------------------

/**
 * A day as YYYY-MM-DD, as people in the United States write it; what can be read in several ways is asked back.
 * @param {string} text @param {{serials?: boolean}} [options] `serials`: a bare number can be a day as Excel counts them
 * @returns {Read<string>}
 */
export function dayFrom(text, { serials = false } = {}) {
  const words = withoutWeekday(tidy(text).toLowerCase().replace(/[\u2212\u2013]/g, "-"));
  let found = serials ? words.match(SERIAL) : null;
  if (found) {
    const counted = new Date(Date.UTC(1899, 11, 30) + Number(found[1]) * 86_400_000);
    return ofCalendar(counted.getUTCFullYear(), counted.getUTCMonth() + 1, counted.getUTCDate());
  }
  if ((found = words.match(YEAR_FIRST))) return ofCalendar(Number(found[1]), Number(found[2]), Number(found[3]));
  if ((found = words.match(MONTH_FIRST))) return inNumbers(Number(found[1]), found[2], Number(found[3]), found[4]);
  if ((found = words.match(NAME_FIRST))) return named(found[3], found[1], Number(found[2]));
  if ((found = words.match(NAME_SECOND))) return named(found[3], found[2], Number(found[1]));
  return { problem: NO_YEAR.test(words) ? "has no year: write it as 1/31/2027" : "is not a day such as 1/31/2027" };
}

/** @param {string} words */
function withoutWeekday(words) {
  const at = words.indexOf(" ");
  const first = (at < 0 ? words : words.slice(0, at)).replace(/[.,]+$/, "");
  const is = first.length >= 3 && WEEKDAYS.some((day) => day.startsWith(first));
  return is ? (at < 0 ? "" : words.slice(at + 1)) : words;
}

const isMonth = (/** @type {number} */ n) => n >= 1 && n <= 12;

/** Month, day, year in numbers. @param {number} first @param {string} mark @param {number} second @param {string} year @returns {Read<string>} */
function inNumbers(first, mark, second, year) {
  if (first > 12 && year.length === 2) return { problem: "could be several days: write it as 1/31/2027" };
  if (first > 12 && isMonth(second)) return { problem: `has no month ${first}: did you mean ${second}/${first}/${year}?` };
  if (". ".includes(mark) && isMonth(first) && isMonth(second) && first !== second) {
    return { problem: `could be ${MONTHS[first - 1]} ${second} or ${MONTHS[second - 1]} ${first}: write the month as a word` };
  }
  const whole = fullYear(year);
  if (whole.value === undefined) return whole;
  const found = ofCalendar(whole.value, first, second);
  if (mark !== " " || found.problem) return found;
  return { problem: `has blanks between its numbers: did you mean ${first}/${second}/${whole.value}?` };
}

/** @param {string} digits @returns {Read<number>} */
function fullYear(digits) {
  const year = Number(digits);
  if (digits.length === 2 && year > NEWEST_SHORT_YEAR) return { problem: "has a year of two digits: write all four" };
  return { value: year + (digits.length === 2 ? 2000 : 0) };
}

/** @param {string} year @param {string} name @param {number} day @returns {Read<string>} */
function named(year, name, day) {
  const whole = fullYear(year);
  if (whole.value === undefined) return whole;
  const month = MONTHS.findIndex((each) => each.toLowerCase().startsWith(name)) + 1;
  return month ? ofCalendar(whole.value, month, day) : { problem: "is not a day such as 1/31/2027" };
}

/** @param {number} year @param {number} month @param {number} day @returns {Read<string>} */
function ofCalendar(year, month, day) {
  const found = new Date(Date.UTC(2000, 0, 1));
  found.setUTCFullYear(year, month - 1, day);
  const real = year > 0 && found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
  if (!real) return { problem: "is no day of the calendar" };
  if (year < 100) return { problem: `is in the year ${year}: did you mean ${month}/${day}/${2000 + year}?` };
  if (year < 2000 || year > 2100) return { problem: "is not between the years 2000 and 2100" };
  return { value: found.toISOString().slice(0, 10) };
}

// -- all else -----------------------------------------------------------------------------

/**
 * A time as HH:MM, from "1:30 pm", "13:30", "1:30:00 PM", "1 pm" or "noon". In a day that starts at `starts`, "1:30"
 * alone is in the afternoon when it would be too early otherwise.
 * @param {string} text @param {string} [starts] @returns {Read<string>}
 */
export function timeFrom(text, starts = "00:00") {
  const none = { problem: "is not a time such as 1:30 pm" };
  const said = tidy(text).toLowerCase();
  const found = (NAMED_TIMES.get(said) ?? said).match(TIME);
  if (!found || !(found[2] || found[3])) return none;
  const [hour, minute, half] = [Number(found[1]), Number(found[2] ?? 0), found[3]];
  if (minute > 59 || !isHour(hour, half)) return none;
  return { value: clock(hourOfDay(hour, half ?? (clock(hour, minute) < starts ? "p" : "")), minute) };
}

/** @param {number} hour @param {string} [half] "a" or "p" */
function isHour(hour, half) {
  return hour <= (half === "a" ? 12 : 23) && !(half === "p" && hour === 0);
}

/** @param {number} hour @param {number} minute */
function clock(hour, minute) {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** The hour of 24 of an hour in a half of the day. @param {number} hour @param {string} half "a", "p" or none */
function hourOfDay(hour, half) {
  if (hour === 12 && half === "a") return 0;
  return half === "p" && hour > 0 && hour < 12 ? hour + 12 : hour;
}

/** Yes, no, or a tick, in the ways that people and spreadsheets write them. @param {string} text @returns {Read<boolean>} */
export function yesNoFrom(text) {
  const word = fold(text);
  return YES.has(word) || NO.has(word) ? { value: YES.has(word) } : { problem: "is neither yes nor no" };
}

/** One of `choices`, in any case, with or without its accents; "3.0" is "3". @param {string} text @param {string[]} choices @returns {Read<string>} */
export function choiceFrom(text, choices) {
  const words = tidy(text);
  const known = [...new Set(choices)];
  if (known.includes(words)) return { value: words };
  const same = known.filter((each) => fold(each) === fold(words));
  const value = same.length === 1 ? same[0] : known.find((each) => /^-?[0-9]{1,15}$/.test(each) && numberFrom(words).value === Number(each));
  return value === undefined ? { problem: "is not one of the choices" } : { value };
}

// -- files --------------------------------------------------------------------------------

/**
 * The text of a file, whatever program wrote it: UTF-8, UTF-16, or Windows-1252, which `note` tells. A byte that
 * belongs to no letter becomes a torn one (a lone surrogate), so that its row alone is refused.
 * @param {ArrayBuffer | Uint8Array} bytes @returns {{text: string, note: string}}
 */
export function decoded(bytes) {
  let raw = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  if (raw[0] === 0xff && raw[1] === 0xfe) return { text: wide(raw, true), note: "" };
  if (raw[0] === 0xfe && raw[1] === 0xff) return { text: wide(raw, false), note: "" };
  const marked = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf;
  if (marked) raw = raw.subarray(3);
  const sound = inUtf8(raw);
  if (sound !== null) return { text: sound, note: "" };
  const lines = linesOf(raw);
  const beyond = lines.map((line, i) => ({ n: i + 1, line })).filter(({ line }) => line.some((byte) => byte > 127));
  const other = beyond.filter(({ line }) => inUtf8(line) === null).map(({ n }) => n);
  if (marked || 2 * other.length <= beyond.length) {
    const torn = (/** @type {Uint8Array} */ line) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(line).replaceAll("\ufffd", "\udc80");
    return { text: lines.map((line) => inUtf8(line) ?? torn(line)).join(""), note: "" };
  }
  // Some runtimes leave these as they are; and five of them are no letters.
  const text = new TextDecoder("windows-1252").decode(raw).replace(/[\x80-\x9f]/g, (c) => WINDOWS_1252[c.charCodeAt(0) - 128]);
  const which = `${other.length > 1 ? "Lines" : "Line"} ${other.slice(0, 10).join(", ")}${other.length > 10 ? ` and ${other.length - 10} more` : ""}`;
  return { text, note: `${which}: letters in an older code (Windows-1252), read so. See that they look right.` };
}

/** @param {Uint8Array} raw @param {boolean} littleEndian */
function wide(raw, littleEndian) {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const parts = [];
  for (let i = 2; i + 1 < raw.length; i += 2) parts.push(String.fromCharCode(view.getUint16(i, littleEndian)));
  return parts.join("") + (raw.length % 2 ? "\udc80" : "");
}

/** Lines of bytes, each with its end. @param {Uint8Array} raw */
function linesOf(raw) {
  const lines = [];
  let start = 0;
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] === 10 || (raw[i] === 13 && raw[i + 1] !== 10)) {
      lines.push(raw.subarray(start, i + 1));
      start = i + 1;
    }
  }
  if (start < raw.length) lines.push(raw.subarray(start));
  return lines;
}

/** @param {Uint8Array} line */
function inUtf8(line) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return null;
  }
}

/** What may stand between the cells, the likeliest first; what a first line `sep=;` says alone. @param {string} text */
export function delimiters(text) {
  const said = text.match(SEP);
  if (said) return [said[1]];
  const even = new Map(MARKS.map((mark) => [mark, evenness(text, mark)]));
  return [...MARKS].sort((a, b) => (even.get(b) ?? 0) - (even.get(a) ?? 0));
}

/** The share of the first rows that have the commonest number of cells, of two or more. @param {string} text @param {string} mark */
function evenness(text, mark) {
  const widths = new Map();
  let total = 0;
  for (const { line, cells } of rowsOf(text, mark)) {
    if (line > SAMPLE) break;
    const width = cells ? cells.length : 0;
    widths.set(width, (widths.get(width) ?? 0) + 1);
    total += 1;
  }
  return Math.max(0, ...[...widths].filter(([width]) => width > 1).map(([, n]) => n)) / (total || 1);
}

/**
 * The rows of a text, each with the line where it begins, or `why` it cannot be read; empty ones are left out.
 * @param {string} text @param {string} [mark] @returns {(RawRow | TornRow)[]}
 */
export function delimited(text, mark = delimiters(text)[0]) {
  return [...rowsOf(text, mark)];
}

/** @param {string} text @param {string} mark @returns {Generator<RawRow | TornRow>} */
function* rowsOf(text, mark) {
  let at = text.match(SEP)?.[0].length ?? 0;
  let line = at ? 2 : 1;
  while (at < text.length) {
    const row = rowAt(text, at, mark);
    const ends = text.slice(at, row.end).match(/\r\n|\n|\r/g)?.length ?? 0;
    if (row.why === UNCLOSED) {
      const last = line + ends - (/[\r\n]$/.test(text) ? 1 : 0);
      yield { line, why: `${UNCLOSED}${last > line ? `, so nothing up to line ${last} was read` : ""}.` };
    } else if (row.why) yield { line, why: row.why };
    else if (row.cells?.some((cell) => tidy(cell))) yield { line, cells: row.cells.map(unguarded) };
    line += ends;
    at = row.end;
  }
}

const UNCLOSED = "A quote that opens here is never closed";

/**
 * One row from a place on. What stands after a fault on its line is dropped with it.
 * @param {string} text @param {number} start @param {string} mark @returns {{cells?: string[], why?: string, end: number}}
 */
function rowAt(text, start, mark) {
  const plain = new RegExp(`[^\r\n${mark === "|" ? "\\|" : mark}]*`, "y");
  const cells = [];
  let at = start;
  for (;;) {
    const cell = text[at] === '"' ? quotedAt(text, at) : plainAt(text, at, plain);
    if (cell.why) return { why: cell.why, end: cell.why === UNCLOSED ? text.length : lineEnd(text, cell.end) };
    cells.push(cell.words);
    at = cell.end;
    if (text[at] === mark) at += 1;
    else if (at >= text.length || text[at] === "\r" || text[at] === "\n") return { cells, end: lineEnd(text, at) };
    else return { why: "A quote stands in the middle of a cell.", end: lineEnd(text, at) };
  }
}

/** @param {string} text @param {number} at @param {RegExp} plain @returns {{words: string, end: number, why?: string}} */
function plainAt(text, at, plain) {
  plain.lastIndex = at;
  const words = plain.exec(text)?.[0] ?? "";
  if (words.length > LONGEST_CELL) return { words: "", end: at + LONGEST_CELL, why: "A cell is too long." };
  return { words, end: at + words.length };
}

/** @param {string} text @param {number} start of the quote @returns {{words: string, end: number, why?: string}} */
function quotedAt(text, start) {
  let words = "";
  let at = start + 1;
  for (;;) {
    const close = text.indexOf('"', at);
    const stop = close < 0 ? text.length : close;
    if (words.length + stop - at > LONGEST_CELL) return { words: "", end: at + LONGEST_CELL - words.length, why: "A cell is too long." };
    words += text.slice(at, stop);
    if (close < 0) return { words, end: text.length, why: UNCLOSED };
    if (text[close + 1] !== '"') return { words, end: close + 1 };
    words += '"';
    at = close + 2;
  }
}

/** Where the next line begins. @param {string} text @param {number} at */
function lineEnd(text, at) {
  let end = at;
  while (end < text.length && text[end] !== "\r" && text[end] !== "\n") end += 1;
  return end + (text.startsWith("\r\n", end) ? 2 : end < text.length ? 1 : 0);
}

/** A cell without the apostrophe by which the kit keeps a spreadsheet from running it. @param {string} cell */
function unguarded(cell) {
  return cell.startsWith("'") && RUN.test(cell) ? cell.slice(1) : cell;
}
