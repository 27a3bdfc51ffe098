// The boards of the other teams, to be read only.
import { say } from "../../frontend/static/core/language.js";
import { drawnWhenChanged, el, plural } from "../../frontend/static/ui/dom.js";
/** @import { Client } from "../../frontend/static/core/client.js" */

/** @typedef {{team: string, heaps: {name: string, notes: string[]}[]}} OtherWall */

/** @param {Client} client @param {any} config */
export function elsewhere(client, config) {
  const element = el("div", { class: "kit-elsewhere" });
  const draw = drawnWhenChanged((/** @type {OtherWall[]} */ walls) => {
    const opened = new Set([...element.querySelectorAll("details[open]")].map((box) => box.getAttribute("data-team")));
    element.replaceChildren(...walls.map((wall) => fold(wall, opened.has(wall.team))));
  });
  return { element, update: () => draw(client.shared[config.id]?.elsewhere ?? []) };
}

/** @param {OtherWall} wall @param {boolean} open */
function fold({ team, heaps }, open) {
  const count = heaps.reduce((sum, heap) => sum + heap.notes.length, 0);
  const lists = heaps.flatMap(({ name, notes }) => [
    el("h5", { text: name || say("Not grouped"), dir: "auto" }),
    el("ul", { class: "kit-others-notes" }, ...notes.map((text) => el("li", { text, dir: "auto" }))),
  ]);
  return el("details", { "data-team": team, open }, el("summary", { text: say("The wall of {team} ({notes})", { team, notes: plural(count, "note") }) }), ...lists);
}
