// A badge for answers that are pressed, dragged or counted, with the way out of every question about them.
import { badge } from "./badge.js";
import { decision } from "./decision.js";
import { el } from "./dom.js";
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */

/** @param {Client} client @param {() => At[]} places @param {string | ((at: At) => string)} name what people call an answer @param {import("./decision.js").DecisionOptions} [options] */
export function answerStatus(client, places, name, options = {}) {
  const line = badge(client, places);
  const element = el("div", { class: "kit-status" }, line.element);
  /** @type {Map<string, ReturnType<typeof decision>>} */
  const open = new Map();
  return {
    element,
    update() {
      line.update();
      for (const at of places()) {
        const key = client.key(at);
        if (!client.answers.isUndecided(key) || open.has(key)) continue;
        const made = decision(client, () => at, () => (typeof name === "string" ? name : name(at)), { both: false, silent: true, ...options });
        open.set(key, made);
        element.append(made.element);
      }
      for (const each of open.values()) each.update();
    },
  };
}
