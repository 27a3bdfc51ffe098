// The form of one block.
import { badge } from "../../frontend/static/ui/badge.js";
import { button, drawnWhenChanged, el, plural, setText, uniqueId } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { CELLS, SORTS, STEP, clockOf, minuteOf } from "./plan.js";
import { ticks } from "./ticks.js";
/** @import { FieldSpec } from "../../frontend/static/ui/field.js" */
/** @import { Block, Change, Clash, Schedule, Use } from "./plan.js" */

const LONGEST_WHO = 120;
const LAST_MINUTE = 1439;

/** The uses by their sort, each with its sign. @param {any} config */
function useOptions(config) {
  return Object.entries(SORTS).flatMap(([sort, [sign, words]]) => {
    const uses = config.uses.filter((/** @type {Use} */ use) => use.sort === sort);
    const options = uses.map((/** @type {Use} */ use) => el("option", { value: use.id, text: use.title }));
    return uses.length ? [el("optgroup", { label: `${sign} ${words}` }, ...options)] : [];
  });
}

/** A fold that copies a block to other days and groups. */
class CopyFold {
  /** @param {Schedule} schedule @param {() => string} row */
  constructor(schedule, row) {
    this.schedule = schedule;
    this.row = row;
    const { config } = schedule;
    this.days = schedule.isWeek ? ticks("Days", schedule.days) : null;
    this.groups = config.groups.length > 1 ? ticks(`${config.noun}s`, schedule.groups) : null;
    this.told = el("p", { class: "kit-help", role: "status" });
    this.element = el("details", { hidden: !this.days && !this.groups }, el("summary", { text: "Copy this block" }), this.days?.element, this.groups?.element, button("Copy", () => this.copy()), this.told);
  }

  reset() {
    this.element.open = false;
    setText(this.told, "");
    this.days?.set([this.schedule.value(this.row(), "day")]);
    this.groups?.set([this.schedule.value(this.row(), "group")]);
  }

  copy() {
    const { schedule } = this;
    const from = schedule.block(this.row());
    const all = schedule.all().filter((block) => !block.isRemoved && block.start === from.start && block.end === from.end && block.use === from.use);
    /** @type {Change[]} */
    const changes = [];
    let n = 0;
    for (const day of this.days?.chosen() ?? [from.day]) {
      for (const group of this.groups?.chosen() ?? [from.group]) {
        if (all.some((block) => block.day === day && block.group === group)) continue;
        changes.push(...schedule.added({ ...from, day, group }).changes);
        n += 1;
      }
    }
    if (n) schedule.act(`copied ${plural(n, "block")}`, changes);
    setText(this.told, n ? `✓ Copied to ${plural(n, "place")}.` : "Tick where the copy should go. A block that stands there already is not doubled.");
  }
}

/** The form. It stands for one row at a time. */
export class BlockEditor {
  /** @param {Schedule} schedule @param {(words: string) => void} tell */
  constructor(schedule, tell) {
    this.schedule = schedule;
    this.tell = tell;
    this.row = "";
    const { config } = schedule;
    this.roles = el("datalist", { id: uniqueId("people") });
    this.heading = el("h4", { tabindex: "-1" });
    this.found = el("ul", { class: "kit-found" });
    this.fields = {
      use: this.choice("use", "Use", useOptions(config)),
      group: this.choice("group", config.noun, optionsOf(schedule.groups)),
      day: this.choice("day", "Day", optionsOf(schedule.days)),
      start: this.time("start", "Start"),
      end: this.time("end", "End"),
      who: this.field("who", { type: "line", label: "Who (a role, one adult each)", attributes: { maxlength: LONGEST_WHO, list: this.roles.id, autocomplete: "off" } }),
      note: this.field("note", { type: "lines", label: "Note" }),
    };
    this.copyFold = new CopyFold(schedule, () => this.row);
    this.status = badge(schedule.client, () => (this.row ? [...CELLS, "removed"].map((column) => schedule.at(`${this.row}.${column}`)) : []), "above");
    this.remove = button("Take out", () => {}, { class: "kit-remove" });
    this.done = button("Done", () => {}, { class: "kit-main" });
    this.element = this.build();
    this.drawRoles = drawnWhenChanged((/** @type {string[]} */ roles) => this.roles.replaceChildren(...roles.map((role) => el("option", { value: role }))));
    this.drawFound = drawnWhenChanged((/** @type {string[]} */ lines) => {
      this.found.replaceChildren(...lines.map((text) => el("li", {}, el("span", { "aria-hidden": "true", text: "⚠ " }), el("span", { text }))));
    });
  }

  build() {
    const { use, group, day, start, end, who, note } = this.fields;
    return el(
      "section",
      { class: "kit-editor", hidden: true, "aria-label": "One block" },
      this.heading,
      this.found,
      el("div", { class: "kit-editor-cells" }, use.element, group.element, this.schedule.isWeek && day.element),
      el("div", { class: "kit-editor-times" }, start.element, end.element),
      el("div", { class: "kit-moves", role: "group", "aria-label": "Move by 5 minutes" }, ...this.moves()),
      el("div", { class: "kit-editor-words" }, who.element, note.element),
      this.roles,
      this.copyFold.element,
      this.status.element,
      el("div", { class: "kit-editor-end" }, this.done, this.remove),
    );
  }

  // -- its fields --------------------------------------------------------------------------

  /** @param {string} column @param {Omit<FieldSpec, "at">} spec */
  field(column, spec) {
    return field(this.schedule.client, { ...spec, at: () => this.schedule.at(`${this.row}.${column}`), part: () => this.schedule.value(this.row, column) });
  }

  /** @param {string} column @param {string} label @param {Node[]} optionNodes */
  choice(column, label, optionNodes) {
    const write = (/** @type {string} */ value) => value && this.schedule.act(`changed ${label.toLowerCase()}`, [[`${this.row}.${column}`, value]]);
    return this.field(column, { type: "select", label, optionNodes, write });
  }

  /** @param {string} column @param {string} label */
  time(column, label) {
    const write = (/** @type {string} */ value) => {
      const place = `${this.row}.${column}`;
      if (minuteOf(value) === null || value === this.schedule.value(this.row, column)) return;
      this.schedule.act(`changed the ${label.toLowerCase()}`, [[place, value]], place);
    };
    return this.field(column, { type: "time", label, write });
  }

  moves() {
    /** @type {[string, string, string, number, number][]} */
    const moves = [
      ["↑", "Earlier", "5 minutes earlier", -STEP, -STEP],
      ["↓", "Later", "5 minutes later", STEP, STEP],
      ["−", "Shorter", "5 minutes shorter", 0, -STEP],
      ["+", "Longer", "5 minutes longer", 0, STEP],
    ];
    return moves.map(([sign, text, name, from, to]) =>
      el(
        "button",
        { type: "button", "aria-label": `${text}: ${name}`, title: name, onclick: () => this.shift(from, to, `made ${name}`) },
        el("span", { "aria-hidden": "true", text: sign }),
        el("span", { text }),
      ),
    );
  }

  /** @param {number} from @param {number} to @param {string} words */
  shift(from, to, words) {
    const { schedule, row } = this;
    const block = schedule.block(row);
    if (block.from === null || block.to === null) return;
    const [first, last] = [block.from + from, block.to + to];
    if (first < 0 || last > LAST_MINUTE || last - first < STEP) return;
    /** @type {Change[]} */
    const changes = [];
    if (from) changes.push([`${row}.start`, clockOf(first)]);
    if (to) changes.push([`${row}.end`, clockOf(last)]);
    schedule.act(words, changes);
    this.tell(`${schedule.clock(first)} to ${schedule.clock(last)}`);
  }

  // -- what is shown -----------------------------------------------------------------------

  /** @param {string} row */
  open(row) {
    this.row = row;
    this.element.hidden = false;
    for (const [column, each] of Object.entries(this.fields)) each.input.setAttribute("data-kit-field", `${this.schedule.config.id}/${row}.${column}`);
    this.copyFold.reset();
  }

  close() {
    this.row = "";
    this.element.hidden = true;
  }

  /** @param {Block[]} blocks @param {Clash[]} clashes */
  update(blocks, clashes) {
    const { schedule, row } = this;
    if (!row) return;
    const where = [schedule.groups[schedule.value(row, "group")], schedule.isWeek && schedule.days[schedule.value(row, "day")]];
    setText(this.heading, [schedule.title(row, "New block: choose its use"), ...where].filter(Boolean).join(" · "));
    for (const each of Object.values(this.fields)) each.update();
    const lines = clashes.filter((clash) => clash.rows.includes(row)).map((clash) => clash.text);
    this.drawFound(lines);
    this.found.hidden = !lines.length;
    this.drawRoles([...new Set(blocks.filter((block) => !block.isRemoved && block.who).map((block) => block.who))].sort());
    this.status.update();
  }
}

/** @param {Record<string, string>} names */
function optionsOf(names) {
  return Object.entries(names).map(([value, text]) => el("option", { value, text }));
}
