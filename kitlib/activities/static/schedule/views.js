// The blocks in time: a grid, and the same as a list.
import { h, freshId, many, say } from "../shared/dom.js";
import { arrange } from "../shared/arrange.js";
import { STEP, SORTS, minuteOf } from "./plan.js";

const HEIGHT = 1.8; // pixels a minute in the grid

/**
 * Blocks of one column, by start, side by side where they overlap: for each its first and last lane, and how many
 * lanes there are. A block that meets no other takes the whole width.
 */
function inLanes(blocks) {
  const lanes = new Map();
  let count = 1;
  let together = [];
  let ends = [];
  const settle = () => {
    // The last lane of those that meet reaches to the edge; how far that is, is known when all are placed.
    for (const { row, lane } of together) lanes.set(row, [lane, lane === ends.length - 1 ? null : lane + 1]);
    count = Math.max(count, ends.length);
    together = [];
    ends = [];
  };
  for (const b of blocks) {
    if (together.length && ends.every((end) => end <= b.from)) settle();
    let lane = ends.findIndex((end) => end <= b.from);
    if (lane < 0) lane = ends.push(0) - 1;
    ends[lane] = Math.max(b.to, b.from + STEP);
    together.push({ row: b.row, lane });
  }
  settle();
  return { lanes, count };
}

/** What stands in a block, for the grid and for the list. */
function face(schedule) {
  const sign = h("span", { class: "kit-sort", "aria-hidden": "true" });
  const warn = h("span", { class: "kit-clash", "aria-hidden": "true", text: "⚠", hidden: true });
  const use = h("strong");
  const time = h("span", { class: "kit-when" });
  const who = h("span", { class: "kit-whom" });
  const more = h("span", { class: "kit-hidden" });
  return {
    parts: [sign, warn, use, time, who, more],
    /** The times that a drag would lead to. */
    during(first, last) {
      say(time, `${schedule.clock(first)} to ${schedule.clock(last)}`);
    },
    show(b, clashes, column) {
      const of = schedule.uses[b.use];
      say(sign, SORTS[of?.sort ?? "other"][0]);
      say(use, of?.title ?? "No use yet");
      say(time, b.from === null || b.to === null ? "no time yet" : `${schedule.clock(b.from)} to ${schedule.clock(b.to)}`);
      say(who, b.who);
      warn.hidden = !clashes;
      const told = [column, SORTS[of?.sort ?? "other"][1], of?.tier && `tier ${of.tier}`, b.note && `note: ${b.note}`, clashes && (clashes === 1 ? "1 clash" : `${clashes} clashes`)];
      say(more, `, ${told.filter(Boolean).join(", ")}`);
    },
  };
}

/** The grid of what is chosen: a column for each group of a day, or for each day of a group. */
export function timeGrid(config, schedule, open, moved) {
  const axis = h("div", { class: "kit-axis", "aria-hidden": "true" });
  const grid = h("div", { class: "kit-grid" }, axis);
  const scroll = h("div", { class: "kit-scroll kit-grid-scroll" }, grid);
  const columns = new Map();
  const items = new Map();
  let from = 0;
  let hours = "";

  function column(id) {
    const head = h("h5", { id: freshId("column") });
    const list = h("ul", { "aria-labelledby": head.id });
    return { id, head, list, element: h("section", { class: "kit-column" }, head, list) };
  }

  function item(row) {
    const shown = face(schedule);
    const handle = h("span", { class: "kit-handle", "aria-hidden": "true" });
    const button = h("button", { type: "button", class: "kit-block", "data-row": row, onclick: () => clicked() }, h("span", { class: "kit-face" }, ...shown.parts), handle);
    let dragged = false; // a click follows a drag and is none
    let held = null;
    function clicked() {
      if (!dragged) open(row, button);
      dragged = false;
    }
    // Fingers scroll the page; they move a block by the form's buttons.
    button.addEventListener("pointerdown", (event) => {
      dragged = false;
      if (event.pointerType === "touch" || event.button !== 0) return;
      held = { x: event.clientX, y: event.clientY, ends: event.target === handle, by: 0, to: null };
      button.setPointerCapture(event.pointerId);
    });
    button.addEventListener("pointermove", (event) => {
      if (!held) return;
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      if (!dragged && Math.hypot(dx, dy) < 5) return;
      dragged = true;
      held.by = Math.round(dy / HEIGHT / STEP) * STEP;
      held.to = held.ends ? null : [...columns.values()].find((c) => {
        const box = c.element.getBoundingClientRect();
        return event.clientX >= box.left && event.clientX < box.right;
      });
      const aside = held.to ? held.to.element.getBoundingClientRect().left - button.closest(".kit-column").getBoundingClientRect().left : 0;
      button.classList.add("kit-dragged");
      const [first, last] = ["start", "end"].map((end) => minuteOf(schedule.value(row, end)));
      shown.during(first + (held.ends ? 0 : held.by), last + held.by);
      if (held.ends) button.style.marginBottom = `${-held.by * HEIGHT}px`;
      else button.style.transform = `translate(${aside}px, ${held.by * HEIGHT}px)`;
    });
    function drop(keep) {
      if (!held) return;
      const last = held;
      held = null;
      button.classList.remove("kit-dragged");
      button.style.transform = button.style.marginBottom = "";
      shown.during(...["start", "end"].map((end) => minuteOf(schedule.value(row, end))));
      if (keep && dragged) moved(row, last.ends ? 0 : last.by, last.by, last.to?.id ?? null);
    }
    button.addEventListener("pointerup", () => drop(true));
    button.addEventListener("pointercancel", () => {
      drop(false);
      dragged = false;
    });
    button.addEventListener("keydown", (event) => event.key === "Escape" && drop(false));
    return { shown, button, element: h("li", {}, button) };
  }

  return {
    element: scroll,
    find: (row) => items.get(row)?.button,
    update(wanted, blocks, clashes, current) {
      const times = blocks.flatMap((b) => [b.from, b.to]);
      from = Math.floor(Math.min(minuteOf(config.starts), ...times) / 60) * 60;
      const to = Math.ceil(Math.max(minuteOf(config.ends), ...times) / 30) * 30;
      const marks = [];
      for (let minute = from; minute < to; minute += 60) marks.push(minute);
      const told = `${marks.map((m) => schedule.clock(m))}${to}`;
      if (told !== hours) {
        hours = told;
        grid.style.setProperty("--kit-minutes", String(to - from));
        axis.replaceChildren(...marks.map((minute) => h("span", { style: `top: ${(minute - from) * HEIGHT}px`, text: schedule.clock(minute) })));
      }
      grid.style.setProperty("--kit-columns", String(wanted.length));
      for (const { id } of wanted) if (!columns.has(id)) columns.set(id, column(id));
      for (const id of [...columns.keys()]) if (!wanted.some((w) => w.id === id)) columns.delete(id);
      for (const [row] of items) if (!blocks.some((b) => b.row === row)) items.delete(row);
      arrange(grid, [axis, ...wanted.map(({ id }) => columns.get(id).element)]);
      for (const { id, text, of } of wanted) {
        const here = columns.get(id);
        say(here.head, text);
        const ours = blocks.filter(of);
        const { lanes, count } = inLanes(ours);
        here.list.style.setProperty("--kit-lanes", String(count));
        arrange(here.list, ours.map((b) => {
          if (!items.has(b.row)) items.set(b.row, item(b.row));
          const found = items.get(b.row);
          const mine = clashes.filter((clash) => clash.rows.includes(b.row)).length;
          found.shown.show(b, mine, text);
          const span = Math.max(b.to, b.from + STEP) - b.from;
          const [first, last] = lanes.get(b.row);
          found.element.style.gridArea = `${b.from - from + 1} / ${first + 1} / span ${span} / ${last === null ? count + 1 : last + 1}`;
          found.button.dataset.sort = schedule.uses[b.use].sort;
          found.button.toggleAttribute("data-short", span < 25);
          found.button.toggleAttribute("data-clash", mine > 0);
          if (b.row === current) found.button.setAttribute("aria-current", "true");
          else found.button.removeAttribute("aria-current");
          return found.element;
        }));
      }
    },
  };
}

/** The same as a list, which is also the view of phones. */
export function timeList(schedule, open) {
  const element = h("div", { class: "kit-timelist" });
  const columns = new Map();
  const items = new Map();
  return {
    element,
    find: (row) => items.get(row)?.button,
    holder: (row) => items.get(row)?.element,
    update(wanted, blocks, clashes, current) {
      for (const { id } of wanted) {
        if (columns.has(id)) continue;
        const head = h("h5", { id: freshId("column") });
        const list = h("ul", { "aria-labelledby": head.id });
        const none = h("p", { class: "kit-help", text: "Nothing here yet." });
        columns.set(id, { head, list, none, element: h("section", {}, head, list, none) });
      }
      for (const id of [...columns.keys()]) if (!wanted.some((w) => w.id === id)) columns.delete(id);
      for (const [row] of items) if (!blocks.some((b) => b.row === row)) items.delete(row);
      arrange(element, wanted.map(({ id }) => columns.get(id).element));
      for (const { id, text, of } of wanted) {
        const here = columns.get(id);
        say(here.head, text);
        const ours = blocks.filter(of);
        here.none.hidden = ours.length > 0;
        arrange(here.list, ours.map((b) => {
          if (!items.has(b.row)) {
            const shown = face(schedule);
            const button = h("button", { type: "button", class: "kit-line", "data-row": b.row, onclick: () => open(b.row, button) }, ...shown.parts);
            items.set(b.row, { shown, button, element: h("li", {}, button) });
          }
          const found = items.get(b.row);
          const mine = clashes.filter((clash) => clash.rows.includes(b.row)).length;
          found.shown.show(b, mine, text);
          found.button.dataset.sort = schedule.uses[b.use]?.sort ?? "other";
          found.button.toggleAttribute("data-clash", mine > 0);
          if (b.row === current) found.button.setAttribute("aria-current", "true");
          else found.button.removeAttribute("aria-current");
          return found.element;
        }));
      }
    },
  };
}
