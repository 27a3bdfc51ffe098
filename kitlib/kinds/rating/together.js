// After the reveal: the statements with their spread, those first where the team differs most; and the answers by domain.
import { say, sayMany } from "../../frontend/static/core/language.js";
import { el, setText } from "../../frontend/static/ui/dom.js";
import { dataTable, spreadBars, spreadLegend, upperSide } from "../../frontend/static/ui/spread.js";
import { AgreedItem } from "./agreed.js";
import { gapPanel } from "./gaps.js";
import { Priorities } from "./priorities.js";
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Item } from "../../frontend/static/ui/choices.js" */
/** @import { Part } from "../../frontend/static/ui/dom.js" */

/** The answers by domain, as bars and as a table. @param {Client} client @param {any} config @returns {Part} */
function domainPanel(client, config) {
  const chart = spreadBars(config.points);
  const table = dataTable(say("Answers by domain"));
  const isTurned = config.instrument.items.some((/** @type {Item} */ item) => item.reverse);
  const turned = isTurned ? ` ${say("Statements worded the other way are turned here, so that the right side is always the hopeful one.")}` : "";
  const side = (/** @type {number[]} */ counts) => upperSide(config.points, counts).join(" of ");
  const labels = config.points.map((/** @type {any} */ point) => point.label);
  const element = el(
    "section",
    { class: "kit-part", hidden: true },
    el("h4", { text: say("By domain") }),
    el("p", { class: "kit-help", text: say("All ratings of a domain together.") + turned }),
    spreadLegend(config.points),
    chart.element,
    el("details", {}, el("summary", { text: say("The same as a table") }), table.element),
  );
  return {
    element,
    update() {
      /** @type {[string, number[]][]} */
      const all = Object.entries(client.shared[config.id]?.domains ?? {});
      const domains = all.filter(([, counts]) => counts.some(Boolean));
      element.hidden = domains.length < 2;
      chart.update(domains.map(([name, counts]) => ({ name, counts, note: say("{share} on the upper side", { share: side(counts) }) })));
      table.update([say("Domain"), ...labels, say("Upper side")], domains.map(([name, counts]) => [name, ...counts.map(String), side(counts)]));
    },
  };
}

/** What the team says together. */
export class Together {
  /** @param {Client} client @param {any} config */
  constructor(client, config) {
    this.client = client;
    this.config = config;
    const priorities = config.priorities ? new Priorities(client, config) : null;
    /** @type {AgreedItem[]} */
    this.items = config.instrument.items.map((/** @type {Item} */ item, /** @type {number} */ i) => new AgreedItem(client, config, item, i + 1, priorities));
    /** @type {Part[]} */
    this.more = [...(priorities ? [priorities] : []), ...(config.compare ? [gapPanel(client, config)] : []), domainPanel(client, config)];
    this.heading = el("h4");
    this.roles = el("p", { class: "kit-help" });
    this.first = el("ol", { class: "kit-rows" });
    this.rest = el("ol", { class: "kit-rows" });
    this.restSummary = el("summary");
    this.restBox = el("details", { hidden: true }, this.restSummary, this.rest);
    this.element = el("div", {}, this.heading, this.roles, this.first, this.restBox, ...this.more.map((part) => part.element));
    /** @type {string | null} of the rows; none stands there before it is known, or it would move from under a hand */
    this.order = null;
  }

  update() {
    const shared = this.client.shared[this.config.id] ?? {};
    if (shared.spread) this.arrange(shared);
    else if (this.order === null) setText(this.heading, say("Counting the ratings…"));
    for (const part of [...this.items, ...this.more]) part.update();
  }

  /** @param {any} shared */
  arrange({ widest, roles }) {
    const order = widest.join("|");
    const isInUse = this.first.contains(document.activeElement) || this.rest.contains(document.activeElement);
    // Do not move a statement from under the hands of someone who is writing in it.
    if (order !== this.order && !isInUse) {
      this.order = order;
      this.first.replaceChildren(...widest.flatMap((/** @type {string} */ id) => this.items.find(({ item }) => item.id === id)?.element ?? []));
      this.rest.replaceChildren(...this.items.filter(({ item }) => !widest.includes(item.id)).map(({ element }) => element));
      this.restBox.open = widest.length === 0;
    }
    setText(this.heading, widest.length ? say("Where we differ most: talk about these first") : say("Nobody differs, or too few have rated"));
    this.restBox.hidden = false;
    setText(this.restSummary, widest.length ? sayMany(this.rest.children.length, "The other statement", "The other {n} statements") : say("All statements"));
    const shown = say("“By role” is shown where at least three of a role rated, at least three others did, and they were not of one mind.");
    setText(this.roles, roles ? shown : say("By role: too few to show, or a role of one mind."));
  }
}
