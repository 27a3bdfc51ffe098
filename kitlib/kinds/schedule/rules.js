// Each rule with its number, which the team may change, and what stands against it.
import { badge } from "../../frontend/static/ui/badge.js";
import { button, drawnWhenChanged, el, setText } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { clashWords } from "./face.js";
/** @import { Clash, Column, Schedule, View } from "./plan.js" */

/** @typedef {{id: string, text: string, check: "least" | "block" | "common" | "most" | "rooms" | "apart", per: string}} Limit */
/** @typedef {[minutes: number, standing: string]} Sum */

/** @type {Record<string, string>} */
const WORDS = { least: "at least", block: "at least", common: "at least", most: "at most", rooms: "at most" };
const MOST_GROUPS = 60;
const MOST_MINUTES = 3000;

/** Sign, words and state of one sum. @param {Sum | undefined} sum @param {number} asked */
function verdict(sum, asked) {
  if (!sum) return ["·", "does not apply", "none"];
  const [n, standing] = sum;
  if (standing === "empty") return ["–", "nothing placed yet", "none"];
  if (standing === "met") return [`✓ ${n}`, "", "met"];
  return [`⚠ ${n}`, standing === "over" ? `over by ${n - asked}` : `short by ${asked - n}`, "broken"];
}

/** @param {Sum | undefined} sum @param {number} asked @param {string} label @param {number} [span] */
function verdictCell(sum, asked, label, span = 1) {
  const [sign, words, state] = verdict(sum, asked);
  return el("td", { "data-state": state, "data-label": label, colspan: span > 1 ? span : null }, el("strong", { text: sign }), words && el("span", { text: ` ${words}` }));
}

/** One rule. */
class RuleRow {
  /** @param {Schedule} schedule @param {Limit} limit */
  constructor(schedule, limit) {
    this.schedule = schedule;
    this.limit = limit;
    this.first = schedule.config.numbers[limit.id] ?? null; // the number of the session file; none for what may never be
    this.at = schedule.at(`limit.${limit.id}`);
    this.number = this.first === null ? null : this.numberField();
    this.back = button(`Put back ${this.first}`, () => this.putBack(), { class: "kit-link" });
    this.asks = this.number
      ? el("td", { class: "kit-limit" }, el("span", { text: WORDS[limit.check] }), " ", this.number.element, el("span", { text: ` ${this.unit()}` }), this.back)
      : el("td", { text: "never at once" });
    this.head = el("th", { scope: "row", text: limit.text });
    this.row = el("tr", {}, this.head, this.asks);
  }

  unit() {
    if (this.limit.check === "rooms") return "groups";
    return this.schedule.isWeek ? `a ${this.limit.per}` : "minutes";
  }

  numberField() {
    const { limit, schedule } = this;
    return field(schedule.client, {
      at: () => this.at,
      type: "number",
      shape: "bare",
      label: limit.text,
      name: () => `${limit.text} ${this.unit()}`,
      initial: this.first,
      attributes: { min: 1, max: limit.check === "rooms" ? MOST_GROUPS : MOST_MINUTES },
      write: (value) => value !== null && schedule.client.set(this.at, value, { now: true }),
    });
  }

  putBack() {
    this.schedule.client.set(this.at, null, { now: true });
    this.number?.focus();
  }

  /** The number that the rule asks for. */
  asked() {
    return this.schedule.client.value(this.at) ?? this.first;
  }

  updateNumber() {
    this.number?.update();
    this.back.hidden = this.asked() === this.first;
  }

  /** What stands against it, in each column. @param {Column[]} columns @param {View} view @param {any} shared */
  show(columns, view, shared) {
    this.row.replaceChildren(this.head, this.asks, ...this.cells(columns, view, shared));
  }

  /** @param {Column[]} columns @param {View} view @param {any} shared */
  cells(columns, view, { sums: all, clashes }) {
    const { limit } = this;
    const sums = all[limit.id];
    const asked = this.asked();
    const isWeekly = limit.per === "week";
    const whole = (/** @type {Sum | undefined} */ sum) => [verdictCell(sum, asked, "", columns.length)];
    const each = (/** @type {(id: string) => Sum | undefined} */ sumOf) => columns.map(({ id, text }) => verdictCell(sumOf(id), asked, text));
    if (limit.check === "apart" || limit.check === "rooms") return [this.clashCell(columns.length, clashes)];
    if (limit.check === "common") {
      if (isWeekly || view.day) return whole(sums?.[""]?.[isWeekly ? "" : view.day]);
      return each((id) => sums?.[""]?.[id]);
    }
    if (view.day) return each((id) => sums?.[id]?.[isWeekly ? "" : view.day]);
    return isWeekly ? whole(sums?.[view.group]?.[""]) : each((id) => sums?.[view.group]?.[id]);
  }

  /** @param {number} span @param {Clash[]} clashes */
  clashCell(span, clashes) {
    const n = clashes.filter((clash) => clash.limit === this.limit.id).length;
    return el("td", { colspan: span, "data-state": n ? "broken" : "met", "data-label": "" }, el("strong", { text: n ? `⚠ ${clashWords(n)}` : "✓ kept" }));
  }
}

/** All rules. */
export class RuleTable {
  /** @param {Schedule} schedule */
  constructor(schedule) {
    this.schedule = schedule;
    const { limits } = schedule.config;
    /** @type {RuleRow[]} */
    this.rows = limits.map((/** @type {Limit} */ limit) => new RuleRow(schedule, limit));
    this.heads = el("tr");
    this.caption = el("caption");
    this.status = badge(schedule.client, () => this.rows.map((row) => row.at), "above");
    const table = el("table", { class: "kit-table kit-sums" }, this.caption, el("thead", {}, this.heads), el("tbody", {}, ...this.rows.map(({ row }) => row)));
    const scroll = el("div", { class: "kit-scroll", role: "region", tabindex: "0", "aria-label": "Minutes against the rules" }, table);
    this.element = el("div", { class: "kit-part", hidden: !limits.length }, scroll, this.status.element);
    /** @type {{columns: Column[], view: View, shared: any} | null} */
    this.seen = null;
    this.draw = drawnWhenChanged(() => this.redraw());
  }

  /** @param {Column[]} columns @param {View} view @param {any} shared */
  update(columns, view, shared) {
    for (const row of this.rows) row.updateNumber();
    this.status.update();
    if (!shared?.sums) return;
    this.seen = { columns, view, shared };
    this.draw([shared.sums, shared.clashes?.map((/** @type {Clash} */ clash) => clash.limit), view, this.rows.map((row) => row.asked())]);
  }

  redraw() {
    if (!this.seen) return;
    const { columns, view, shared } = this.seen;
    const { schedule } = this;
    const where = view.day ? schedule.days[view.day] : schedule.groups[view.group];
    setText(this.caption, schedule.isWeek ? `Minutes against the rules, ${where}` : "Minutes against the rules");
    this.heads.replaceChildren(...["Rule", "Asks for", ...columns.map(({ text }) => text)].map((text) => el("th", { scope: "col", text })));
    for (const row of this.rows) row.show(columns, view, shared);
  }
}
