// Copying a whole day to others.
import { button, el, setText } from "../../frontend/static/ui/dom.js";
import { CELLS, placed } from "./plan.js";
import { ticks } from "./ticks.js";
/** @import { Change, PlacedBlock, Schedule } from "./plan.js" */

const WARNING = "What stands on those days is taken out. Undo brings it back.";

/** @param {PlacedBlock} a @param {PlacedBlock} b */
function isTwin(a, b) {
  return CELLS.every((column) => column === "day" || a[column] === b[column]);
}

/** The panel and the button that opens it. */
export class CopyDay {
  /** @param {Schedule} schedule @param {() => string} day @param {(words: string) => void} tell */
  constructor(schedule, day, tell) {
    this.schedule = schedule;
    this.day = day;
    this.tell = tell;
    this.open = button("Copy this day…", () => this.toggle(), { "aria-expanded": "false" });
    this.days = ticks("Copy it to", schedule.days);
    this.words = el("p", { class: "kit-help", text: WARNING });
    const go = button("Copy the day", () => this.copy(), { class: "kit-main" });
    this.element = el("div", { class: "kit-copyday", hidden: true }, this.days.element, this.words, go, button("Cancel", () => this.toggle(false)));
  }

  toggle(show = this.element.hidden) {
    if (this.element.hidden === !show) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = !show;
    this.open.setAttribute("aria-expanded", String(show));
    if (show) {
      this.days.set([], [this.day()]);
      setText(this.words, WARNING);
      /** @type {HTMLElement | null} */ (this.element.querySelector("input:not(:disabled)"))?.focus();
    } else if (hadFocus) this.open.focus();
  }

  copy() {
    const days = this.days.chosen();
    if (!days.length) return setText(this.words, "Tick at least one day first.");
    const { schedule } = this;
    const all = placed(schedule.all());
    const from = all.filter((block) => block.day === this.day());
    const changes = days.flatMap((day) => this.changesOf(from, all.filter((block) => block.day === day), day));
    const where = days.map((day) => schedule.days[day]).join(", ");
    const name = schedule.days[this.day()];
    if (changes.length) schedule.act(`copied ${name} to ${where}`, changes);
    this.tell(changes.length ? `${name} copied to ${where}.` : "Those days are the same already.");
    this.toggle(false);
  }

  /** What makes one day like another; what is the same already stays. @param {PlacedBlock[]} from @param {PlacedBlock[]} there @param {string} day @returns {Change[]} */
  changesOf(from, there, day) {
    /** @type {Set<string>} */
    const kept = new Set();
    /** @type {Change[]} */
    const changes = [];
    for (const block of from) {
      const twin = there.find((other) => !kept.has(other.row) && isTwin(block, other));
      if (twin) kept.add(twin.row);
      else changes.push(...this.schedule.added({ ...block, day }).changes);
    }
    for (const other of there) if (!kept.has(other.row)) changes.push([`${other.row}.removed`, true, false]);
    return changes;
  }
}
