// Each look-for over all visits. There is no sum for a visit: a place is not rated.
import { say } from "../../frontend/static/core/language.js";
import { drawnWhenChanged, el, setText, things } from "../../frontend/static/ui/dom.js";
import { SIGNS } from "./visit.js";
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Visits } from "./visits.js" */

/** @typedef {Record<string, {seen: number, "not seen": number, "not applicable": number, open: number}>} Pattern */

/** "Seen in 4 of 6 stops", with what does not count told apart. @param {Pattern[string]} found @param {string} noun @returns {[string, string]} */
function howOften(found, noun) {
  const of = found.seen + found["not seen"];
  const rest = [];
  if (found["not applicable"]) rest.push(say("not applicable in {n}", { n: found["not applicable"] }));
  if (found.open) rest.push(say("not marked in {n}", { n: found.open }));
  return [of ? say("Seen in {n} of {visits}", { n: found.seen, visits: things(of, noun) }) : say("Not looked for yet"), rest.join(", ")];
}

/** @param {string | null} mark @param {number} visit */
function markCell(mark, visit) {
  const sign = el("span", { "aria-hidden": "true", text: SIGNS[mark ?? ""] ?? "·" });
  return el("td", { class: "kit-mark", "data-mark": mark ?? "open", "data-visit": visit }, sign, el("span", { class: "kit-hidden", text: say(mark ?? "not marked") }));
}

/** The table of all visits. */
export class PatternView {
  /** @param {Client} client @param {any} config @param {Visits} visits */
  constructor(client, config, visits) {
    this.client = client;
    this.config = config;
    this.visits = visits;
    this.noun = config.noun.toLowerCase();
    const title = say("Each look-for over all {noun}s", { noun: this.noun });
    this.heads = el("tr");
    this.body = el("tbody");
    const table = el("table", { class: "kit-table kit-pattern" }, el("caption", { text: title }), el("thead", {}, this.heads), this.body);
    this.scroll = el("div", { class: "kit-scroll", tabindex: "0", role: "region", "aria-label": title }, table);
    this.empty = el("p", { class: "kit-empty" });
    this.places = el("p", { class: "kit-help" });
    const legend = say("✓ seen   ○ not seen   – not applicable   · not marked. “Not applicable” and “not marked” lower nothing. No {noun} gets a sum: we look at the school, never at one room.", { noun: this.noun });
    this.legend = el("p", { class: "kit-help", text: legend });
    this.element = el("div", { hidden: true }, this.empty, this.scroll, this.places, this.legend);
    this.draw = drawnWhenChanged(([grid, pattern, names]) => this.redraw(grid, pattern, names));
  }

  update() {
    const { client, config, visits } = this;
    const rows = visits.kept().filter((row) => visits.isBegun(row));
    /** @type {Pattern | undefined} */
    const pattern = client.shared[config.id]?.pattern;
    this.scroll.hidden = this.legend.hidden = !rows.length || !pattern;
    const none = rows.length ? "" : say("No {noun} has a mark yet. Begin with “One {noun} at a time”.", { noun: this.noun });
    setText(this.empty, client.isLoaded("team") && pattern ? none : say("Fetching what was marked…"));
    this.empty.hidden = !this.empty.textContent;
    if (!pattern) return;
    const grid = config.items.map((/** @type {any} */ { id }) => rows.map((row) => visits.value(row, `mark-${id}`)));
    this.draw([grid, pattern, rows.map((row) => visits.value(row, "place") ?? "")]);
  }

  /** @param {(string | null)[][]} grid @param {Pattern} pattern @param {string[]} names */
  redraw(grid, pattern, names) {
    const visitHead = (/** @type {number} */ i) => el("th", { scope: "col", class: "kit-mark" }, el("span", { class: "kit-hidden", text: `${this.config.noun} ` }), `${i + 1}`);
    const heads = [say("Look-for"), say("How often")].map((text) => el("th", { scope: "col", text }));
    this.heads.replaceChildren(...heads, ...names.map((_, i) => visitHead(i)));
    this.body.replaceChildren(...this.config.items.map((/** @type {any} */ item, /** @type {number} */ i) => this.line(item, grid[i], pattern[item.id])));
    const list = names.map((place, i) => place && `${i + 1}: ${place}`).filter(Boolean);
    setText(this.places, list.length ? say("Where: {places}", { places: list.join(" · ") }) : "");
    this.places.hidden = !list.length;
  }

  /** @param {any} item @param {(string | null)[]} marks @param {Pattern[string]} found */
  line(item, marks, found) {
    const [count, rest] = howOften(found, this.noun);
    const often = el("td", { class: "kit-often" }, el("strong", { text: count }), rest && el("span", { text: rest }));
    return el("tr", {}, el("th", { scope: "row", text: item.text }), often, ...marks.map((mark, i) => markCell(mark, i + 1)));
  }
}
