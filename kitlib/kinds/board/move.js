// The menu by which a note goes under another heading, for whoever does not drag.
import { say } from "../../frontend/static/core/language.js";
import { button, el } from "../../frontend/static/ui/dom.js";
import { LOOSE, NAMELESS } from "./notes.js";
/** @import { Wall } from "./wall.js" */

/** One menu for the whole wall, shown in the note that is moved. */
export class MoveMenu {
  /** @param {Wall} wall */
  constructor(wall) {
    this.wall = wall;
    this.row = ""; // the note whose menu is open
    this.element = el("div", { class: "kit-move", role: "group", "aria-label": say("Move this note to") });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close(true);
    });
  }

  /** @param {string} row */
  toggle(row) {
    if (this.row === row) this.close(true);
    else this.open(row);
  }

  /** @param {string} row */
  open(row) {
    this.close();
    const { wall } = this;
    const card = wall.cards.get(row);
    const note = wall.board.notes.get(row);
    if (!card || !note) return;
    this.row = row;
    /** @type {[string, string][]} */
    const places = [...[...wall.board.headings.values()].map((heading) => /** @type {[string, string]} */ ([heading.row, heading.name || NAMELESS])), [LOOSE, say("Not grouped")]];
    const buttons = places.filter(([heap]) => heap !== note.heap).map(([heap, name]) => button(name, () => wall.move(row, heap, name), { class: "kit-small" }));
    const fresh = button(say("A new heading"), () => wall.moveToNewHeading(row), { class: "kit-small" });
    this.element.replaceChildren(el("span", { class: "kit-move-to", text: say("Move to") }), ...buttons, fresh);
    card.element.append(this.element);
    card.move.setAttribute("aria-expanded", "true");
    this.element.querySelector("button")?.focus();
  }

  /** @param {boolean} [back] whether the focus goes back to the note's button */
  close(back = false) {
    const card = this.wall.cards.get(this.row);
    card?.move.setAttribute("aria-expanded", "false");
    if (back) card?.move.focus();
    this.element.remove();
    this.row = "";
  }
}
