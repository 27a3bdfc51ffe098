// The wall of a board: headings with their notes, moved by dragging or by a menu.
import { say } from "../../frontend/static/core/language.js";
import { arrange } from "../../frontend/static/ui/arrange.js";
import { button, el, plural, setText, uniqueId } from "../../frontend/static/ui/dom.js";
import { newRow } from "../../frontend/static/ui/rows.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
import { fold } from "../../frontend/static/ui/tabular.js";
import { Gone } from "./gone.js";
import { Heap } from "./heap.js";
import { MoveMenu } from "./move.js";
import { NoteCard } from "./note.js";
import { LOOSE, readBoard } from "./notes.js";
import { Piles } from "./piles.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Ballot } from "./dots.js" */
/** @import { Board } from "./notes.js" */

/** @typedef {(words: string, where?: HTMLElement | null) => void} Tell says what happened; with `where`, as a problem that stands there to be read */

const MANY_NOTES = 30; // from here on a box to find one is offered

/** All notes of a team. */
export class Wall {
  /** @param {Client} client @param {any} config @param {Ballot | null} ballot @param {Tell} tell */
  constructor(client, config, ballot, tell) {
    this.client = client;
    this.config = config;
    this.ballot = ballot;
    this.tell = tell;
    /** @type {Board} */
    this.board = { headings: new Map(), dropped: new Map(), notes: new Map(), removed: new Map() };
    /** @type {Map<string, NoteCard>} */
    this.cards = new Map();
    /** @type {Map<string, Heap>} */
    this.heaps = new Map();
    this.wanted = ""; // what is looked for
    this.moving = ""; // the note that was just moved from here, which may take its focus along
    this.menu = new MoveMenu(this);
    this.gone = new Gone(this);
    this.piles = new Piles(this);
    this.summary = el("p", { class: "kit-wall-count" });
    this.add = button(say("Add a heading"), () => this.beginHeading(this.addHeading()), { class: "kit-add" });
    this.find = el("input", { id: uniqueId("find"), type: "search", oninput: () => this.look() });
    this.finder = el("p", { class: "kit-find", hidden: true }, el("label", { for: this.find.id, text: say("Find a note") }), this.find);
    this.status = answerStatus(client, () => this.places(), say("The wall"));
    this.body = el("div", { class: "kit-heaps" });
    this.element = el("div", {}, ballot?.element, el("div", { class: "kit-wall-bar" }, this.summary, this.finder, this.add, this.piles.ask), this.status.element, this.piles.element, this.body, this.gone.element);
    // What someone else moved while it was in use here moves once it is let go.
    this.body.addEventListener("focusout", () => setTimeout(() => this.update(), 0));
  }

  /** @param {"seat" | "team"} scope @param {string} field @returns {At} */
  at(scope, field) {
    return { scope, activity: this.config.id, field };
  }

  /** @param {"seat" | "team"} scope @param {string} field @param {any} value */
  set(scope, field, value) {
    this.client.set(this.at(scope, field), value, { now: true });
  }

  /** Answers that no note and no heading tells of itself. */
  places() {
    const { notes, removed, dropped } = this.board;
    const others = [...notes.values()].filter((note) => !note.mine);
    return [
      this.at("seat", "votes"),
      ...others.map((note) => this.at("team", `${note.row}.cluster`)),
      ...[...removed.keys()].map((row) => this.at("seat", `${row}.removed`)),
      ...[...dropped.keys()].map((row) => this.at("team", `${row}.dropped`)),
    ];
  }

  // -- what people do ----------------------------------------------------------------------

  look() {
    this.wanted = fold(this.find.value);
    this.update();
  }

  /** @param {string} row @param {string} heap @param {string} name */
  move(row, heap, name) {
    this.putUnder(row, heap);
    this.cards.get(row)?.move.focus();
    this.tell(say("Moved to “{name}”.", { name }));
  }

  /** @param {string} row */
  moveToNewHeading(row) {
    const heading = this.addHeading();
    this.putUnder(row, heading);
    this.beginHeading(heading);
  }

  /** @param {string} row @param {string} heap */
  putUnder(row, heap) {
    this.menu.close();
    this.moving = row;
    this.set("team", `${row}.cluster`, heap || null);
    this.update();
    this.moving = "";
  }

  addHeading() {
    const row = newRow();
    this.set("team", `${row}.name`, "");
    this.update();
    return row;
  }

  /** @param {string} row */
  beginHeading(row) {
    this.heaps.get(row)?.edit?.begin();
  }

  /** @param {string} row */
  toggleDot(row) {
    const where = (this.cards.get(row) ?? this.heaps.get(row))?.element;
    if (where) this.ballot?.toggle(row, this.board, where);
  }

  /** @param {"seat" | "team"} scope @param {string} row @param {string} field @param {string} words */
  takeOut(scope, row, field, words) {
    this.set(scope, `${row}.${field}`, true);
    this.update();
    this.gone.focus(row);
    this.tell(words);
  }

  /** @param {"seat" | "team"} scope @param {string} row @param {string} field @param {string} what */
  putBack(scope, row, field, what) {
    this.set(scope, `${row}.${field}`, false);
    this.update();
    (scope === "seat" ? this.cards.get(row)?.move : this.heaps.get(row)?.edit?.open)?.focus();
    this.tell(say("{what} put back.", { what }));
  }

  // -- what is shown -----------------------------------------------------------------------

  update() {
    this.board = readBoard(this.client, this.config);
    const rows = this.sort();
    this.draw(rows);
    this.updateAll(rows);
    this.summarize(rows.get(LOOSE)?.length ?? 0);
    this.ballot?.update(this.board);
    this.gone.update();
    this.piles.update();
    this.status.update();
  }

  /** Heap -> its notes; what is in use stays where it is. */
  sort() {
    /** @type {Map<string, string[]>} */
    const rows = new Map([LOOSE, ...this.board.headings.keys()].map((row) => [row, []]));
    for (const [row, note] of this.board.notes) {
      const before = this.heapInUse(row);
      if (before !== null && rows.has(before)) note.heap = before;
      rows.get(note.heap)?.push(row);
      note.isHidden = Boolean(this.wanted) && !fold(note.text).includes(this.wanted);
    }
    return rows;
  }

  /** Where a note stands that holds the focus, and was not moved from here. @param {string} row @returns {string | null} */
  heapInUse(row) {
    const element = this.cards.get(row)?.element;
    if (!element || row === this.moving || !element.contains(document.activeElement)) return null;
    return element.parentElement?.parentElement?.dataset.heap ?? null;
  }

  /** Make what is new and take away what is gone. @param {Map<string, string[]>} rows */
  draw(rows) {
    for (const [row, card] of [...this.cards]) {
      // Where another seat sits now, its own notes are others than before.
      if (this.board.notes.get(row)?.mine !== card.mine) this.removeCard(row, card);
    }
    for (const [row, note] of this.board.notes) if (!this.cards.has(row)) this.cards.set(row, new NoteCard(this, row, note.mine));
    for (const row of [...this.heaps.keys()]) if (!rows.has(row)) this.heaps.delete(row);
    for (const row of rows.keys()) if (!this.heaps.has(row)) this.heaps.set(row, new Heap(this, row, this.givenName(row)));
  }

  /** @param {string} row */
  givenName(row) {
    return this.config.clusters.find((/** @type {any} */ cluster) => cluster.id === row)?.text ?? "";
  }

  /** @param {string} row @param {NoteCard} card */
  removeCard(row, { element }) {
    if (this.menu.row === row) this.menu.close();
    if (element.contains(document.activeElement)) /** @type {HTMLElement | null} */ (element.closest(".kit-heap"))?.focus();
    element.remove();
    this.cards.delete(row);
    for (const heap of this.heaps.values()) heap.forget();
  }

  /** @param {Map<string, string[]>} rows */
  updateAll(rows) {
    const placed = this.ballot?.placed(this.board) ?? [];
    const counts = this.ballot?.counts() ?? null;
    const dots = (/** @type {string} */ row) => (counts ? (counts[row] ?? 0) : null);
    for (const [row, of] of rows) this.heaps.get(row)?.update(of, placed.includes(row), dots(row));
    arrange(this.body, [...rows.keys()].flatMap((row) => this.heaps.get(row)?.element ?? []));
    for (const [row, note] of this.board.notes) this.cards.get(row)?.update(note, placed.includes(row), dots(row));
  }

  /** @param {number} loose */
  summarize(loose) {
    const isReady = this.client.isLoaded("team");
    const { notes, headings } = this.board;
    const looseHeap = this.heaps.get(LOOSE);
    if (looseHeap) looseHeap.element.hidden = !notes.size;
    const grouped = !headings.size ? "" : loose ? say(", {loose} not grouped yet", { loose }) : say(", all grouped");
    const words = notes.size ? `${plural(notes.size, "note")}${grouped}` : say("No notes yet. Write the first one.");
    setText(this.summary, isReady ? words : say("Fetching the wall…"));
    this.add.disabled = !isReady;
    this.finder.hidden = notes.size < MANY_NOTES && !this.wanted;
  }
}
