// For a team: the facilitator's word, in the strip that stays in sight, until it was read.
import { say } from "../../core/language.js";
import { button, el, setText, tabMemory } from "../../ui/dom.js";
/** @import { Client } from "../../core/client.js" */

/** @param {Client} client */
export function nudges(client) {
  const memory = tabMemory(`kit.nudge.${client.place.meeting}`);
  let read = memory.get();
  const stored = () => client.answers.stored.get(client.key({ scope: "room", activity: "lead", field: "nudge" }));
  const words = el("span", { role: "status" });
  const seen = button(say("Seen"), () => {
    read = String(stored()?.rev ?? "");
    memory.set(read);
    update();
  });
  const element = el("div", { class: "kit-nudge", hidden: true }, words, seen);
  function update() {
    const found = stored();
    const isNew = Boolean(found?.value) && String(found?.rev) !== read;
    element.hidden = !isNew;
    setText(words, isNew ? say("From your facilitator: {value}", { value: found?.value }) : "");
  }
  return { element, update };
}
