// A day or a week of time blocks: a grid and a list of the same, a form for one block, and what the server found in it.
import { h, freshId, say } from "./shared/dom.js";
import { lookOnceSaved } from "./shared/client.js";
import { mount } from "./shared/mount.js";
import { STEP, CELLS, SORTS, minuteOf, clockOf, plan } from "./schedule/plan.js";
import { editor, ticks } from "./schedule/editor.js";
import { timeGrid, timeList } from "./schedule/views.js";
import { clashList, ruleTable, minuteTables } from "./schedule/checks.js";

const [FORM, AXIS, NARROWEST] = [384, 54, 96]; // pixels: the form, the hours, a column that can still be read

export default {
  render: mount(({ root, client, config }) => {
    const schedule = plan(client, config);
    const week = config.days.length > 1;
    const small = matchMedia("(max-width: 600px)");
    const view = { day: config.days[0].id, group: "" };
    let layout = "grid";
    let back = null; // what had the focus before the form opened
    const spoken = h("span", { class: "kit-hidden", role: "status" });
    const told = (text) => say(spoken, text);

    // -- what to look at ------------------------------------------------------------
    const name = freshId("day");
    const radios = config.days.map((day) => {
      const radio = h("input", { type: "radio", name, value: day.id, onchange: () => look({ day: day.id, group: "" }) });
      return { id: day.id, radio, element: h("label", {}, radio, ` ${day.text}`) };
    });
    const one = h("select", { id: freshId("one"), onchange: () => look(one.value ? { day: "", group: one.value } : { day: config.days[0].id, group: "" }) },
      h("option", { value: "", text: `All ${config.noun.toLowerCase()}s of one day` }), ...config.groups.map((g) => h("option", { value: g.id, text: `${g.text}, all days` })));
    const layouts = [["grid", "Grid"], ["list", "List"]].map(([id, text]) => ({ id, button: h("button", { type: "button", text, onclick: () => ((layout = id), redraw()) }) }));
    const switcher = h("div", { class: "kit-layouts", role: "group", "aria-label": "Show as" }, ...layouts.map((l) => l.button));
    const add = h("button", { type: "button", class: "kit-main", text: "Add a block", onclick: () => addBlock() });
    const copyDay = h("button", { type: "button", text: "Copy this day…", "aria-expanded": "false", onclick: () => toggleCopy() });
    const undo = h("button", { type: "button", onclick: () => undoLast() });
    const toDays = ticks("Copy it to", schedule.days);
    const copyNow = h("button", { type: "button", class: "kit-main", text: "Copy the day", onclick: () => copyTheDay() });
    const copyWords = h("p", { class: "kit-help", text: "What stands on those days is taken out. Undo brings it back." });
    const copyPanel = h("div", { class: "kit-copyday", hidden: true }, toDays.element, copyWords, copyNow, h("button", { type: "button", text: "Cancel", onclick: () => toggleCopy(false) }));
    const chooser = h("div", { class: "kit-look" }, week && h("fieldset", { class: "kit-days" }, h("legend", { class: "kit-hidden", text: "Day" }), ...radios.map((r) => r.element)), week && h("div", { class: "kit-one" }, h("label", { for: one.id, text: "Show" }), one));
    const tools = h("div", { class: "kit-tools" }, add, week && copyDay, undo, switcher);

    // -- the blocks -------------------------------------------------------------------
    const form = editor(client, config, schedule, told);
    const grid = timeGrid(config, schedule, open, moved);
    const list = timeList(schedule, open);
    const legend = h("p", { class: "kit-help kit-legend" });
    const sorts = [...new Set(config.uses.map((use) => use.sort))];
    legend.append(...Object.keys(SORTS).filter((s) => sorts.includes(s)).map((s) => h("span", {}, h("span", { "aria-hidden": "true", text: `${SORTS[s][0]} ` }), SORTS[s][1])), h("span", { text: "⚠ in a clash" }));
    const loading = h("p", { class: "kit-empty", text: "Fetching the schedule…" });
    const wrap = h("div", { class: "kit-planner" }, h("div", { class: "kit-sheet" }, loading, grid.element, list.element));
    const open_ = h("div", { class: "kit-unfinished", hidden: true });
    const outFold = h("details", { class: "kit-out", hidden: true }, h("summary"), h("ul"));
    const clashes = clashList(config, showClash);
    const rules = ruleTable(client, config, schedule);
    const minutes = minuteTables(config, schedule);
    const fresh = lookOnceSaved(client, config.id);
    root.append(chooser, tools, copyPanel, spoken, wrap, legend, open_, outFold, clashes.element, rules.element, minutes.element);

    const asList = () => layout === "list" || small.matches;
    const shared = () => client.shared[config.id];
    const wanted = () => (view.day
      ? config.groups.map((g) => ({ id: g.id, text: g.text, of: (b) => b.day === view.day && b.group === g.id }))
      : config.days.map((d) => ({ id: d.id, text: d.text, of: (b) => b.group === view.group && b.day === d.id })));
    const button = (row) => (asList() ? list : grid).find(row);

    function look(next) {
      Object.assign(view, next);
      toggleCopy(false);
      redraw();
    }
    function redraw() {
      update();
      if (form.row) put();
    }

    function open(row, from = null) {
      if (form.row === row) return shut();
      const b = schedule.all().find((each) => each.row === row);
      if (b && view.day && b.day !== view.day) Object.assign(view, { day: b.day, group: "" });
      else if (b && view.group && b.group !== view.group) Object.assign(view, { day: b.day, group: "" });
      back = from;
      form.open(row);
      form.element.hidden = false;
      update();
      put();
      form.heading.focus({ preventScroll: true });
      form.element.scrollIntoView({ block: "nearest" });
    }
    function shut() {
      const row = form.row;
      form.close();
      form.element.hidden = true;
      wrap.classList.remove("kit-beside");
      wrap.style.minHeight = "";
      update();
      (button(row) ?? (back?.isConnected ? back : add)).focus({ preventScroll: true });
    }
    /** Where the form stands: under its line in the list; beside the grid, level with its block; or below the block. */
    function put() {
      const held = form.element.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
      const style = form.element.style;
      style.top = style.left = style.marginTop = wrap.style.minHeight = "";
      wrap.classList.remove("kit-beside", "kit-under");
      const block = grid.find(form.row);
      if (asList()) (list.holder(form.row) ?? wrap).append(form.element);
      else {
        wrap.append(form.element);
        const side = wrap.clientWidth - FORM - AXIS >= NARROWEST * wanted().length;
        wrap.classList.add(side ? "kit-beside" : "kit-under");
        const box = wrap.getBoundingClientRect();
        const at = block?.getBoundingClientRect();
        if (side) {
          const room = grid.element.offsetHeight - form.element.offsetHeight;
          style.marginTop = `${Math.max(0, Math.min(at ? at.top - box.top : 0, room))}px`;
        } else {
          const top = at ? at.bottom - box.top + 40 : grid.element.offsetHeight;
          style.top = `${top}px`;
          style.left = `${Math.max(0, Math.min(at ? at.left - box.left : 0, wrap.clientWidth - form.element.offsetWidth))}px`;
          wrap.style.minHeight = `${top + form.element.offsetHeight}px`;
        }
        block?.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
      if (held && held !== document.activeElement) held.focus({ preventScroll: true });
    }
    /** A form below its block makes room when the block comes down on it. */
    function makeRoom() {
      if (!form.row || !wrap.classList.contains("kit-under")) return;
      const at = grid.find(form.row)?.getBoundingClientRect();
      const box = form.element.getBoundingClientRect();
      if (at && at.bottom > box.top && at.top < box.bottom) put();
    }

    // -- what people do -----------------------------------------------------------------
    function addBlock() {
      const day = view.day || config.days[0].id;
      const group = view.group || config.groups[0].id;
      const there = schedule.all().filter((b) => b.complete && !b.removed && b.day === day && b.group === group);
      const [first, last] = [minuteOf(config.starts), minuteOf(config.ends)];
      const from = Math.min(Math.max(first, ...there.map((b) => b.to)), Math.max(first, last - 30));
      const made = schedule.added({ group, day, start: clockOf(from), end: clockOf(Math.min(from + 30, 1439)) });
      schedule.act("added a block", made.changes);
      open(made.row, add);
    }
    function moved(row, from, to, column) {
      const b = schedule.all().find((each) => each.row === row);
      const [first, last] = [b.from + from, b.to + to];
      const key = view.day ? "group" : "day";
      const changes = [];
      if (from && first >= 0 && last <= 1439) changes.push([`${row}.start`, clockOf(first)]);
      if (to && first >= 0 && last <= 1439 && last - first >= STEP) changes.push([`${row}.end`, clockOf(last)]);
      if (column && column !== b[key]) changes.push([`${row}.${key}`, column]);
      if (changes.length) schedule.act(`moved ${schedule.uses[b.use].title}`, changes);
    }
    form.done.addEventListener("click", () => shut());
    form.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      shut();
    });
    form.remove.addEventListener("click", () => {
      const { row } = form;
      const title = schedule.uses[schedule.value(row, "use")]?.title ?? "a block";
      form.close();
      form.element.hidden = true;
      wrap.classList.remove("kit-beside", "kit-under");
      wrap.style.minHeight = "";
      schedule.act(`took out ${title}`, [[`${row}.removed`, true, false]]);
      told(`${title} taken out. Undo brings it back.`);
      undo.focus();
    });
    function undoLast() {
      const words = schedule.undo();
      told(words ? `Undone: ${words}.` : "Nothing to undo.");
      if (form.row && schedule.value(form.row, "removed")) shut();
      if (undo.disabled) add.focus();
    }
    function toggleCopy(show = copyPanel.hidden) {
      if (copyPanel.hidden === !show) return;
      const held = copyPanel.contains(document.activeElement);
      copyPanel.hidden = !show;
      copyDay.setAttribute("aria-expanded", String(show));
      if (show) {
        toDays.set([], [view.day]);
        say(copyWords, "What stands on those days is taken out. Undo brings it back.");
        copyPanel.querySelector("input:not(:disabled)")?.focus();
      } else if (held) copyDay.focus();
    }
    function copyTheDay() {
      const days = toDays.chosen();
      if (!days.length) return say(copyWords, "Tick at least one day first.");
      const all = schedule.all().filter((b) => b.complete && !b.removed);
      const from = all.filter((b) => b.day === view.day);
      const same = (a, b) => CELLS.every((column) => column === "day" || a[column] === b[column]);
      const changes = [];
      for (const day of days) {
        const there = all.filter((b) => b.day === day);
        const kept = new Set();
        for (const b of from) {
          const twin = there.find((other) => !kept.has(other.row) && same(b, other));
          if (twin) kept.add(twin.row);
          else changes.push(...schedule.added({ ...b, day }).changes);
        }
        for (const other of there) if (!kept.has(other.row)) changes.push([`${other.row}.removed`, true, false]);
      }
      const where = days.map((day) => schedule.days[day]).join(", ");
      if (changes.length) schedule.act(`copied ${schedule.days[view.day]} to ${where}`, changes);
      told(changes.length ? `${schedule.days[view.day]} copied to ${where}.` : "Those days are the same already.");
      toggleCopy(false);
    }
    function showClash(clash) {
      const all = schedule.all();
      const row = clash.rows.find((id) => all.some((b) => b.row === id && b.complete && !b.removed));
      const b = all.find((each) => each.row === row);
      const day = b?.day ?? (clash.days[0] || view.day || config.days[0].id);
      if (!b && !clash.days[0] && clash.groups.length === 1 && week) Object.assign(view, { day: "", group: clash.groups[0] });
      else Object.assign(view, { day, group: "" });
      if (form.row) shut();
      redraw();
      const found = row && button(row);
      (found ?? chooser.querySelector("input:checked, select") ?? add).focus();
      (found ?? wrap).scrollIntoView({ block: found ? "center" : "start" });
    }
    small.addEventListener("change", redraw);
    const watch = new ResizeObserver(() => form.row && !form.element.contains(document.activeElement) && put());
    watch.observe(root);

    // -- redraw ---------------------------------------------------------------------------
    const unfinished = new Map();
    function update() {
      const ready = client.knows("team");
      const all = schedule.all();
      const stands = all.filter((b) => b.complete && !b.removed).sort((a, b) => a.from - b.from || a.to - b.to || (a.row < b.row ? -1 : 1));
      const found = shared()?.clashes ?? [];
      const columns = wanted();
      loading.hidden = ready;
      grid.element.hidden = !ready || asList();
      list.element.hidden = !ready || !asList();
      add.disabled = copyDay.disabled = !ready;
      copyDay.hidden = !view.day;
      for (const r of radios) r.radio.checked = r.id === view.day;
      if (one.value !== view.group) one.value = view.group;
      for (const l of layouts) l.button.setAttribute("aria-pressed", String((l.id === "list") === asList()));
      switcher.hidden = small.matches;
      undo.disabled = !schedule.undoable;
      say(undo, schedule.undoable ? `Undo: ${schedule.undoable}` : "Undo");
      const chosen = stands.filter((b) => columns.some((c) => c.of(b)));
      if (asList()) list.update(columns, chosen, found, form.row);
      else grid.update(columns, chosen, found, form.row);
      form.update(all, found);
      makeRoom();

      const half = all.filter((b) => !b.complete && !b.removed && CELLS.some((column) => b[column] !== ""));
      open_.hidden = !half.length;
      for (const [row, line] of unfinished) {
        if (!half.some((b) => b.row === row)) {
          line.remove();
          unfinished.delete(row);
        }
      }
      for (const b of half) {
        if (unfinished.has(b.row)) continue;
        const go = h("button", { type: "button", text: "Finish it", onclick: () => open(b.row, go) });
        const where = [schedule.groups[b.group], week && schedule.days[b.day]].filter(Boolean).join(", ");
        unfinished.set(b.row, h("p", {}, `⚠ A block is not finished${where ? ` (${where})` : ""} and counts nowhere yet. `, go));
        open_.append(unfinished.get(b.row));
      }
      const out = all.filter((b) => b.removed && b.complete);
      outFold.hidden = !out.length;
      const [summary, gone] = outFold.children;
      say(summary, `Taken out (${out.length})`);
      if (outFold.open || gone.children.length) {
        const rows = out.map((b) => b.row).join();
        if (gone.getAttribute("data-rows") !== rows) {
          gone.setAttribute("data-rows", rows);
          gone.replaceChildren(...out.map((b) => {
            const words = `${schedule.uses[b.use].title}, ${schedule.groups[b.group]}${week ? `, ${schedule.days[b.day]}` : ""}, ${schedule.clock(b.from)} to ${schedule.clock(b.to)} `;
            return h("li", {}, words, h("button", { type: "button", text: "Put it back", "aria-label": `Put it back: ${words}`, onclick: () => {
              schedule.act(`put back ${schedule.uses[b.use].title}`, [[`${b.row}.removed`, false, true]]);
              (gone.querySelector("button") ?? summary).focus();
            } }));
          }));
        }
      }
      clashes.update(shared());
      rules.update(columns, view, shared());
      minutes.update(columns, view, shared());
      fresh.update();
    }
    outFold.addEventListener("toggle", () => update());
    return [{ update, close: () => watch.disconnect() }];
  }),
};
