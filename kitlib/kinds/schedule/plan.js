// The blocks of a schedule as this page knows them, and the one way to change them.
import { newRow } from "../../frontend/static/ui/rows.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */

/**
 * @typedef {{id: string, title: string, sort: string, tier?: number}} Use
 * @typedef {{row: string, group: string, day: string, start: string, end: string, use: string, who: string, note: string,
 *            from: number | null, to: number | null, isComplete: boolean, isRemoved: boolean}} Block
 * @typedef {Block & {from: number, to: number}} PlacedBlock one with a beginning and an end
 * @typedef {[field: string, now: any, before?: any]} Change `before`: what undoing brings back, where that is not what stands there
 * @typedef {{words: string, key: string, when: number, changes: [field: string, before: any][]}} Undoable
 * @typedef {{text: string, limit: string, rows: string[], days: string[], groups: string[]}} Clash
 * @typedef {{day: string, group: string}} View one day of all groups, or one group on all days
 * @typedef {{id: string, text: string, holds: (block: Block) => boolean}} Column
 */

export const STEP = 5; // minutes that a button or a drag moves by
export const CELLS = /** @type {const} */ (["group", "day", "start", "end", "use", "who", "note"]);
const TOGETHER = 4000; // ms in which changes of one thing are undone as one
const HALF_DAY = 720; // minutes from which on am and pm are needed

/** A sign and a word for each sort, so that nothing rests on color. @type {Record<string, [sign: string, words: string]>} */
export const SORTS = { core: ["■", "core"], support: ["▲", "added help"], planning: ["●", "adults’ planning"], other: ["○", "other"] };

/** "09:05" as minutes since midnight, or null. @param {any} clock */
export function minuteOf(clock) {
  const found = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(clock ?? "");
  return found ? 60 * Number(found[1]) + Number(found[2]) : null;
}

/** Minutes since midnight as the store keeps them. @param {number} minute */
export function clockOf(minute) {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** @param {{id: string, text?: string, title?: string}[]} list @returns {Record<string, string>} */
function namesOf(list) {
  return Object.fromEntries(list.map((each) => [each.id, each.text ?? each.title ?? ""]));
}

/** @param {string} field */
const rowOf = (field) => field.slice(0, field.lastIndexOf("."));

/** The schedule: every change of it can be undone. */
export class Schedule {
  /** @param {Client} client @param {any} config */
  constructor(client, config) {
    this.client = client;
    this.config = config;
    /** @type {Record<string, Record<string, string>>} */
    this.initial = Object.fromEntries(config.rows.map((/** @type {any} */ row) => [row.id, row.values]));
    /** @type {Record<string, Use>} */
    this.uses = Object.fromEntries(config.uses.map((/** @type {Use} */ use) => [use.id, use]));
    this.days = namesOf(config.days);
    this.groups = namesOf(config.groups);
    this.isWeek = config.days.length > 1;
    /** @type {Undoable[]} */
    this.undoables = [];
    this.made = 0; // rows made on this page
    this.isLong = false; // whether am and pm are needed
  }

  /** @param {string} field @returns {At} */
  at(field) {
    return { scope: "team", activity: this.config.id, field };
  }

  /** @param {string} row @param {string} column @returns {any} */
  value(row, column) {
    return this.client.value(this.at(`${row}.${column}`)) ?? this.initial[row]?.[column] ?? "";
  }

  /** What a block is used for, in words. @param {string} row @param {string} none */
  title(row, none) {
    return this.uses[this.value(row, "use")]?.title ?? none;
  }

  /** @param {string} row @returns {Block} */
  block(row) {
    const cells = /** @type {any} */ (Object.fromEntries(CELLS.map((column) => [column, this.value(row, column)])));
    const [from, to] = [minuteOf(cells.start), minuteOf(cells.end)];
    const isComplete = from !== null && to !== null && cells.group in this.groups && cells.day in this.days && cells.use in this.uses;
    return { row, ...cells, from, to, isComplete, isRemoved: Boolean(this.value(row, "removed")) };
  }

  /** All blocks, finished or not. */
  all() {
    const found = this.client.answers.rows(this.config.id, Object.keys(this.initial)).map((row) => this.block(row));
    const times = placed(found).flatMap((block) => [block.from, block.to]);
    times.push(minuteOf(this.config.starts) ?? 0, minuteOf(this.config.ends) ?? 0);
    this.isLong = Math.max(...times) - Math.min(...times) >= HALF_DAY;
    return found;
  }

  /** A time as people read it. @param {number} minute */
  clock(minute) {
    const half = this.isLong ? (minute % 1440 < 720 ? " am" : " pm") : "";
    return `${((Math.floor(minute / 60) + 11) % 12) + 1}:${String(minute % 60).padStart(2, "0")}${half}`;
  }

  // -- changing ----------------------------------------------------------------------------

  /** Change something, so that it can be undone as one. @param {string} words @param {Change[]} changes @param {string} [key] changes with one key that follow each other closely are undone together */
  act(words, changes, key = "") {
    const last = this.undoables.at(-1);
    if (key && last?.key === key && Date.now() - last.when < TOGETHER) last.when = Date.now();
    else {
      const before = changes.map((change) => /** @type {[string, any]} */ ([change[0], change.length > 2 ? change[2] : this.client.value(this.at(change[0]))]));
      this.undoables.push({ words, key, when: Date.now(), changes: before });
    }
    this.write(changes.map(([field, now]) => [field, now]));
  }

  /** @param {[field: string, value: any][]} values */
  write(values) {
    this.client.batch(() => {
      for (const [field, value] of values) this.client.set(this.at(field), value, { now: true });
    });
  }

  /** A new row with these cells. Undoing takes it out. @param {Partial<Block>} cells @returns {{row: string, changes: Change[]}} */
  added(cells) {
    const row = newRow(this.made++);
    const filled = CELLS.filter((column) => cells[column]).map((column) => /** @type {Change} */ ([`${row}.${column}`, cells[column], null]));
    return { row, changes: [[`${row}.removed`, false, true], ...filled] };
  }

  /** What undoing would undo, in words. */
  get undoable() {
    return this.undoables.at(-1)?.words ?? "";
  }

  undo() {
    const last = this.undoables.pop();
    if (!last) return "";
    // What was made is taken out; its cells stay, so that it could be put back.
    const born = new Set(last.changes.filter(([field, before]) => field.endsWith(".removed") && before === true).map(([field]) => rowOf(field)));
    this.write(last.changes.filter(([field]) => field.endsWith(".removed") || !born.has(rowOf(field))));
    return last.words;
  }
}

/** The blocks that stand: finished, and not taken out. @param {Block[]} blocks @returns {PlacedBlock[]} */
export function placed(blocks) {
  return /** @type {PlacedBlock[]} */ (blocks.filter((block) => block.isComplete && !block.isRemoved));
}
