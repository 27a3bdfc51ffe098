// The same as a list, which is also the view of phones.
import { arrange } from "../../frontend/static/ui/arrange.js";
import { el, setText, uniqueId } from "../../frontend/static/ui/dom.js";
import { Face, showBlock } from "./face.js";
/** @import { Clash, Column, PlacedBlock, Schedule } from "./plan.js" */

/** The list. */
export class TimeList {
  /** @param {Schedule} schedule @param {(row: string, from: HTMLElement) => void} open */
  constructor(schedule, open) {
    this.schedule = schedule;
    this.open = open;
    this.element = el("div", { class: "kit-timelist" });
    /** @type {Map<string, {element: HTMLElement, head: HTMLElement, list: HTMLElement, none: HTMLElement}>} */
    this.columns = new Map();
    /** @type {Map<string, {element: HTMLElement, button: HTMLElement, face: Face}>} */
    this.lines = new Map();
  }

  /** @param {string} row */
  find(row) {
    return this.lines.get(row)?.button;
  }

  /** @param {string} row */
  holder(row) {
    return this.lines.get(row)?.element;
  }

  /** @param {Column[]} columns @param {PlacedBlock[]} blocks @param {Clash[]} clashes @param {string} current */
  update(columns, blocks, clashes, current) {
    for (const id of [...this.columns.keys()]) if (!columns.some((column) => column.id === id)) this.columns.delete(id);
    for (const row of [...this.lines.keys()]) if (!blocks.some((block) => block.row === row)) this.lines.delete(row);
    arrange(this.element, columns.map(({ id }) => (this.columns.get(id) ?? this.column(id)).element));
    for (const column of columns) this.fill(column, blocks.filter(column.holds), clashes, current);
  }

  /** @param {string} id */
  column(id) {
    const head = el("h5", { id: uniqueId("column") });
    const list = el("ul", { "aria-labelledby": head.id });
    const none = el("p", { class: "kit-help", text: "Nothing here yet." });
    const made = { head, list, none, element: el("section", {}, head, list, none) };
    this.columns.set(id, made);
    return made;
  }

  /** @param {Column} column @param {PlacedBlock[]} blocks @param {Clash[]} clashes @param {string} current */
  fill({ id, text }, blocks, clashes, current) {
    const { head, list, none } = this.columns.get(id) ?? this.column(id);
    setText(head, text);
    none.hidden = blocks.length > 0;
    const elements = blocks.map((block) => {
      const { face, button, element } = this.lines.get(block.row) ?? this.line(block.row);
      showBlock(face, button, block, { clashes, current, column: text });
      return element;
    });
    arrange(list, elements);
  }

  /** @param {string} row */
  line(row) {
    const face = new Face(this.schedule);
    const button = el("button", { type: "button", class: "kit-line", "data-row": row, onclick: () => this.open(row, button) }, ...face.parts);
    const made = { face, button, element: el("li", {}, button) };
    this.lines.set(row, made);
    return made;
  }
}
