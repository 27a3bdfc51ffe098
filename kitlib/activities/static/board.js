// Short notes on a wall, grouped under headings by dragging or by a button, then dots within a limit.
import { h, freshId, say, many } from "./shared/dom.js";
import { arrange } from "./shared/arrange.js";
import { badge } from "./shared/badge.js";
import { whoReads } from "./shared/box.js";
import { newRow } from "./shared/rows.js";
import { mount, seatPicker } from "./shared/mount.js";
import { revealButton } from "./shared/reveal.js";
import { elsewhere } from "./board/elsewhere.js";
import { LOOSE, look } from "./board/notes.js";
import { composer, editable, short } from "./board/write.js";

const DRAGGED = "application/x-kit-note";
const MANY_NOTES = 30; // from here on a box to find one is offered
const MOST_LISTED = 12; // of what has the most dots

/** The wall. */
function wall(client, config, voting, reveal, told) {
  const at = (scope, field) => ({ scope, activity: config.id, field });
  const set = (scope, field, value) => client.set(at(scope, field), value, { now: true });
  const drawn = { notes: new Map(), heaps: new Map() };
  let now = { headings: new Map(), dropped: new Map(), notes: new Map(), removed: new Map() };
  let wanted = ""; // what is looked for
  let moving = ""; // the note that was just moved from here, which may take its focus along
  const votes = () => {
    const given = client.seat ? client.value(at("seat", "votes")) : null;
    return (Array.isArray(given) ? given : []).filter((row) => now.notes.has(row) || now.headings.has(row));
  };

  // -- moving ---------------------------------------------------------------------------
  const menu = h("div", { class: "kit-move", role: "group", "aria-label": "Move this note to" });
  let open = ""; // the note whose menu is open
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    closeMenu(true);
  });

  function openMenu(row) {
    closeMenu(false);
    open = row;
    const note = now.notes.get(row);
    const places = [...now.headings.values()].map((heading) => [heading.row, heading.name || "Heading without a name"]);
    const buttons = [...places, [LOOSE, "Not grouped"]]
      .filter(([heap]) => heap !== note.heap)
      .map(([heap, name]) => h("button", { type: "button", class: "kit-small", text: name, onclick: () => move(row, heap, name) }));
    const fresh = h("button", { type: "button", class: "kit-small", text: "A new heading", onclick: () => move(row, addHeading()) });
    menu.replaceChildren(h("span", { class: "kit-move-to", text: "Move to" }), ...buttons, fresh);
    const card = drawn.notes.get(row);
    card.element.append(menu);
    card.move.setAttribute("aria-expanded", "true");
    menu.querySelector("button").focus();
  }
  function closeMenu(back) {
    const card = drawn.notes.get(open);
    card?.move.setAttribute("aria-expanded", "false");
    if (back) card?.move.focus();
    menu.remove();
    open = "";
  }
  function move(row, heap, name) {
    closeMenu(false);
    moving = row;
    set("team", `${row}.cluster`, heap || null);
    update();
    moving = "";
    if (name === undefined) return drawn.heaps.get(heap)?.edit.begin();
    drawn.notes.get(row)?.move.focus();
    told(`Moved to “${name}”.`);
  }
  function addHeading() {
    const row = newRow();
    client.set(at("team", `${row}.name`), "", { now: true });
    update();
    return row;
  }

  // -- dots -----------------------------------------------------------------------------
  function toggle(row) {
    const given = votes();
    const has = given.includes(row);
    const here = (drawn.notes.get(row) ?? drawn.heaps.get(row)).element;
    if (!client.seat) return told("Choose your seat first, then place your dots.", here);
    if (!has && given.length >= config.votes) return told(`All ${many(config.votes, "dot")} are placed. Take one back first.`, here);
    const next = has ? given.filter((other) => other !== row) : [...given, row];
    set("seat", "votes", next);
    told(`${has ? "Dot taken back" : "Dot placed"}. ${config.votes - next.length} left.`);
  }
  /** A dot button, and once shown the number of dots. */
  function dotsOf(row) {
    const count = h("span", { class: "kit-dots", hidden: true });
    const button = h("button", { type: "button", class: "kit-small kit-dot", "aria-pressed": "false", "data-kit-field": `${config.id}/votes/${row}`, onclick: () => toggle(row) });
    const element = h("span", { class: "kit-dotting" }, count, button);
    return {
      element,
      update(given, name, shown) {
        const has = given.includes(row);
        button.setAttribute("aria-pressed", String(has));
        say(button, has ? "● Your dot" : "○ Dot");
        button.setAttribute("aria-label", `${has ? "Your dot" : "Dot"}: ${short(name)}`);
        count.hidden = !shown;
        if (shown) say(count, many(shown, "dot"));
      },
    };
  }

  // -- one note -------------------------------------------------------------------------
  function drawNote(row, mine) {
    const words = h("p", { class: "kit-note-text" });
    const move = h("button", { type: "button", class: "kit-small", text: "Move", "aria-expanded": "false", "data-kit-field": `${config.id}/${row}.cluster`, onclick: () => (open === row ? closeMenu(true) : openMenu(row)) });
    const dots = voting ? dotsOf(row) : null;
    const tools = h("div", { class: "kit-note-tools" }, move);
    const element = h("li", { class: "kit-note", draggable: "true", "data-row": row }, words);
    let edit = null;
    let status = null;
    if (mine) {
      edit = editable(client, at("seat", `${row}.text`), {
        verb: "Edit",
        lines: 3,
        read: words,
        label: () => "Your note",
        value: () => now.notes.get(row)?.text ?? "",
        empty: "an empty note",
      });
      status = badge(client, () => [at("seat", `${row}.text`), at("seat", `${row}.removed`), at("team", `${row}.cluster`)]);
      const out = h("button", {
        type: "button",
        class: "kit-small",
        text: "Take out",
        onclick: () => {
          set("seat", `${row}.removed`, true);
          update();
          gone.focus(row);
          told("Note taken out. You can put it back.");
        },
      });
      tools.append(edit.open, out);
      element.classList.add("kit-mine");
      element.prepend(h("span", { class: "kit-yours", text: "Yours" }));
      element.append(edit.form, edit.conflict);
      element.out = out;
    }
    if (dots) tools.append(dots.element);
    element.append(tools);
    if (status) element.append(status.element);
    // Text in a box is marked with the mouse, so a note is not dragged from there.
    element.addEventListener("pointerdown", (event) => {
      element.draggable = !event.target.closest("textarea, button, .kit-conflict");
    });
    element.addEventListener("dragstart", (event) => {
      event.stopPropagation();
      event.dataTransfer.setData(DRAGGED, row);
      event.dataTransfer.effectAllowed = "move";
      element.classList.add("kit-dragged");
    });
    element.addEventListener("dragend", () => element.classList.remove("kit-dragged"));
    let last = "";
    return {
      element,
      move,
      mine,
      update(note, given, shown) {
        const state = `${note.text}\n${note.heap}\n${given.includes(row)}\n${shown}\n${note.hides}`;
        if (state !== last) {
          last = state;
          say(words, note.text || "(empty)");
          const name = short(note.text) || "an empty note";
          move.setAttribute("aria-label", `Move: ${name}`);
          element.out?.setAttribute("aria-label", `Take out: ${name}`);
          dots?.update(given, name, shown);
          element.hidden = note.hides;
        }
        edit?.update();
        status?.update();
      },
    };
  }

  // -- one heading with its notes -------------------------------------------------------
  function drawHeap(row) {
    const title = h("h4", { class: "kit-heap-name" });
    const count = h("span", { class: "kit-count" });
    const list = h("ul", { class: "kit-notes-list" });
    const empty = h("p", { class: "kit-help", text: row ? "Drag notes here, or use “Move”." : "Every note has its place." });
    const dots = voting && row ? dotsOf(row) : null;
    const tools = h("div", { class: "kit-note-tools" });
    const element = h("section", { class: `kit-heap${row ? "" : " kit-loose"}`, tabindex: "-1", "data-heap": row });
    let edit = null;
    let status = null;
    let out = null;
    const help = h("p", { class: "kit-help" });
    const head = h("div", { class: "kit-heap-head" }, title, count);
    if (row) {
      edit = editable(client, at("team", `${row}.name`), {
        verb: "Rename",
        longest: 80,
        read: head,
        label: () => "Heading",
        value: () => now.headings.get(row)?.name ?? "",
        empty: "heading without a name",
      });
      status = badge(client, () => [at("team", `${row}.name`), at("team", `${row}.dropped`)]);
      out = h("button", {
        type: "button",
        class: "kit-small",
        text: "Take out",
        onclick: () => {
          set("team", `${row}.dropped`, true);
          update();
          gone.focus(row);
          told("Heading taken out. Its notes are not grouped now. You can put it back.");
        },
      });
      tools.append(edit.open, out, ...(dots ? [dots.element] : []));
      element.append(head, edit.form, edit.conflict, help, tools, status.element, empty, list);
    } else {
      element.append(head, empty, list);
    }
    const over = (event) => {
      if (!event.dataTransfer.types.includes(DRAGGED)) return;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = "move";
      element.toggleAttribute("data-over", true);
    };
    element.addEventListener("dragenter", over);
    element.addEventListener("dragover", over);
    element.addEventListener("dragleave", (event) => {
      if (!element.contains(event.relatedTarget)) element.removeAttribute("data-over");
    });
    element.addEventListener("drop", (event) => {
      const note = event.dataTransfer.getData(DRAGGED);
      element.removeAttribute("data-over");
      if (!now.notes.has(note)) return;
      event.preventDefault();
      event.stopPropagation();
      if (now.notes.get(note).heap !== row) move(note, row, row ? now.headings.get(row)?.name || "Heading without a name" : "Not grouped");
    });
    let order = null;
    let words = "";
    return {
      element,
      edit,
      forget: () => (order = null),
      update(rows, given, shown) {
        const name = row ? now.headings.get(row).name : "Not grouped";
        const state = `${name}|${rows.length}|${given.includes(row)}|${shown}`;
        if (state !== words) {
          words = state;
          const called = name || "Heading without a name";
          say(title, called);
          element.setAttribute("aria-label", called);
          say(count, rows.length ? many(rows.length, "note") : "");
          say(help, row ? now.headings.get(row).help : "");
          help.hidden = !help.textContent;
          out?.setAttribute("aria-label", `Take out the heading: ${short(called)}`);
          dots?.update(given, called, shown);
        }
        const told = rows.join();
        if (told !== order) {
          order = told;
          arrange(list, rows.map((note) => drawn.notes.get(note).element));
          empty.hidden = rows.length > 0;
        }
        edit?.update();
        status?.update();
      },
    };
  }

  // -- what was taken out ---------------------------------------------------------------
  const gone = (() => {
    const list = h("ul", { class: "kit-gone-list" });
    const summary = h("summary");
    const element = h("details", { hidden: true }, summary, list);
    const lines = new Map();
    return {
      element,
      focus(row) {
        element.open = true;
        lines.get(row)?.querySelector("button").focus();
      },
      update() {
        const rows = [
          ...[...now.removed.values()].map((note) => ({ row: note.row, scope: "seat", field: "removed", name: note.text, what: "Your note" })),
          ...[...now.dropped.values()].map((heading) => ({ row: heading.row, scope: "team", field: "dropped", name: heading.name, what: "Heading" })),
        ];
        for (const { row, scope, field, name, what } of rows) {
          if (lines.has(row)) continue;
          const back = h("button", {
            type: "button",
            class: "kit-small",
            text: "Put it back",
            "aria-label": `Put it back: ${short(name)}`,
            onclick: () => {
              set(scope, `${row}.${field}`, false);
              update();
              (scope === "seat" ? drawn.notes.get(row)?.move : drawn.heaps.get(row)?.edit.open)?.focus();
              told(`${what} put back.`);
            },
          });
          lines.set(row, h("li", {}, h("span", { text: `${what}: ${short(name) || "without a name"} ` }), back));
        }
        const there = new Set(rows.map(({ row }) => row));
        for (const row of [...lines.keys()]) if (!there.has(row)) lines.delete(row);
        arrange(list, rows.map(({ row }) => lines.get(row)));
        element.hidden = !rows.length;
        say(summary, `Taken out (${rows.length})`);
      },
    };
  })();

  // -- the whole ------------------------------------------------------------------------
  const summary = h("p", { class: "kit-wall-count" });
  const add = h("button", { type: "button", class: "kit-add", text: "Add a heading", onclick: () => drawn.heaps.get(addHeading())?.edit.begin() });
  const findId = freshId("find");
  const find = h("input", { id: findId, type: "search", oninput: () => ((wanted = find.value.trim().toLowerCase()), update()) });
  const finder = h("p", { class: "kit-find", hidden: true }, h("label", { for: findId, text: "Find a note" }), find);
  const left = voting ? h("p", { class: "kit-left" }) : null;
  const results = h("ul", { class: "kit-results" });
  const resultsBox = h("div", { hidden: true }, h("h4", { text: "Most dots first" }), results);
  const status = badge(client, () => [
    at("seat", "votes"),
    at("team", "revealed"),
    ...[...now.notes.values()].filter((note) => !note.mine).map((note) => at("team", `${note.row}.cluster`)),
    ...[...now.removed.keys()].map((row) => at("seat", `${row}.removed`)),
    ...[...now.dropped.keys()].map((row) => at("team", `${row}.dropped`)),
  ]);
  const ballot = voting && h("div", { class: "kit-voting" }, left, reveal.element, resultsBox);
  const body = h("div", { class: "kit-heaps" });
  const element = h(
    "div",
    {},
    ballot,
    h("div", { class: "kit-wall-bar" }, summary, finder, add),
    status.element,
    body,
    gone.element,
  );
  // What someone else moved while it was in use here moves once it is let go.
  body.addEventListener("focusout", () => setTimeout(update, 0));

  function drawResults(dots) {
    const top = Object.entries(dots).filter(([row]) => now.notes.has(row) || now.headings.has(row)).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    const rest = top.length - MOST_LISTED;
    results.replaceChildren(
      ...top.slice(0, MOST_LISTED).map(([row, n]) => {
        const heading = now.headings.get(row);
        const name = heading ? heading.name || "Heading without a name" : now.notes.get(row).text;
        const words = h("span", {}, name, heading && h("span", { class: "kit-tag", text: "heading" }));
        return h("li", {}, words, h("span", { class: "kit-squares", "aria-hidden": "true", text: "●".repeat(Math.min(n, 12)) }), h("span", { class: "kit-dots", text: many(n, "dot") }));
      }),
    );
    if (!top.length) results.replaceChildren(h("li", { class: "kit-help", text: "No dots were placed yet." }));
    if (rest > 0) results.append(h("li", { class: "kit-help", text: `${rest} more have dots; they stand on the wall.` }));
  }

  let shownResults = "";
  function update() {
    const ready = client.knows("team");
    now = look(client, config);
    const given = votes();
    const dots = (reveal?.shown() && client.shared[config.id]?.dots) || null;
    const heaps = new Map([LOOSE, ...now.headings.keys()].map((row) => [row, []]));
    for (const [row, note] of now.notes) {
      if (drawn.notes.has(row) && drawn.notes.get(row).mine !== note.mine) removeNote(row); // another seat sits here now
      if (!drawn.notes.has(row)) drawn.notes.set(row, drawNote(row, note.mine));
      const { element } = drawn.notes.get(row);
      const before = element.parentElement?.parentElement?.dataset.heap;
      if (row !== moving && before !== undefined && before !== note.heap && heaps.has(before) && element.contains(document.activeElement)) note.heap = before;
      heaps.get(note.heap).push(row);
      note.hides = Boolean(wanted) && !note.text.toLowerCase().includes(wanted);
    }
    for (const row of [...drawn.notes.keys()]) if (!now.notes.has(row)) removeNote(row);
    for (const row of heaps.keys()) if (!drawn.heaps.has(row)) drawn.heaps.set(row, drawHeap(row));
    for (const row of [...drawn.heaps.keys()]) if (!heaps.has(row)) drawn.heaps.delete(row);
    for (const [row, rows] of heaps) drawn.heaps.get(row).update(rows, given, dots ? (dots[row] ?? 0) : null);
    arrange(body, [...heaps.keys()].map((row) => drawn.heaps.get(row).element));
    for (const [row, note] of now.notes) drawn.notes.get(row).update(note, given, dots ? (dots[row] ?? 0) : null);
    const loose = heaps.get(LOOSE).length;
    drawn.heaps.get(LOOSE).element.hidden = !now.notes.size;
    const grouped = now.headings.size && now.notes.size ? (loose ? `, ${loose} not grouped yet` : ", all grouped") : "";
    say(summary, !ready ? "Fetching the wall…" : now.notes.size ? `${many(now.notes.size, "note")}${grouped}` : "No notes yet. Write the first one.");
    add.disabled = !ready;
    finder.hidden = now.notes.size < MANY_NOTES && !wanted;
    if (voting) {
      ballot.hidden = !now.notes.size;
      say(left, client.seat ? `Your dots: ${"●".repeat(given.length)}${"○".repeat(Math.max(0, config.votes - given.length))} ${config.votes - given.length} of ${config.votes} left` : `Each seat has ${many(config.votes, "dot")}. Choose your seat to place yours.`);
      resultsBox.hidden = !dots;
      const state = dots ? JSON.stringify([dots, [...now.headings.values()]]) : "";
      if (dots && state !== shownResults) drawResults(dots);
      shownResults = state;
    }
    gone.update();
    status.update();
  }
  function removeNote(row) {
    const { element } = drawn.notes.get(row);
    if (open === row) closeMenu(false);
    if (element.contains(document.activeElement)) element.closest(".kit-heap")?.focus();
    element.remove();
    drawn.notes.delete(row);
    for (const heap of drawn.heaps.values()) heap.forget();
  }
  return { element, update };
}

export default {
  render: mount(({ root, client, config }) => {
    // Where the board is shown once more in a later step, dots are placed there and not before.
    const voting = config.votes > 0 && !config.shown_again;
    const spoken = h("p", { class: "kit-hidden", role: "status" });
    const seen = h("p", { class: "kit-problem", role: "alert" });
    /** Say what happened; with `where`, as a problem that stands there to be read. */
    const told = (words, where = null) => {
      where?.append(seen);
      say(seen, where ? words : "");
      if (!where) say(spoken, words);
    };
    const voted = () => client.shared[config.id]?.voted ?? 0;
    const reveal = voting
      ? revealButton(client, {
          activity: config.id,
          count: voted,
          done: (n, shown) => `${many(n, "seat")} placed dots${shown ? "; dots can still be moved." : " so far. Nobody sees whose or how many before they are shown."}`,
          few: (n) => `Only ${many(n, "seat")} placed dots so far: people could tell whose dots are whose.`,
          show: "Show the dots",
          hide: "Hide the dots",
        })
      : null;
    const picker = seatPicker(client);
    const write = composer(client, config, told);
    const board = wall(client, config, voting, reveal, told);
    const others = config.visibility === "room" ? elsewhere(client, config) : null;
    const who = whoReads(config.visibility, freshId("who"));
    root.append(h("p", { class: "kit-question", text: config.question }), picker.element, who, write.element, board.element);
    if (others) root.append(others.element);
    root.append(spoken);
    return [picker, write, board, ...(reveal ? [reveal] : []), ...(others ? [others] : [])];
  }),
};
