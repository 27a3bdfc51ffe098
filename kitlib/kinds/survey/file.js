// A file of survey results, read in the browser: counts, answers one a line, or one person a line.
// Who answered what stays in the browser; only counts by form, item and point leave it.
import { delimited } from "./csv.js";
/** @import { Row } from "./csv.js" */

/**
 * @typedef {{id: string, text: string, domain?: string, reverse?: boolean}} Item
 * @typedef {{id: string, title: string, instrument: {items: Item[], [key: string]: any}, points: {value: any, label: string}[]}} Form
 * @typedef {{people: number, asked: number | null, counts: Record<string, number[]>}} FormResults
 * @typedef {FormResults & {seen: Set<string>, persons: Set<string>}} Tally
 * @typedef {{line: number, why: string}} Refused
 */

const NOT_ANSWERED = new Set(["", "pass", "na", "n/a", "-", "no answer", "skipped"]);
const MOST_PEOPLE = 100000;
const NO_WAY = "The headings fit none of the three ways: “form, item, point, count”; “respondent, form, item, value”; or one column for each statement.";
/** @type {Record<string, string[]>} */
const HEADINGS = {
  form: ["form", "group"],
  item: ["item", "question"],
  point: ["point"],
  count: ["count", "n"],
  person: ["respondent", "person", "id"],
  value: ["value", "answer"],
};

/** @param {unknown} text */
const plain = (text) => String(text ?? "").trim().toLowerCase().replace(/\s+/g, " ");

/** One file on its way from lines to counts. */
class Reader {
  /** @param {string[]} heads @param {Form[]} forms */
  constructor(heads, forms) {
    this.heads = heads;
    this.forms = forms;
    /** @type {Refused[]} */
    this.refused = [];
    /** @type {Map<string, Tally>} */
    this.found = new Map();
    const plainHeads = heads.map(plain);
    this.columns = Object.fromEntries(Object.entries(HEADINGS).map(([name, words]) => [name, plainHeads.findIndex((head) => words.includes(head))]));
  }

  /** @param {...string} names */
  has(...names) {
    return names.every((name) => this.columns[name] >= 0);
  }

  /** @param {Row} row @param {string} name */
  cell({ cells }, name) {
    return cells[this.columns[name]] ?? "";
  }

  /** @param {number} line @param {string} why */
  refuse(line, why) {
    this.refused.push({ line, why });
  }

  /** @param {Row} row @returns {Form | null} */
  formOf(row) {
    if (!this.has("form") && this.forms.length === 1) return this.forms[0];
    const words = this.cell(row, "form");
    const form = this.forms.find((each) => plain(each.id) === plain(words) || plain(each.title) === plain(words));
    if (form) return form;
    const none = `There is no form “${words}”. Use ${this.forms.map((each) => each.id).join(", ")}.`;
    this.refuse(row.line, this.has("form") ? none : "The file needs a column “form”, since this survey has several.");
    return null;
  }

  /** @param {Form} form @param {string} words */
  itemOf(form, words) {
    return form.instrument.items.find((item) => plain(item.id) === plain(words) || plain(item.text) === plain(words));
  }

  /** @param {Form} form @param {string} words */
  pointOf(form, words) {
    return form.points.findIndex((point) => String(point.value) === words.trim() || plain(point.label) === plain(words));
  }

  /** @param {Form} form @param {string} words */
  noPoint(form, words) {
    return `“${words}” is no point of the scale. Use ${form.points.map((point) => point.value).join(", ")}, or the words.`;
  }

  /** @param {Form} form @returns {Tally} */
  tally(form) {
    const there = this.found.get(form.id);
    if (there) return there;
    const made = { people: 0, asked: null, counts: {}, seen: new Set(), persons: new Set() };
    this.found.set(form.id, made);
    return made;
  }

  /** @param {Form} form @param {string} item @param {number} point @param {number} n */
  add(form, item, point, n) {
    const counts = (this.tally(form).counts[item] ??= form.points.map(() => 0));
    counts[point] += n;
  }

  // -- the three ways ----------------------------------------------------------------------

  /** A line for each number. @param {Row} row */
  takeCount(row) {
    const form = this.formOf(row);
    if (!form) return;
    const words = this.cell(row, "count");
    const n = /^\d+$/.test(words) ? Number(words) : NaN;
    if (!(n <= MOST_PEOPLE)) return this.refuse(row.line, `“${words}” is not a whole number of people.`);
    const point = this.cell(row, "point");
    const what = plain(this.cell(row, "item"));
    if (!point && (what === "people" || what === "asked")) this.tally(form)[what] = n;
    else this.takeCountOf(row, form, point, n);
  }

  /** @param {Row} row @param {Form} form @param {string} point @param {number} n */
  takeCountOf(row, form, point, n) {
    const item = this.itemOf(form, this.cell(row, "item"));
    if (!item) return this.refuse(row.line, `${form.title} has no statement “${this.cell(row, "item")}”.`);
    const index = this.pointOf(form, point);
    if (index < 0) return this.refuse(row.line, this.noPoint(form, point));
    const key = `${item.id}|${index}`;
    if (this.tally(form).seen.has(key)) return this.refuse(row.line, `“${item.id}”, point ${form.points[index].value}, stands here twice. The first one counts.`);
    this.tally(form).seen.add(key);
    this.add(form, item.id, index, n);
  }

  /** A line for each answer. @param {Row} row */
  takeAnswer(row) {
    const form = this.formOf(row);
    if (!form) return;
    const item = this.itemOf(form, this.cell(row, "item"));
    const [person, value] = [this.cell(row, "person"), this.cell(row, "value")];
    if (!item) return this.refuse(row.line, `${form.title} has no statement “${this.cell(row, "item")}”.`);
    if (NOT_ANSWERED.has(plain(value))) return;
    const index = this.pointOf(form, value);
    const key = `${person}|${item.id}`;
    if (!person) return this.refuse(row.line, "The column of the respondent is empty.");
    if (index < 0) return this.refuse(row.line, this.noPoint(form, value));
    const { seen, persons } = this.tally(form);
    if (seen.has(key)) return this.refuse(row.line, "This respondent answered the statement before. The first answer counts.");
    seen.add(key);
    persons.add(person);
    this.add(form, item.id, index, 1);
  }

  /** The columns that are statements of a form. @param {Form} form @returns {[column: number, item: Item][]} */
  itemColumns(form) {
    const others = [this.columns.form, this.columns.person];
    return this.heads.flatMap((words, i) => {
      const item = others.includes(i) ? undefined : this.itemOf(form, words);
      return item ? [/** @type {[number, Item]} */ ([i, item])] : [];
    });
  }

  /** A line for each person, a column for each statement. Without a column “form”, the form with the most columns. @param {Row[]} rows @returns {boolean} whether it can be read that way */
  takePeople(rows) {
    const best = [...this.forms].sort((a, b) => this.itemColumns(b).length - this.itemColumns(a).length)[0];
    if (!this.itemColumns(best).length) return false;
    for (const [i, words] of this.heads.entries()) {
      const isUsed = i === this.columns.form || i === this.columns.person || this.forms.some((form) => this.itemOf(form, words));
      if (!isUsed) this.refuse(1, `Column “${words || i + 1}” fits no statement; it was left out.`);
    }
    for (const row of rows) {
      const form = this.has("form") ? this.formOf(row) : best;
      if (form) this.takePerson(form, row);
    }
    return true;
  }

  /** @param {Form} form @param {Row} row */
  takePerson(form, { line, cells }) {
    let hasAnswered = false;
    for (const [i, item] of this.itemColumns(form)) {
      if (NOT_ANSWERED.has(plain(cells[i]))) continue;
      const index = this.pointOf(form, cells[i]);
      if (index < 0) {
        const why = this.noPoint(form, cells[i]).replace("” is", `” under “${this.heads[i]}” is`);
        this.refuse(line, why);
      } else {
        this.add(form, item.id, index, 1);
        hasAnswered = true;
      }
    }
    if (hasAnswered) this.tally(form).people += 1;
  }

  /** What was found, form by form. @returns {Record<string, FormResults>} */
  results() {
    return Object.fromEntries(
      [...this.found].map(([id, { people, asked, counts, persons }]) => {
        const most = Math.max(0, ...Object.values(counts).map((each) => each.reduce((a, b) => a + b, 0)));
        return [id, { people: Math.max(people, persons.size, most), asked, counts }];
      }),
    );
  }
}

/** What a file holds, form by form, and each line that was refused. @param {string} text @param {Form[]} forms @returns {{forms: Record<string, FormResults>, refused: Refused[]}} */
export function readResults(text, forms) {
  const [head, ...rows] = delimited(text);
  if (!head || !rows.length) return { forms: {}, refused: [{ line: 1, why: "The file has no lines below its headings." }] };
  const reader = new Reader(head.cells, forms);
  if (reader.has("item", "point", "count")) for (const row of rows) reader.takeCount(row);
  else if (reader.has("item", "value", "person")) for (const row of rows) reader.takeAnswer(row);
  else if (!reader.takePeople(rows)) return { forms: {}, refused: [{ line: 1, why: NO_WAY }] };
  return { forms: reader.results(), refused: reader.refused };
}
