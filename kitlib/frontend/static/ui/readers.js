// Who can read an answer: said beside each box before anyone types. What is private says more, in `private.js`.
import { say } from "../core/language.js";
import { called } from "./called.js";
import { el } from "./dom.js";

/** @typedef {"private" | "team" | "room"} Visibility */

/** @type {Record<"team" | "room", [string, string]>} */
const WHO = {
  team: [say("Your team"), say("Your team can read this, and it goes into the district’s record without your seat.")],
  room: [say("The room"), say("Everyone in this meeting can read this, and it goes into the district’s record without your seat.")],
};

/** @param {"team" | "room"} visibility @param {string} [id] */
export function readersNote(visibility, id) {
  const [name, words] = WHO[visibility];
  return el("p", { class: "kit-who", id, "data-who": visibility }, el("strong", { text: name }), ` ${called(words)}`);
}
