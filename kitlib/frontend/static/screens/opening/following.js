// For a team: the facilitator's word, and going along with the facilitator's steps.
import { button, el, setText, tabMemory, uniqueId } from "../../ui/dom.js";
import { goTo } from "./agenda.js";
/** @import { Client } from "../../core/client.js" */

const BUSY = 15000; // ms after a key in which a page is not scrolled from under its writer

/** The facilitator's word, in the strip that stays in sight, until it was read. @param {Client} client */
export function nudges(client) {
  const memory = tabMemory(`kit.nudge.${client.place.meeting}`);
  let read = memory.get();
  const stored = () => client.answers.stored.get(client.key({ scope: "room", activity: "lead", field: "nudge" }));
  const words = el("span", { role: "status" });
  const seen = button("Seen", () => {
    read = String(stored()?.rev ?? "");
    memory.set(read);
    update();
  });
  const element = el("div", { class: "kit-nudge", hidden: true }, words, seen);
  function update() {
    const found = stored();
    const isNew = Boolean(found?.value) && String(found?.rev) !== read;
    element.hidden = !isNew;
    setText(words, isNew ? `From your facilitator: ${found?.value}` : "");
  }
  return { element, update };
}

/** The page goes along when the facilitator starts a step, unless someone is writing. @param {Client} client @param {() => HTMLElement} strip */
export function follower(client, strip) {
  const id = uniqueId("follow");
  const tick = el("input", { id, type: "checkbox", checked: true });
  const element = el("p", {}, el("label", { for: id }, tick, " Go along when the facilitator starts a step"));
  /** @type {string | null} */
  let step = null;
  let typed = 0;
  document.addEventListener("keydown", () => (typed = Date.now()), true);
  const isWriting = () => document.activeElement?.matches("textarea, input, select") && Date.now() - typed < BUSY;
  return {
    element,
    update() {
      element.hidden = Boolean(client.agenda?.own);
      const running = client.agenda?.running ?? null;
      if (running === step) return;
      const isFirst = step === null && !strip().isConnected;
      step = running;
      if (running && !isFirst && tick.checked && !client.agenda?.own && !isWriting()) goTo(strip(), running, { focus: false });
    },
  };
}
