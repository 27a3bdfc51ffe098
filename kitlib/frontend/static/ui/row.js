// One row of a list: its cells, and the buttons that take it out and put it back.
import { say } from "../core/language.js";
import { offRecordTick } from "./box.js";
import { columnField } from "./columns.js";
import { button, el, setAttribute, setText } from "./dom.js";
import { fold } from "./tabular.js";
/** @import { RowList } from "./rows.js" */
/** @import { Column } from "./values.js" */

/** A row, as a card or as a line of a grid. */
export class Row {
  /** @param {RowList} list @param {string} id */
  constructor(list, id) {
    this.list = list;
    this.client = list.client;
    this.id = id;
    this.given = list.initial.find((start) => start.id === id)?.values ?? {};
    this.cells = list.columns.map(([column, kind]) => this.cell(column, kind));
    this.off = offRecordTick(this.client, () => ({ scope: "team", activity: list.spec.activity, field: `${id}/off` }));
    this.remove = button("", () => this.takeOut(), { class: "kit-remove" });
    this.undo = button(say("Put it back"), () => this.putBack());
    this.goneText = el("span");
    this.gone = el("div", { class: "kit-gone", hidden: true }, this.goneText, this.undo);
    this.number = el("th", { scope: "row", class: "kit-grid-number" });
    this.seen = false; // whether it was known before this look if the row is out
    /** @type {HTMLElement[]} */
    this.body = [];
    /** @type {HTMLElement} */
    this.element = this.arrange();
  }

  /** @param {string} column @param {Column} kind */
  cell(column, kind) {
    const { list, id, given } = this;
    const { note } = list.spec;
    const name = () => (column === list.first ? this.shortName() : this.name());
    return columnField(this.client, () => list.at(id, column), { ...kind, initial: given[column] ?? kind.initial }, name, {
      roles: list.roles?.id,
      note: note && ((value) => note(id, column, value)),
    });
  }

  words() {
    const { list, id, given } = this;
    return String(this.client.value(list.at(id, list.first)) ?? given[list.first] ?? "").trim();
  }

  shortName() {
    return `${this.list.spec.noun} ${this.list.numbers.get(this.id) ?? ""}`.trim();
  }

  name() {
    const words = this.list.spec.named ? this.words() : "";
    return words ? `${this.shortName()}, ${words.slice(0, 40)}` : this.shortName();
  }

  focus() {
    this.cells[0].focus();
  }

  /** @param {string} words */
  matches(words) {
    return !words || this.cells.some((cell) => fold(cell.text()).includes(words));
  }

  isUndecided() {
    return this.cells.some((cell) => this.client.answers.isUndecided(this.client.key(cell.at())));
  }

  takeOut() {
    this.client.set(this.list.at(this.id, "removed"), true, { now: true });
    setText(this.list.spoken, say("{noun} taken out. It can be put back.", { noun: this.list.spec.noun }));
    this.undo.focus();
  }

  putBack() {
    this.client.set(this.list.at(this.id, "removed"), false, { now: true });
    this.focus();
  }

  /** Draw it as a card or as a line, as the list stands. @returns {HTMLElement} */
  arrange() {
    const { list, cells, remove, off, gone } = this;
    const out = !list.spec.fixed && remove;
    remove.textContent = list.isGrid ? "✕" : say("Take out");
    if (list.isGrid) {
      this.body = [this.number, ...cells.map((cell) => el("td", {}, cell.element)), el("td", { class: "kit-grid-end" }, out, off.element)];
      this.element = el("tr", { class: "kit-grid-row" }, ...this.body, el("td", { colspan: cells.length + 2, hidden: true }, gone));
    } else {
      this.body = [el("div", { class: "kit-row-cells" }, ...cells.map((cell) => cell.element), el("div", { class: "kit-row-end" }, off.element, out))];
      this.element = el("li", { class: "kit-row" }, ...this.body, gone);
    }
    return this.element;
  }

  update() {
    const isRemoved = this.list.isRemoved(this.id);
    this.tuck(isRemoved);
    // A question about a cell is answered where it stands, also in a row that somebody took out.
    const isGone = isRemoved && !this.isUndecided();
    for (const part of this.body) part.hidden = isGone;
    this.element.toggleAttribute("data-removed", isRemoved);
    this.gone.hidden = !isRemoved;
    if (this.list.isGrid && this.gone.parentElement) this.gone.parentElement.hidden = !isRemoved;
    setText(this.number, String(this.list.numbers.get(this.id) ?? ""));
    setText(this.goneText, `${say("Taken out: {name}", { name: this.words().slice(0, 60) || this.list.spec.noun })} `);
    setAttribute(this.remove, "aria-label", say("Take out {name}", { name: this.name() }));
    this.remove.title = this.list.isGrid ? say("Take out") : "";
    for (const cell of this.cells) cell.update();
    this.off.update();
    setAttribute(this.off.tick, "aria-label", say("Not for the record: {name}", { name: this.name() }));
  }

  /** A row that was out before this page saw it is folded away. @param {boolean} isRemoved */
  tuck(isRemoved) {
    if (!this.seen && this.client.isLoaded("team")) {
      this.seen = true;
      if (isRemoved) this.list.tucked.add(this.id);
    }
    if (!isRemoved) this.list.tucked.delete(this.id);
  }
}
