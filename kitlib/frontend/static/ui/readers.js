// Who can read an answer: said beside each box before anyone types. The kit cannot promise more than it does.
import { el } from "./dom.js";

/** @typedef {"private" | "team" | "room"} Visibility */

/** @type {Record<Visibility, [string, string]>} */
const WHO = {
  private: ["Private", "Shown to your seat alone, and in no record. Not locked away: someone who chooses your seat, or who can open the kit’s data on this computer, could read it."],
  team: ["Your team", "Your team can read this, and it goes into the district’s record without your seat."],
  room: ["The room", "Everyone in this meeting can read this, and it goes into the district’s record without your seat."],
};

/** @param {Visibility} visibility @param {string} [id] */
export function readersNote(visibility, id) {
  const [name, words] = WHO[visibility];
  return el("p", { class: "kit-who", id, "data-who": visibility }, el("strong", { text: name }), ` ${words}`);
}
