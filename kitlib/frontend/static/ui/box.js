// A question and its box: who can read the answer, the text, its place in the record, and what others wrote.
import { say, sayMany } from "../core/language.js";
import { CallError } from "../core/transport.js";
import { button, drawnWhenChanged, el, setText, uniqueId } from "./dom.js";
import { field } from "./field.js";
import { privateNote } from "./private.js";
import { readersNote } from "./readers.js";
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */
/** @import { Visibility } from "./readers.js" */

/** The tick that keeps an answer, a row or a set of answers out of the record. @param {Client} client @param {() => At} at whose field ends in "/off" @param {string} [name] */
export function offRecordTick(client, at, name = "") {
  const { activity, field: of } = at();
  const tick = el("input", { type: "checkbox", "data-kit-field": `${activity}/${of}`, onchange: () => client.set(at(), tick.checked, { now: true }) });
  const element = el("label", { class: "kit-off" }, tick, say("Not for the record"), name && el("span", { class: "kit-hidden", text: `: ${name}` }));
  return {
    element,
    tick,
    update() {
      tick.checked = Boolean(client.value(at()));
      tick.disabled = !client.canWrite(at().scope);
    },
  };
}

/** Takes away for good what this seat wrote in private, after a question. @param {Client} client @param {() => At} at @param {string} label */
function eraser(client, at, label) {
  const words = el("span", { role: "status" });
  const ask = button(say("Erase for good"), () => turn(true), { "aria-label": say("Erase for good: {label}", { label }) });
  const yes = button(say("Yes, erase it"), () => erase());
  const no = button(say("Keep it"), () => turn(false));
  const question = el("span", { hidden: true }, say("Erase every version of this? It cannot be brought back."), " ", yes, " ", no);
  /** @param {boolean} asking @param {string} [told] */
  function turn(asking, told = "") {
    question.hidden = !asking;
    ask.hidden = asking;
    setText(words, told);
    (asking ? no : ask).focus();
  }
  async function erase() {
    try {
      await client.erase(at());
      turn(false, say("Erased."));
    } catch (error) {
      turn(false, say("Not erased: {problem}. Try again.", { problem: error instanceof CallError ? say(error.what) : error }));
    }
  }
  return {
    element: el("span", {}, ask, question, words),
    update() {
      const isFilled = Boolean(client.value(at()));
      if (!isFilled) question.hidden = true;
      ask.hidden = !isFilled || !question.hidden;
      if (isFilled && words.textContent === say("Erased.")) setText(words, "");
    },
  };
}

/** What others wrote: a count at first; their words once this seat has written. */
function othersPanel() {
  const summary = el("summary");
  const list = el("ul");
  const details = el("details", { class: "kit-others", hidden: true }, summary, list);
  const count = el("p", { class: "kit-count", hidden: true });
  const update = drawnWhenChanged((shared) => {
    /** @type {string[]} */
    const texts = shared?.texts ?? [];
    const isWaiting = (shared?.count ?? 0) > 0 && !texts.length;
    count.hidden = !isWaiting;
    details.hidden = !texts.length;
    setText(count, isWaiting ? sayMany(shared.count, "{n} other wrote here. You see the words once you have written yours.", "{n} others wrote here. You see the words once you have written yours.") : "");
    setText(summary, sayMany(texts.length, "What {n} other wrote", "What {n} others wrote"));
    list.replaceChildren(...texts.map((text) => el("li", { text, dir: "auto" })));
  });
  return { element: el("div", {}, count, details), update };
}

/** Who can read what is written in a box, with what keeps that true. @param {Client} client @param {Visibility | undefined} visibility @param {string} id */
function readersOf(client, visibility, id) {
  if (visibility === "private") return privateNote(client, id);
  return { element: visibility && readersNote(visibility, id), update() {} };
}

/**
 * @param {Client} client
 * @param {{scope: "seat" | "team" | "room", activity: string, field: string, label: string, help?: string,
 *          visibility?: Visibility, lines?: number, others?: boolean}} spec
 */
export function textBox(client, spec) {
  const isPrivate = spec.visibility === "private";
  const at = () => ({ scope: spec.scope, activity: spec.activity, field: spec.field, private: isPrivate });
  const who = uniqueId("who");
  const others = spec.others ? othersPanel() : null;
  const off = spec.visibility && !isPrivate ? offRecordTick(client, () => ({ ...at(), field: `${spec.field}/off` }), spec.label) : null;
  const note = readersOf(client, spec.visibility, who);
  const isShut = () => isPrivate && client.isShut;
  const erase = isPrivate ? eraser(client, at, spec.label) : null;
  const box = field(client, {
    at,
    type: "lines",
    shape: "box",
    label: spec.label,
    help: spec.help,
    attributes: { rows: spec.lines ?? 3, "aria-describedby": spec.visibility ? who : null },
    above: [note.element],
    isClosed: isShut,
    beside: [off?.element, erase?.element],
    below: [others?.element],
  });
  return {
    element: box.element,
    update() {
      box.update();
      if (isShut()) /** @type {HTMLTextAreaElement} */ (box.input).placeholder = say("Locked. Type your phrase above.");
      note.update();
      off?.update();
      erase?.update();
      others?.update(client.shared[spec.activity]?.[spec.field]);
    },
  };
}

/** The box of a session file's prompt. @param {Client} client @param {string} activity @param {any} prompt */
export function promptBox(client, activity, prompt) {
  return textBox(client, {
    scope: prompt.scope,
    activity,
    field: prompt.id,
    label: prompt.text,
    help: prompt.help,
    visibility: prompt.visibility,
    lines: prompt.lines,
    others: prompt.visibility === "room" || (prompt.scope === "seat" && prompt.visibility === "team"),
  });
}
