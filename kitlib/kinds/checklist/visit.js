// One visit: where, then every look-for under its heading, made for one thumb.
import { say } from "../../frontend/static/core/language.js";
import { badge } from "../../frontend/static/ui/badge.js";
import { button, el, setText, uniqueId } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Visits } from "./visits.js" */

/** A sign beside each word, so that nothing rests on color. @type {Record<string, string>} */
export const SIGNS = { seen: "✓", "not seen": "○", "not applicable": "–" };
const LONGEST_PLACE = 80;

const capital = (/** @type {string} */ words) => words.charAt(0).toUpperCase() + words.slice(1);

/** One look-for on one visit: three large choices, and a fold for what was seen and heard. */
class LookFor {
  /** @param {Client} client @param {any} config @param {string} row @param {any} item @param {number} number @param {() => string} title */
  constructor(client, config, row, item, number, title) {
    this.client = client;
    /** @type {At} */
    this.mark = { scope: "team", activity: config.id, field: `${row}.mark-${item.id}` };
    this.choice = this.markChoice(config.marks);
    this.takeBack = button(say("Take back"), () => this.clear(), { class: "kit-remove kit-take-back", "aria-label": say("Take back the mark: {text}", { text: item.text }) });
    this.status = answerStatus(client, () => (client.answers.isUndecided(client.key(this.mark)) ? [this.mark] : []), item.text);
    this.evidence = field(client, {
      at: () => ({ scope: "team", activity: config.id, field: `${row}.evidence-${item.id}` }),
      type: "lines",
      label: say("What was said and done"),
      called: () => say("{title}: evidence, {item}", { title: title(), item: item.text }),
      attributes: { rows: 2 },
    });
    this.summary = el("summary", { text: say("Add evidence") });
    this.fold = el("details", { class: "kit-evidence" }, this.summary, this.evidence.element);
    this.wasOpened = false;
    const help = item.help && el("p", { class: "kit-help", id: uniqueId("help"), text: item.help });
    const legend = el("legend", {}, el("span", { class: "kit-number", text: `${number}. ` }), item.text);
    const attributes = { class: "kit-item kit-look-for", "aria-describedby": help ? help.id : null };
    this.element = el("fieldset", attributes, legend, help, this.choice.element, this.takeBack, this.status.element, this.fold);
  }

  /** @param {string[]} marks */
  markChoice(marks) {
    const name = uniqueId("mark");
    const radios = marks.map((mark) => {
      const radio = el("input", {
        type: "radio",
        name,
        "data-kit-field": `${this.mark.activity}/${this.mark.field}/${mark}`,
        onchange: () => this.client.set(this.mark, mark, { now: true }),
      });
      const sign = el("span", { class: "kit-sign", "aria-hidden": "true", text: SIGNS[mark] });
      return { mark, radio, element: el("label", { "data-mark": mark }, radio, sign, el("span", { text: say(capital(mark)) })) };
    });
    return { radios, element: el("div", { class: "kit-marks" }, ...radios.map((each) => each.element)) };
  }

  clear() {
    this.client.set(this.mark, null, { now: true });
    this.choice.radios[0].radio.focus();
  }

  places() {
    return [this.mark, this.evidence.at()];
  }

  isMarked() {
    return Boolean(this.client.value(this.mark));
  }

  update() {
    const { client, evidence } = this;
    const isClosed = !client.canWrite("team");
    const value = client.value(this.mark);
    for (const { mark, radio } of this.choice.radios) {
      radio.checked = mark === value;
      radio.disabled = isClosed;
    }
    this.takeBack.hidden = !value || isClosed;
    const words = client.value(evidence.at()) ?? "";
    setText(this.summary, words.trim() ? say("Evidence") : say("Add evidence"));
    if (words && !this.wasOpened) this.fold.open = this.wasOpened = true;
    if (client.answers.isUndecided(client.key(evidence.at()))) this.fold.open = true;
    evidence.update();
    this.status.update();
  }
}

/** The look-fors under the headings of their domains. @param {any[]} items @param {LookFor[]} drawn */
function underDomains(items, drawn) {
  return items.flatMap((item, i) => {
    const before = i ? items[i - 1].domain : "";
    const domain = item.domain && item.domain !== before ? item.domain : !item.domain && before ? say("More to look for") : "";
    return domain ? [el("h5", { class: "kit-domain", text: domain }), drawn[i].element] : [drawn[i].element];
  });
}

/** The card of a visit. */
export class VisitCard {
  /** @param {Visits} visits @param {string} row */
  constructor(visits, row) {
    this.visits = visits;
    this.client = visits.client;
    this.row = row;
    const { client } = this;
    const { config } = visits;
    const title = () => visits.title(row);
    this.warning = el("p", { class: "kit-warning", role: "status" });
    this.place = field(client, {
      at: () => ({ scope: "team", activity: config.id, field: `${row}.place` }),
      type: "line",
      label: config.place,
      attributes: { maxlength: LONGEST_PLACE, autocomplete: "off" },
      below: [this.warning],
    });
    this.lookFors = config.items.map((/** @type {any} */ item, /** @type {number} */ i) => new LookFor(client, config, row, item, i + 1, title));
    this.heading = el("h4", { tabindex: "-1" });
    this.progress = el("p", { class: "kit-count" });
    this.status = badge(client, () => this.places(), "above");
    this.next = button("", () => visits.next(row), { class: "kit-main" });
    const remove = button(say("Take out this {noun}", { noun: visits.noun }), () => visits.remove(row), { class: "kit-remove" });
    const end = el("div", { class: "kit-visit-end" }, this.status.element, this.next, remove);
    this.element = el("div", { class: "kit-visit" }, this.heading, this.place.element, this.progress, ...underDomains(config.items, this.lookFors), end);
  }

  places() {
    return [this.place.at(), this.visits.at(this.row, "removed"), ...this.lookFors.flatMap((/** @type {LookFor} */ each) => each.places())];
  }

  /** @param {boolean} hasNext */
  update(hasNext) {
    const { client, visits, lookFors } = this;
    this.place.update();
    const isName = (client.shared[visits.config.id]?.names ?? []).includes(this.row);
    setText(this.warning, isName ? say("⚠ This reads like a name. Write a room or place by number, so that it is about no one.") : "");
    for (const each of lookFors) each.update();
    const done = lookFors.filter((/** @type {LookFor} */ each) => each.isMarked()).length;
    setText(this.heading, visits.title(this.row));
    const marked = `${done === lookFors.length ? "✓ " : ""}${say("{n} of {all} marked", { n: done, all: lookFors.length })}`;
    setText(this.progress, client.isLoaded("team") ? marked : say("Fetching what was marked…"));
    setText(this.next, hasNext ? say("Next {noun}", { noun: visits.noun }) : say("Begin another {noun}", { noun: visits.noun }));
    this.status.update();
  }
}
