// What is in use and what is a goal, by area and tier; gaps and overlaps in words.
import { h, freshId, keepingFocus, say, many } from "./shared/dom.js";
import { badge } from "./shared/badge.js";
import { whoReads } from "./shared/box.js";
import { typedCell, typedColumns } from "./shared/cells.js";
import { newRow, roleList } from "./shared/rows.js";
import { mount, place, reckonedAnew } from "./shared/mount.js";

const SIGNS = { "in-use": "●", goal: "○" };
const AREA_ROOM = 120; // px
const TIER_ROOM = 180; // px that a tier needs beside the others

function listOf(options, labelOf, attributes) {
  return h("select", attributes, ...options.map((option) => h("option", { value: option.value, text: labelOf(option) })));
}

/** One place of the map: its entries and the button that adds one. */
function mapCell(map, area, tier) {
  const list = h("ul", { class: "kit-map-list" });
  const where = `${area.text}, ${tier.title.split(":")[0]}`;
  const none = h("p", { class: "kit-map-none", text: "Nothing in use" });
  const add = h("button", { type: "button", class: "kit-map-add", "aria-label": `Add to ${where}`, text: "+ Add", onclick: () => map.add(area.id, tier.id) });
  const element = h("div", { class: "kit-map-cell" }, none, list, add);
  element.addEventListener("dragover", (event) => {
    if (!map.dragged) return;
    event.preventDefault();
    event.stopPropagation();
    element.classList.add("kit-map-over");
  });
  element.addEventListener("dragleave", (event) => element.contains(event.relatedTarget) || element.classList.remove("kit-map-over"));
  element.addEventListener("drop", (event) => {
    element.classList.remove("kit-map-over");
    if (!map.dragged) return;
    event.preventDefault();
    event.stopPropagation();
    map.move(map.dragged, area.id, tier.id);
  });
  return { element, list, none, add, where, area: area.id, tier: tier.id };
}

/** One entry: its name, whether it is in use, and, folded away, the rest. */
function entryCard(client, config, map, row, roles) {
  const at = (column) => ({ scope: "team", activity: config.id, field: `${row}.${column}` });
  const words = () => String(client.value(at("what")) ?? "").trim();
  const name = () => words().slice(0, 60) || "New entry";
  const rowName = () => `${name()} (${map.where(row)})`;
  const what = typedCell(client, () => at("what"), { type: "text", label: "What it is" }, rowName, { write: map.writing(row, "what") });
  what.input.placeholder = "What is it?";
  const state = listOf(config.states, (s) => `${SIGNS[s.value]} ${s.label}`, {
    "data-kit-field": `${config.id}/${row}.state`,
    class: "kit-map-state",
    onchange: () => map.set(row, { state: state.value }),
  });
  const places = ["area", "tier"].map((key) => {
    const options = key === "area" ? config.areas.map((a) => ({ value: a.id, label: a.text })) : config.tiers.map((t) => ({ value: t.id, label: t.title }));
    const id = freshId(key);
    const select = listOf(options, (o) => o.label, {
      id,
      "data-kit-field": `${config.id}/${row}.${key}`,
      onchange: () => map.move(row, key === "area" ? select.value : map.placeOf(row).area, key === "tier" ? select.value : map.placeOf(row).tier),
    });
    return { key, select, element: h("div", { class: "kit-cell" }, h("label", { for: id, text: key === "area" ? "Area" : "Tier" }), select) };
  });
  const more = Object.entries(typedColumns(config.columns)).map(([column, kind]) => ({
    column,
    cell: typedCell(client, () => at(column), kind, rowName, { roles: roles.id, write: map.writing(row, column) }),
  }));
  const remove = h("button", { type: "button", class: "kit-remove", text: "Take out", onclick: () => map.remove(row, true) });
  const undo = h("button", { type: "button", text: "Put it back", onclick: () => map.remove(row, false) });
  const grip = h("span", { class: "kit-map-grip", draggable: "true", "aria-hidden": "true", title: "Drag to another place", text: "⠿" });
  const gist = h("p", { class: "kit-map-gist" });
  const summary = h("summary", {}, h("span", { text: "Details and place" }));
  const details = h("details", { class: "kit-map-more" }, summary, ...more.map((m) => m.cell.element), ...places.map((p) => p.element), remove);
  const alike = h("p", { class: "kit-map-alike", hidden: true, text: "⇄ May overlap; see below" });
  const body = h("div", {}, h("div", { class: "kit-map-head" }, grip, what.element), state, gist, alike, details);
  const goneText = h("span");
  const gone = h("div", { class: "kit-gone", hidden: true }, goneText, undo);
  const element = h("li", { class: "kit-map-entry" }, body, gone);
  grip.addEventListener("dragstart", (event) => {
    map.dragged = row;
    event.dataTransfer.setData("text/plain", name());
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(element, 12, 12);
    event.stopPropagation();
  });
  grip.addEventListener("dragend", () => (map.dragged = ""));
  return {
    element,
    undo,
    name,
    focus: () => what.input.focus(),
    update() {
      const removed = Boolean(client.value(at("removed")));
      body.hidden = removed;
      gone.hidden = !removed;
      say(goneText, `Taken out: ${name()} `);
      const kind = client.value(at("state")) ?? "in-use";
      element.dataset.state = removed ? "gone" : kind;
      what.update();
      if (state.value !== kind) state.value = kind;
      state.disabled = !client.knows("team");
      state.setAttribute("aria-label", `${rowName()}: in use or a goal`);
      const stands = map.placeOf(row);
      for (const { key, select } of places) {
        if (select.value !== stands[key]) select.value = stands[key];
        select.setAttribute("aria-label", `${rowName()}: ${key === "area" ? "Area" : "Tier"}`);
        select.disabled = !client.knows("team");
      }
      for (const { cell } of more) cell.update();
      const told = more.map(({ column, cell }) => {
        const value = client.value(at(column));
        const kind = config.columns.find((c) => c.id === column);
        if (value === null || value === "" || value === false) return "";
        return kind.type === "tick" ? kind.title : kind.type === "number" ? `${cell.words()} ${kind.unit}`.trim() : cell.words();
      });
      say(gist, told.filter((text) => text && text !== "Choose…").join(" · "));
      gist.hidden = !gist.textContent || details.open;
      alike.hidden = !map.overlapping(row);
      summary.setAttribute("aria-label", `Details and place of ${rowName()}`);
      remove.setAttribute("aria-label", `Take out ${rowName()}`);
    },
    details,
  };
}

/** Gaps and overlaps, as the server reckons them. */
function findings(client, config) {
  const gapHead = h("h4");
  const gaps = h("ul");
  const overlapHead = h("h4");
  const overlaps = h("ul");
  const gapNote = h("p", { class: "kit-help", text: "A gap is a place with nothing in use. Not each one must be filled." });
  const overlapNote = h("p", { class: "kit-help", text: "An overlap can be meant. Look at whether both are needed." });
  const element = h("div", { class: "kit-part kit-map-found", hidden: true }, h("div", {}, gapHead, gapNote, gaps), h("div", {}, overlapHead, overlapNote, overlaps));
  let before = "";
  return {
    element,
    update() {
      const shared = client.shared[config.id];
      const told = JSON.stringify(shared ?? null);
      if (told === before) return;
      before = told;
      element.hidden = !shared?.entries;
      if (!shared) return;
      say(gapHead, shared.gaps.length ? `${many(shared.gaps.length, "gap")} in ${config.areas.length * config.tiers.length} places` : "No gaps");
      say(overlapHead, shared.overlaps.length ? many(shared.overlaps.length, "overlap") : "No overlaps found");
      gapNote.hidden = gaps.hidden = !shared.gaps.length;
      overlapNote.hidden = overlaps.hidden = !shared.overlaps.length;
      gaps.replaceChildren(...shared.gaps.map(({ words }) => h("li", { text: words })));
      overlaps.replaceChildren(...shared.overlaps.map(({ words }) => h("li", { text: words })));
    },
  };
}

function theMap(client, config) {
  const cards = new Map();
  const drafts = new Map(); // row -> where it was begun; it exists once something is written in it
  const tucked = new Set(); // entries that were out already when this page first saw them
  const seen = new Set();
  const roles = roleList(client);
  const spoken = h("span", { role: "status" });
  const back = h("button", { type: "button", hidden: true, text: "Undo the move", onclick: () => undoMove() });
  const told = h("p", { class: "kit-map-told" }, spoken, back);
  const untuck = h("button", { type: "button", class: "kit-link kit-untuck", hidden: true, onclick: () => showTucked() });
  const at = (row, column) => ({ scope: "team", activity: config.id, field: `${row}.${column}` });
  let moved = null;

  const map = {
    dragged: "",
    placeOf(row) {
      const draft = drafts.get(row);
      return { area: client.value(at(row, "area")) ?? draft?.area ?? "", tier: client.value(at(row, "tier")) ?? draft?.tier ?? "" };
    },
    cellOf(row) {
      const { area, tier } = map.placeOf(row);
      return cells.find((c) => c.area === area && c.tier === tier) ?? lost;
    },
    where: (row) => map.cellOf(row).where,
    /** Write in an entry; with the first words it also gets its place. */
    set(row, values) {
      const draft = drafts.get(row);
      client.together(() => {
        const begun = draft && client.value(at(row, "area")) === null;
        const first = begun ? { area: draft.area, tier: draft.tier, state: "in-use" } : {};
        for (const [column, value] of Object.entries({ ...first, ...values })) client.set(at(row, column), value, { now: true });
      });
    },
    /** What a cell of an entry writes with: its first words make the entry. */
    writing: (row, column) => (value, options) => {
      if (drafts.has(row) && client.value(at(row, "area")) === null) map.set(row, {});
      client.set(at(row, column), value, options);
    },
    add(area, tier) {
      const row = newRow();
      drafts.set(row, { area, tier });
      update();
      cards.get(row).focus();
    },
    move(row, area, tier) {
      const before = map.placeOf(row);
      if (before.area === area && before.tier === tier) return;
      moved = { row, ...before };
      map.set(row, { area, tier });
      say(spoken, `“${cards.get(row).name()}” moved to ${map.where(row)}. `);
      back.hidden = false;
    },
    remove(row, out) {
      client.set(at(row, "removed"), out, { now: true });
      say(spoken, out ? `“${cards.get(row).name()}” taken out. It can be put back. ` : `“${cards.get(row).name()}” put back. `);
      back.hidden = true;
      if (out) cards.get(row).undo.focus();
      else cards.get(row).focus();
    },
    overlapping: (row) => (client.shared[config.id]?.overlaps ?? []).some((o) => o.rows.includes(row)),
  };

  const cells = config.areas.flatMap((area) => config.tiers.map((tier) => mapCell(map, area, tier)));
  const lost = { element: h("div", { class: "kit-map-cell", hidden: true }), list: h("ul", { class: "kit-map-list" }), where: "not placed", area: "", tier: "" };
  lost.element.append(h("h4", { text: "Not placed: choose an area and a tier" }), lost.list);
  const holder = h("div");
  const status = badge(client, () => [...cards.keys()].flatMap((row) => ["what", "state", "area", "tier", "removed", ...config.columns.map((c) => c.id)].map((column) => at(row, column))));

  function undoMove() {
    const { row, area, tier } = moved;
    map.set(row, { area, tier });
    say(spoken, `“${cards.get(row).name()}” is back in ${map.where(row)}. `);
    back.hidden = true;
    cards.get(row).focus();
  }

  function showTucked() {
    const next = [...tucked][0];
    tucked.clear();
    update();
    cards.get(next)?.undo.focus();
  }

  /** Side by side where there is room, area by area where there is not. */
  let wide = null;
  function arrange(side) {
    wide = side;
    const cell = (area, tier) => cells.find((c) => c.area === area.id && c.tier === tier.id);
    keepingFocus(() => {
      if (wide) {
        const heads = config.tiers.map((t) => h("th", { scope: "col" }, t.title, t.help && h("span", { class: "kit-help", text: t.help })));
        const rows = config.areas.map((area) =>
          h("tr", {}, h("th", { scope: "row" }, area.text, area.help && h("span", { class: "kit-help", text: area.help })), ...config.tiers.map((tier) => h("td", {}, cell(area, tier).element))),
        );
        const corner = h("th", { scope: "col" }, h("span", { class: "kit-hidden", text: "Area" }));
        const caption = h("caption", { class: "kit-hidden", text: "Map by area and tier" });
        holder.replaceChildren(h("table", { class: "kit-map-grid" }, caption, h("thead", {}, h("tr", {}, corner, ...heads)), h("tbody", {}, ...rows)));
      } else {
        holder.replaceChildren(
          ...config.areas.map((area) =>
            h("div", { class: "kit-map-area" }, h("h4", { text: area.text }), area.help && h("p", { class: "kit-help", text: area.help }), ...config.tiers.map((tier) => h("div", {}, h("h5", { text: tier.title }), cell(area, tier).element))),
          ),
        );
      }
    });
  }
  arrange(false);

  function update() {
    const ready = client.knows("team");
    const known = client.rows(config.id, []);
    const rows = [...new Set([...known, ...drafts.keys()])].sort();
    for (const row of rows) if (!cards.has(row)) cards.set(row, entryCard(client, config, map, row, roles));
    for (const [row, card] of cards) if (!rows.includes(row)) card.element.remove();
    keepingFocus(() => {
      const next = new Map();
      for (const row of rows) {
        const { list } = map.cellOf(row);
        const { element } = cards.get(row);
        const i = next.get(list) ?? 0;
        if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null);
        next.set(list, i + 1);
      }
    });
    for (const row of rows) {
      const removed = Boolean(client.value(at(row, "removed")));
      if (ready && !seen.has(row)) {
        seen.add(row);
        if (removed) tucked.add(row);
      }
      if (!removed) tucked.delete(row);
      cards.get(row).element.hidden = tucked.has(row);
      cards.get(row).update();
    }
    const inUse = (c) => rows.some((row) => map.cellOf(row) === c && !client.value(at(row, "removed")) && String(client.value(at(row, "what")) ?? "").trim() && client.value(at(row, "state")) !== "goal");
    for (const c of cells) {
      const used = inUse(c);
      c.none.hidden = used || !ready;
      c.element.classList.toggle("kit-map-gap", !used);
      c.add.disabled = !ready;
    }
    lost.element.hidden = !lost.list.children.length;
    untuck.hidden = !tucked.size;
    say(untuck, `Show ${many(tucked.size, "thing")} taken out earlier`);
    roles.update();
    status.update();
  }

  const legend = h("p", { class: "kit-help" }, "● in use now · ○ a goal. To move an entry, drag it by ⠿ or choose its place under “Details and place”.");
  const element = h("div", {}, legend, told, lost.element, holder, untuck, status.element, roles.element);
  const watch = new ResizeObserver(() => {
    const room = element.clientWidth;
    const side = room >= Math.max(720, AREA_ROOM + TIER_ROOM * config.tiers.length);
    if (room && side !== wide) arrange(side);
  });
  watch.observe(element);
  return { element, update, close: () => watch.disconnect() };
}

export default {
  render: mount(({ root, client, config }) => {
    root.append(whoReads("team", freshId("who")));
    return place(root, theMap(client, config), findings(client, config), reckonedAnew(client, config.id, () => true));
  }),
};
