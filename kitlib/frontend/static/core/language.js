// The one language of this page: what the kit says in it, and what the session says. It is chosen at the head of the page,
// which then opens anew. What people wrote goes through none of this.

/**
 * @typedef {object} Language
 * @property {string} code
 * @property {string} dir "ltr" or "rtl"
 * @property {Record<string, string>} words of the session, English -> what stands for it, as text or as HTML
 * @property {Record<string, string | string[]>} own what the kit says itself; several forms where something is counted
 * @property {string} plurals which of these forms 0, 1, 2, … 199 takes
 */

const ENGLISH = "en";
const kit = (/** @type {any} */ (globalThis).__kit ??= {});
/** @type {Language} */
const language = (kit.language ??= { code: ENGLISH, dir: "ltr", words: {}, own: {}, plurals: "" });

/** What stands in English on a page in another language. @type {Set<string>} */
const missing = new Set();
const listeners = new Set();

/** @param {string} text */
function miss(text) {
  if (language.code === ENGLISH || missing.has(text.trim()) || !text.trim()) return text;
  missing.add(text.trim());
  for (const listener of listeners) listener();
  return text;
}

/** @param {string} text @param {Record<string, any>} values */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name] ?? "") : whole));
}

/** The kit's own words; `{name}` is filled in from `values`. @param {string} english @param {Record<string, any>} [values] */
export function say(english, values = {}) {
  const found = language.own[english];
  return typeof found === "string" ? filled(found, values) : miss(filled(english, values));
}

/** The kit's own words for a number of things, which fills in `{n}`. @param {number} n @param {string} one @param {string} many @param {Record<string, any>} [values] */
export function sayMany(n, one, many, values = {}) {
  const forms = language.own[one];
  const form = Array.isArray(forms) && forms[Number(language.plurals[n < 200 ? n : 100 + (n % 100)] ?? 0)];
  return form ? filled(form, { n, ...values }) : miss(filled(n === 1 ? one : many, { n, ...values }));
}

/** What a session says, as text or as HTML that the kit made of it. @template {string | null | undefined} T @param {T} english @returns {T | string} */
export function words(english) {
  return english ? (language.words[english] ?? miss(english)) : english;
}

/** Take in the words of a part that came later. @param {Record<string, string>} [more] */
export function learn(more = {}) {
  Object.assign(language.words, more);
}

/** The language of a text that stands in English on a page in another one; null for any other text. @param {string} text */
export function foreign(text) {
  return missing.size && missing.has(text.trim()) ? ENGLISH : null;
}

/** Hear of it when something stands in English. @param {() => void} listener */
export function onMissing(listener) {
  listeners.add(listener);
  if (missing.size) listener();
}

/** The language's code, and "" for English. */
export function chosen() {
  return language.code === ENGLISH ? "" : language.code;
}

/** In what way dates and times are written; undefined for the browser's own. */
export function habits() {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(chosen())[0];
  } catch {
    return undefined;
  }
}

/** Things in a row as one says them: "a, b and c"; with commas alone where the browser does not know the language. @param {string[]} things */
export function listed(things) {
  try {
    const [known] = Intl.ListFormat.supportedLocalesOf(chosen() || "en-US");
    if (known) return new Intl.ListFormat(known).format(things);
  } catch {
    // an older browser, or a code that is none
  }
  return things.join(", ");
}

/** The keys under which a session's activities hold what people read; what stands under others is stored, or compared. */
const READ = new Set(
  ["text", "title", "help", "label", "question", "note", "summary", "learning", "worry", "next_step", "domain", "place", "noun", "unit", "say", "intro", "word"],
);
const STORED = new Set(["values", "cells", "counts"]);

/** What draws an activity, with its texts in the language of this page. @param {any} data @returns {any} */
export function worded(data) {
  if (language.code === ENGLISH || typeof data !== "object" || !data) return data;
  if (Array.isArray(data)) return data.map(worded);
  const each = Object.entries(data).map(([key, value]) => [key, typeof value === "string" && READ.has(key) ? words(value) : STORED.has(key) ? value : worded(value)]);
  return Object.fromEntries(each);
}
