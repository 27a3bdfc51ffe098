// What the desk leaves in sight, and in which order.
import { called } from "../../ui/called.js";
import { button, el, setAttribute, setText } from "../../ui/dom.js";
import { labelled } from "../start/form.js";

const FIRST = 2; // controls that are always in sight
/** @type {Record<string, string>} what stands in a control where nobody chose */
const USUAL = { level: "districts", show: "all", sort: "overdue" };
const WAIT = 250; // ms after the last letter

const LEVELS = { districts: "Districts", schools: "Schools" };
const SHOWS = { all: "All", met: "Those that met", nothing: "Those that have not met", running: "A meeting is open now", open: "Actions are open", overdue: "Actions are overdue" };
export const SORTS = { overdue: "Most overdue first", name: "Name", last: "Last meeting, newest first", next: "Next date, soonest first", meetings: "Most meetings first", open: "Most open actions first" };

/** @typedef {{counties: string[], resources: {id: string, title: string}[], today: string}} Choices */

/** @param {[string, string][]} options */
function choice(options) {
  return el("select", {}, ...options.map(([value, text]) => el("option", { value, text })));
}

/** Choices of which the first is none. @param {HTMLSelectElement} select @param {string} none @param {[string, string][]} options @param {string} value */
function offer(select, none, options, value) {
  if (select.options.length !== options.length + 1) {
    select.replaceChildren(el("option", { value: "", text: none }), ...options.map(([id, text]) => el("option", { value: id, text })));
  }
  select.value = value;
}

export class Filters {
  /** @param {(query: Record<string, string>) => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {any} */
    this.timer = 0;
    /** @type {Record<string, HTMLInputElement | HTMLSelectElement>} */
    this.controls = {
      level: choice(Object.entries(LEVELS).map(([level, words]) => /** @type {[string, string]} */ ([level, called(words)]))),
      words: el("input", { type: "search", autocomplete: "off" }),
      county: el("select"),
      resource: el("select"),
      show: choice(Object.entries(SHOWS)),
      since: el("input", { type: "date" }),
      until: el("input", { type: "date" }),
      sort: choice(Object.entries(SORTS)),
    };
    const titles = { level: "List", words: "Name or code", county: "County", resource: "Resource", show: "Only", since: "Held from", until: "Held until", sort: "In the order of" };
    const cells = Object.entries(titles).map(([name, title]) => labelled(title, this.controls[name]));
    this.more = button("", () => this.fold(!this.isFolded), { class: "kit-desk-more" });
    this.element = el("form", { class: "kit-form", role: "search", onsubmit: (/** @type {Event} */ event) => event.preventDefault() }, ...cells.slice(0, FIRST), this.more, ...cells.slice(FIRST));
    this.fold(true);
    this.element.addEventListener("input", () => this.soon());
  }

  /** On a narrow screen only the first controls stand in sight; a wide one shows all. @param {boolean} isFolded */
  fold(isFolded) {
    this.isFolded = isFolded;
    this.element.toggleAttribute("data-folded", isFolded);
    setAttribute(this.more, "aria-expanded", String(!isFolded));
    this.tellMore();
  }

  /** How many of the controls that may be out of sight leave something out. */
  tellMore() {
    const set = Object.keys(this.controls).slice(FIRST).filter((name) => this.controls[name].value !== (USUAL[name] ?? "")).length;
    setText(this.more, `${this.isFolded ? "More filters" : "Fewer filters"}${set ? ` (${set} set)` : ""}`);
  }

  get sort() {
    return this.controls.sort.value;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed(this.query()), WAIT);
  }

  query() {
    const isHalf = (/** @type {string} */ name) => ["since", "until"].includes(name) && this.controls[name].value < "2000";
    const filled = Object.entries(this.controls).map(([name, { value }]) => [name, isHalf(name) ? "" : value]);
    return Object.fromEntries(filled);
  }

  /** @param {string} sort */
  sortBy(sort) {
    this.controls.sort.value = sort;
    this.changed(this.query());
  }

  /** What an address says stands in the controls, but where somebody types. @param {Record<string, string>} query @param {Choices} choices */
  show(query, { counties, resources }) {
    offer(/** @type {HTMLSelectElement} */ (this.controls.county), "All counties", counties.map((name) => [name, name]), query.county ?? "");
    offer(/** @type {HTMLSelectElement} */ (this.controls.resource), "All resources", resources.map(({ id, title }) => [id, title]), query.resource ?? "");
    for (const name of ["level", "words", "show", "since", "until", "sort"]) {
      const control = this.controls[name];
      const value = query[name] ?? USUAL[name] ?? "";
      if (control !== document.activeElement && control.value !== value) control.value = value;
    }
    this.tellMore();
  }
}
