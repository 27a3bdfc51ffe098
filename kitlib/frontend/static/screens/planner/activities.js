// The activities of one step: each with its fields, added from what the kinds say of themselves, moved, taken out.
import { button, drawnWhenChanged, el, setAttribute, setText } from "../../ui/dom.js";
import { arrange } from "../../ui/arrange.js";
import { fieldOf } from "../forms/fields.js";
import { linesAt, nameIn, translationList, withWords } from "../forms/translation.js";
import { labelled } from "../start/form.js";
/** @import { Acting, Activity, Step } from "./steps.js" */
/** @import { Field, FieldOf } from "../forms/fields.js" */

const AGAIN = "again:";
const FEW = 5; // fields that all stand in sight, but for those that any activity has
const ANY = ["title", "hidden"];

/** Whether a field stands in sight: what is needed, what makes most of the activity, and all where there are few. @param {FieldOf} of @param {number} many */
function isFirst({ required, type, key }, many) {
  if (ANY.includes(key)) return false;
  return many <= FEW || required || (type === "rows" && key !== "columns") || key === "visibility";
}

/** One activity of a step. */
class ActivityPart {
  /** @param {Acting} acting @param {() => {id: string, title: string}} step @param {Activity} activity @param {any} plan */
  constructor(acting, step, activity, plan) {
    this.acting = acting;
    this.step = step;
    this.id = activity.id;
    this.called = activity.called;
    /** @type {string[]} */
    this.order = [];
    this.name = el("legend", { text: activity.again ? `${activity.called}, shown again` : activity.called });
    this.up = button("↑", () => this.move(-1), { class: "kit-small", "aria-label": `Move up: ${this.called}` });
    this.down = button("↓", () => this.move(1), { class: "kit-small", "aria-label": `Move down: ${this.called}` });
    this.out = button("Take out", () => this.takeOut(), { class: "kit-small", "aria-label": `Take out: ${this.called}` });
    this.problem = el("p", { class: "kit-cell-problem", role: "alert" });
    /** @type {[FieldOf, Field, ReturnType<typeof translationList>][]} */
    this.fields = activity.again ? [] : plan.kinds[activity.kind].map((/** @type {FieldOf} */ of) => [of, fieldOf(of, (value) => this.set(of, value)), translationList(acting.say)]);
    const shown = this.fields.filter(([of]) => isFirst(of, this.fields.length));
    const folded = this.fields.filter((each) => !shown.includes(each));
    const cells = (/** @type {typeof this.fields} */ some) => el("div", { class: "kit-row-cells" }, ...some.map(([, { element }, words]) => withWords(element, words)));
    this.more = el("details", { class: "kit-plan-more", hidden: !folded.length }, el("summary", { text: "More", "aria-label": `More: ${this.called}` }), cells(folded));
    this.element = el("fieldset", { class: "kit-plan-activity" }, this.name, el("div", { class: "kit-plan-acts" }, this.up, this.down, this.out), this.problem, cells(shown), this.more);
  }

  /** @param {FieldOf} of @param {any} value */
  set({ key, title }, value) {
    this.acting.act(`${title} in “${this.step().title}”`, [{ activity: this.id, keys: { [key]: value } }], `activities/${this.id}/${key}`);
  }

  /** @param {number} by */
  move(by) {
    const others = this.order.filter((id) => id !== this.id);
    const at = this.order.indexOf(this.id) + by;
    const { id, title } = this.step();
    this.acting.act(`Move “${this.called}” in “${title}”`, [{ shift: this.id, of: id, into: id, after: others[at - 1] ?? "" }]);
  }

  takeOut() {
    const { id, title } = this.step();
    this.acting.act(`Take “${this.called}” out of “${title}”`, [{ take: this.id, of: id }]);
    this.element.closest(".kit-plan-inside")?.querySelector("select")?.focus();
  }

  /** @param {Activity} activity @param {any} plan @param {string[]} order */
  update(activity, plan, order) {
    this.order = order;
    setAttribute(this.up, "aria-disabled", order[0] === this.id ? "true" : null);
    setAttribute(this.down, "aria-disabled", order.at(-1) === this.id ? "true" : null);
    const start = `activities/${this.id}`;
    setText(this.problem, (plan.problems[start] ?? []).join("; "));
    const around = { offers: plan.offers, choices: activity.choices, values: activity.values };
    for (const [of, field, words] of this.fields) {
      const problems = plan.problems[`${start}/${of.key}`] ?? [];
      field.show(activity.values[of.key], around);
      field.tell(problems.join("; "));
      words.show(linesAt(plan.words, `steps/${this.step().id}/activities/${this.id}/${of.key}`), plan.language, nameIn(of));
      if (problems.length && this.more.contains(field.element)) this.more.open = true;
    }
  }
}

/** All of one step, and the form for one more. @param {Acting} acting @param {() => {id: string, title: string}} step */
export function activityList(acting, step) {
  /** @type {Map<string, ActivityPart>} */
  const parts = new Map();
  const list = el("div");
  const about = el("p", { class: "kit-help" });
  const what = el("select", { onchange: () => tell() });
  const add = button("Add it", () => send());
  /** @type {any} */
  let plan = null;
  const draw = drawnWhenChanged(([sorts, earlier]) => {
    const before = what.value;
    const kinds = sorts.map((/** @type {any} */ { kind, title }) => el("option", { value: kind, text: title }));
    const again = earlier.map((/** @type {[string, string]} */ [id, words]) => el("option", { value: AGAIN + id, text: words }));
    const groups = [el("optgroup", { label: "Something new" }, ...kinds), again.length > 0 && el("optgroup", { label: "Show an earlier one again" }, ...again)];
    what.replaceChildren(el("option", { value: "", text: "Choose…" }), .../** @type {Node[]} */ (groups.filter(Boolean)));
    what.value = before;
    if (what.selectedIndex < 0) what.value = "";
    tell();
  });
  function tell() {
    const sort = plan?.sorts.find((/** @type {any} */ { kind }) => kind === what.value);
    const words = what.value.startsWith(AGAIN) ? "With what was written in it, to go on with." : "What people do in this step. Choose, and read here what it is.";
    setText(about, sort?.about ?? words);
    add.disabled = !what.value;
  }
  function send() {
    const { id, title } = step();
    const put = what.value.startsWith(AGAIN) ? { again: what.value.slice(AGAIN.length) } : { kind: what.value };
    const called = what.selectedOptions[0].text;
    acting.act(`Add “${called}” to “${title}”`, [{ put, into: id, after: [...parts.keys()].at(-1) ?? "" }]);
    what.value = "";
    tell();
  }
  const form = el("div", { class: "kit-plan-add" }, labelled("Add an activity", what), add, about);
  return {
    element: el("div", { class: "kit-plan-activities" }, el("h3", { text: "What people do in it" }), list, form),
    /** @param {Step} now @param {any} of the plan */
    update(now, of) {
      plan = of;
      const ids = now.activities.map(({ id }) => id);
      for (const id of parts.keys()) if (!ids.includes(id)) parts.delete(id);
      for (const each of now.activities) if (!parts.has(each.id)) parts.set(each.id, new ActivityPart(acting, step, each, of));
      const kept = new Map(ids.map((id) => [id, /** @type {ActivityPart} */ (parts.get(id))]));
      parts.clear();
      for (const [id, part] of kept) parts.set(id, part);
      arrange(list, [...parts.values()].map(({ element }) => element));
      for (const each of now.activities) parts.get(each.id)?.update(each, of, ids);
      draw([of.sorts, now.earlier.filter(([id]) => !ids.includes(id))]);
    },
  };
}
