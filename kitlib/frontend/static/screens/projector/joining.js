// How to join, for the whole room: where, and each team's code.
import { el } from "../../ui/dom.js";
import { doorPicture } from "../opening/doors.js";
/** @import { Door } from "../../protocol.js" */
/** @import { Client } from "../../core/client.js" */

/** What of the wall tells how to join. @param {Client} client */
export function joinFacts(client) {
  const { address = "", doors = {}, teams = [] } = client.wall ?? {};
  const open = (teams ?? []).flatMap(({ id, label }) => (doors?.[id]?.open ? [{ id, label, door: doors[id] }] : []));
  return { address: address ?? "", teams: open };
}

/** @param {Client} client @param {ReturnType<typeof joinFacts>} facts */
export function joinCard(client, { address, teams }) {
  if (!address || !teams.length) return el("p", { class: "kit-big-join", text: "Use the laptop at your table. Other devices cannot join yet." });
  const line = (/** @type {{id: string, label: string, door: Door}} */ team) => el("li", {}, doorPicture(client, { ...team, label: `Join ${team.label}` }), el("span", {}, team.label, el("strong", { text: team.door.code })));
  return el("div", { class: "kit-big-join" }, el("p", {}, "Point your phone’s camera at your team’s square, or open ", el("strong", { text: address.replace(/^https?:\/\//, "") }), " and type its code:"), el("ul", {}, ...teams.map(line)));
}
