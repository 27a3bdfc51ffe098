// The form of one block.
import { h, freshId, many, say } from "../shared/dom.js";
import { badge } from "../shared/badge.js";
import { conflictPanel } from "../shared/conflict.js";
import { STEP, CELLS, SORTS, minuteOf, clockOf } from "./plan.js";

/** A set of check boxes. @param {string} legend @param {Record<string, string>} choices */
export function ticks(legend, choices) {
  const boxes = Object.entries(choices).map(([id, text]) => {
    const box = h("input", { type: "checkbox", value: id });
    return { id, box, element: h("label", {}, box, ` ${text}`) };
  });
  return {
    element: h("fieldset", { class: "kit-ticks" }, h("legend", { text: legend }), ...boxes.map((b) => b.element)),
    first: boxes[0]?.box,
    chosen: () => boxes.filter((b) => b.box.checked && !b.box.disabled).map((b) => b.id),
    set(on, off = []) {
      for (const b of boxes) {
        b.box.checked = on.includes(b.id);
        b.element.hidden = b.box.disabled = off.includes(b.id);
      }
    },
  };
}

/** The form of one block. */
export function editor(client, config, schedule, told) {
  let row = "";
  const heading = h("h4", { tabindex: "-1" });
  const found = h("ul", { class: "kit-found" });
  const field = (column) => `${config.id}/${row}.${column}`;
  const label = (text, input) => h("div", { class: "kit-cell" }, h("label", { for: input.id, text }), input);

  function choice(column, text, options) {
    const none = h("option", { value: "", text: "Choose…" });
    const input = h("select", {
      id: freshId(column),
      onchange: () => input.value && schedule.act(`changed ${text.toLowerCase()}`, [[`${row}.${column}`, input.value]]),
    }, none, ...options);
    return { column, input, element: label(text, input), read: () => schedule.value(row, column) };
  }
  const option = (id, text) => h("option", { value: id, text });
  const bySort = Object.keys(SORTS)
    .map((sort) => [sort, config.uses.filter((use) => use.sort === sort)])
    .filter(([, uses]) => uses.length)
    .map(([sort, uses]) => h("optgroup", { label: `${SORTS[sort][0]} ${SORTS[sort][1]}` }, ...uses.map((use) => option(use.id, use.title))));
  const group = choice("group", config.noun, config.groups.map((g) => option(g.id, g.text)));
  const day = choice("day", "Day", config.days.map((d) => option(d.id, d.text)));
  const use = choice("use", "Use", bySort);

  function time(column, text) {
    const input = h("input", {
      id: freshId(column),
      type: "time",
      onchange: () => commit(),
      oninput: () => commit(),
      onblur: () => client.flush(),
    });
    function commit() {
      if (minuteOf(input.value) !== null && input.value !== schedule.value(row, column)) {
        schedule.act(`changed the ${text.toLowerCase()}`, [[`${row}.${column}`, input.value]], `${row}.${column}`);
      }
    }
    return { column, input, element: label(text, input), read: () => schedule.value(row, column) };
  }
  const start = time("start", "Start");
  const end = time("end", "End");

  function words(column, text, input) {
    const conflict = conflictPanel(client, () => schedule.at(`${row}.${column}`), () => text);
    input.addEventListener("input", () => client.set(schedule.at(`${row}.${column}`), input.value));
    input.addEventListener("blur", () => client.flush());
    const element = label(text, input);
    element.append(conflict.element);
    return { column, input, element, conflict, read: () => schedule.value(row, column) };
  }
  const list = h("datalist", { id: freshId("people") });
  const who = words("who", "Who (a role, one adult each)", h("input", { id: freshId("who"), type: "text", maxlength: 120, list: list.id, autocomplete: "off" }));
  const note = words("note", "Note", h("textarea", { id: freshId("note"), rows: 1 }));
  const inputs = [group, day, use, start, end, who, note];

  function shift(from, to, say) {
    const b = [minuteOf(schedule.value(row, "start")), minuteOf(schedule.value(row, "end"))];
    if (b.includes(null)) return;
    const [first, last] = [b[0] + from, b[1] + to];
    if (first < 0 || last > 1439 || last - first < STEP) return;
    const changes = [["start", first, from], ["end", last, to]].filter(([, , by]) => by).map(([column, minute]) => [`${row}.${column}`, clockOf(minute)]);
    schedule.act(say, changes);
    told(`${schedule.clock(first)} to ${schedule.clock(last)}`);
  }
  const moves = [
    ["↑", "Earlier", "5 minutes earlier", -STEP, -STEP],
    ["↓", "Later", "5 minutes later", STEP, STEP],
    ["−", "Shorter", "5 minutes shorter", 0, -STEP],
    ["+", "Longer", "5 minutes longer", 0, STEP],
  ].map(([sign, text, name, from, to]) =>
    h("button", { type: "button", "aria-label": `${text}: ${name}`, title: name, onclick: () => shift(from, to, `made ${name}`) }, h("span", { "aria-hidden": "true", text: sign }), h("span", { text })),
  );

  const toDays = config.days.length > 1 ? ticks("Days", schedule.days) : null;
  const toGroups = config.groups.length > 1 ? ticks(`${config.noun}s`, schedule.groups) : null;
  const copies = h("p", { class: "kit-help", role: "status" });
  const copy = h("button", {
    type: "button",
    text: "Copy",
    onclick: () => {
      const from = Object.fromEntries(CELLS.map((column) => [column, schedule.value(row, column)]));
      const changes = [];
      let n = 0;
      for (const d of toDays?.chosen() ?? [from.day]) {
        for (const g of toGroups?.chosen() ?? [from.group]) {
          const there = schedule.all().some((b) => !b.removed && b.day === d && b.group === g && b.start === from.start && b.end === from.end && b.use === from.use);
          if (there) continue;
          changes.push(...schedule.added({ ...from, day: d, group: g }).changes);
          n += 1;
        }
      }
      if (n) schedule.act(`copied ${many(n, "block")}`, changes);
      say(copies, n ? `✓ Copied to ${many(n, "place")}.` : "Tick where the copy should go. A block that stands there already is not doubled.");
    },
  });
  const copyFold = toDays || toGroups ? h("details", {}, h("summary", { text: "Copy this block" }), toDays?.element, toGroups?.element, copy, copies) : null;

  const status = badge(client, () => (row ? [...CELLS, "removed"].map((column) => schedule.at(`${row}.${column}`)) : []));
  const remove = h("button", { type: "button", class: "kit-remove", text: "Take out" });
  const done = h("button", { type: "button", class: "kit-main", text: "Done" });
  const element = h(
    "section",
    { class: "kit-editor", hidden: true, "aria-label": "One block" },
    heading,
    found,
    h("div", { class: "kit-editor-cells" }, use.element, group.element, config.days.length > 1 && day.element),
    h("div", { class: "kit-editor-times" }, start.element, end.element),
    h("div", { class: "kit-moves", role: "group", "aria-label": "Move by 5 minutes" }, ...moves),
    h("div", { class: "kit-editor-words" }, who.element, note.element),
    list,
    copyFold,
    status.element,
    h("div", { class: "kit-editor-end" }, done, remove),
  );
  let folk = "";
  return {
    element,
    heading,
    remove,
    done,
    get row() {
      return row;
    },
    open(next) {
      row = next;
      for (const each of inputs) each.input.setAttribute("data-kit-field", field(each.column));
      if (copyFold) copyFold.open = false;
      say(copies, "");
      toDays?.set([schedule.value(row, "day")]);
      toGroups?.set([schedule.value(row, "group")]);
    },
    close() {
      row = "";
    },
    update(blocks, clashes) {
      if (!row) return;
      const title = schedule.uses[schedule.value(row, "use")]?.title ?? "New block: choose its use";
      say(heading, [title, schedule.groups[schedule.value(row, "group")], config.days.length > 1 && schedule.days[schedule.value(row, "day")]].filter(Boolean).join(" · "));
      for (const each of inputs) {
        const now = each.read() ?? "";
        if (each.input.value !== now && !(each.input.type === "time" && each.input === document.activeElement)) each.input.value = now;
        each.conflict?.update();
      }
      const lines = clashes.filter((clash) => clash.rows.includes(row)).map((clash) => clash.text);
      if (lines.join("\n") !== [...found.children].map((li) => li.lastChild.textContent).join("\n")) {
        found.replaceChildren(...lines.map((text) => h("li", {}, h("span", { "aria-hidden": "true", text: "⚠ " }), h("span", { text }))));
      }
      found.hidden = !lines.length;
      const roles = [...new Set(blocks.filter((b) => !b.removed && b.who).map((b) => b.who))].sort();
      if (roles.join("\n") !== folk) {
        folk = roles.join("\n");
        list.replaceChildren(...roles.map((role) => h("option", { value: role })));
      }
      status.update();
    },
  };
}
