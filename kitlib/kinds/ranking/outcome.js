// What the answers make together: the group's order, the counts, how far people agree.
import { say, sayMany, words } from "../../frontend/static/core/language.js";
import { drawnWhenChanged, el, plural, setText } from "../../frontend/static/ui/dom.js";
import { squareRow } from "../../frontend/static/ui/spread.js";
import { ordinal } from "./words.js";
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { RankOption } from "./words.js" */

const TALK = say("Hear a reason from both ends before you decide.");

/** @param {any} config @returns {string[]} */
function countLabels({ way, options, piles, fingers }) {
  if (way === "order") return options.map((/** @type {RankOption} */ _, /** @type {number} */ i) => ordinal(i + 1));
  return way === "sort" ? piles.map(words) : fingers.map((/** @type {any} */ finger) => `${finger.value} ${say(finger.word)}`);
}

/** A bar as long as a number, with the number in words beside it. @param {number} n @param {number} most @param {string} words */
function meter(n, most, words) {
  const bar = el("span", { class: "kit-meter", "aria-hidden": "true" }, el("span", { style: `width: ${most ? Math.round((100 * n) / most) : 0}%` }));
  return el("span", { class: "kit-metered" }, bar, el("span", { text: words }));
}

/** The outcome of all seats. */
export class Outcome {
  /** @param {Client} client @param {any} config */
  constructor(client, config) {
    this.client = client;
    this.config = config;
    this.labels = countLabels(config);
    this.lead = el("p", { class: "kit-lead" });
    this.list = el("ol", { class: "kit-outcome" });
    this.element = el("div", {}, this.lead, this.list);
    this.draw = drawnWhenChanged(([found, answered]) => this.show(found, answered));
  }

  update() {
    const { together, answered } = this.client.shared[this.config.id] ?? {};
    this.draw([together, answered]);
  }

  /** @param {any} found @param {number} answered */
  show(found, answered) {
    this.list.replaceChildren(...(found && answered ? found.order.map((/** @type {string} */ id) => this.line(found, id)) : []));
    const told = !found ? say("Fetching what all answered…") : answered ? this.agreement(found, answered) : say("Nobody has answered yet.");
    setText(this.lead, told);
    this.lead.hidden = !told;
  }

  /** @param {any} found @param {number} answered */
  agreement(found, answered) {
    if (found.words) return `${say(found.words)} ${TALK}`;
    return this.config.way !== "fist" && answered < 2 ? say("One seat alone makes no agreement.") : "";
  }

  /** @param {string} id */
  text(id) {
    return this.config.options.find((/** @type {RankOption} */ option) => option.id === id)?.text ?? id;
  }

  /** @param {any} found @param {string} id */
  line(found, id) {
    return this.config.way === "order" ? this.placedLine(found, id) : this.countedLine(found, id);
  }

  /** @param {any} found @param {string} id */
  placedLine({ counts, points, places }, id) {
    const placed = counts[id].flatMap((/** @type {number} */ n, /** @type {number} */ i) => (n ? [say("{place} by {n}", { place: ordinal(i + 1), n })] : [])).join(", ");
    const most = Math.max(.../** @type {number[]} */ (Object.values(points)));
    const option = el(
      "span",
      { class: "kit-option" },
      el("span", { class: "kit-option-text", text: this.text(id) }),
      meter(points[id], most, plural(points[id], "point")),
      el("span", { class: "kit-help", text: say("Placed {placed}", { placed }) }),
    );
    return el("li", {}, el("span", { class: "kit-place", text: `${places[id]}` }), option);
  }

  /** @param {any} found @param {string} id */
  countedLine({ counts, worries }, id) {
    const worried = this.config.way === "fist" && worries[id];
    const what = sayMany(worried, "{n} seat shows two fingers or fewer. Ask: what would have to change?", "{n} seats show two fingers or fewer. Ask: what would have to change?");
    const worry = worried && el("p", { class: "kit-worry" }, el("strong", { text: say("Hear the worry first.") }), " ", what);
    const spread = el("ul", { class: "kit-spread" }, ...this.labels.map((label, i) => squareRow(label, i, counts[id][i])));
    return el("li", { class: "kit-plain" }, el("h5", { text: this.text(id) }), worry, spread);
  }
}
