// The results of one form: by domain, statement by statement, and as a table; small groups withheld.
import { say } from "../../frontend/static/core/language.js";
import { el, setText, shortDay } from "../../frontend/static/ui/dom.js";
import { dataTable, spreadBars, spreadLegend, upperSide } from "../../frontend/static/ui/spread.js";
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Form, Item } from "./file.js" */

/**
 * @typedef {{people: number | null, asked: number | null, domains: Record<string, number[]>, items: Record<string, number[] | null>, stands?: string}} Found
 *   without `people` too few answered; `stands`: the day whose results are shown
 * @typedef {[when: string, found: Found]} Round
 */

/** @param {Item} item */
const itemWords = (item) => `${item.text}${item.reverse ? ` ${say("(worded the other way)")}` : ""}`;

/** The section of one form. */
export class FormResults {
  /** @param {Client} client @param {any} config @param {Form} form */
  constructor(client, config, form) {
    this.client = client;
    this.config = config;
    this.form = form;
    this.who = el("p");
    this.note = el("p", { class: "kit-withheld" });
    this.domains = spreadBars(form.points);
    this.items = spreadBars(form.points);
    this.table = dataTable(`${form.title}: how many chose each point`);
    this.rule = el("p", { class: "kit-help" });
    this.body = this.build();
    this.element = el("section", { class: "kit-form-results", "data-form": form.id }, el("h4", { text: form.title }), this.who, this.note, this.body);
  }

  build() {
    const { items } = this.form.instrument;
    const hasDomains = items.some((item) => item.domain);
    const turned = items.some((item) => item.reverse) ? ` ${say("Statements worded the other way are turned here, so that the right side is always the hopeful one.")}` : "";
    const help = hasDomains && el("p", { class: "kit-help", text: say("All answers of a domain together.{turned}", { turned }) });
    const asTable = el("details", {}, el("summary", { text: say("The same as a table") }), this.table.element);
    const detail = el("details", { open: !hasDomains }, el("summary", { text: say("Statement by statement") }), this.items.element, asTable);
    return el("div", {}, help, spreadLegend(this.form.points), this.domains.element, detail, this.rule);
  }

  update() {
    const { config, form } = this;
    const shared = this.client.shared[config.id] ?? {};
    /** @type {Found | undefined} */
    const now = shared.forms?.[form.id];
    /** @type {Round[]} */
    const earlier = (shared.earlier ?? []).filter((/** @type {any} */ round) => round.forms[form.id]).map((/** @type {any} */ round) => [shortDay(round.date), round.forms[form.id]]);
    this.element.hidden = !now && !earlier.length;
    this.tellPeople(now, earlier);
    setText(this.note, this.noteWords(now));
    this.note.hidden = !this.note.textContent;
    /** @type {Round[]} */
    const shown = [...earlier, ...(now ? [/** @type {Round} */ ([say("Now"), now])] : [])].filter(([, found]) => found.people !== null);
    this.body.hidden = !shown.length;
    if (!shown.length) return;
    this.drawDomains(shown, earlier.length > 0);
    this.drawItems(shown, earlier.length > 0);
  }

  /** @param {Found | undefined} now @param {Round[]} earlier */
  tellPeople(now, earlier) {
    const answered = (/** @type {Found} */ { people, asked }) => (people === null ? `${this.config.few} answered` : asked ? say("{people} of {asked} answered", { people, asked }) : `${people} answered`);
    const before = earlier.map(([day, found]) => `${day}: ${answered(found)}.`);
    const today = now ? `${earlier.length ? `${say("Now:")} ` : ""}${answered(now)}.` : say("Nothing is brought in yet for this meeting.");
    setText(this.who, [...before, today].join(" "));
  }

  /** @param {Found | undefined} now */
  noteWords(now) {
    if (!now) return "";
    if (now.people === null) return say("Nothing else of this form is shown.");
    return now.stands ? say("Fewer than {smallest} answers came in since {shortDay}; the results of that day stand.", { smallest: this.config.smallest, shortDay: shortDay(now.stands) }) : "";
  }

  /** @param {Round[]} shown @param {boolean} hasRounds */
  drawDomains(shown, hasRounds) {
    const names = [...new Set(shown.flatMap(([, found]) => Object.keys(found.domains)))];
    const side = (/** @type {number[]} */ counts) => upperSide(this.form.points, counts).join(" of ");
    const lines = names.flatMap((name) => {
      const own = shown.filter(([, found]) => found.domains[name]).map(([day, { domains }]) => ({
        name: hasRounds ? day : name,
        long: hasRounds ? `${name}, ${day}` : name,
        counts: domains[name],
        note: say("{side} on the upper side", { side: side(domains[name]) }),
      }));
      return hasRounds ? [{ name }, ...own] : own;
    });
    this.domains.update(lines);
  }

  /** @param {Round[]} shown @param {boolean} hasRounds */
  drawItems(shown, hasRounds) {
    const lines = this.form.instrument.items.flatMap((item) => {
      const words = itemWords(item);
      return shown.filter(([, found]) => item.id in found.items).map(([day, { items }]) => {
        const counts = items[item.id];
        return { words, day, name: hasRounds ? day : words, long: `${words} ${hasRounds ? day : ""}`, counts, note: counts ? "" : "~ withheld" };
      });
    });
    const headed = lines.flatMap((line, i) => (line.words === lines[i - 1]?.words ? [line] : [{ name: line.words }, line]));
    this.items.update(hasRounds ? headed : lines);
    this.drawTable(lines, hasRounds);
    setText(this.rule, lines.some(({ counts }) => !counts) ? this.config.rule : "");
  }

  /** @param {{words: string, day: string, counts: number[] | null}[]} lines @param {boolean} hasRounds */
  drawTable(lines, hasRounds) {
    const { points } = this.form;
    const heads = [say("Statement"), ...(hasRounds ? [say("When")] : []), ...points.map((point) => point.label)];
    const rows = lines.map(({ words, day, counts }) => [words, ...(hasRounds ? [day] : []), ...points.map((_, i) => (counts ? String(counts[i]) : "~"))]);
    this.table.update(heads, rows);
  }
}
