// The statements of an instrument: each with its fields, what is wrong or worth a look, and what stands for it in another language.
import { arrange } from "../../ui/arrange.js";
import { button, el, setAttribute, setText } from "../../ui/dom.js";
import { fieldOf } from "../forms/fields.js";
import { translationField } from "../forms/translation.js";
/** @import { Change } from "../forms/draft.js" */
/** @import { Field, FieldOf } from "../forms/fields.js" */
/** @import { Line } from "../forms/translation.js" */

/** @typedef {{act(words: string, changes: Change[], key?: string): void, problemAt(place: string): string, say: import("../forms/translation.js").Said}} Acting */
/** @typedef {{plan: any, words: Map<string, Line>, language: [string, string] | undefined}} Shown */

const TRANSLATED = ["text", "domain", "help"];
const FOLDED = ["reverse", "help"]; // one press away

/** The next id that stands for none yet: one is made of its words when it is kept. @param {Change[]} changes */
export function nextId(changes) {
  const used = changes.filter(({ add }) => add).map(({ add }) => Number(String(add.id).slice(1)) || 0);
  return `+${Math.max(1, ...used) + 1}`; // the first is that of a new instrument
}

class Statement {
  /** @param {Acting} acting @param {string} id @param {FieldOf[]} fields @param {string} domains the id of the list of those that there are */
  constructor(acting, id, fields, domains) {
    this.acting = acting;
    this.id = id;
    this.order = /** @type {string[]} */ ([]);
    this.number = el("span", { class: "kit-statement-number", "aria-hidden": "true" });
    /** @type {{of: FieldOf, field: Field, words: ReturnType<typeof translationField>}[]} */
    this.fields = fields.map((of) => ({ of, field: fieldOf(of, (value) => this.set(of, value)), words: translationField(acting.say) }));
    for (const { of, field } of this.fields) if (of.key === "domain") field.element.querySelector("input")?.setAttribute("list", domains);
    this.up = button("↑", () => this.move(-1), { class: "kit-small" });
    this.down = button("↓", () => this.move(1), { class: "kit-small" });
    this.out = button("Take out", () => this.drop(), { class: "kit-small" });
    this.advice = el("p", { class: "kit-cell-help kit-cell-warn", role: "status" });
    const drawn = (/** @type {boolean} */ folded) => this.fields.filter(({ of }) => FOLDED.includes(of.key) === folded).flatMap(({ of, field, words }) => [field.element, TRANSLATED.includes(of.key) && words.element]);
    this.more = el("summary", { text: "More" });
    this.fold = el("details", { class: "kit-statement-more" }, this.more, el("div", { class: "kit-row-cells" }, ...drawn(true)));
    this.element = el("li", { class: "kit-statement" }, el("div", { class: "kit-statement-line" }, this.number, el("div", { class: "kit-statement-cells" }, ...drawn(false)), el("div", { class: "kit-plan-acts" }, this.up, this.down, this.out)), this.advice, this.fold);
  }

  /** @param {string} key */
  place(key) {
    return `items/${this.id}/${key}`;
  }

  get name() {
    return `statement ${this.order.indexOf(this.id) + 1}`;
  }

  /** @param {FieldOf} of @param {any} value */
  set(of, value) {
    this.acting.act(`${of.title} of ${this.name}`, [{ item: this.id, keys: { [of.key]: of.key === "reverse" && !value ? null : value } }], this.place(of.key));
  }

  /** @param {number} by */
  move(by) {
    const others = this.order.filter((id) => id !== this.id);
    this.acting.act(`Move ${this.name} ${by < 0 ? "up" : "down"}`, [{ move: this.id, after: others[this.order.indexOf(this.id) + by - 1] ?? "" }]);
  }

  drop() {
    const beside = this.element.nextElementSibling ?? this.element.previousElementSibling;
    this.acting.act(`Take out ${this.name}`, [{ drop: this.id }]);
    /** @type {HTMLElement | null | undefined} */ (beside?.querySelector("textarea, input"))?.focus();
  }

  /** @param {Shown} shown @param {number} index */
  update({ plan, words, language }, index) {
    const { values } = plan.items[index];
    this.order = plan.items.map((/** @type {any} */ each) => each.id);
    setText(this.number, `${index + 1}.`);
    setAttribute(this.element, "aria-label", `Statement ${index + 1}`);
    for (const { of, field, words: box } of this.fields) {
      field.show(values[of.key]);
      field.tell(this.acting.problemAt(this.place(of.key)));
      if (TRANSLATED.includes(of.key)) box.show(words.get(this.place(of.key)), language, of.title);
    }
    for (const [each, said] of /** @type {[HTMLElement, string][]} */ ([[this.up, "Move up:"], [this.down, "Move down:"], [this.out, "Take out:"], [this.more, "More:"]])) setAttribute(each, "aria-label", `${said} statement ${index + 1}`);
    setAttribute(this.up, "aria-disabled", index === 0 ? "true" : null);
    setAttribute(this.down, "aria-disabled", index === this.order.length - 1 ? "true" : null);
    setText(this.advice, (plan.advice[this.place("text")] ?? []).join(" "));
    const folded = FOLDED.filter((key) => values[key]).map((key) => this.fields.find(({ of }) => of.key === key)?.of.title);
    setText(this.more, folded.length ? `More: ${folded.join(", ").toLowerCase()}` : "More");
  }
}

/** All statements, and the button for one more. @param {Acting & {draft: import("../forms/draft.js").PlanDraft}} acting */
export function statementList(acting) {
  const list = el("ol", { class: "kit-statements", "aria-label": "Statements" });
  const domains = el("datalist", { id: "kit-domains" });
  const advice = el("p", { class: "kit-cell-help kit-cell-warn", role: "status" });
  const problem = el("p", { class: "kit-cell-problem", role: "alert" });
  const add = button("Add a statement", () => more());
  /** @type {Map<string, Statement>} */
  const rows = new Map();
  /** @type {any} */
  let plan = null;
  let fresh = ""; // where the focus goes once it is there
  function more() {
    const last = plan.items.at(-1);
    fresh = nextId(acting.draft.changes);
    const domain = last?.values.domain ? { domain: last.values.domain } : {};
    acting.act("Add a statement", [{ add: { id: fresh, text: "", ...domain }, after: last?.id ?? "" }]);
  }
  return {
    element: el("div", {}, domains, list, problem, advice, add),
    /** @param {Shown} shown */
    update(shown) {
      ({ plan } = shown);
      const ids = plan.items.map((/** @type {any} */ { id }) => id);
      for (const id of rows.keys()) if (!ids.includes(id)) rows.delete(id);
      for (const id of ids) if (!rows.has(id)) rows.set(id, new Statement(acting, id, plan.fields.item, domains.id));
      arrange(list, ids.map((/** @type {string} */ id) => /** @type {Statement} */ (rows.get(id)).element));
      ids.forEach((/** @type {string} */ id, /** @type {number} */ n) => rows.get(id)?.update(shown, n));
      const known = [...new Set(plan.items.map((/** @type {any} */ { values }) => values.domain).filter(Boolean))];
      domains.replaceChildren(...known.map((value) => el("option", { value })));
      setText(advice, (plan.advice.items ?? []).join(" "));
      setText(problem, acting.problemAt("items"));
      if (fresh && rows.has(fresh)) rows.get(fresh)?.element.querySelector("textarea")?.focus();
      fresh = "";
    },
  };
}
