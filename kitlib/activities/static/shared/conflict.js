// Two people changed the same answer: both texts, and the choice.
import { h, say, clockTime } from "./dom.js";

/**
 * The two texts when a second writer changed the same answer.
 * @param {any} client @param {() => any} at @param {() => string} name
 * @param {{both?: boolean}} [more] `both`: whether the two can stand together, as two texts can and two numbers cannot
 */
export function conflictPanel(client, at, name, { both = true } = {}) {
  const theirs = h("blockquote");
  const when = h("span");
  const choose = (choice) => () => client.settle(at(), choice);
  const element = h(
    "div",
    { class: "kit-conflict", role: "group", hidden: true },
    h("p", {}, "This was changed on another screen", when, ". It says:"),
    theirs,
    h("p", { text: "Your text is kept too. What should stand here?" }),
    h("button", { type: "button", onclick: choose("mine"), text: "Mine" }),
    h("button", { type: "button", onclick: choose("theirs"), text: "Theirs" }),
    both && h("button", { type: "button", onclick: choose("both"), text: "Both, theirs first" }),
  );
  return {
    element,
    update() {
      const conflict = client.conflicts.get(client.key(at()));
      element.hidden = !conflict;
      element.setAttribute("aria-label", `${name()}: changed on another screen`);
      if (conflict) {
        say(theirs, String(conflict.theirs.value ?? "(empty)"));
        say(when, ` at ${clockTime(conflict.theirs.at, true)}`);
      }
    },
  };
}
