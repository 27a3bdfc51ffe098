// One visit at a time in the corridor: which visits there are, which one is in hand, and those that were taken out.
import { say } from "../../frontend/static/core/language.js";
import { button, el, setAttribute, setText, spokenLine, tabMemory } from "../../frontend/static/ui/dom.js";
import { newRow } from "../../frontend/static/ui/rows.js";
import { VisitCard } from "./visit.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */

/** @typedef {{element: HTMLElement, button: HTMLButtonElement, words: HTMLElement, count: HTMLElement}} Pill */
/** @typedef {{element: HTMLElement, words: HTMLElement}} GoneLine */

/** Keep in a map, and on the page, only the rows that are there. @template {{element: HTMLElement}} T @param {Map<string, T>} drawn @param {string[]} rows */
function dropOthers(drawn, rows) {
  for (const [row, { element }] of drawn) {
    if (rows.includes(row)) continue;
    element.remove();
    drawn.delete(row);
  }
}

/** The visits of a team. */
export class Visits {
  /** @param {Client} client @param {any} config @param {() => void} changed */
  constructor(client, config, changed) {
    this.client = client;
    this.config = config;
    this.changed = changed;
    this.noun = config.noun.toLowerCase();
    this.memory = tabMemory(`kit.visit.${client.place.meeting}.${client.team}.${config.id}`);
    this.drafts = Array.from({ length: config.visits }, (_, i) => newRow(i)); // visits offered; they exist once written in
    /** @type {Set<string>} drafts that somebody asked for */
    this.begun = new Set();
    this.current = this.memory.get();
    /** @type {Map<string, VisitCard>} */
    this.cards = new Map();
    /** @type {Map<string, Pill>} */
    this.pills = new Map();
    /** @type {Map<string, GoneLine>} */
    this.lines = new Map();
    this.plus = button(say("+ Add a {noun}", { noun: this.noun }), () => this.add(), { class: "kit-add" });
    this.last = el("li", {}, this.plus);
    this.picker = el("ul", { class: "kit-visits" }, this.last);
    this.holder = el("div");
    this.gone = el("div");
    this.spoken = spokenLine();
    const camera = el("p", { class: "kit-help", text: say("Evidence is what was said and done, as a camera would record it. No names, no praise, no blame.") });
    this.element = el("div", {}, camera, el("nav", { "aria-label": `${config.noun}s` }, this.picker), this.holder, this.gone, this.spoken);
  }

  /** @param {string} row @param {string} column @returns {At} */
  at(row, column) {
    return { scope: "team", activity: this.config.id, field: `${row}.${column}` };
  }

  /** @param {string} row @param {string} column */
  value(row, column) {
    return this.client.value(this.at(row, column));
  }

  known() {
    return this.client.answers.rows(this.config.id, []);
  }

  /** Visits on disk that are not taken out. */
  kept() {
    return this.known().filter((row) => !this.value(row, "removed"));
  }

  /** Whether anything was written on a visit. @param {string} row */
  isBegun(row) {
    const items = /** @type {any[]} */ (this.config.items);
    return Boolean(this.value(row, "place")) || items.some(({ id }) => this.value(row, `mark-${id}`) || this.value(row, `evidence-${id}`));
  }

  /** Visits to choose from: those on disk, then empty ones up to the number offered, and what was asked for. */
  offered() {
    const kept = this.kept();
    const known = this.known();
    const room = Math.max(kept.length ? 0 : 1, this.config.visits - kept.length);
    const free = this.drafts.filter((row) => !known.includes(row));
    const empty = this.client.isLoaded("team") ? free.filter((row, i) => i < room || this.begun.has(row) || row === this.current) : [];
    return [...kept, ...empty].sort();
  }

  /** @param {string} row */
  title(row) {
    const number = this.offered().indexOf(row) + 1;
    return [`${this.config.noun} ${number || ""}`.trim(), this.value(row, "place")].filter(Boolean).join(" · ");
  }

  // -- what people do ----------------------------------------------------------------------

  /** @param {string} row @param {boolean} [focus] */
  choose(row, focus = true) {
    this.current = row;
    this.memory.set(row);
    this.changed();
    if (!focus) return;
    this.cards.get(row)?.heading.focus({ preventScroll: true });
    this.picker.scrollIntoView({ block: "nearest" });
  }

  add() {
    const row = newRow();
    this.drafts.push(row);
    this.begun.add(row);
    this.choose(row, false);
    this.cards.get(row)?.place.focus();
  }

  /** @param {string} row */
  next(row) {
    const all = this.offered();
    const after = all[all.indexOf(row) + 1];
    if (after) this.choose(after);
    else this.add();
  }

  /** @param {string} row */
  remove(row) {
    const before = this.offered().indexOf(row) + 1;
    this.client.set(this.at(row, "removed"), true, { now: true });
    const left = this.offered();
    if (left.length) this.choose(left[Math.min(before, left.length) - 1], false);
    else this.add();
    setText(this.spoken, say("{noun} taken out. It can be put back.", { noun: this.config.noun }));
    [...this.gone.querySelectorAll("button")].at(-1)?.focus();
  }

  /** @param {string} row */
  putBack(row) {
    this.client.set(this.at(row, "removed"), false, { now: true });
    this.choose(row);
  }

  // -- what is shown -----------------------------------------------------------------------

  update() {
    const all = this.offered();
    const isReady = this.client.isLoaded("team");
    // Until the answers are here the remembered visit is only not known yet.
    if (!all.includes(this.current) && isReady) this.current = all.find((row) => !this.isBegun(row)) ?? all[0] ?? "";
    this.plus.disabled = !isReady;
    this.updatePills(all);
    this.updateCards(all);
    this.updateGone();
  }

  /** @param {string[]} rows */
  updatePills(rows) {
    dropOthers(this.pills, rows);
    const items = /** @type {any[]} */ (this.config.items);
    rows.forEach((row, i) => {
      const { element, button: press, words, count } = this.pills.get(row) ?? this.pill(row);
      const { children } = this.picker;
      if (children[i] !== element && !element.contains(document.activeElement)) this.picker.insertBefore(element, children[i] ?? this.last);
      const done = items.filter(({ id }) => this.value(row, `mark-${id}`)).length;
      setText(words, this.title(row));
      setText(count, done === items.length ? say("✓ all marked") : say("{n} of {all}", { n: done, all: items.length }));
      setAttribute(press, "aria-current", row === this.current ? "true" : null);
    });
  }

  /** @param {string} row */
  pill(row) {
    const words = el("span");
    const count = el("span", { class: "kit-pill-count" });
    const press = el("button", { type: "button", onclick: () => this.choose(row) }, words, count);
    const made = { element: el("li", {}, press), button: press, words, count };
    this.pills.set(row, made);
    return made;
  }

  /** @param {string[]} rows */
  updateCards(rows) {
    const { current } = this;
    const isHere = rows.includes(current);
    if (isHere && !this.cards.has(current)) {
      const card = new VisitCard(this, current);
      this.cards.set(current, card);
      this.holder.append(card.element);
    }
    for (const [row, card] of this.cards) card.element.hidden = row !== current;
    if (isHere) this.cards.get(current)?.update(rows.indexOf(current) < rows.length - 1);
  }

  updateGone() {
    const out = this.known().filter((row) => this.value(row, "removed"));
    dropOthers(this.lines, out);
    for (const row of out) {
      const { words } = this.lines.get(row) ?? this.goneLine(row);
      setText(words, `${say("Taken out: {name}", { name: this.value(row, "place") || this.config.noun })} `);
    }
  }

  /** @param {string} row */
  goneLine(row) {
    const words = el("span");
    const made = { element: el("p", { class: "kit-gone" }, words, button(say("Put it back"), () => this.putBack(row))), words };
    this.lines.set(row, made);
    this.gone.append(made.element);
    return made;
  }
}
