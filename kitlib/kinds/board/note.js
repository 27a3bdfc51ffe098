// One note: its words, how it is moved and given dots, and for its writer how it is changed.
import { say } from "../../frontend/static/core/language.js";
import { button, el, setAttribute, setText } from "../../frontend/static/ui/dom.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
import { dotButton } from "./dots.js";
import { short } from "./notes.js";
import { Editable } from "./write.js";
/** @import { Note } from "./notes.js" */
/** @import { Wall } from "./wall.js" */

export const DRAGGED = "application/x-kit-note";

/** A note on the wall. */
export class NoteCard {
  /** @param {Wall} wall @param {string} row @param {boolean} mine whether this seat wrote it */
  constructor(wall, row, mine) {
    this.wall = wall;
    this.row = row;
    this.mine = mine;
    this.words = el("p", { class: "kit-note-text", dir: "auto" });
    this.move = button(say("Move"), () => wall.menu.toggle(row), { class: "kit-small", "aria-expanded": "false", "data-kit-field": `${wall.config.id}/${row}.cluster` });
    this.dots = wall.ballot ? dotButton(`${wall.config.id}/votes/${row}`, () => wall.toggleDot(row)) : null;
    this.edit = mine ? this.editable() : null;
    this.out = mine ? button(say("Take out"), () => wall.takeOut("seat", row, "removed", say("Note taken out. You can put it back.")), { class: "kit-small" }) : null;
    this.status = mine ? this.ownStatus() : null;
    const yours = mine && el("span", { class: "kit-yours", text: say("Yours") });
    const tools = el("div", { class: "kit-note-tools" }, this.move, this.edit?.open, this.out, this.dots?.element);
    this.element = el("li", { class: `kit-note${mine ? " kit-mine" : ""}`, draggable: "true", "data-row": row }, yours, this.words, this.edit?.form, tools, this.status?.element);
    this.listen();
    this.last = "";
  }

  editable() {
    return new Editable(this.wall.client, this.wall.at("seat", `${this.row}.text`), { verb: say("Edit"), lines: 3, read: this.words, label: say("Your note"), empty: say("an empty note") });
  }

  ownStatus() {
    const { wall, row } = this;
    const places = [wall.at("seat", `${row}.text`), wall.at("seat", `${row}.removed`), wall.at("team", `${row}.cluster`)];
    return answerStatus(wall.client, () => places, say("Your note"), { both: true });
  }

  listen() {
    const { element } = this;
    // Text in a box is marked with the mouse, so a note is not dragged from there.
    element.addEventListener("pointerdown", (event) => {
      element.draggable = !(/** @type {Element} */ (event.target).closest("textarea, button, .kit-conflict"));
    });
    element.addEventListener("dragstart", (event) => {
      event.stopPropagation();
      if (event.dataTransfer) {
        event.dataTransfer.setData(DRAGGED, this.row);
        event.dataTransfer.effectAllowed = "move";
      }
      element.classList.add("kit-dragged");
    });
    element.addEventListener("dragend", () => element.classList.remove("kit-dragged"));
  }

  /** @param {Note} note @param {boolean} hasDot @param {number | null} dots */
  update(note, hasDot, dots) {
    const state = JSON.stringify([note.text, note.heap, note.isHidden, hasDot, dots]);
    if (state !== this.last) {
      this.last = state;
      const name = short(note.text) || say("an empty note");
      setText(this.words, note.text || say("(empty)"));
      setAttribute(this.move, "aria-label", say("Move: {name}", { name }));
      if (this.out) setAttribute(this.out, "aria-label", say("Take out: {name}", { name }));
      this.dots?.update(hasDot, name, dots);
      this.element.hidden = note.isHidden;
    }
    this.edit?.update();
    this.status?.update();
  }
}
