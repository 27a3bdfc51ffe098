// The agenda while it is planned: each step with its minutes, its place, and all that it says one press away.
import { arrange } from "../../ui/arrange.js";
import { button, el, plural, setAttribute, setText, uniqueId } from "../../ui/dom.js";
import { activityList } from "./activities.js";
import { fieldOf } from "../forms/fields.js";
import { linesAt, nameIn, translationList, withWords } from "../forms/translation.js";
import { beginnings } from "./hours.js";
/** @import { Change } from "../forms/draft.js" */
/** @import { Field, FieldOf } from "../forms/fields.js" */

/** @typedef {{id: string, kind: string, again: boolean, called: string, values: Record<string, any>, choices: Record<string, [string, string][]>}} Activity */
/** @typedef {{id: string, values: Record<string, any>, activities: Activity[], earlier: [string, string][]}} Step */
/** @typedef {{act(words: string, changes: Change[], key?: string): void, say: import("../forms/translation.js").Said, look(step: string, from: HTMLElement): void}} Acting */

/** One step of the agenda. */
class StepRow {
  /** @param {Acting} acting @param {string} id @param {any} plan as it is when the row is made */
  constructor(acting, id, plan) {
    this.acting = acting;
    this.id = id;
    this.title = "";
    this.order = /** @type {string[]} */ ([]);
    this.index = 0;
    const inside = uniqueId("step");
    const minutes = plan.fields.step.find((/** @type {FieldOf} */ { key }) => key === "minutes");
    this.when = el("span", { class: "kit-when" });
    this.name = button("", () => this.toggle(), { class: "kit-link kit-plan-title", "aria-expanded": "false", "aria-controls": inside });
    this.minutes = fieldOf(minutes, (value) => this.set({ title: "Minutes", key: "minutes" }, value));
    this.fewer = button("−", () => this.add(-1), { class: "kit-small" });
    this.more = button("+", () => this.add(1), { class: "kit-small" });
    this.up = button("↑", () => this.move(-1), { class: "kit-small" });
    this.down = button("↓", () => this.move(1), { class: "kit-small" });
    this.out = button("Leave out", () => this.drop(), { class: "kit-small" });
    this.need = el("p", { class: "kit-plan-need", role: "status" });
    this.problem = el("p", { class: "kit-cell-problem", role: "alert" });
    this.give = button("", () => this.set({ title: "Minutes", key: "minutes" }, this.needed), { class: "kit-small", hidden: true });
    this.needed = 0;
    this.inside = el("div", { id: inside, class: "kit-plan-inside", hidden: true });
    /** @type {[of: FieldOf, field: Field, words: ReturnType<typeof translationList>][] | null} made when the step is first opened */
    this.fields = null;
    this.activities = activityList(acting, () => this);
    const acts = el("div", { class: "kit-plan-acts" }, this.up, this.down, this.out);
    const long = el("div", { class: "kit-plan-minutes", role: "group" }, this.fewer, this.minutes.element, this.more);
    this.long = long;
    this.element = el("li", { class: "kit-plan-step" }, el("div", { class: "kit-plan-line" }, this.when, this.name, long, acts), el("div", { class: "kit-plan-told" }, this.need, this.give, this.problem), this.inside);
  }

  /** @param {{title: string, key: string}} of @param {any} value */
  set({ title, key }, value) {
    this.acting.act(`${title} of “${this.title}”`, [{ step: this.id, keys: { [key]: value } }], `steps/${this.id}/${key}`);
  }

  /** @param {number} by */
  add(by) {
    const now = Number(this.values?.minutes) || 0;
    this.set({ title: "Minutes", key: "minutes" }, Math.max(1, now + by));
  }

  /** @param {number} by */
  move(by) {
    const others = this.order.filter((id) => id !== this.id);
    const at = this.order.indexOf(this.id) + by;
    this.acting.act(`Move “${this.title}” ${by < 0 ? "up" : "down"}`, [{ move: this.id, after: others[at - 1] ?? "" }]);
  }

  drop() {
    const at = this.order.indexOf(this.id);
    const beside = this.element.nextElementSibling ?? this.element.previousElementSibling;
    this.acting.act(`Leave out “${this.title}”`, [{ drop: this.id }]);
    if (at >= 0) /** @type {HTMLElement | null | undefined} */ (beside?.querySelector(".kit-plan-title"))?.focus();
  }

  /** @param {boolean} [open] */
  toggle(open = this.inside.hidden) {
    this.inside.hidden = !open;
    setAttribute(this.name, "aria-expanded", String(open));
    if (open) this.update(this.plan, this.index);
  }

  /** @param {any} plan */
  makeFields(plan) {
    this.fields = plan.fields.step.filter((/** @type {FieldOf} */ { key }) => key !== "minutes").map((/** @type {FieldOf} */ of) => [of, fieldOf(of, (value) => this.set(of, value)), translationList(this.acting.say)]);
    this.inside.replaceChildren(el("div", { class: "kit-row-cells" }, ...(this.fields ?? []).map(([, { element }, words]) => withWords(element, words))), this.activities.element);
    const look = button("See it as people will", () => this.acting.look(this.id, look), { class: "kit-small", "aria-label": `See it as people will: ${this.title}` });
    this.inside.prepend(el("p", { class: "kit-buttons" }, look));
  }

  /** @param {any} plan @param {number} index */
  update(plan, index) {
    this.plan = plan;
    this.index = index;
    const step = /** @type {Step} */ (plan.steps[index]);
    this.values = step.values;
    this.order = plan.steps.map((/** @type {Step} */ { id }) => id);
    this.title = step.values.title || "(no title)";
    setText(this.name, `${index + 1}. ${this.title}`);
    this.minutes.show(step.values.minutes);
    for (const [each, words] of /** @type {[HTMLButtonElement, string][]} */ ([[this.fewer, "One minute less for"], [this.more, "One minute more for"], [this.up, "Move up:"], [this.down, "Move down:"], [this.out, "Leave out:"]])) setAttribute(each, "aria-label", `${words} ${this.title}`);
    setAttribute(this.long, "aria-label", `Minutes of ${this.title}`);
    setAttribute(this.up, "aria-disabled", index === 0 ? "true" : null);
    setAttribute(this.down, "aria-disabled", index === this.order.length - 1 ? "true" : null);
    this.tell(plan);
    if (this.inside.hidden) return;
    if (!this.fields) this.makeFields(plan);
    for (const [of, field, words] of this.fields ?? []) {
      field.show(step.values[of.key]);
      field.tell(this.problemAt(plan, of.key));
      words.show(linesAt(plan.words, `steps/${this.id}/${of.key}`), plan.language, nameIn(of));
    }
    this.activities.update(step, plan);
  }

  /** @param {any} plan @param {string} key */
  problemAt(plan, key) {
    return (plan.problems[`steps/${this.id}/${key}`] ?? []).join("; ");
  }

  /** What is wrong with it, and whether its minutes are too few. @param {any} plan */
  tell(plan) {
    this.minutes.tell(this.problemAt(plan, "minutes"));
    const known = new Set(plan.fields.step.map((/** @type {FieldOf} */ { key }) => key));
    const start = `steps/${this.id}`;
    const others = Object.entries(plan.problems).filter(([place]) => (place === start || place.startsWith(`${start}/`)) && !known.has(place.slice(start.length + 1)));
    const inside = plan.steps[this.index].activities.map((/** @type {Activity} */ { id }) => `activities/${id}`);
    const isAmiss = [...known].some((key) => key !== "minutes" && this.problemAt(plan, String(key))) || Object.keys(plan.problems).some((place) => inside.some((/** @type {string} */ each) => place === each || place.startsWith(`${each}/`)));
    const folded = this.inside.hidden && isAmiss;
    setText(this.problem, [...others.flatMap(([, words]) => words), folded ? "Something in it must be mended: open it." : ""].filter(Boolean).join("; "));
    const need = plan.needs[this.id];
    const isShort = need?.key === "short";
    this.needed = need?.needed ?? 0;
    setText(this.need, need ? `${need.people} people need ${plural(need.needed, "minute")}${isShort ? " at the least" : ""}: ${need.longest}.` : "");
    this.give.hidden = !need || isShort;
    if (need) setText(this.give, `Give it ${plural(need.needed, "minute")}`);
  }
}

/** All steps. @param {Acting} acting */
export function stepList(acting) {
  const element = el("ol", { class: "kit-plan-steps", "aria-label": "Agenda" });
  /** @type {Map<string, StepRow>} */
  const rows = new Map();
  return {
    element,
    /** @param {any} plan @param {string} begins */
    update(plan, begins) {
      const ids = plan.steps.map((/** @type {Step} */ { id }) => id);
      for (const id of rows.keys()) if (!ids.includes(id)) rows.delete(id);
      for (const id of ids) if (!rows.has(id)) rows.set(id, new StepRow(acting, id, plan));
      arrange(element, ids.map((/** @type {string} */ id) => /** @type {StepRow} */ (rows.get(id)).element));
      const hours = beginnings(begins, plan.steps.map((/** @type {Step} */ { values }) => Number(values.minutes) || 0));
      for (const [index, id] of ids.entries()) {
        const row = /** @type {StepRow} */ (rows.get(id));
        row.update(plan, index);
        setText(row.when, hours[index]);
      }
    },
    /** Open a step and go to it. @param {string} id */
    open(id) {
      const row = rows.get(id);
      row?.toggle(true);
      row?.name.focus();
    },
  };
}
