// A list whose rows people add, edit, take out and put back. Each cell is an answer of its own,
// so two people can work on two cells at once. Drawn as cards, or as a grid where one fits.
import { h, freshId, keepingFocus, say, many } from "./dom.js";
import { badge } from "./badge.js";
import { offRecord } from "./box.js";
import { typedCell } from "./cells.js";

const FIND_FROM = 12; // rows from which on a box to find rows is worth its place
const NARROW_GRID = 720; // px below which a grid is never drawn
/** What a column needs in a grid, in px. Long texts need the room of a card. */
const GRID_WIDTHS = { text: 190, short: 130, choice: 140, number: 88, date: 150, who: 140, code: 116, tick: 76 };
/** The width to begin from; what is left over goes to texts. */
const GRID_HINTS = { short: "width: 24%", choice: "width: 17%", number: "width: 104px", date: "width: 156px", who: "width: 26%", code: "width: 210px", tick: "width: 84px" };
const GRID_AROUND = 84; // px for the row's number and the button at its end

/** A row id that sorts by the time it was made and is nobody else's. `later` keeps rows made at once in order. */
export function newRow(later = 0) {
  return `r${(Date.now() + later).toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

/** How wide a grid of these columns is, in px; without end where a card serves better. */
function gridWidth(columns) {
  if (columns.some((c) => c.wide) || columns.filter((c) => c.type === "text").length > 2) return Infinity;
  return columns.reduce((sum, c) => sum + GRID_WIDTHS[c.type], GRID_AROUND);
}

/** What people call the seats, offered where a role is asked for. @param {any} client */
export function roleList(client) {
  const list = h("datalist", { id: freshId("roles") });
  let shown = "";
  return {
    element: list,
    id: list.id,
    update() {
      const roles = [...new Set(client.seats.map((seat) => seat.label.split(", ").slice(1).join(", ")).filter(Boolean))];
      if (roles.join("|") === shown) return;
      shown = roles.join("|");
      list.replaceChildren(...roles.map((role) => h("option", { value: role })));
    },
  };
}

/**
 * @param {any} client
 * @param {{activity: string, noun: string, add: string, columns: Record<string, any>,
 *          initial?: {id: string, values: Record<string, any>}[], fixed?: boolean, empty?: number,
 *          grid?: boolean, named?: boolean, note?: (row: string, column: string, value: any) => any,
 *          totals?: () => Record<string, string>, arranged?: () => void, pasted?: (text: string) => boolean}} spec
 *   `grid`: a table where it fits; `named`: a control's name holds the words of the row's first cell;
 *   `note`: a line under a cell; `totals`: the words under a column; `arranged`: called when cards
 *   become a grid or a grid cards; `pasted`: takes several cells pasted at once
 */
export function rowList(client, spec) {
  const initial = spec.initial ?? [];
  const columns = Object.entries(spec.columns);
  const first = columns[0][0];
  const spoken = h("span", { class: "kit-hidden", role: "status" });
  const drawn = new Map();
  const roles = columns.some(([, column]) => column.type === "who") ? roleList(client) : null;
  const status = badge(client, () =>
    [...drawn.keys()].flatMap((row) => [...Object.keys(spec.columns), "removed"].map((column) => at(row, column))),
  );
  const add = h("button", { type: "button", class: "kit-add", text: spec.add, onclick: () => addRow() });
  const drafts = Array.from({ length: spec.empty ?? 0 }, (_, i) => newRow(i)); // empty rows offered; they exist once written in
  const tucked = new Set(); // rows that were out already when this page first saw them
  let asked = false;
  let grid = false;
  let list = h("ol", { class: "kit-rows" });
  let foot = null;
  const numbers = new Map(); // row -> its number among those that are not taken out

  // Finding rows in a long list
  const findId = freshId("find");
  const find = h("input", { id: findId, type: "search", autocomplete: "off", oninput: () => update() });
  const findCount = h("span", { class: "kit-count", role: "status" });
  const finder = h("div", { class: "kit-find", hidden: true }, h("label", { for: findId, text: "Find rows with" }), find, findCount);
  const untuck = h("button", { type: "button", class: "kit-link kit-untuck", hidden: true, onclick: () => showTucked() });
  const holder = h("div", { class: "kit-list" }, list);
  if (spec.pasted) {
    holder.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.trim().includes("\t") && spec.pasted(text)) event.preventDefault();
    });
  }

  function at(row, column) {
    return { scope: "team", activity: spec.activity, field: `${row}.${column}` };
  }

  function addRow() {
    find.value = "";
    const row = newRow();
    drafts.push(row);
    update();
    drawn.get(row)?.focus();
  }

  function showTucked() {
    const next = [...tucked][0];
    tucked.clear();
    update();
    drawn.get(next)?.element.querySelector(".kit-gone button")?.focus();
  }

  function draw(row) {
    const given = initial.find((start) => start.id === row)?.values ?? {};
    const words = () => String(client.value(at(row, first)) ?? given[first] ?? "").trim();
    const rowName = () => `${spec.noun} ${numbers.get(row) ?? ""}`.trim();
    const fullName = () => (spec.named && words() ? `${rowName()}, ${words().slice(0, 40)}` : rowName());
    const cells = columns.map(([column, kind]) =>
      typedCell(client, () => at(row, column), { ...kind, initial: given[column] ?? kind.initial }, column === first ? rowName : fullName, {
        roles: roles?.id,
        note: spec.note && ((value) => spec.note(row, column, value)),
      }),
    );
    const remove = h("button", {
      type: "button",
      class: "kit-remove",
      onclick: () => {
        client.set(at(row, "removed"), true, { now: true });
        say(spoken, `${spec.noun} taken out. It can be put back.`);
        undo.focus();
      },
    });
    const undo = h("button", {
      type: "button",
      text: "Put it back",
      onclick: () => {
        client.set(at(row, "removed"), false, { now: true });
        cells[0].input.focus();
      },
    });
    const goneText = h("span");
    const gone = h("div", { class: "kit-gone", hidden: true }, goneText, undo);
    const off = offRecord(client, () => ({ scope: "team", activity: spec.activity, field: `${row}/off` }), "");
    const number = h("th", { scope: "row", class: "kit-grid-number" });
    let body = [];
    let seen = false; // whether it was known before this look if the row is out

    const self = {
      element: null,
      focus: () => cells[0].input.focus(),
      matches: (wanted) => !wanted || cells.some((c) => c.words().toLowerCase().includes(wanted)),
      arrange() {
        remove.textContent = grid ? "✕" : "Take out";
        if (grid) {
          const end = h("td", { class: "kit-grid-end" }, !spec.fixed && remove, off.element);
          body = [number, ...cells.map((c) => h("td", {}, c.element)), end];
          self.element = h("tr", { class: "kit-grid-row" }, ...body, h("td", { colspan: columns.length + 2, hidden: true }, gone));
        } else {
          body = [h("div", { class: "kit-row-cells" }, ...cells.map((c) => c.element), h("div", { class: "kit-row-end" }, off.element, !spec.fixed && remove))];
          self.element = h("li", { class: "kit-row" }, ...body, gone);
        }
      },
      update() {
        const removed = Boolean(client.value(at(row, "removed")));
        if (!seen && client.knows("team")) {
          seen = true;
          if (removed) tucked.add(row);
        }
        if (!removed) tucked.delete(row);
        for (const part of body) part.hidden = removed;
        self.element.toggleAttribute("data-removed", removed);
        gone.hidden = !removed;
        if (grid) gone.parentElement.hidden = !removed;
        remove.setAttribute("aria-label", `Take out ${fullName()}`);
        remove.title = grid ? "Take out" : "";
        say(number, String(numbers.get(row) ?? ""));
        say(goneText, `Taken out: ${words().slice(0, 60) || spec.noun} `);
        for (const c of cells) c.update();
        off.update();
        off.element.firstChild.setAttribute("aria-label", `Not for the record: ${fullName()}`);
      },
    };
    self.arrange();
    return self;
  }

  /** Cards or a grid, as there is room. */
  function arrange(wanted) {
    grid = wanted;
    keepingFocus(() => {
      foot = null;
      if (grid) {
        list = h("tbody");
        const heads = columns.map(([, column]) => {
          const unit = column.unit && h("span", { class: "kit-unit", text: ` (${column.unit})` });
          return h("th", { scope: "col", class: column.type === "number" ? "kit-grid-number-head" : null, style: GRID_HINTS[column.type] ?? null }, column.label, unit, column.help && h("span", { class: "kit-help", text: column.help }));
        });
        foot = spec.totals ? h("tfoot") : null;
        const end = h("th", { scope: "col" }, h("span", { class: "kit-hidden", text: "Take out, or keep out of the record" }));
        const head = h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "kit-hidden", text: "Number" })), ...heads, end));
        const caption = h("caption", { class: "kit-hidden", text: `${spec.noun}: rows` });
        holder.replaceChildren(h("table", { class: "kit-grid" }, caption, head, list, foot));
      } else {
        list = h("ol", { class: "kit-rows" });
        holder.replaceChildren(list);
      }
      for (const row of drawn.values()) row.arrange();
      update();
      spec.arranged?.();
    });
  }

  /** The sums, in the last row of a grid. */
  function sum() {
    if (!foot) return;
    const totals = spec.totals();
    const told = JSON.stringify(totals);
    if (foot.dataset.told === told) return;
    foot.dataset.told = told;
    const cells = columns.map(([column], i) => h("td", { class: column in totals ? "kit-sum" : null, text: totals[column] ?? (i === 0 ? "Total" : "") }));
    const row = h("tr", {}, h("td"), ...cells, h("td"));
    foot.replaceChildren(...(Object.keys(totals).length ? [row] : []));
  }

  function update() {
    const known = client.rows(spec.activity, initial.map((row) => row.id));
    const added = known.slice(initial.length);
    // An empty row is offered only once it is known how many rows there are already.
    const ready = client.knows("team");
    if (ready && !asked) {
      asked = true;
      drafts.splice(0, added.length);
    }
    const offered = ready ? drafts.filter((row) => !added.includes(row)) : [];
    const wanted = [...known.slice(0, initial.length), ...[...added, ...offered].sort()];
    numbers.clear();
    for (const row of wanted) if (!client.value(at(row, "removed"))) numbers.set(row, numbers.size + 1);
    for (const row of wanted) if (!drawn.has(row)) drawn.set(row, draw(row));
    for (const row of drawn.values()) row.update();
    // After a change of team, the rows of the team before go.
    for (const [row, { element }] of drawn) if (element.parentElement && !wanted.includes(row)) element.remove();
    wanted.forEach((row, i) => {
      const { element } = drawn.get(row);
      if (list.children[i] !== element && !element.contains(document.activeElement)) list.insertBefore(element, list.children[i] ?? null);
    });
    filter(wanted);
    untuck.hidden = !tucked.size;
    say(untuck, `Show ${many(tucked.size, "row")} taken out earlier`);
    roles?.update();
    sum();
    status.update();
  }

  function filter(wanted) {
    finder.hidden = numbers.size <= FIND_FROM;
    const words = finder.hidden ? "" : find.value.trim().toLowerCase();
    let found = 0;
    for (const row of wanted) {
      const { element, matches } = drawn.get(row);
      const fits = numbers.has(row) ? matches(words) : !words && !tucked.has(row);
      if (fits && numbers.has(row)) found += 1;
      element.hidden = !fits && !element.contains(document.activeElement);
    }
    say(findCount, words ? `${found} of ${many(numbers.size, "row")}` : `${many(numbers.size, "row")}`);
  }

  const element = h("div", {}, finder, holder, untuck, !spec.fixed && add, status.element, spoken, roles?.element);
  let watch = null;
  if (spec.grid) {
    const needed = gridWidth(columns.map(([, column]) => column));
    watch = new ResizeObserver(() => {
      const room = element.clientWidth;
      const fits = room >= Math.max(NARROW_GRID, needed);
      if (room && fits !== grid) arrange(fits);
    });
    watch.observe(element);
  }
  return {
    element,
    update,
    close: () => watch?.disconnect(),
    /** Write whole rows at once. @param {Record<string, any>[]} rows @returns {string[]} their ids */
    fill(rows) {
      const ids = rows.map((_, i) => newRow(i));
      client.together(() => {
        rows.forEach((cells, i) => {
          for (const [column, value] of Object.entries(cells)) client.set(at(ids[i], column), value);
        });
      });
      client.flush();
      return ids;
    },
    /** Take rows out, or put them back, without a line for each. @param {string[]} ids @param {boolean} out */
    take(ids, out) {
      client.together(() => {
        for (const id of ids) {
          client.set(at(id, "removed"), out, { now: true });
          if (out) tucked.add(id);
        }
      });
    },
    isGrid: () => grid,
  };
}
