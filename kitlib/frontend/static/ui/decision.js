// What only a person can decide about an answer: which of two texts stands, and what becomes of one that was not taken.
import { say } from "../core/language.js";
import { refusalWords, reviewWords } from "./badge.js";
import { button, clockTime, el, setAttribute, setText } from "./dom.js";
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */

/** @typedef {{both?: boolean, silent?: boolean, words?: (value: any) => string}} DecisionOptions `both`: whether the two can stand
 *   together, as two texts can and two numbers cannot; `silent`: a badge beside it says why; `words`: a value as people read it */

/** The two texts when a second writer changed the same answer. @param {Client} client @param {() => At} at @param {DecisionOptions} options */
function conflictPanel(client, at, { both = true, words = (value) => String(value ?? "") }) {
  const theirs = el("blockquote", { dir: "auto" });
  const when = el("p");
  const element = el(
    "div",
    { class: "kit-conflict", role: "group" },
    when,
    theirs,
    el("p", { text: say("Your text is kept too. What should stand here?") }),
    button(say("Mine"), () => client.settle(at(), "mine")),
    button(say("Theirs"), () => client.settle(at(), "theirs")),
    both && button(say("Both, theirs first"), () => client.settle(at(), "both")),
  );
  return {
    element,
    /** @param {string} name */
    update(name) {
      const conflict = client.answers.conflicts.get(client.key(at()));
      element.hidden = !conflict;
      if (!conflict) return;
      setAttribute(element, "aria-label", say("{name}: changed on another screen", { name }));
      setText(theirs, words(conflict.theirs.value) || say("(empty)"));
      setText(when, say("This was changed on another screen at {time}. It says:", { time: clockTime(conflict.theirs.at, true) }));
    },
  };
}

/** What was not taken: kept all the same, mended in its box, or given up. @param {Client} client @param {() => At} at @param {DecisionOptions} options */
function refusalPanel(client, at, { silent = false }) {
  const why = el("p");
  const keep = button(say("It names no student: keep it"), () => client.confirmReview(at()), { class: "kit-keep" });
  const back = button(say("Put back what stood here"), () => client.discard(at()), { class: "kit-keep" });
  const element = el("div", { class: "kit-review", role: "group" }, why, keep, back);
  return {
    element,
    /** @param {string} name */
    update(name) {
      const refusal = client.answers.conflicts.has(client.key(at())) ? undefined : client.answers.refused.get(client.key(at()));
      element.hidden = !refusal;
      if (!refusal) return;
      setAttribute(element, "aria-label", say("{name}: not saved yet", { name }));
      keep.hidden = !refusal.findings;
      why.hidden = silent;
      setText(why, refusal.findings ? reviewWords(refusal) : refusalWords(refusal));
    },
  };
}

/**
 * The way out of every question about one answer. It is made only when it is needed, which is rarely.
 * @param {Client} client @param {() => At} at @param {() => string} name @param {DecisionOptions} [options]
 */
export function decision(client, at, name, options = {}) {
  const element = el("div", { class: "kit-decision", hidden: true });
  /** @type {ReturnType<typeof conflictPanel>[]} */
  let panels = [];
  return {
    element,
    update() {
      const isOpen = client.answers.isUndecided(client.key(at()));
      element.hidden = !isOpen;
      if (isOpen && !panels.length) {
        panels = [conflictPanel(client, at, options), refusalPanel(client, at, options)];
        element.append(...panels.map((panel) => panel.element));
      }
      for (const panel of panels) panel.update(name());
    },
  };
}
