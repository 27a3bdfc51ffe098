// Cells copied from a spreadsheet become rows: pasted, looked at, added, and taken out again if they were not meant.
import { button, el, plural, setText, uniqueId } from "../../frontend/static/ui/dom.js";
import { readCell } from "../../frontend/static/ui/values.js";
import { aimAt, cellsOf } from "./clipboard.js";
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { RowList } from "../../frontend/static/ui/rows.js" */

/** @typedef {{row: number, at: number, words: string}} Misfit */

const MOST_PASTED = 200; // rows taken in at once
const PREVIEWED = 6; // rows shown before they are added
const TOLD = 5; // cells that do not fit, told one by one

/** The fold below a table. */
export class Importer {
  /** @param {Client} client @param {any} config @param {RowList} list */
  constructor(client, config, list) {
    this.client = client;
    this.columns = /** @type {any[]} */ (config.columns);
    this.list = list;
    /** @type {string[][]} */
    this.rows = [];
    /** @type {string[]} which column each pasted column goes to */
    this.to = [];
    /** @type {string[]} the rows that were added last */
    this.added = [];
    this.isOut = false; // whether what was added is out again
    this.area = el("textarea", { id: uniqueId("paste"), rows: 3, spellcheck: "false", oninput: () => this.read() });
    this.heads = el("input", { id: uniqueId("heads"), type: "checkbox", onchange: () => this.preview() });
    this.headLine = el("p", { hidden: true }, el("label", { for: this.heads.id }, this.heads, " The first line holds headings"));
    this.shown = el("div", { class: "kit-scroll", hidden: true, tabindex: "0", role: "region", "aria-label": "What will be added" });
    this.problems = el("div", { class: "kit-import-problems", hidden: true });
    this.go = button("", () => this.insert(), { class: "kit-main", hidden: true });
    this.clear = button("Clear", () => this.empty(), { hidden: true });
    this.undo = button("", () => this.turn(), { hidden: true });
    this.told = el("p", { role: "status", class: "kit-import-told" });
    this.element = this.build();
  }

  build() {
    return el(
      "details",
      { class: "kit-import" },
      el("summary", { text: "Paste rows from a spreadsheet" }),
      el("p", { class: "kit-help", text: "Copy the cells in your spreadsheet and paste them here. You see how they fit before anything is added." }),
      el("label", { for: this.area.id, text: "Copied cells" }),
      this.area,
      this.headLine,
      this.shown,
      this.problems,
      el("p", { class: "kit-buttons" }, this.go, this.clear, this.undo),
      this.told,
    );
  }

  update() {
    this.area.readOnly = !this.client.isLoaded("team");
  }

  /** Several cells pasted into one: offer to make rows of them. @param {string} text */
  offer(text) {
    if (!this.client.isLoaded("team")) return false;
    this.element.open = true;
    this.area.value = text;
    this.read();
    setText(this.told, `You pasted several cells. Look at how they fit, then press “${this.go.textContent}”.`);
    this.go.focus();
    return true;
  }

  empty() {
    this.area.value = "";
    this.read();
    this.area.focus();
  }

  read() {
    this.rows = this.area.value.trim() ? cellsOf(this.area.value) : [];
    if (this.rows.length) {
      const { to, isHeaded } = aimAt(this.rows, this.columns);
      this.to = to;
      this.heads.checked = isHeaded;
    }
    setText(this.told, "");
    this.undo.hidden = true;
    this.preview();
  }

  /** The rows below the headings. */
  body() {
    return this.heads.checked ? this.rows.slice(1) : this.rows;
  }

  /** The rows as they would be added, and what of them does not fit. */
  found() {
    /** @type {Misfit[]} */
    const misfits = [];
    const rows = this.body().slice(0, MOST_PASTED).map((row, n) => {
      /** @type {Record<string, any>} */
      const cells = {};
      row.forEach((words, i) => {
        const column = this.columns.find((each) => each.id === this.to[i]);
        if (!column) return;
        const cell = readCell(column, words);
        if ("problem" in cell) misfits.push({ row: n, at: i, words: `Row ${n + 1}, ${column.title}: ${cell.problem}.` });
        else if (cell.value !== null) cells[column.id] = cell.value;
      });
      return cells;
    });
    return { rows: rows.filter((cells) => Object.keys(cells).length), misfits };
  }

  // -- the preview -------------------------------------------------------------------------

  preview() {
    const isFilled = this.rows.length > 0;
    for (const part of [this.headLine, this.shown, this.go, this.clear]) part.hidden = !isFilled;
    this.problems.hidden = true;
    if (!isFilled) return;
    const { rows, misfits } = this.found();
    this.shown.replaceChildren(this.previewTable(misfits));
    this.tellProblems(misfits);
    this.go.disabled = !rows.length;
    setText(this.go, rows.length ? `Add ${plural(rows.length, "row")}` : "Nothing to add");
  }

  /** @param {Misfit[]} misfits */
  previewTable(misfits) {
    const body = this.body().slice(0, MOST_PASTED);
    const picks = this.to.map((id, i) => el("th", { scope: "col" }, this.columnPick(id, i)));
    const lines = body.slice(0, PREVIEWED).map((row, n) => el("tr", {}, ...this.to.map((id, i) => this.previewCell(row[i] ?? "", id, misfits.some((each) => each.row === n && each.at === i)))));
    const caption = body.length > PREVIEWED ? `The first ${PREVIEWED} of ${plural(body.length, "row")}` : plural(body.length, "row");
    return el("table", { class: "kit-table" }, el("caption", { text: caption }), el("thead", {}, el("tr", {}, ...picks)), el("tbody", {}, ...lines));
  }

  /** @param {string} words @param {string} id @param {boolean} isMisfit */
  previewCell(words, id, isMisfit) {
    const kind = id ? (isMisfit ? "kit-import-bad" : "") : "kit-import-out";
    return el("td", { class: kind }, isMisfit ? "⚠ " : "", words.length > 60 ? `${words.slice(0, 60)}…` : words);
  }

  /** @param {string} id @param {number} i */
  columnPick(id, i) {
    const options = this.columns.map((column) => el("option", { value: column.id, text: column.title }));
    const pick = el("select", { "aria-label": `Pasted column ${i + 1} goes to`, onchange: () => this.aim(i, pick.value) }, el("option", { value: "", text: "Leave out" }), ...options);
    pick.value = id;
    return pick;
  }

  /** @param {number} i @param {string} id */
  aim(i, id) {
    this.to = this.to.map((other, k) => (k === i ? id : other === id ? "" : other));
    this.preview();
    this.shown.querySelectorAll("select")[i]?.focus();
  }

  /** @param {Misfit[]} misfits */
  tellProblems(misfits) {
    const n = misfits.length;
    const over = this.body().length - MOST_PASTED;
    const left = `${plural(n, "cell")} ${n === 1 ? "does" : "do"} not fit and will be left empty. Mend the text above, or fill them in afterwards.`;
    const told = misfits.slice(0, TOLD).map(({ words }) => el("li", { text: words }));
    this.problems.hidden = !n && over <= 0;
    this.problems.replaceChildren(
      ...(over > 0 ? [el("p", { text: `Only the first ${MOST_PASTED} rows are taken at once; paste the other ${over} after these.` })] : []),
      ...(n ? [el("p", { text: left }), el("ul", {}, ...told, n > TOLD && el("li", { text: `and ${n - TOLD} more` }))] : []),
    );
  }

  // -- adding ------------------------------------------------------------------------------

  insert() {
    this.added = this.list.fill(this.found().rows);
    this.isOut = false;
    this.area.value = "";
    this.rows = [];
    this.preview();
    const rows = plural(this.added.length, "row");
    setText(this.told, `✓ ${rows} added.`);
    this.undo.hidden = false;
    setText(this.undo, `Undo: take out the ${rows}`);
    this.undo.focus();
  }

  turn() {
    this.isOut = !this.isOut;
    this.list.take(this.added, this.isOut);
    const rows = plural(this.added.length, "row");
    setText(this.told, this.isOut ? `${rows} taken out again.` : `${rows} put back.`);
    setText(this.undo, this.isOut ? `Put the ${rows} back` : `Undo: take out the ${rows}`);
  }
}
