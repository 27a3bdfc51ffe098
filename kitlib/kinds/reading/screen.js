// Cards or a short text: each seat marks them; of cards, the team chooses some and says why.
import { readersNote } from "../../frontend/static/ui/readers.js";
import { el } from "../../frontend/static/ui/dom.js";
import { pollWhenSaved } from "../../frontend/static/ui/fresh.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { seatPicker } from "../../frontend/static/ui/seat.js";
import { Choice } from "./choice.js";
import { PieceCard } from "./piece.js";
/** @import { Client } from "../../frontend/static/core/client.js" */

/** Who marks, and who reads the marks. @param {Client} client @param {any} config */
function markers(client, config) {
  return config.marks.length ? [seatPicker(client), { element: readersNote("team"), update() {} }] : [];
}

/** All pieces, as they are read and marked. @param {Client} client @param {any} config */
function pieceList(client, config) {
  const says = Boolean(config.say) && !config.choose;
  const cards = config.pieces.map((/** @type {any} */ piece, /** @type {number} */ i) => new PieceCard(client, config, piece, i + 1, { marks: true, says }));
  const element = el("div", { class: config.form === "cards" ? "kit-cards" : "kit-text" }, ...cards.map((/** @type {PieceCard} */ card) => card.element));
  return { element, update: () => cards.forEach((/** @type {PieceCard} */ card) => card.update()) };
}

export default {
  render: mount(({ root, client, config }) => {
    const isRead = config.part !== "choose";
    const parts = [pollWhenSaved(client, config.id), ...place(root, ...markers(client, config))];
    if (isRead) parts.push(...place(root, pieceList(client, config)));
    if (config.choose && config.part !== "read") parts.push(...place(root, new Choice(client, config, isRead)));
    return parts;
  }),
};
