// A question and its box: the label, who can read the answer, the text, the badge, and what others wrote.
import { h, freshId, say, many } from "./dom.js";
import { badge } from "./badge.js";
import { conflictPanel } from "./conflict.js";

/** Shown beside each box before anyone types. The kit cannot promise more than it does. */
export const WHO = {
  private: ["Private", "Shown to your seat alone, and in no record. Not locked away: someone who chooses your seat, or who can open the kit’s data on this computer, could read it."],
  team: ["Your team", "Your team can read this, and it goes into the district’s record without your seat."],
  room: ["The room", "Everyone in this meeting can read this, and it goes into the district’s record without your seat."],
};

/** @param {"private"|"team"|"room"} visibility @param {string} id */
export function whoReads(visibility, id) {
  const [name, words] = WHO[visibility];
  return h("p", { class: "kit-who", id, "data-who": visibility }, h("strong", { text: name }), ` ${words}`);
}

/** The tick that keeps an answer, a row or a set of answers out of the record. @param {any} client @param {() => any} at whose field ends in "/off" */
export function offRecord(client, at, name = "") {
  const tick = h("input", { type: "checkbox", "data-kit-field": `${at().activity}/${at().field}`, onchange: () => client.set(at(), tick.checked, { now: true }) });
  const element = h("label", { class: "kit-off" }, tick, "Not for the record", name && h("span", { class: "kit-hidden", text: `: ${name}` }));
  return {
    element,
    update() {
      tick.checked = Boolean(client.value(at()));
      tick.disabled = !client.knows(at().scope) || (at().scope === "seat" && !client.seat);
    },
  };
}

/** Takes away for good what this seat wrote in private, after a question. */
function eraser(client, at, label) {
  const words = h("span", { role: "status" });
  const ask = h("button", { type: "button", text: "Erase for good", "aria-label": `Erase for good: ${label}`, onclick: () => turn(true) });
  const yes = h("button", { type: "button", text: "Yes, erase it", onclick: erase });
  const no = h("button", { type: "button", text: "Keep it", onclick: () => turn(false) });
  const question = h("span", { hidden: true }, "Erase every version of this? It cannot be brought back. ", yes, " ", no);
  function turn(asking) {
    question.hidden = !asking;
    ask.hidden = asking;
    say(words, "");
    (asking ? no : ask).focus();
  }
  async function erase() {
    try {
      await client.erase(at());
      turn(false);
      say(words, "Erased.");
    } catch (error) {
      turn(false);
      say(words, `Not erased: ${error.what || "the connection is lost"}. Try again.`);
    }
  }
  return {
    element: h("span", {}, ask, question, words),
    update() {
      const something = Boolean(client.value(at()));
      if (!something) question.hidden = true;
      ask.hidden = !something || !question.hidden;
      if (something && words.textContent === "Erased.") say(words, "");
    },
  };
}

/** What others wrote: a count at first; their words once this seat has written. */
function othersPanel() {
  const summary = h("summary");
  const list = h("ul");
  const details = h("details", { class: "kit-others", hidden: true }, summary, list);
  const count = h("p", { class: "kit-count", hidden: true });
  let shown = "";
  return {
    element: h("div", {}, count, details),
    update(shared) {
      const told = JSON.stringify(shared ?? null);
      if (told === shown) return;
      shown = told;
      const texts = shared?.texts ?? [];
      const waiting = (shared?.count ?? 0) > 0 && !texts.length;
      count.hidden = !waiting;
      details.hidden = !texts.length;
      say(count, waiting ? `${many(shared.count, "other")} wrote here. You see the words once you have written yours.` : "");
      say(summary, `What ${many(texts.length, "other")} wrote`);
      list.replaceChildren(...texts.map((text) => h("li", { text })));
    },
  };
}

/**
 * @param {any} client
 * @param {{scope: "seat"|"team"|"room", activity: string, field: string, label: string, help?: string,
 *          visibility?: "private"|"team"|"room", lines?: number, others?: boolean}} spec
 */
export function textBox(client, spec) {
  const at = () => ({ scope: spec.scope, activity: spec.activity, field: spec.field });
  const id = freshId("box");
  const area = h("textarea", {
    id,
    rows: spec.lines ?? 3,
    "data-kit-field": `${spec.activity}/${spec.field}`,
    "aria-describedby": [spec.help && `${id}-help`, spec.visibility && `${id}-who`].filter(Boolean).join(" ") || null,
    oninput: () => client.set(at(), area.value),
    onblur: () => client.flush(),
  });
  const status = badge(client, () => [at()]);
  const conflict = conflictPanel(client, at, () => spec.label);
  const others = spec.others ? othersPanel() : null;
  const secret = spec.visibility === "private";
  const off = spec.visibility && !secret ? offRecord(client, () => ({ ...at(), field: `${spec.field}/off` }), spec.label) : null;
  const erase = secret ? eraser(client, at, spec.label) : null;
  const element = h(
    "div",
    { class: "kit-box" },
    h("label", { for: id, text: spec.label }),
    spec.help && h("p", { class: "kit-help", id: `${id}-help`, text: spec.help }),
    spec.visibility && whoReads(spec.visibility, `${id}-who`),
    area,
    h("div", { class: "kit-own" }, status.element, off?.element, erase?.element),
    conflict.element,
    others?.element,
  );
  return {
    element,
    update() {
      const value = client.value(at()) ?? "";
      if (area.value !== value) {
        const { selectionStart, selectionEnd } = area;
        area.value = value;
        if (document.activeElement === area) area.setSelectionRange(selectionStart, selectionEnd);
      }
      const seatless = spec.scope === "seat" && !client.seat;
      area.readOnly = seatless || !client.knows(spec.scope);
      area.placeholder = seatless ? "Choose your seat above, then write here." : area.readOnly ? "Fetching what was written…" : "";
      status.update();
      conflict.update();
      off?.update();
      erase?.update();
      others?.update(client.shared[spec.activity]?.[spec.field]);
    },
  };
}

/** The box of a session file's prompt. @param {any} client @param {string} activity @param {any} prompt */
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
