// A new step: one of the blocks, or words of one's own.
import { el, setText } from "../../ui/dom.js";
import { labelled } from "../start/form.js";
/** @import { Step } from "./steps.js" */

const OWN = "";

/** @param {{act(words: string, changes: import("../forms/draft.js").Change[]): void | Promise<boolean>}} acting `act` may tell whether it was done */
export function addingForm(acting) {
  const what = el("select", { onchange: () => toggle() });
  const title = el("input", { type: "text", required: true });
  const minutes = el("input", { type: "number", min: 1, max: 480, value: 5, required: true });
  const prompt = el("textarea", { rows: 3, required: true });
  const after = el("select");
  const add = el("button", { type: "submit", text: "Add the step" });
  const own = [labelled("Its title", title), labelled("Its minutes", minutes), labelled("What everybody reads", prompt)];
  own[2].classList.add("kit-cell-wide");
  const done = el("p", { role: "status", class: "kit-help" });
  const form = el("form", { class: "kit-form", onsubmit: send }, labelled("What", what), labelled("After", after), ...own, el("div", { class: "kit-cell kit-cell-wide" }, add, done));
  let drawn = "";
  function toggle() {
    for (const each of own) each.hidden = what.value !== OWN;
    for (const each of [title, minutes, prompt]) each.disabled = what.value !== OWN;
  }
  /** @param {Event} event */
  async function send(event) {
    event.preventDefault();
    const isOwn = what.value === OWN;
    const step = isOwn ? { title: title.value.trim(), minutes: Number(minutes.value), prompt: prompt.value.trim() } : { block: what.value };
    const name = isOwn ? title.value.trim() : what.selectedOptions[0].text;
    if ((await acting.act(`Add “${name}”`, [{ add: step, after: after.value }])) === false) return setText(done, "");
    for (const each of [title, prompt]) each.value = "";
    setText(done, `“${name}” stands in the agenda now.`);
  }
  return {
    element: el("details", { class: "kit-fold" }, el("summary", { text: "Add a step" }), form),
    /** @param {any} plan */
    update(plan) {
      const now = JSON.stringify([plan.running, plan.blocks, plan.steps.map((/** @type {Step} */ { id, values }) => [id, values.title])]);
      if (now === drawn) return;
      drawn = now;
      const before = { what: what.value, after: after.value };
      const isFirst = !what.options.length;
      what.replaceChildren(el("option", { value: OWN, text: "Words of our own" }), ...plan.blocks.map((/** @type {any} */ block) => el("option", { value: block.id, text: `${block.title} (${block.minutes} minutes)` })));
      const first = plan.running ? [] : [el("option", { value: "", text: "(at the beginning)" })];
      after.replaceChildren(...first, ...plan.steps.map((/** @type {Step} */ { id, values }, /** @type {number} */ n) => el("option", { value: id, text: plan.running ? (values.title ?? "") : `${n + 1}. ${values.title ?? ""}` })));
      what.value = isFirst ? OWN : before.what;
      after.value = plan.steps.some((/** @type {Step} */ { id }) => id === before.after) ? before.after : (plan.running ?? (plan.steps.at(-2) ?? plan.steps[0])?.id ?? "");
      toggle();
    },
  };
}

/** Shorten the whole by its own cuts. @param {(minutes: number) => void} fit */
export function fittingForm(fit) {
  const minutes = el("input", { type: "number", min: 1, max: 480, required: true, "aria-label": "Minutes that you have" });
  const form = el("form", { class: "kit-plan-fit" }, el("span", { text: "Make it fit into" }), minutes, el("span", { text: "minutes" }), el("button", { type: "submit", class: "kit-small", text: "Shorten" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fit(Number(minutes.value));
  });
  return form;
}

