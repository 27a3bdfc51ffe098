// "I am ready": a seat says that it is done with the step, and the one who leads sees how many are.
import { say } from "../../core/language.js";
import { button, setAttribute, setText } from "../../ui/dom.js";
/** @import { At } from "../../core/answers.js" */
/** @import { Client } from "../../core/client.js" */

/** Where a seat says that it is done with a step. @param {string} step @returns {At} */
export const readyAt = (step) => ({ scope: "seat", activity: "lead", field: `ready.${step}` });

/** @param {Client} client */
export function readyButton(client) {
  const step = () => client.agenda?.running ?? "";
  const isReady = () => Boolean(step() && client.seat && client.value(readyAt(step())));
  const element = button("", () => client.set(readyAt(step()), !isReady(), { now: true }), { class: "kit-ready" });
  return {
    element,
    update() {
      element.hidden = !step() || client.leads;
      element.disabled = !client.canWrite("seat");
      setText(element, isReady() ? say("✓ I am ready") : say("I am ready"));
      setAttribute(element, "aria-pressed", String(isReady()));
    },
  };
}
