// What stands in a block, for the grid and for the list.
import { el, setAttribute, setText } from "../../frontend/static/ui/dom.js";
import { SORTS } from "./plan.js";
/** @import { Clash, PlacedBlock, Schedule } from "./plan.js" */

/** Sign, use, time and who. */
export class Face {
  /** @param {Schedule} schedule */
  constructor(schedule) {
    this.schedule = schedule;
    this.sign = el("span", { class: "kit-sort", "aria-hidden": "true" });
    this.warn = el("span", { class: "kit-clash", "aria-hidden": "true", text: "⚠", hidden: true });
    this.use = el("strong");
    this.time = el("span", { class: "kit-when" });
    this.who = el("span", { class: "kit-whom" });
    this.more = el("span", { class: "kit-hidden" });
    this.parts = [this.sign, this.warn, this.use, this.time, this.who, this.more];
  }

  /** The times that a drag would lead to. @param {number} first @param {number} last */
  during(first, last) {
    setText(this.time, `${this.schedule.clock(first)} to ${this.schedule.clock(last)}`);
  }

  /** @param {PlacedBlock} block @param {number} clashes @param {string} column */
  show(block, clashes, column) {
    const use = this.schedule.uses[block.use];
    const [sign, sort] = SORTS[use.sort];
    setText(this.sign, sign);
    setText(this.use, use.title);
    this.during(block.from, block.to);
    setText(this.who, block.who);
    this.warn.hidden = !clashes;
    const told = [column, sort, use.tier && `tier ${use.tier}`, block.note && `note: ${block.note}`, clashes && clashWords(clashes)];
    setText(this.more, `, ${told.filter(Boolean).join(", ")}`);
  }
}

/** "1 clash", "3 clashes". @param {number} n */
export function clashWords(n) {
  return n === 1 ? "1 clash" : `${n} clashes`;
}

/** Show a block on its button. @param {Face} face @param {HTMLElement} press @param {PlacedBlock} block @param {{clashes: Clash[], current: string, column: string}} seen */
export function showBlock(face, press, block, { clashes, current, column }) {
  const own = clashes.filter((clash) => clash.rows.includes(block.row)).length;
  face.show(block, own, column);
  press.dataset.sort = face.schedule.uses[block.use].sort;
  press.toggleAttribute("data-clash", own > 0);
  setAttribute(press, "aria-current", block.row === current ? "true" : null);
}
