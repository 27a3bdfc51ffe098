// A list whose rows people add, edit, take out and put back. Each cell is an answer of its own,
// so two people can work on two cells at once. Drawn as cards, or as a grid where one fits.
import { say, sayMany } from "../core/language.js";
import { badge } from "./badge.js";
import { roleList } from "./columns.js";
import { button, el, keepingFocus, plural, setText, spokenLine, uniqueId } from "./dom.js";
import { GridFrame, gridWidth } from "./grid.js";
import { Row } from "./row.js";
import { fold } from "./tabular.js";
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */
/** @import { Column } from "./values.js" */

/**
 * @typedef {object} RowsSpec
 * @property {string} activity
 * @property {string} noun what one row is
 * @property {string} add the words of the button that adds one
 * @property {Record<string, Column>} columns
 * @property {{id: string, values: Record<string, any>}[]} [initial] rows that stand there from the start
 * @property {boolean} [fixed] no row is added or taken out
 * @property {number} [empty] empty rows offered
 * @property {boolean} [grid] a table where it fits
 * @property {boolean} [named] a control's name holds the words of the row's first cell
 * @property {(row: string, column: string, value: any) => {words: string, warn?: boolean} | null} [note] a line under a cell
 * @property {() => Record<string, string>} [totals] the words under a column
 * @property {() => void} [arranged] called when cards become a grid or a grid cards
 * @property {(text: string) => boolean} [pasted] takes several cells pasted at once
 */

const FIND_FROM = 12; // rows from which on a box to find rows is worth its place
const NARROW_GRID = 720; // px below which a grid is never drawn

/** A row id that sorts by the time it was made and is nobody else's. `later` keeps rows made at once in order. @param {number} [later] */
export function newRow(later = 0) {
  return `r${(Date.now() + later).toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

/** A box to find rows in a long list. @param {() => void} changed */
function rowFinder(changed) {
  const id = uniqueId("find");
  const input = el("input", { id, type: "search", autocomplete: "off", oninput: changed });
  const count = el("span", { class: "kit-count", role: "status" });
  const element = el("div", { class: "kit-find", hidden: true }, el("label", { for: id, text: say("Find rows with") }), input, count);
  return { element, input, count, words: () => (element.hidden ? "" : fold(input.value)) };
}

/** The list. */
export class RowList {
  /** @param {Client} client @param {RowsSpec} spec */
  constructor(client, spec) {
    this.client = client;
    this.spec = spec;
    this.initial = spec.initial ?? [];
    this.columns = Object.entries(spec.columns);
    this.first = this.columns[0][0];
    /** @type {Map<string, Row>} */
    this.drawn = new Map();
    this.drafts = Array.from({ length: spec.empty ?? 0 }, (_, i) => newRow(i)); // empty rows offered; they exist once written in
    /** @type {Set<string>} rows that were out already when this page first saw them */
    this.tucked = new Set();
    /** @type {Map<string, number>} row -> its number among those that are not taken out */
    this.numbers = new Map();
    this.counted = false; // whether it is known how many rows there are already
    this.isGrid = false;
    this.roles = this.columns.some(([, column]) => column.type === "who") ? roleList(client) : null;
    this.badge = badge(client, () => this.places(), say("in its row"));
    this.spoken = spokenLine();
    this.finder = rowFinder(() => this.update());
    this.frame = new GridFrame(spec, this.columns);
    /** @type {HTMLElement} */
    this.list = el("ol", { class: "kit-rows" });
    this.holder = el("div", { class: "kit-list" }, this.list);
    this.untuck = button("", () => this.showTucked(), { class: "kit-link kit-untuck", hidden: true });
    const add = !spec.fixed && button(spec.add, () => this.addRow(), { class: "kit-add" });
    this.element = el("div", {}, this.finder.element, this.holder, this.untuck, add, this.badge.element, this.spoken, this.roles?.element);
    if (spec.pasted) this.holder.addEventListener("paste", (event) => this.paste(event));
    /** @type {ResizeObserver | null} */
    this.watch = spec.grid ? this.watchWidth() : null;
  }

  watchWidth() {
    const needed = Math.max(NARROW_GRID, gridWidth(this.columns.map(([, column]) => column)));
    const watch = new ResizeObserver(() => {
      const room = this.element.clientWidth;
      if (room && room >= needed !== this.isGrid) this.arrange(room >= needed);
    });
    watch.observe(this.element);
    return watch;
  }

  close() {
    this.watch?.disconnect();
  }

  /** @param {string} row @param {string} column @returns {At} */
  at(row, column) {
    return { scope: "team", activity: this.spec.activity, field: `${row}.${column}` };
  }

  /** Every answer of the list. */
  places() {
    return [...this.drawn.keys()].flatMap((row) => [...Object.keys(this.spec.columns), "removed"].map((column) => this.at(row, column)));
  }

  /** @param {string} row */
  isRemoved(row) {
    return Boolean(this.client.value(this.at(row, "removed")));
  }

  // -- what people do ----------------------------------------------------------------------

  addRow() {
    this.finder.input.value = "";
    const row = newRow();
    this.drafts.push(row);
    this.update();
    this.drawn.get(row)?.focus();
  }

  showTucked() {
    const [next] = this.tucked;
    this.tucked.clear();
    this.update();
    this.drawn.get(next)?.undo.focus();
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.trim().includes("\t") && this.spec.pasted?.(text)) event.preventDefault();
  }

  /** Write whole rows at once. @param {Record<string, any>[]} rows @returns {string[]} their ids */
  fill(rows) {
    const ids = rows.map((_, i) => newRow(i));
    this.client.batch(() => {
      rows.forEach((cells, i) => {
        for (const [column, value] of Object.entries(cells)) this.client.set(this.at(ids[i], column), value);
      });
    });
    this.client.flush();
    return ids;
  }

  /** Take rows out, or put them back, without a line for each. @param {string[]} ids @param {boolean} out */
  take(ids, out) {
    this.client.batch(() => {
      for (const id of ids) {
        this.client.set(this.at(id, "removed"), out, { now: true });
        if (out) this.tucked.add(id);
      }
    });
  }

  // -- what is shown -----------------------------------------------------------------------

  /** Cards or a grid, as there is room. @param {boolean} isGrid */
  arrange(isGrid) {
    this.isGrid = isGrid;
    keepingFocus(() => {
      this.list = isGrid ? this.frame.body : el("ol", { class: "kit-rows" });
      this.holder.replaceChildren(isGrid ? this.frame.element : this.list);
      for (const row of this.drawn.values()) row.arrange();
      this.update();
      this.spec.arranged?.();
    });
  }

  update() {
    const rows = this.wanted();
    this.numbers.clear();
    for (const row of rows) if (!this.isRemoved(row)) this.numbers.set(row, this.numbers.size + 1);
    for (const row of rows) if (!this.drawn.has(row)) this.drawn.set(row, new Row(this, row));
    for (const row of this.drawn.values()) row.update();
    this.place(rows);
    this.filter(rows);
    this.untuck.hidden = !this.tucked.size;
    setText(this.untuck, sayMany(this.tucked.size, "Show {n} row taken out earlier", "Show {n} rows taken out earlier"));
    this.roles?.update();
    if (this.isGrid) this.frame.sum();
    this.badge.update();
  }

  /** The rows to show, in their order: those from the start, then added ones and empty ones. */
  wanted() {
    const known = this.client.answers.rows(this.spec.activity, this.initial.map((row) => row.id));
    const added = known.slice(this.initial.length);
    // An empty row is offered only once it is known how many rows there are already.
    const isReady = this.client.isLoaded("team");
    if (isReady && !this.counted) {
      this.counted = true;
      this.drafts.splice(0, added.length);
    }
    const offered = isReady ? this.drafts.filter((row) => !added.includes(row)) : [];
    return [...known.slice(0, this.initial.length), ...[...added, ...offered].sort()];
  }

  /** @param {string[]} rows */
  place(rows) {
    const { list } = this;
    // After a change of team, the rows of the team before go.
    for (const [row, { element }] of this.drawn) if (element.parentElement && !rows.includes(row)) element.remove();
    rows.forEach((row, i) => {
      const { element } = /** @type {Row} */ (this.drawn.get(row));
      if (list.children[i] !== element && !element.contains(document.activeElement)) list.insertBefore(element, list.children[i] ?? null);
    });
  }

  /** Hide what is not looked for; a row with an open question stays in sight. @param {string[]} rows */
  filter(rows) {
    this.finder.element.hidden = this.numbers.size <= FIND_FROM;
    const words = this.finder.words();
    let found = 0;
    for (const row of rows) {
      const drawn = /** @type {Row} */ (this.drawn.get(row));
      const fits = this.numbers.has(row) ? drawn.matches(words) : !words && !this.tucked.has(row);
      if (fits && this.numbers.has(row)) found += 1;
      drawn.element.hidden = !fits && !drawn.isUndecided() && !drawn.element.contains(document.activeElement);
    }
    const all = plural(this.numbers.size, "row");
    setText(this.finder.count, words ? `${found} of ${all}` : all);
  }
}

/** A list of rows. @param {Client} client @param {RowsSpec} spec */
export function rowList(client, spec) {
  return new RowList(client, spec);
}
