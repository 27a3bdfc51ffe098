// The grid of what is chosen: a column for each group of a day, or for each day of a group.
import { arrange } from "../../frontend/static/ui/arrange.js";
import { el, setText, uniqueId } from "../../frontend/static/ui/dom.js";
import { Face, showBlock } from "./face.js";
import { STEP, minuteOf } from "./plan.js";
/** @import { Clash, Column, PlacedBlock, Schedule } from "./plan.js" */

/** @typedef {(row: string, from: number, to: number, column: string | null) => void} Moved by how many minutes its ends were moved, and to which column */
/** @typedef {{element: HTMLElement, head: HTMLElement, list: HTMLElement}} DrawnColumn */

const HEIGHT = 1.8; // pixels a minute
const SHORT = 25; // minutes below which a block has one line of room
const STILL = 5; // pixels that a press may move and is still a press

/**
 * Blocks of one column, by start, side by side where they overlap: for each its first and last lane, and how many
 * lanes there are. A block that meets no other takes the whole width.
 * @param {PlacedBlock[]} blocks
 */
export function inLanes(blocks) {
  /** @type {Map<string, [first: number, after: number | null]>} */
  const lanes = new Map();
  let count = 1;
  /** @type {{row: string, lane: number}[]} */
  let together = [];
  /** @type {number[]} */
  let ends = [];
  const settle = () => {
    // The last lane of those that meet reaches to the edge; how far that is, is known when all are placed.
    for (const { row, lane } of together) lanes.set(row, [lane, lane === ends.length - 1 ? null : lane + 1]);
    count = Math.max(count, ends.length);
    together = [];
    ends = [];
  };
  for (const { row, from, to } of blocks) {
    if (together.length && ends.every((end) => end <= from)) settle();
    let lane = ends.findIndex((end) => end <= from);
    if (lane < 0) lane = ends.push(0) - 1;
    ends[lane] = Math.max(to, from + STEP);
    together.push({ row, lane });
  }
  settle();
  return { lanes, count };
}

/** One block, which a mouse moves and makes longer. */
class GridBlock {
  /** @param {TimeGrid} grid @param {string} row */
  constructor(grid, row) {
    this.grid = grid;
    this.row = row;
    this.face = new Face(grid.schedule);
    this.handle = el("span", { class: "kit-handle", "aria-hidden": "true" });
    this.wasDragged = false; // a click follows a drag and is none
    /** @type {{x: number, y: number, isEnd: boolean, by: number, to: string | null} | null} */
    this.held = null;
    this.button = el("button", { type: "button", class: "kit-block", "data-row": row, onclick: () => this.click() }, el("span", { class: "kit-face" }, ...this.face.parts), this.handle);
    this.element = el("li", {}, this.button);
    this.listen();
  }

  listen() {
    const { button } = this;
    button.addEventListener("pointerdown", (event) => this.hold(event));
    button.addEventListener("pointermove", (event) => this.drag(event));
    button.addEventListener("pointerup", () => this.drop(true));
    button.addEventListener("pointercancel", () => {
      this.drop(false);
      this.wasDragged = false;
    });
    button.addEventListener("keydown", (event) => event.key === "Escape" && this.drop(false));
  }

  click() {
    if (!this.wasDragged) this.grid.open(this.row, this.button);
    this.wasDragged = false;
  }

  /** Fingers scroll the page; they move a block by the form's buttons. @param {PointerEvent} event */
  hold(event) {
    this.wasDragged = false;
    if (event.pointerType === "touch" || event.button !== 0) return;
    this.held = { x: event.clientX, y: event.clientY, isEnd: event.target === this.handle, by: 0, to: null };
    this.button.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const { held, button } = this;
    if (!held) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!this.wasDragged && Math.hypot(dx, dy) < STILL) return;
    this.wasDragged = true;
    held.by = Math.round(dy / HEIGHT / STEP) * STEP;
    const over = held.isEnd ? null : this.grid.columnAt(event.clientX);
    held.to = over?.id ?? null;
    const own = button.closest(".kit-column")?.getBoundingClientRect().left ?? 0;
    const aside = over ? over.element.getBoundingClientRect().left - own : 0;
    button.classList.add("kit-dragged");
    this.showTimes(held.isEnd ? 0 : held.by, held.by);
    if (held.isEnd) button.style.marginBottom = `${-held.by * HEIGHT}px`;
    else button.style.transform = `translate(${aside}px, ${held.by * HEIGHT}px)`;
  }

  /** @param {number} from @param {number} to */
  showTimes(from, to) {
    const block = this.grid.schedule.block(this.row);
    if (block.from !== null && block.to !== null) this.face.during(block.from + from, block.to + to);
  }

  /** @param {boolean} keep */
  drop(keep) {
    const { held, button } = this;
    if (!held) return;
    this.held = null;
    button.classList.remove("kit-dragged");
    button.style.transform = button.style.marginBottom = "";
    this.showTimes(0, 0);
    if (keep && this.wasDragged) this.grid.moved(this.row, held.isEnd ? 0 : held.by, held.by, held.to);
  }
}

/** The grid. */
export class TimeGrid {
  /** @param {Schedule} schedule @param {(row: string, from: HTMLElement) => void} open @param {Moved} moved */
  constructor(schedule, open, moved) {
    this.schedule = schedule;
    this.open = open;
    this.moved = moved;
    this.axis = el("div", { class: "kit-axis", "aria-hidden": "true" });
    this.grid = el("div", { class: "kit-grid" }, this.axis);
    this.element = el("div", { class: "kit-scroll kit-grid-scroll" }, this.grid);
    /** @type {Map<string, DrawnColumn>} */
    this.columns = new Map();
    /** @type {Map<string, GridBlock>} */
    this.blocks = new Map();
    this.from = 0;
    this.hours = "";
  }

  /** @param {string} row */
  find(row) {
    return this.blocks.get(row)?.button;
  }

  /** The column under the mouse. @param {number} x */
  columnAt(x) {
    for (const [id, { element }] of this.columns) {
      const box = element.getBoundingClientRect();
      if (x >= box.left && x < box.right) return { id, element };
    }
    return null;
  }

  /** @param {Column[]} columns @param {PlacedBlock[]} blocks @param {Clash[]} clashes @param {string} current */
  update(columns, blocks, clashes, current) {
    this.drawHours(blocks);
    this.grid.style.setProperty("--kit-columns", String(columns.length));
    for (const { id } of columns) if (!this.columns.has(id)) this.columns.set(id, this.column());
    for (const id of [...this.columns.keys()]) if (!columns.some((column) => column.id === id)) this.columns.delete(id);
    for (const row of [...this.blocks.keys()]) if (!blocks.some((block) => block.row === row)) this.blocks.delete(row);
    arrange(this.grid, [this.axis, ...columns.flatMap(({ id }) => this.columns.get(id)?.element ?? [])]);
    for (const column of columns) this.fill(column, blocks.filter(column.holds), clashes, current);
  }

  /** @returns {DrawnColumn} */
  column() {
    const head = el("h5", { id: uniqueId("column") });
    const list = el("ul", { "aria-labelledby": head.id });
    return { head, list, element: el("section", { class: "kit-column" }, head, list) };
  }

  /** @param {PlacedBlock[]} blocks */
  drawHours(blocks) {
    const { config } = this.schedule;
    const times = blocks.flatMap((block) => [block.from, block.to]);
    const from = Math.floor(Math.min(minuteOf(config.starts) ?? 0, ...times) / 60) * 60;
    const to = Math.ceil(Math.max(minuteOf(config.ends) ?? 0, ...times) / 30) * 30;
    this.from = from;
    const marks = Array.from({ length: Math.ceil((to - from) / 60) }, (_, i) => from + 60 * i);
    const hours = `${marks.map((minute) => this.schedule.clock(minute))}${to}`;
    if (hours === this.hours) return;
    this.hours = hours;
    this.grid.style.setProperty("--kit-minutes", String(to - from));
    this.axis.replaceChildren(...marks.map((minute) => el("span", { style: `top: ${(minute - from) * HEIGHT}px`, text: this.schedule.clock(minute) })));
  }

  /** @param {Column} column @param {PlacedBlock[]} blocks @param {Clash[]} clashes @param {string} current */
  fill({ id, text }, blocks, clashes, current) {
    const { head, list } = /** @type {DrawnColumn} */ (this.columns.get(id));
    setText(head, text);
    const { lanes, count } = inLanes(blocks);
    list.style.setProperty("--kit-lanes", String(count));
    const elements = blocks.map((block) => {
      const drawn = this.blocks.get(block.row) ?? new GridBlock(this, block.row);
      this.blocks.set(block.row, drawn);
      showBlock(drawn.face, drawn.button, block, { clashes, current, column: text });
      const span = Math.max(block.to, block.from + STEP) - block.from;
      const [first, after] = lanes.get(block.row) ?? [0, null];
      drawn.element.style.gridArea = `${block.from - this.from + 1} / ${first + 1} / span ${span} / ${(after ?? count) + 1}`;
      drawn.button.toggleAttribute("data-short", span < SHORT);
      return drawn.element;
    });
    arrange(list, elements);
  }
}
