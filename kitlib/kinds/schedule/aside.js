// Blocks that stand nowhere in the grid: those that are not finished, and those that were taken out.
import { button, drawnWhenChanged, el, setText } from "../../frontend/static/ui/dom.js";
import { CELLS } from "./plan.js";
/** @import { Block, PlacedBlock, Schedule } from "./plan.js" */

/** Blocks without a use, a place or a time. @param {Schedule} schedule @param {(row: string, from: HTMLElement) => void} open */
export function unfinishedList(schedule, open) {
  const element = el("div", { class: "kit-unfinished", hidden: true });
  /** @type {Map<string, HTMLElement>} */
  const lines = new Map();
  /** @param {Block} block */
  function line(block) {
    const go = button("Finish it", () => open(block.row, go));
    const where = [schedule.groups[block.group], schedule.isWeek && schedule.days[block.day]].filter(Boolean).join(", ");
    return el("p", {}, `⚠ A block is not finished${where ? ` (${where})` : ""} and counts nowhere yet. `, go);
  }
  return {
    element,
    /** @param {Block[]} all */
    update(all) {
      const half = all.filter((block) => !block.isComplete && !block.isRemoved && CELLS.some((column) => block[column] !== ""));
      element.hidden = !half.length;
      for (const [row, drawn] of lines) {
        if (half.some((block) => block.row === row)) continue;
        drawn.remove();
        lines.delete(row);
      }
      for (const block of half) {
        if (lines.has(block.row)) continue;
        const drawn = line(block);
        lines.set(block.row, drawn);
        element.append(drawn);
      }
    },
  };
}

/** Blocks that can be put back. @param {Schedule} schedule @param {() => void} changed */
export function takenOutFold(schedule, changed) {
  const summary = el("summary");
  const list = el("ul");
  const element = el("details", { class: "kit-out", hidden: true, ontoggle: changed }, summary, list);
  /** @param {PlacedBlock} block */
  function line(block) {
    const day = schedule.isWeek ? `, ${schedule.days[block.day]}` : "";
    const words = `${schedule.uses[block.use].title}, ${schedule.groups[block.group]}${day}, ${schedule.clock(block.from)} to ${schedule.clock(block.to)} `;
    return el("li", {}, words, button("Put it back", () => putBack(block), { "aria-label": `Put it back: ${words}` }));
  }
  /** @param {PlacedBlock} block */
  function putBack(block) {
    schedule.act(`put back ${schedule.uses[block.use].title}`, [[`${block.row}.removed`, false, true]]);
    (list.querySelector("button") ?? summary).focus();
  }
  const draw = drawnWhenChanged((/** @type {PlacedBlock[]} */ blocks) => list.replaceChildren(...blocks.map(line)));
  return {
    element,
    /** @param {Block[]} all */
    update(all) {
      const out = /** @type {PlacedBlock[]} */ (all.filter((block) => block.isRemoved && block.isComplete));
      element.hidden = !out.length;
      setText(summary, `Taken out (${out.length})`);
      if (element.open || list.children.length) draw(out);
    },
  };
}
