// What the teams write, as it comes.
import { el } from "../../ui/dom.js";
/** @import { Client } from "../../core/client.js" */
/** @import { WallText } from "../../protocol.js" */

const MOST = 40; // more can be read by nobody

/** The newest words of some activities, of one team or of all. @param {Client} client @param {string[]} activities @param {string} team */
export function wordsOf(client, activities, team) {
  const { texts = [], teams = [] } = client.wall ?? {};
  const label = (teams ?? []).find((each) => each.id === team)?.label;
  const found = (texts ?? []).filter((text) => activities.includes(text.activity) && (!label || text.team === label));
  return { texts: found.slice(0, MOST), isOneOfSeveral: !label && (teams ?? []).length > 1 };
}

/** @param {ReturnType<typeof wordsOf>} found */
export function wordCards({ texts, isOneOfSeveral }) {
  if (!texts.length) return el("p", { class: "kit-big-note", text: "What the teams write stands here as it comes." });
  const card = (/** @type {WallText} */ { text, team }) => el("li", {}, el("span", { text }), isOneOfSeveral && el("span", { class: "kit-wall-from", text: team }));
  return el("ul", { class: "kit-wall kit-big-wall", "data-many": texts.length > 12, "data-few": texts.length <= 6 }, ...texts.map(card));
}
