// Minutes by use, sort and tier, and when adults plan together.
import { drawnWhenChanged, el, setText } from "../../frontend/static/ui/dom.js";
import { SORTS } from "./plan.js";
/** @import { Column, Schedule, Use, View } from "./plan.js" */

/** @typedef {Record<string, Record<string, Record<string, number>>>} Minutes day, or "" for the week -> what -> group -> minutes */

/** What is counted, and how it is called. @param {any} config @returns {[name: string, title: string][]} */
function countedLines(config) {
  return [
    ...config.uses.map((/** @type {Use} */ use) => [`use:${use.id}`, `${SORTS[use.sort][0]} ${use.title}`]),
    ...Object.entries(SORTS).map(([sort, [, words]]) => [`sort:${sort}`, `All ${words}`]),
    ...[1, 2, 3].map((tier) => [`tier:${tier}`, `All of tier ${tier}`]),
    ["stretch:core", "Longest unbroken stretch of core"],
    ["stretch:planning", "Longest unbroken stretch of planning"],
  ];
}

/** The tables below the rules. */
export class MinuteTables {
  /** @param {Schedule} schedule */
  constructor(schedule) {
    this.schedule = schedule;
    this.lines = countedLines(schedule.config);
    this.heads = el("tr");
    this.body = el("tbody");
    this.caption = el("caption");
    this.together = el("p");
    this.never = el("p");
    this.planning = el("div", {}, el("h5", { text: "Planning at one time" }), this.together, this.never);
    const table = el("table", { class: "kit-table kit-sums" }, this.caption, el("thead", {}, this.heads), this.body);
    this.scroll = el("div", { class: "kit-scroll", role: "region", tabindex: "0", "aria-label": "Minutes by use" }, table);
    this.element = el("details", { class: "kit-fold" }, el("summary", { text: "Minutes by use, and planning at one time" }), this.scroll, this.planning);
    /** @type {{columns: Column[], view: View, shared: any} | null} */
    this.seen = null;
    this.draw = drawnWhenChanged(() => this.redraw());
  }

  /** @param {Column[]} columns @param {View} view @param {any} shared */
  update(columns, view, shared) {
    if (!shared?.minutes) return;
    this.seen = { columns, view, shared };
    this.draw([shared.minutes, shared.planning, view]);
  }

  redraw() {
    if (!this.seen) return;
    const { columns, view, shared } = this.seen;
    const { schedule } = this;
    const where = view.day ? schedule.days[view.day] : schedule.groups[view.group];
    setText(this.caption, schedule.isWeek ? `Minutes, ${where}${view.day ? " (and in the week)" : ""}` : "Minutes");
    const heads = [...columns.map(({ text }) => text), ...(view.day ? [] : ["Week"])].map((text) => el("th", { scope: "col", text }));
    this.heads.replaceChildren(el("td"), ...heads);
    const used = this.lines.filter(([name]) => shared.minutes[""][name]);
    this.body.replaceChildren(...used.map(([name, title]) => this.line(name, title, columns, view, shared.minutes)));
    this.scroll.hidden = !used.length;
    this.tellPlanning(shared.planning);
  }

  /** @param {string} name @param {string} title @param {Column[]} columns @param {View} view @param {Minutes} minutes */
  line(name, title, columns, view, minutes) {
    const week = minutes[""][name];
    const cells = columns.map(({ id, text }) => {
      const [day, group] = view.day ? [view.day, id] : [id, view.group];
      const total = view.day && this.schedule.isWeek ? el("span", { class: "kit-week", text: ` (${week?.[group] ?? 0})` }) : null;
      return el("td", { "data-label": text }, `${minutes[day]?.[name]?.[group] ?? 0}`, total);
    });
    const sum = view.day ? [] : [el("td", { "data-label": "Week", text: `${week?.[view.group] ?? 0}` })];
    return el("tr", { class: name.startsWith("use") ? null : "kit-total" }, el("th", { scope: "row", text: title }), ...cells, ...sum);
  }

  /** @param {{together: string[], never: string[]}} planning */
  tellPlanning({ together, never }) {
    this.planning.hidden = !this.schedule.config.uses.some((/** @type {Use} */ use) => use.sort === "planning");
    setText(this.together, together.length ? `All who plan have this time together: ${together.join("; ")}.` : "There is no time at which all who plan can meet.");
    setText(this.never, never.length ? `Never at one time: ${never.join("; ")}.` : "");
  }
}
