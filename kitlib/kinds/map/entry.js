// One entry of a map: its name, whether it is in use, and, folded away, the rest.
import { say } from "../../frontend/static/core/language.js";
import { columnField } from "../../frontend/static/ui/columns.js";
import { button, el, setAttribute, setText } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { typedColumns } from "../../frontend/static/ui/values.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Field } from "../../frontend/static/ui/field.js" */
/** @import { SupportMap } from "./support.js" */

/** @type {Record<string, string>} */
const SIGNS = { "in-use": "●", goal: "○" };

/** A card on the map. */
export class EntryCard {
  /** @param {SupportMap} map @param {string} row */
  constructor(map, row) {
    this.map = map;
    this.row = row;
    this.client = map.client;
    const { config } = map;
    this.what = columnField(this.client, this.at("what"), { type: "text", label: say("What it is") }, () => this.fullName(), { write: map.writing(row, "what") });
    this.what.element.querySelector("textarea")?.setAttribute("placeholder", say("What is it?"));
    const states = config.states.map((/** @type {any} */ state) => ({ value: state.value, label: `${SIGNS[state.value]} ${state.label}` }));
    this.state = this.choice("state", say("In use or a goal"), say("in use or a goal"), states, (value) => map.set(row, { state: value }));
    this.area = this.placeChoice("area", say("Area"), config.areas.map((/** @type {any} */ area) => ({ value: area.id, label: area.text })));
    this.tier = this.placeChoice("tier", say("Tier"), config.tiers.map((/** @type {any} */ tier) => ({ value: tier.id, label: tier.title })));
    /** @type {[string, Field][]} */
    this.more = Object.entries(typedColumns(config.columns)).map(([column, kind]) => [
      column,
      columnField(this.client, this.at(column), kind, () => this.fullName(), { roles: map.roles.id, write: map.writing(row, column) }),
    ]);
    this.gist = el("p", { class: "kit-map-gist" });
    this.alike = el("p", { class: "kit-map-alike", hidden: true, text: say("⇄ May overlap; see below") });
    this.remove = button(say("Take out"), () => map.remove(row, true), { class: "kit-remove" });
    this.undo = button(say("Put it back"), () => map.remove(row, false));
    this.summary = el("summary", {}, el("span", { text: say("Details and place") }));
    const folded = [...this.more.map(([, each]) => each.element), this.area.element, this.tier.element, this.remove];
    this.details = el("details", { class: "kit-map-more" }, this.summary, ...folded);
    this.goneText = el("span");
    this.gone = el("div", { class: "kit-gone", hidden: true }, this.goneText, this.undo);
    this.body = el("div", {}, el("div", { class: "kit-map-head" }, this.grip(), this.what.element), this.state.element, this.gist, this.alike, this.details);
    /** @type {HTMLElement} */
    this.element = el("li", { class: "kit-map-entry" }, this.body, this.gone);
  }

  /** @param {string} column @returns {() => At} */
  at(column) {
    return () => this.map.at(this.row, column);
  }

  /** @param {string} column @param {string} label @param {string} name @param {any[]} options @param {(value: any) => void} write */
  choice(column, label, name, options, write) {
    return field(this.client, {
      at: this.at(column),
      type: "select",
      shape: column === "state" ? "bare" : "cell",
      label,
      name: () => `${this.fullName()}: ${name}`,
      none: null,
      initial: column === "state" ? "in-use" : undefined,
      part: column === "state" ? undefined : () => this.map.placeOf(this.row)[/** @type {"area" | "tier"} */ (column)],
      attributes: column === "state" ? { class: "kit-map-state" } : {},
      options,
      write,
    });
  }

  /** @param {"area" | "tier"} column @param {string} label @param {any[]} options */
  placeChoice(column, label, options) {
    return this.choice(column, label, label, options, (value) => {
      const place = { ...this.map.placeOf(this.row), [column]: value };
      this.map.move(this.row, place.area, place.tier);
    });
  }

  grip() {
    const grip = el("span", { class: "kit-map-grip", draggable: "true", "aria-hidden": "true", title: say("Drag to another place"), text: "⠿" });
    grip.addEventListener("dragstart", (event) => {
      event.stopPropagation();
      this.map.dragged = this.row;
      if (!event.dataTransfer) return;
      event.dataTransfer.setData("text/plain", this.name());
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setDragImage(this.element, 12, 12);
    });
    grip.addEventListener("dragend", () => (this.map.dragged = ""));
    return grip;
  }

  name() {
    return String(this.client.value(this.map.at(this.row, "what")) ?? "").trim().slice(0, 60) || say("New entry");
  }

  fullName() {
    return `${this.name()} (${this.map.placeFor(this.row).where})`;
  }

  focus() {
    this.what.focus();
  }

  fields() {
    return [this.what, this.state, this.area, this.tier, ...this.more.map(([, each]) => each)];
  }

  update() {
    const { client, map, row } = this;
    const fields = this.fields();
    const isRemoved = map.isRemoved(row);
    const isAsked = fields.some((each) => client.answers.isUndecided(client.key(each.at())));
    this.body.hidden = isRemoved && !isAsked;
    this.gone.hidden = !isRemoved;
    setText(this.goneText, `${say("Taken out: {name}", { name: this.name() })} `);
    this.element.dataset.state = isRemoved ? "gone" : String(this.state.value());
    for (const each of fields) each.update();
    if (isAsked) this.details.open = true;
    setText(this.gist, this.gistWords());
    this.gist.hidden = !this.gist.textContent || this.details.open;
    this.alike.hidden = !map.isAlike(row);
    setAttribute(this.summary, "aria-label", say("Details and place of {fullName}", { fullName: this.fullName() }));
    setAttribute(this.remove, "aria-label", say("Take out {fullName}", { fullName: this.fullName() }));
  }

  /** What the folded fields hold, in one line. */
  gistWords() {
    const told = this.more.map(([column, each]) => {
      const value = this.client.value(each.at());
      const kind = this.map.config.columns.find((/** @type {any} */ c) => c.id === column);
      if (value === null || value === "" || value === false) return "";
      if (kind.type === "tick") return kind.title;
      return kind.type === "number" ? `${each.text()} ${kind.unit}`.trim() : each.text();
    });
    return told.filter((text) => text && text !== "Choose…").join(" · ");
  }
}
