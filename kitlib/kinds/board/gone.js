// What was taken out of a board, and can be put back.
import { say } from "../../frontend/static/core/language.js";
import { arrange } from "../../frontend/static/ui/arrange.js";
import { button, el, setText } from "../../frontend/static/ui/dom.js";
import { short } from "./notes.js";
/** @import { Board } from "./notes.js" */
/** @import { Wall } from "./wall.js" */

/** @typedef {{row: string, scope: "seat" | "team", field: string, name: string, what: string}} GoneThing */

/** @param {Board} board @returns {GoneThing[]} */
function goneThings({ removed, dropped }) {
  return [
    ...[...removed.values()].map(({ row, text }) => /** @type {GoneThing} */ ({ row, scope: "seat", field: "removed", name: text, what: say("Your note") })),
    ...[...dropped.values()].map(({ row, name }) => /** @type {GoneThing} */ ({ row, scope: "team", field: "dropped", name, what: say("Heading") })),
  ];
}

/** The fold at the foot of the wall. */
export class Gone {
  /** @param {Wall} wall */
  constructor(wall) {
    this.wall = wall;
    /** @type {Map<string, HTMLElement>} */
    this.lines = new Map();
    this.summary = el("summary");
    this.list = el("ul", { class: "kit-gone-list" });
    this.element = el("details", { hidden: true }, this.summary, this.list);
  }

  /** @param {string} row */
  focus(row) {
    this.element.open = true;
    this.lines.get(row)?.querySelector("button")?.focus();
  }

  /** @param {GoneThing} thing */
  line({ row, scope, field, name, what }) {
    const back = button(say("Put it back"), () => this.wall.putBack(scope, row, field, what), { class: "kit-small", "aria-label": say("Put it back: {name}", { name: short(name) }) });
    return el("li", {}, el("span", { text: `${what}: ${short(name) || say("without a name")} ` }), back);
  }

  update() {
    const things = goneThings(this.wall.board);
    const there = new Set(things.map(({ row }) => row));
    for (const row of [...this.lines.keys()]) if (!there.has(row)) this.lines.delete(row);
    for (const thing of things) if (!this.lines.has(thing.row)) this.lines.set(thing.row, this.line(thing));
    arrange(this.list, things.flatMap(({ row }) => this.lines.get(row) ?? []));
    this.element.hidden = !things.length;
    setText(this.summary, say("Taken out ({n})", { n: things.length }));
  }
}
