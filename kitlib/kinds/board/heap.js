// One heading with its notes, and the notes under no heading.
import { say } from "../../frontend/static/core/language.js";
import { arrange } from "../../frontend/static/ui/arrange.js";
import { button, el, plural, setAttribute, setText } from "../../frontend/static/ui/dom.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
import { dotButton } from "./dots.js";
import { DRAGGED } from "./note.js";
import { LOOSE, NAMELESS, short } from "./notes.js";
import { Editable } from "./write.js";
/** @import { Wall } from "./wall.js" */

const LONGEST_NAME = 80;
const OUT = say("Heading taken out. Its notes are not grouped now. You can put it back.");

/** A heading, or with an empty row what is not grouped. */
export class Heap {
  /** @param {Wall} wall @param {string} row @param {string} initial its name from the session file */
  constructor(wall, row, initial) {
    this.wall = wall;
    this.row = row;
    this.title = el("h4", { class: "kit-heap-name", dir: "auto" });
    this.count = el("span", { class: "kit-count" });
    this.help = el("p", { class: "kit-help" });
    this.list = el("ul", { class: "kit-notes-list" });
    this.empty = el("p", { class: "kit-help", text: row ? say("Drag notes here, or use “Move”.") : say("Every note has its place.") });
    this.head = el("div", { class: "kit-heap-head" }, this.title, this.count);
    this.dots = wall.ballot && row ? dotButton(`${wall.config.id}/votes/${row}`, () => wall.toggleDot(row)) : null;
    const name = wall.at("team", `${row}.name`);
    this.edit = row ? new Editable(wall.client, name, { verb: say("Rename"), longest: LONGEST_NAME, read: this.head, label: say("Heading"), initial, empty: say("heading without a name") }) : null;
    this.out = row ? button(say("Take out"), () => wall.takeOut("team", row, "dropped", OUT), { class: "kit-small" }) : null;
    this.status = row ? answerStatus(wall.client, () => [name, wall.at("team", `${row}.dropped`)], say("Heading"), { both: true }) : null;
    this.element = this.build();
    this.listen();
    /** @type {string | null} the notes as they were placed last */
    this.order = null;
    this.last = "";
  }

  build() {
    const { row, edit } = this;
    const tools = edit && el("div", { class: "kit-note-tools" }, edit.open, this.out, this.dots?.element);
    const own = [edit?.form, edit && this.help, tools, this.status?.element];
    return el("section", { class: `kit-heap${row ? "" : " kit-loose"}`, tabindex: "-1", "data-heap": row }, this.head, ...own, this.empty, this.list);
  }

  get name() {
    return this.row === LOOSE ? say("Not grouped") : this.wall.board.headings.get(this.row)?.name || NAMELESS;
  }

  listen() {
    const { element } = this;
    const over = (/** @type {DragEvent} */ event) => {
      if (!event.dataTransfer?.types.includes(DRAGGED)) return;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = "move";
      element.toggleAttribute("data-over", true);
    };
    element.addEventListener("dragenter", over);
    element.addEventListener("dragover", over);
    element.addEventListener("dragleave", (event) => {
      if (!element.contains(/** @type {Node | null} */ (event.relatedTarget))) element.removeAttribute("data-over");
    });
    element.addEventListener("drop", (event) => this.drop(event));
  }

  /** @param {DragEvent} event */
  drop(event) {
    this.element.removeAttribute("data-over");
    const row = event.dataTransfer?.getData(DRAGGED) ?? "";
    const note = this.wall.board.notes.get(row);
    if (!note) return;
    event.preventDefault();
    event.stopPropagation();
    if (note.heap !== this.row) this.wall.move(row, this.row, this.name);
  }

  /** Place the notes anew at the next update. */
  forget() {
    this.order = null;
  }

  /** @param {string[]} rows @param {boolean} hasDot @param {number | null} dots */
  update(rows, hasDot, dots) {
    const { name } = this;
    const state = JSON.stringify([name, rows.length, hasDot, dots]);
    if (state !== this.last) {
      this.last = state;
      setText(this.title, name);
      setAttribute(this.element, "aria-label", name);
      setText(this.count, rows.length ? plural(rows.length, "note") : "");
      setText(this.help, this.wall.board.headings.get(this.row)?.help ?? "");
      this.help.hidden = !this.help.textContent;
      if (this.out) setAttribute(this.out, "aria-label", say("Take out the heading: {name}", { name: short(name) }));
      this.dots?.update(hasDot, name, dots);
    }
    this.placeNotes(rows);
    this.edit?.update();
    this.status?.update();
  }

  /** @param {string[]} rows */
  placeNotes(rows) {
    const order = rows.join();
    if (order === this.order) return;
    this.order = order;
    arrange(this.list, rows.flatMap((row) => this.wall.cards.get(row)?.element ?? []));
    this.empty.hidden = rows.length > 0;
  }
}
