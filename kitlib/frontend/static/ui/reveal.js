// The button that shows a team what its seats answered alone, with a warning where few have answered.
import { say } from "../core/language.js";
import { button, el, setText } from "./dom.js";
import { answerStatus } from "./status.js";
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */

const FEW_SEATS = 3; // below this many, what is shown tells who answered what

/** @typedef {ReturnType<typeof revealButton>} Reveal */

/**
 * @param {Client} client
 * @param {{activity: string, count: () => number, done: (n: number, shown: boolean) => string, few: (n: number) => string,
 *          show: string, hide: string}} spec
 */
export function revealButton(client, spec) {
  /** @type {At} */
  const at = { scope: "team", activity: spec.activity, field: "revealed" };
  const isShown = () => Boolean(client.value(at));
  const count = el("p", { class: "kit-count" });
  const few = el("p", { class: "kit-problem", role: "status" });
  const status = answerStatus(client, () => (client.answers.isUndecided(client.key(at)) ? [at] : []), spec.show);
  let isWarned = false;
  const press = button("", () => turn(), { class: "kit-main", "data-kit-field": `${spec.activity}/revealed` });
  function turn() {
    if (!isShown() && !isWarned && spec.count() < FEW_SEATS) {
      isWarned = true;
      setText(few, say("{few} Press again to show it all the same.", { few: spec.few(spec.count()) }));
      return;
    }
    isWarned = false;
    setText(few, "");
    client.set(at, !isShown(), { now: true });
    client.flush().then(() => client.poll()); // what is shown is reckoned by the server
  }
  return {
    element: el("div", { class: "kit-reveal" }, count, press, few, status.element),
    isShown,
    update() {
      setText(count, spec.done(spec.count(), isShown()));
      setText(press, isShown() ? spec.hide : spec.show);
      press.disabled = !client.counted; // until then nobody knows how many have answered
      press.classList.toggle("kit-main", !isShown());
      status.update();
    },
  };
}
