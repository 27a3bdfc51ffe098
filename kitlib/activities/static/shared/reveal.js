// The button that shows a team what its seats answered alone, with a warning where few have answered.
import { h, say } from "./dom.js";

const FEW_SEATS = 3; // below this many, what is shown tells who answered what

/**
 * @param {any} client
 * @param {{activity: string, count: () => number, done: (n: number, shown: boolean) => string, few: (n: number) => string,
 *          show: string, hide: string}} spec
 */
export function revealButton(client, spec) {
  const at = { scope: "team", activity: spec.activity, field: "revealed" };
  const shown = () => Boolean(client.value(at));
  const count = h("p", { class: "kit-count" });
  const few = h("p", { class: "kit-problem", role: "status" });
  let warned = false;
  const button = h("button", {
    type: "button",
    class: "kit-main",
    "data-kit-field": `${spec.activity}/revealed`,
    onclick: () => {
      if (!shown() && !warned && spec.count() < FEW_SEATS) {
        warned = true;
        say(few, `${spec.few(spec.count())} Press again to show it all the same.`);
        return;
      }
      warned = false;
      say(few, "");
      client.set(at, !shown(), { now: true });
      client.flush().then(() => client.look()); // what is shown is reckoned by the server
    },
  });
  return {
    element: h("div", { class: "kit-reveal" }, count, button, few),
    at,
    shown,
    update() {
      say(count, spec.done(spec.count(), shown()));
      say(button, shown() ? spec.hide : spec.show);
      button.disabled = !client.counted; // until then nobody knows how many have answered
      button.classList.toggle("kit-main", !shown());
    },
  };
}
