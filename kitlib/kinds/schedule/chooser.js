// What to look at: a day of all groups, or one group on all days; as a grid or as a list.
import { button, el, uniqueId } from "../../frontend/static/ui/dom.js";
/** @import { Column, Schedule, View } from "./plan.js" */

/** The choice at the head of the schedule. */
export class Chooser {
  /** @param {Schedule} schedule @param {() => void} changed */
  constructor(schedule, changed) {
    this.schedule = schedule;
    this.changed = changed;
    const { config } = schedule;
    this.small = matchMedia("(max-width: 600px)");
    this.small.addEventListener("change", changed);
    /** @type {View} */
    this.view = { day: config.days[0].id, group: "" };
    this.layout = "grid";
    const name = uniqueId("day");
    this.radios = config.days.map((/** @type {any} */ day) => this.dayRadio(day, name));
    this.one = el(
      "select",
      { id: uniqueId("one"), onchange: () => this.look(this.one.value ? { day: "", group: this.one.value } : { day: config.days[0].id, group: "" }) },
      el("option", { value: "", text: `All ${config.noun.toLowerCase()}s of one day` }),
      ...config.groups.map((/** @type {any} */ group) => el("option", { value: group.id, text: `${group.text}, all days` })),
    );
    this.layouts = ["Grid", "List"].map((text) => ({ id: text.toLowerCase(), button: button(text, () => this.show(text.toLowerCase())) }));
    this.switcher = el("div", { class: "kit-layouts", role: "group", "aria-label": "Show as" }, ...this.layouts.map((each) => each.button));
    const days = el("fieldset", { class: "kit-days" }, el("legend", { class: "kit-hidden", text: "Day" }), ...this.radios.map((/** @type {any} */ each) => each.element));
    const groups = el("div", { class: "kit-one" }, el("label", { for: this.one.id, text: "Show" }), this.one);
    this.element = el("div", { class: "kit-look" }, schedule.isWeek && days, schedule.isWeek && groups);
  }

  /** @param {any} day @param {string} name */
  dayRadio(day, name) {
    const radio = el("input", { type: "radio", name, value: day.id, onchange: () => this.look({ day: day.id, group: "" }) });
    return { id: day.id, radio, element: el("label", {}, radio, ` ${day.text}`) };
  }

  /** @param {View} view */
  look(view) {
    this.view = view;
    this.changed();
  }

  /** @param {string} layout */
  show(layout) {
    this.layout = layout;
    this.changed();
  }

  isList() {
    return this.layout === "list" || this.small.matches;
  }

  /** The columns to show. @returns {Column[]} */
  columns() {
    const { day, group } = this.view;
    const { config } = this.schedule;
    if (day) return config.groups.map((/** @type {any} */ each) => ({ id: each.id, text: each.text, holds: (/** @type {any} */ block) => block.day === day && block.group === each.id }));
    return config.days.map((/** @type {any} */ each) => ({ id: each.id, text: each.text, holds: (/** @type {any} */ block) => block.group === group && block.day === each.id }));
  }

  update() {
    for (const { id, radio } of this.radios) radio.checked = id === this.view.day;
    if (this.one.value !== this.view.group) this.one.value = this.view.group;
    for (const { id, button: press } of this.layouts) press.setAttribute("aria-pressed", String((id === "list") === this.isList()));
    this.switcher.hidden = this.small.matches;
  }

  focus() {
    /** @type {HTMLElement | null} */ (this.element.querySelector("input:checked, select"))?.focus();
  }
}
