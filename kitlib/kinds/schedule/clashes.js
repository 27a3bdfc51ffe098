// The clashes in words, each with a way to where it is.
import { arrange } from "../../frontend/static/ui/arrange.js";
import { button, drawnWhenChanged, el, setText, spokenLine } from "../../frontend/static/ui/dom.js";
import { clashWords } from "./face.js";
/** @import { Clash } from "./plan.js" */

/** The list of what clashes. */
export class ClashList {
  /** @param {any} config @param {(clash: Clash) => void} show */
  constructor(config, show) {
    this.show = show;
    /** @type {Record<string, string>} */
    this.rules = Object.fromEntries(config.limits.map((/** @type {any} */ limit) => [limit.id, limit.text]));
    this.heading = el("h4");
    this.spoken = spokenLine();
    this.list = el("ul", { class: "kit-clashes" });
    this.blank = el("ul", { class: "kit-blank" });
    this.element = el("div", { class: "kit-part" }, this.heading, this.spoken, this.list, this.blank);
    /** @type {Map<string, {clash: Clash, element: HTMLElement}>} by its words */
    this.lines = new Map();
    /** @type {number | null} */
    this.before = null;
    this.drawBlank = drawnWhenChanged((/** @type {string[]} */ blank) => this.blank.replaceChildren(...blank.map((text) => el("li", { text }))));
  }

  /** @param {any} shared */
  update(shared) {
    if (!shared?.clashes) return setText(this.heading, "Looking for clashes…");
    const clashes = /** @type {Clash[]} */ (shared.clashes);
    const n = clashes.length;
    setText(this.heading, n ? `⚠ ${clashWords(n)}` : shared.blank.length ? "✓ No clash so far" : "✓ No clash");
    if (this.before !== null && this.before !== n) setText(this.spoken, n ? `${clashWords(n)} left.` : "No clash left.");
    this.before = n;
    const texts = new Set(clashes.map((clash) => clash.text));
    for (const text of [...this.lines.keys()]) if (!texts.has(text)) this.lines.delete(text);
    arrange(this.list, clashes.map((clash) => this.line(clash)));
    this.drawBlank(shared.blank);
  }

  /** @param {Clash} clash */
  line(clash) {
    const there = this.lines.get(clash.text);
    if (there) {
      there.clash = clash;
      return there.element;
    }
    const go = button("Show", () => this.show(made.clash), { "aria-label": `Show: ${clash.text}` });
    const rule = this.rules[clash.limit];
    const words = el("span", {}, el("strong", { text: clash.text }), rule && el("span", { class: "kit-rule", text: `Rule: ${rule}` }));
    const made = { clash, element: el("li", {}, words, go) };
    this.lines.set(clash.text, made);
    return made.element;
  }
}
