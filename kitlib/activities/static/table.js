// Rows with typed columns: an inventory, a case, a matrix, a charter.
import { h, freshId, keepingFocus, say, many } from "./shared/dom.js";
import { whoReads } from "./shared/box.js";
import { typedColumns, readCell, numberWords } from "./shared/cells.js";
import { rowList } from "./shared/rows.js";
import { mount, place, reckonedAnew } from "./shared/mount.js";

const MOST_PASTED = 200; // rows taken in at once
const PREVIEWED = 6; // rows shown before they are added
const TOLD = 5; // cells that do not fit, told one by one

/** The cells of a copied part of a spreadsheet: tabs between cells, quotes around a cell with tabs or lines of its own. */
function cellsOf(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const end = () => {
    rows.at(-1).push(cell);
    cell = "";
  };
  const clean = text.replace(/\r\n?/g, "\n");
  for (let i = 0; i < clean.length; i += 1) {
    const c = clean[i];
    if (quoted) {
      if (c === '"' && clean[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"' && cell === "" && closes(clean, i)) quoted = true;
    else if (c === "\t") end();
    else if (c === "\n") {
      end();
      rows.push([]);
    } else cell += c;
  }
  end();
  return rows.filter((row) => row.some((words) => words.trim()));
}

/** Whether a quote at `from` opens a cell: it is closed again just before the next tab, line or end. */
function closes(text, from) {
  return /^"(?:[^"]|"")*"(?=\t|\n|$)/.test(text.slice(from, from + 20000));
}

function simple(words) {
  return words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Which column each pasted column goes to: by the words of the first line where they are headings, else in order. */
function aim(rows, columns) {
  const heads = rows[0].map((words) => columns.find((c) => simple(c.title) === simple(words) || simple(c.id) === simple(words)));
  const headed = rows.length > 1 && heads.filter(Boolean).length >= Math.max(1, Math.ceil(rows[0].filter((w) => w.trim()).length / 2));
  const width = Math.max(...rows.map((row) => row.length));
  const to = Array.from({ length: width }, (_, i) => (headed ? heads[i]?.id : columns[i]?.id) ?? "");
  return { headed, to: to.map((id, i) => (to.indexOf(id) === i ? id : "")) };
}

/** Cells copied from a spreadsheet become rows: pasted, looked at, added, and taken out again if they were not meant. */
function importer(client, config, list) {
  const { columns } = config;
  const areaId = freshId("paste");
  const headId = freshId("heads");
  let rows = [];
  let to = [];
  let added = [];
  const area = h("textarea", { id: areaId, rows: 3, spellcheck: "false", oninput: () => read() });
  const heads = h("input", { id: headId, type: "checkbox", onchange: () => preview() });
  const headRow = h("p", { hidden: true }, h("label", { for: headId }, heads, " The first line holds headings"));
  const shown = h("div", { class: "kit-scroll", hidden: true, tabindex: "0", role: "region", "aria-label": "What will be added" });
  const problems = h("div", { class: "kit-import-problems", hidden: true });
  const go = h("button", { type: "button", class: "kit-main", hidden: true, onclick: () => insert() });
  const clear = h("button", { type: "button", hidden: true, text: "Clear", onclick: () => empty() });
  const told = h("p", { role: "status", class: "kit-import-told" });
  const undo = h("button", { type: "button", hidden: true, onclick: () => turn() });
  let out = false; // whether what was added is out again
  const details = h(
    "details",
    { class: "kit-import" },
    h("summary", { text: "Paste rows from a spreadsheet" }),
    h("p", { class: "kit-help", text: "Copy the cells in your spreadsheet and paste them here. You see how they fit before anything is added." }),
    h("label", { for: areaId, text: "Copied cells" }),
    area,
    headRow,
    shown,
    problems,
    h("p", { class: "kit-buttons" }, go, clear, undo),
    told,
  );

  function empty() {
    area.value = "";
    read();
    area.focus();
  }

  function read() {
    rows = area.value.trim() ? cellsOf(area.value) : [];
    if (rows.length) {
      const aimed = aim(rows, columns);
      to = aimed.to;
      heads.checked = aimed.headed;
    }
    say(told, "");
    undo.hidden = true;
    preview();
  }

  function body() {
    return (heads.checked ? rows.slice(1) : rows).slice(0, MOST_PASTED);
  }

  /** The rows as they would be added, and what of them does not fit. */
  function found() {
    const failed = [];
    const read = body().map((row, n) => {
      const cells = {};
      row.forEach((words, i) => {
        const column = columns.find((c) => c.id === to[i]);
        if (!column) return;
        const cell = readCell(column, words);
        if ("problem" in cell) failed.push({ row: n, at: i, words: `Row ${n + 1}, ${column.title}: ${cell.problem}.` });
        else if (cell.value !== null) cells[column.id] = cell.value;
      });
      return cells;
    });
    return { read: read.filter((cells) => Object.keys(cells).length), failed };
  }

  function preview() {
    const any = rows.length > 0;
    for (const part of [headRow, shown, go, clear]) part.hidden = !any;
    problems.hidden = true;
    if (!any) return;
    const { read, failed } = found();
    const picks = to.map((id, i) => {
      const options = columns.map((c) => h("option", { value: c.id, text: c.title }));
      const pick = h("select", { "aria-label": `Pasted column ${i + 1} goes to` }, h("option", { value: "", text: "Leave out" }), ...options);
      pick.value = id;
      pick.addEventListener("change", () => {
        to = to.map((other, k) => (k === i ? pick.value : other === pick.value ? "" : other));
        preview();
        shown.querySelectorAll("select")[i]?.focus();
      });
      return h("th", { scope: "col" }, pick);
    });
    const lines = body().slice(0, PREVIEWED).map((row, n) =>
      h("tr", {}, ...to.map((id, i) => {
        const bad = failed.some((f) => f.row === n && f.at === i);
        const words = row[i] ?? "";
        return h("td", { class: id ? (bad ? "kit-import-bad" : "") : "kit-import-out" }, bad ? "⚠ " : "", words.length > 60 ? `${words.slice(0, 60)}…` : words);
      })),
    );
    const left = body().length - PREVIEWED;
    const caption = h("caption", { text: left > 0 ? `The first ${PREVIEWED} of ${many(body().length, "row")}` : many(body().length, "row") });
    shown.replaceChildren(h("table", { class: "kit-table" }, caption, h("thead", {}, h("tr", {}, ...picks)), h("tbody", {}, ...lines)));
    const over = (heads.checked ? rows.length - 1 : rows.length) - MOST_PASTED;
    problems.hidden = !failed.length && over <= 0;
    problems.replaceChildren(
      ...(over > 0 ? [h("p", { text: `Only the first ${MOST_PASTED} rows are taken at once; paste the other ${over} after these.` })] : []),
      ...(failed.length ? [h("p", { text: `${many(failed.length, "cell")} ${failed.length === 1 ? "does" : "do"} not fit and will be left empty. Mend the text above, or fill them in afterwards.` })] : []),
      ...(failed.length ? [h("ul", {}, ...failed.slice(0, TOLD).map((f) => h("li", { text: f.words })), failed.length > TOLD && h("li", { text: `and ${failed.length - TOLD} more` }))] : []),
    );
    go.disabled = !read.length;
    say(go, read.length ? `Add ${many(read.length, "row")}` : "Nothing to add");
  }

  function insert() {
    added = list.fill(found().read);
    out = false;
    area.value = "";
    rows = [];
    preview();
    say(told, `✓ ${many(added.length, "row")} added.`);
    undo.hidden = false;
    say(undo, `Undo: take out the ${many(added.length, "row")}`);
    undo.focus();
  }

  function turn() {
    out = !out;
    list.take(added, out);
    say(told, out ? `${many(added.length, "row")} taken out again.` : `${many(added.length, "row")} put back.`);
    say(undo, out ? `Put the ${many(added.length, "row")} back` : `Undo: take out the ${many(added.length, "row")}`);
  }

  return {
    element: details,
    update() {
      area.readOnly = !client.knows("team");
    },
    /** Several cells pasted into one: offer to make rows of them. @param {string} text */
    offer(text) {
      if (!client.knows("team")) return false;
      details.open = true;
      area.value = text;
      read();
      say(told, `You pasted several cells. Look at how they fit, then press “${go.textContent}”.`);
      go.focus();
      return true;
    },
  };
}

/** Sums and counts in words, under the rows. */
function sums(client, config, list) {
  const element = h("dl", { class: "kit-sums", hidden: true });
  let before = "";
  return {
    element,
    update() {
      const shared = client.shared[config.id] ?? {};
      const told = JSON.stringify([shared.totals, shared.counts, list.isGrid()]);
      if (told === before) return;
      before = told;
      const lines = [];
      for (const column of config.columns) {
        const total = shared.totals?.[column.id];
        if (total && !list.isGrid()) lines.push([`${column.title}, total`, `${numberWords(total)}${column.unit ? ` ${column.unit}` : ""}`]);
        const counts = Object.entries(shared.counts?.[column.id] ?? {}).filter(([, n]) => n);
        if (column.type === "choice" && counts.length) lines.push([column.title, counts.map(([choice, n]) => `${choice} ${n}`).join(" · ")]);
        if (column.type === "tick" && counts.length) lines.push([column.title, `${counts[0][1]} ticked`]);
      }
      element.hidden = !lines.length;
      element.replaceChildren(...lines.map(([title, words]) => h("div", {}, h("dt", { text: title }), h("dd", { text: words }))));
    },
  };
}

/** What other teams wrote, to read. */
function others(client, config) {
  const body = h("div");
  const element = h("div", { class: "kit-part", hidden: true }, h("h4", { text: "Other teams" }), body);
  const open = new Set();
  let before = "";
  return {
    element,
    update() {
      const found = client.shared[config.id]?.others ?? [];
      const told = JSON.stringify(found);
      if (told === before) return;
      before = told;
      element.hidden = !found.length;
      keepingFocus(() =>
        body.replaceChildren(
          ...found.map(({ team, rows, totals }) => {
            const heads = config.columns.map((c) => h("th", { scope: "col", text: c.unit ? `${c.title} (${c.unit})` : c.title }));
            const lines = rows.map(([name, ...rest]) => h("tr", {}, h("th", { scope: "row", text: name }), ...rest.map((text, i) => h("td", { "data-title": config.columns[i + 1].title, text }))));
            const any = Object.keys(totals).length > 0 && rows.length > 0;
            const total = config.columns.map((c, i) => h("td", { text: c.id in totals ? numberWords(totals[c.id]) : i === 0 ? "Total" : "" }));
            const label = `Table of ${team}`;
            const table = h("table", { class: "kit-table kit-stack" }, h("caption", { class: "kit-hidden", text: label }), h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...lines), any && h("tfoot", {}, h("tr", {}, ...total)));
            const box = h("div", { class: "kit-scroll", tabindex: "0", role: "region", "aria-label": label }, table);
            const details = h("details", { open: open.has(team), ontoggle: () => (details.open ? open.add(team) : open.delete(team)) }, h("summary", { text: `${team}: ${many(rows.length, "row")}` }), box);
            return details;
          }),
        ),
      );
    },
  };
}

function dayWords(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(Date.UTC(year, month - 1, day)));
}

export default {
  render: mount(({ root, client, config }) => {
    const shared = () => client.shared[config.id] ?? {};
    const rotating = config.columns.filter((c) => c.rotates).map((c) => c.id);
    const summed = config.columns.filter((c) => c.total || c.type === "choice" || c.type === "tick").map((c) => c.id);
    let paste = null;
    let counted = null;
    const list = rowList(client, {
      activity: config.id,
      noun: config.noun,
      add: `Add ${/^[aeiou]/i.test(config.noun) ? "an" : "a"} ${config.noun.toLowerCase()}`,
      columns: typedColumns(config.columns),
      initial: config.start,
      fixed: config.fixed,
      empty: config.fixed ? 0 : config.rows,
      grid: true,
      named: true,
      note: rotating.length ? (row, column, value) => rotating.includes(column) && lastTime(shared().last?.[column]?.[row], value) : undefined,
      totals: config.columns.some((c) => c.total)
        ? () => Object.fromEntries(Object.entries(shared().totals ?? {}).map(([column, n]) => [column, numberWords(n)]))
        : undefined,
      arranged: () => counted?.update(),
      pasted: config.fixed ? undefined : (text) => paste.offer(text),
    });
    paste = config.fixed ? null : importer(client, config, list);
    counted = sums(client, config, list);
    const nudge = reckonedAnew(client, config.id, (column) => column === "removed" || summed.includes(column));
    root.append(whoReads(config.visibility, freshId("who")));
    return place(root, list, counted, ...(paste ? [paste] : []), others(client, config), nudge);
  }),
};

/** Who had it the last time, and a gentle word where it is the same again. */
function lastTime(last, value) {
  if (!last) return null;
  const again = String(value ?? "").trim().toLowerCase() === last.who.toLowerCase();
  const when = dayWords(last.date);
  return again ? { words: `${last.who} had it last time too (${when}). Someone else’s turn?`, warn: true } : { words: `Last time: ${last.who} (${when})` };
}
