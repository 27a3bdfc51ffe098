// A file of survey results, read in the browser: counts, answers one a line, or one person a line.
// Who answered what stays in the browser; only counts by form, item and point leave it. `kit import --into` reads by the
// same rules (results.py beside this).
import { choiceFrom, delimited, fold, isTorn, plainCell, wholeFrom } from "../../frontend/static/ui/tabular.js";
/** @import { RawRow, TornRow } from "../../frontend/static/ui/tabular.js" */

const NOT_ANSWERED = new Set(["", "pass", "na", "n/a", "-", "no answer", "skipped"]);
const MOST_PEOPLE = 100000;
const SEARCHED = 50;
const [FORM, ITEM, POINT, COUNT] = [["form", "group"], ["item", "question"], ["point"], ["count", "n"]];
const PERSON = ["respondent", "respondentid", "person", "responseid", "id"];
/** Who answered where there is no such column, and when. What several share there, such as "anonymous", is nobody. */
const ADDRESS = ["email", "emailaddress", "username", "recipientemail"];
const WHEN = ["timestamp", "completiontime", "endtime", "recordeddate", "enddate", "datemodified"];
const VALUE = ["value", "answer"];
/** What survey tools write beside the answers; it is no answer, and is not told as left out. */
const BESIDE = new Set([
  ...ADDRESS, ...WHEN, "starttime", "startdate", "datecreated", "lastmodifiedtime", "name", "firstname", "lastname",
  "recipientfirstname", "recipientlastname", "ipaddress", "progress", "status", "finished", "duration(inseconds)",
  "externalreference", "externaldatareference", "locationlatitude", "locationlongitude", "distributionchannel",
  "userlanguage", "collectorid", "customdata1", "score", "totalpoints", "quizfeedback", "language",
]);
const MOST_PARTS = 5; // that are tried of a heading such as `Question - words`
const IMPORT = '{"importid"'; // how the third row of Qualtrics begins, folded
const HEADINGS = 3; // rows that Qualtrics has of them

/**
 * @typedef {{id: string, text: string, domain?: string, reverse?: boolean}} Item
 * @typedef {{id: string, title: string, instrument: {items: Item[], [key: string]: any}, points: {value: any, label: string}[]}} Form
 * @typedef {{people: number, asked: number | null, counts: Record<string, number[]>}} FormResults
 * @typedef {{line: number, why: string}} Refused
 */

/**
 * What a file holds: for each form its counts, and each line that was refused.
 * @param {string} text @param {Form[]} forms @returns {{forms: Record<string, FormResults>, refused: Refused[], way: string}}
 */
export function readResults(text, forms) {
  return new Reading(forms).read(text);
}

/** A heading as it is looked up: "Response ID", "ResponseId" and "response_id" are one. @param {string} cell */
const keyOf = (cell) => fold(cell).replace(/[ _-]/g, "");

/** The row of headings, and where the columns stand that give a file its way; what it leaves empty is called as the row above calls it. */
class Heads {
  /** @param {RawRow} row @param {RawRow} [above] */
  constructor(row, above) {
    const over = (above?.cells ?? []).map(keyOf);
    this.row = row;
    this.keys = row.cells.map(keyOf).map((key, i) => (over[i] !== undefined && (!key || PERSON.includes(over[i]) || BESIDE.has(over[i])) ? over[i] : key));
  }

  /** @param {string[]} names */
  at(names) {
    return this.keys.findIndex((key) => names.includes(key));
  }

  /** @param {string[][]} columns */
  has(...columns) {
    return columns.every((names) => this.at(names) >= 0);
  }

  get way() {
    return this.has(ITEM, POINT, COUNT) ? "counts" : this.has(ITEM, VALUE, PERSON) ? "answers" : "";
  }

  /** A heading that the file's way rests on and that stands there twice. */
  get repeated() {
    const used = { counts: [FORM, ITEM, POINT, COUNT], answers: [FORM, ITEM, VALUE, PERSON], "": [FORM, PERSON] }[this.way];
    return this.keys.find((key, i) => used.flat().includes(key) && this.keys.indexOf(key) < i);
  }
}

class Reading {
  /** @param {Form[]} forms */
  constructor(forms) {
    this.forms = forms;
    this.found = new Map();
    /** @type {Refused[]} */
    this.refused = [];
    this.column = { form: -1, item: -1, point: -1, count: -1, person: -1, value: -1 };
  }

  /** @param {string} text */
  read(text) {
    const rows = this.#sound(delimited(text));
    if (rows.length < 2) return this.#nothing(1, "The file has no lines below its headings.");
    const { at, first } = this.#headings(rows);
    const heads = new Heads(rows[at], rows[at - 1]);
    const twice = heads.repeated;
    if (twice !== undefined) return this.#nothing(heads.row.line, `The heading “${twice}” stands twice, so nothing was counted.`);
    this.column = { form: heads.at(FORM), item: heads.at(ITEM), point: heads.at(POINT), count: heads.at(COUNT), person: heads.at(PERSON), value: heads.at(VALUE) };
    const way = heads.way || "people";
    const take = way === "counts" ? this.#count : way === "answers" ? this.#answer : this.#people(heads);
    if (!take) return this.#nothing(heads.row.line, "The headings fit none of the three ways: “form, item, point, count”; “respondent, form, item, value”; or one column for each statement.");
    for (const row of rows.slice(first)) {
      const why = take.call(this, row);
      if (why) this.refused.push({ line: row.line, why });
    }
    return { forms: this.#told(), refused: this.#inOrder(), way };
  }

  #inOrder() {
    return this.refused.sort((a, b) => a.line - b.line);
  }

  /** @param {(RawRow | TornRow)[]} given */
  #sound(given) {
    const rows = [];
    for (const { line, cells, why } of given) {
      if (!cells) this.refused.push({ line, why });
      else if (cells.some(isTorn)) this.refused.push({ line, why: "It holds a letter that cannot be read." });
      else rows.push({ line, cells: cells.map(plainCell) });
    }
    return rows;
  }

  /** @param {number} line @param {string} why */
  #nothing(line, why) {
    this.refused.push({ line, why });
    return { forms: {}, refused: this.#inOrder(), way: "" };
  }

  /** Where the first row stands that fits one of the three ways, or else the very first; and the first below all headings. @param {RawRow[]} rows */
  #headings(rows) {
    const fits = (/** @type {RawRow} */ row) =>
      new Heads(row).way || this.forms.some((form) => row.cells.filter((cell) => find(form, cell)).length > 1);
    const at = Math.max(0, rows.slice(0, SEARCHED).findIndex(fits));
    const last = rows.slice(at, at + HEADINGS).findIndex((row) => row.cells.some((cell) => fold(cell).startsWith(IMPORT)));
    return { at, first: at + Math.max(0, last) + 1 };
  }

  // -- the three ways: each takes a row, and gives what stands against it ---------------------

  /** @param {RawRow} row @returns {string | undefined} */
  #count(row) {
    const form = this.#form(row);
    if (typeof form === "string") return form;
    const [said, words, point] = [this.#cell(row, "count"), this.#cell(row, "item"), this.#cell(row, "point")];
    const { value: n } = wholeFrom(said, 0, MOST_PEOPLE);
    if (n === undefined) return `“${said}” is not a whole number of people.`;
    const what = fold(words);
    if (!point && (what === "people" || what === "asked")) {
      if (!this.#once(form, what)) return `“${words}” stands here twice. The first one counts.`;
      this.#held(form)[what] = n;
      return undefined;
    }
    const item = find(form, words);
    if (!item) return `${form.title} has no statement “${words}”.`;
    const index = pointOf(form, point);
    if (index < 0) return noPoint(form, point);
    if (!this.#once(form, `${item.id}|${index}`)) return `“${item.id}”, point ${form.points[index].value}, stands here twice. The first one counts.`;
    this.#add(form, item.id, index, n);
    return undefined;
  }

  /** @param {RawRow} row @returns {string | undefined} */
  #answer(row) {
    const form = this.#form(row);
    if (typeof form === "string") return form;
    const [said, words, who] = [this.#cell(row, "value"), this.#cell(row, "item"), this.#cell(row, "person")];
    const item = find(form, words);
    if (!item) return `${form.title} has no statement “${words}”.`;
    if (NOT_ANSWERED.has(fold(said))) return undefined;
    if (!who) return "The column of the respondent is empty.";
    const index = pointOf(form, said);
    if (index < 0) return noPoint(form, said);
    if (!this.#once(form, `${who}|${item.id}`)) return "This respondent answered the statement before. The first answer counts.";
    this.#held(form).persons.add(who);
    this.#add(form, item.id, index, 1);
    return undefined;
  }

  /** One person a line, one statement a column; without a column of the form, the form with the most columns. @param {Heads} heads */
  #people(heads) {
    const known = new Map(this.forms.map((form) => [form, this.#columns(heads, form)]));
    const fits = [...known].sort(([, a], [, b]) => b.size - a.size)[0][0];
    if (!known.get(fits)?.size) return null;
    this.#tellUnused(heads, [...known.values()]);
    const lines = new Map();
    return (/** @type {RawRow} */ row) => {
      const form = this.column.form < 0 ? fits : this.#form(row);
      if (typeof form === "string") return form;
      const { said, who } = this.#who(row, heads);
      const key = `${form.id}|${who}`;
      if (who && lines.has(key)) return `“${said}” stands on line ${lines.get(key)} already. The first line counts.`;
      lines.set(key, row.line);
      this.#person(row, form, known.get(form) ?? new Map(), heads);
      return undefined;
    };
  }

  /** By what a person is told from others: an id, an address, or all of a line and its moment. @param {RawRow} row @param {Heads} heads */
  #who(row, heads) {
    if (this.column.person >= 0) return { said: this.#cell(row, "person"), who: this.#cell(row, "person") };
    const [address, when] = [ADDRESS, WHEN].map((names) => row.cells[heads.at(names)] ?? "");
    if (/^[^@ ]+@[^@ ]+$/.test(address)) return { said: address, who: fold(address) };
    return { said: when, who: when && row.cells.join("\t") };
  }

  /** @param {RawRow} row @param {Form} form @param {Map<number, {id: string}>} columns @param {Heads} heads */
  #person(row, form, columns, heads) {
    let answered = false;
    for (const [i, item] of columns) {
      const said = row.cells[i] ?? "";
      if (NOT_ANSWERED.has(fold(said))) continue;
      const index = pointOf(form, said);
      if (index < 0) this.refused.push({ line: row.line, why: `Under “${heads.row.cells[i]}”: ${noPoint(form, said)}` });
      else {
        this.#add(form, item.id, index, 1);
        answered = true;
      }
    }
    if (answered) this.#held(form).people += 1;
  }

  /** @param {Heads} heads @param {Map<number, any>[]} known */
  #tellUnused(heads, known) {
    for (const [i, words] of heads.row.cells.entries()) {
      const used = i === this.column.form || i === this.column.person || known.some((columns) => columns.has(i));
      if (used || BESIDE.has(heads.keys[i])) continue;
      const again = this.forms.some((form) => find(form, words));
      const why = again ? "has a column already. The first column counts." : "fits no statement; it was left out.";
      this.refused.push({ line: heads.row.line, why: `Column “${words || i + 1}” ${why}` });
    }
  }

  // -- words to things -----------------------------------------------------------------------

  /** Place -> statement, each statement once. @param {Heads} heads @param {Form} form */
  #columns(heads, form) {
    const found = new Map();
    for (const [i, words] of heads.row.cells.entries()) {
      const item = i === this.column.form || i === this.column.person ? undefined : find(form, words);
      if (item && ![...found.values()].includes(item)) found.set(i, item);
    }
    return found;
  }

  /** The form of a row, or why it has none. @param {RawRow} row @returns {Form | string} */
  #form(row) {
    if (this.column.form < 0 && this.forms.length === 1) return this.forms[0];
    const words = this.#cell(row, "form");
    const found = this.forms.find((form) => [fold(form.id), fold(form.title)].includes(fold(words)));
    if (found) return found;
    if (this.column.form < 0) return "The file needs a column “form”, since this survey has several.";
    return `There is no form “${words}”. Use ${this.forms.map((form) => form.id).join(", ")}.`;
  }

  /** @param {RawRow} row @param {"form" | "item" | "point" | "count" | "person" | "value"} name */
  #cell(row, name) {
    return row.cells[this.column[name]] ?? "";
  }

  // -- counting ------------------------------------------------------------------------------

  /** @param {Form} form */
  #held(form) {
    if (!this.found.has(form.id)) this.found.set(form.id, { people: 0, asked: null, counts: {}, seen: new Set(), persons: new Set() });
    return this.found.get(form.id);
  }

  /** Whether a key comes for the first time. @param {Form} form @param {string} key */
  #once(form, key) {
    const { seen } = this.#held(form);
    const first = !seen.has(key);
    seen.add(key);
    return first;
  }

  /** @param {Form} form @param {string} id @param {number} index @param {number} n */
  #add(form, id, index, n) {
    const counts = (this.#held(form).counts[id] ??= form.points.map(() => 0));
    counts[index] += n;
  }

  #told() {
    /** @type {Record<string, FormResults>} */
    const out = {};
    for (const [id, { people, asked, counts, persons }] of this.found) {
      const most = Math.max(0, ...Object.values(counts).map((/** @type {number[]} */ each) => each.reduce((a, b) => a + b, 0)));
      out[id] = { people: Math.max(people, persons.size, most), asked, counts };
    }
    return out;
  }
}

/** A statement by its id or its words, also as survey tools write them: `Question [words]`, `Question - words`, `3. words`. @param {Form} form @param {string} words */
function find(form, words) {
  const said = fold(words);
  const inside = [said.match(/^.*\[([^[\]]+)\]$/), said.match(/^(?:q ?)?[0-9]{1,3}[.):] ?(.+)$/)].flatMap((found) => (found ? [found[1].trim()] : []));
  const parts = said.split(" - ");
  const ends = parts.slice(1, MOST_PARTS + 1).map((_, i) => parts.slice(i + 1).join(" - "));
  for (const each of [said, ...inside, ...ends]) {
    const found = form.instrument.items.find((item) => each === fold(item.id) || each === fold(item.text));
    if (found) return found;
  }
  return undefined;
}

/** @param {Form} form @param {string} words */
function pointOf(form, words) {
  const names = [...form.points.map((point) => String(point.value)), ...form.points.map((point) => point.label)];
  const { value } = choiceFrom(words, names);
  return value === undefined ? -1 : names.indexOf(value) % form.points.length;
}

/** @param {Form} form @param {string} words */
function noPoint(form, words) {
  return `“${words}” is no point of the scale. Use ${form.points.map((point) => point.value).join(", ")}, or the words.`;
}
