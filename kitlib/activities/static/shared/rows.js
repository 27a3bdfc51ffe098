// A list whose rows people add, edit, take out and put back. Each cell is an answer of its own,
// so two people can work on two cells at once.
import { h, freshId, say } from "./dom.js";
import { badge } from "./badge.js";
import { conflictPanel } from "./conflict.js";

/** A row id that sorts by the time it was made and is nobody else's. */
function newRow() {
  return `r${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

/**
 * One cell. @param {any} client @param {() => any} at
 * @param {{type: "text"|"short"|"choice"|"day"|"tick", label: string, choices?: string[], initial?: any, wide?: boolean}} column
 */
function cell(client, at, column, rowName) {
  const id = freshId("cell");
  const field = `${at().activity}/${at().field}`;
  const name = { id, "data-kit-field": field, "aria-label": `${rowName()}: ${column.label}` };
  const leave = { onblur: () => client.flush() };
  let input;
  if (column.type === "choice") {
    const none = h("option", { value: "", text: "Choose…" });
    const choices = column.choices.map((choice) => h("option", { value: choice, text: choice }));
    input = h("select", { ...name, onchange: () => client.set(at(), input.value || null, { now: true }) }, none, ...choices);
  } else if (column.type === "tick") {
    input = h("input", { ...name, type: "checkbox", onchange: () => client.set(at(), input.checked, { now: true }) });
  } else if (column.type === "text") {
    input = h("textarea", { ...name, ...leave, rows: 1, oninput: () => client.set(at(), input.value) });
  } else {
    const type = column.type === "day" ? "date" : "text";
    // A year typed digit by digit is a date of the first century for a moment; that is not meant.
    const half = () => type === "date" && input.value !== "" && input.value < "2000";
    input = h("input", { ...name, ...leave, type, oninput: () => half() || client.set(at(), input.value) });
  }
  const element = h(
    "div",
    { class: `kit-cell kit-cell-${column.type}${column.wide ? " kit-cell-wide" : ""}` },
    column.type === "tick" ? h("label", { for: id }, input, ` ${column.label}`) : h("label", { for: id, text: column.label }),
    column.type !== "tick" && input,
  );
  const conflict = conflictPanel(client, at, () => `${rowName()}: ${column.label}`);
  element.append(conflict.element);
  return {
    element,
    update() {
      const value = client.value(at()) ?? column.initial ?? (column.type === "tick" ? false : "");
      if (column.type === "tick") input.checked = Boolean(value);
      else if (input.value !== value && !(column.type === "day" && input === document.activeElement)) input.value = value;
      input.disabled = !client.knows("team");
      conflict.update();
      input.setAttribute("aria-label", `${rowName()}: ${column.label}`);
    },
  };
}

/**
 * @param {any} client
 * @param {{activity: string, noun: string, add: string, columns: Record<string, any>,
 *          initial?: {id: string, values: Record<string, any>}[], fixed?: boolean, empty?: number}} spec
 */
export function rowList(client, spec) {
  const initial = spec.initial ?? [];
  const list = h("ol", { class: "kit-rows" });
  const spoken = h("span", { class: "kit-hidden", role: "status" });
  const drawn = new Map();
  const status = badge(client, () =>
    [...drawn.keys()].flatMap((row) => [...Object.keys(spec.columns), "removed"].map((column) => place(row, column))),
  );
  const add = h("button", { type: "button", class: "kit-add", text: spec.add, onclick: () => addRow() });
  let asked = false;
  const drafts = Array.from({ length: spec.empty ?? 0 }, newRow); // empty rows offered; they exist once written in

  function place(row, column) {
    return { scope: "team", activity: spec.activity, field: `${row}.${column}` };
  }

  function addRow() {
    const row = newRow();
    drafts.push(row);
    update();
    drawn.get(row)?.element.querySelector("textarea, input, select")?.focus();
  }

  function draw(row) {
    const number = () => [...list.children].filter((li) => !li.hasAttribute("data-removed")).indexOf(drawn.get(row)?.element) + 1;
    const rowName = () => `${spec.noun} ${number() || ""}`.trim();
    const given = initial.find((start) => start.id === row)?.values ?? {};
    const cells = Object.entries(spec.columns).map(([column, kind]) =>
      cell(client, () => place(row, column), { ...kind, initial: given[column] ?? kind.initial }, rowName),
    );
    const body = h("div", { class: "kit-row-cells" }, ...cells.map((c) => c.element));
    const remove = h("button", {
      type: "button",
      class: "kit-remove",
      text: "Take out",
      onclick: () => {
        client.set(place(row, "removed"), true, { now: true });
        say(spoken, `${spec.noun} taken out. It can be put back.`);
        undo.focus();
      },
    });
    const undo = h("button", {
      type: "button",
      text: "Put it back",
      onclick: () => {
        client.set(place(row, "removed"), false, { now: true });
        body.querySelector("textarea, input, select")?.focus();
      },
    });
    const goneText = h("span");
    const gone = h("p", { class: "kit-gone", hidden: true }, goneText, undo);
    if (!spec.fixed) body.append(remove);
    const element = h("li", { class: "kit-row" }, body, gone);
    return {
      element,
      update() {
        const removed = Boolean(client.value(place(row, "removed")));
        body.hidden = removed;
        element.toggleAttribute("data-removed", removed);
        gone.hidden = !removed;
        remove.setAttribute("aria-label", `Take out ${rowName()}`);
        const words = client.value(place(row, Object.keys(spec.columns)[0])) ?? given[Object.keys(spec.columns)[0]] ?? "";
        say(goneText, `Taken out: ${String(words).slice(0, 60) || spec.noun} `);
        for (const c of cells) c.update();
      },
    };
  }

  function update() {
    const known = client.rows(spec.activity, initial.map((row) => row.id));
    // An empty row is offered only once it is known that there is none yet.
    const offered = client.knows("team") ? drafts.filter((row) => !known.includes(row)) : [];
    if (client.knows("team") && !asked) {
      asked = true;
      if (known.length) offered.length = drafts.length = 0;
    }
    const wanted = [...known, ...offered];
    for (const row of wanted) if (!drawn.has(row)) drawn.set(row, draw(row));
    wanted.forEach((row, i) => {
      const { element } = drawn.get(row);
      if (list.children[i] !== element && !element.contains(document.activeElement)) list.insertBefore(element, list.children[i] ?? null);
    });
    for (const row of drawn.values()) row.update();
    status.update();
  }

  const element = h("div", {}, list, !spec.fixed && add, status.element, spoken);
  return { element, update };
}
