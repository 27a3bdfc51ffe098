// How to join, for the whole room: where, and each team's code.
import { el } from "../../ui/dom.js";
/** @import { Client } from "../../core/client.js" */

/** What of the wall tells how to join. @param {Client} client */
export function joinFacts(client) {
  const { address = "", doors = {}, teams = [] } = client.wall ?? {};
  const open = (teams ?? []).flatMap(({ id, label }) => (doors?.[id]?.open ? [{ id, label, code: doors[id].code }] : []));
  return { address: address ?? "", teams: open };
}

/** @param {ReturnType<typeof joinFacts>} facts */
export function joinCard({ address, teams }) {
  if (!address || !teams.length) return el("p", { class: "kit-big-join", text: "Use the laptop at your table. Other devices cannot join yet." });
  const line = (/** @type {{label: string, code: string}} */ { label, code }) => el("li", {}, el("span", { text: label }), el("strong", { text: code }));
  return el("div", { class: "kit-big-join" }, el("p", {}, "Open ", el("strong", { text: address.replace(/^https?:\/\//, "") }), " and type your team’s code:"), el("ul", {}, ...teams.map(line)));
}
