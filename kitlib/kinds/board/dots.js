// Dots within a limit: placed by each seat, counted once they are shown.
import { say, sayMany } from "../../frontend/static/core/language.js";
import { button, drawnWhenChanged, el, plural, setAttribute, setText } from "../../frontend/static/ui/dom.js";
import { NAMELESS, short } from "./notes.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Reveal } from "../../frontend/static/ui/reveal.js" */
/** @import { Board } from "./notes.js" */
/** @import { Tell } from "./wall.js" */

const MOST_LISTED = 12; // of what has the most dots

/** The dots of this seat. */
export class Ballot {
  /** @param {Client} client @param {any} config @param {Reveal} reveal @param {Tell} tell */
  constructor(client, config, reveal, tell) {
    this.client = client;
    this.config = config;
    this.reveal = reveal;
    this.tell = tell;
    /** @type {At} */
    this.at = { scope: "seat", activity: config.id, field: "votes" };
    this.left = el("p", { class: "kit-left" });
    this.results = el("ul", { class: "kit-results" });
    this.resultsBox = el("div", { hidden: true }, el("h4", { text: say("Most dots first") }), this.results);
    this.element = el("div", { class: "kit-voting" }, this.left, reveal.element, this.resultsBox);
    this.drawResults = drawnWhenChanged((/** @type {[string, number, boolean][]} */ top) => this.showResults(top));
  }

  /** What this seat has placed, of what stands on the wall. @param {Board} board @returns {string[]} */
  placed({ notes, headings }) {
    const given = this.client.seat ? this.client.value(this.at) : null;
    return (Array.isArray(given) ? given : []).filter((row) => notes.has(row) || headings.has(row));
  }

  /** How many dots each has, once they are shown. @returns {Record<string, number> | null} */
  counts() {
    return (this.reveal.isShown() && this.client.shared[this.config.id]?.dots) || null;
  }

  /** Place a dot or take it back. @param {string} row @param {Board} board @param {HTMLElement} where */
  toggle(row, board, where) {
    const placed = this.placed(board);
    const has = placed.includes(row);
    const { votes } = this.config;
    if (!this.client.seat) return this.tell(say("Choose your seat first, then place your dots."), where);
    if (!has && placed.length >= votes) return this.tell(sayMany(votes, "The one dot is placed. Take it back first.", "All {n} dots are placed. Take one back first."), where);
    const next = has ? placed.filter((other) => other !== row) : [...placed, row];
    this.client.set(this.at, next, { now: true });
    this.tell(say(has ? "Dot taken back. {n} left." : "Dot placed. {n} left.", { n: votes - next.length }));
  }

  /** @param {Board} board */
  update(board) {
    const { votes } = this.config;
    const n = this.placed(board).length;
    this.element.hidden = !board.notes.size;
    const own = say("Your dots: {dots} {n} of {all} left", { dots: "●".repeat(n) + "○".repeat(Math.max(0, votes - n)), n: votes - n, all: votes });
    setText(this.left, this.client.seat ? own : sayMany(votes, "Each seat has {n} dot. Choose your seat to place yours.", "Each seat has {n} dots. Choose your seat to place yours."));
    const counts = this.counts();
    this.resultsBox.hidden = !counts;
    if (counts) this.drawResults(ranked(counts, board));
  }

  /** @param {[string, number, boolean][]} top */
  showResults(top) {
    const lines = top.slice(0, MOST_LISTED).map(([name, n, isHeading]) => {
      const words = el("span", {}, name, isHeading && el("span", { class: "kit-tag", text: say("heading") }));
      const row = el("span", { class: "kit-squares", "aria-hidden": "true", text: "●".repeat(Math.min(n, 12)) });
      return el("li", {}, words, row, el("span", { class: "kit-dots", text: plural(n, "dot") }));
    });
    const rest = top.length - MOST_LISTED;
    if (!top.length) lines.push(el("li", { class: "kit-help", text: say("No dots were placed yet.") }));
    if (rest > 0) lines.push(el("li", { class: "kit-help", text: say("{rest} more have dots; they stand on the wall.", { rest }) }));
    this.results.replaceChildren(...lines);
  }
}

/** Name, dots, and whether it is a heading; most dots first. @param {Record<string, number>} counts @param {Board} board @returns {[string, number, boolean][]} */
function ranked(counts, { notes, headings }) {
  const there = Object.entries(counts).filter(([row]) => notes.has(row) || headings.has(row));
  const sorted = there.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return sorted.map(([row, n]) => {
    const heading = headings.get(row);
    return [heading ? heading.name || NAMELESS : (notes.get(row)?.text ?? ""), n, Boolean(heading)];
  });
}

/** A dot button, and once shown the number of dots. @param {string} field @param {() => void} toggle */
export function dotButton(field, toggle) {
  const count = el("span", { class: "kit-dots", hidden: true });
  const press = button("", toggle, { class: "kit-small kit-dot", "aria-pressed": "false", "data-kit-field": field });
  return {
    element: el("span", { class: "kit-dotting" }, count, press),
    /** @param {boolean} has @param {string} name @param {number | null} shown */
    update(has, name, shown) {
      press.setAttribute("aria-pressed", String(has));
      setText(press, has ? say("● Your dot") : say("○ Dot"));
      setAttribute(press, "aria-label", say(has ? "Your dot: {name}" : "Dot: {name}", { name: short(name) }));
      count.hidden = !shown;
      if (shown) setText(count, plural(shown, "dot"));
    },
  };
}
