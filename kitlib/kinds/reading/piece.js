// One card or one part of a text: its words, where they were read, its marks, and what a team says of it.
import { say } from "../../frontend/static/core/language.js";
import { textBox } from "../../frontend/static/ui/box.js";
import { el, setText } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */

/** Where it was read, and how sure it is. @param {{source: string, links: {title: string, url: string}[]}} piece */
function sourceLine({ source, links }) {
  if (!source && !links.length) return null;
  const named = links.flatMap(({ title, url }, i) => [i ? ", " : " ", el("a", { href: url, target: "_blank", rel: "noopener", text: title })]);
  return el("p", { class: "kit-help" }, source, ...named);
}

/** A list of ids of which some are ticked, all of them one answer. @param {Client} client @param {At} at */
export function ticked(client, at) {
  const value = client.value(at);
  return Array.isArray(value) ? /** @type {string[]} */ (value) : [];
}

/** The marks of one seat on one piece. */
class Marks {
  /** @param {Client} client @param {any} config @param {any} piece */
  constructor(client, config, piece) {
    this.client = client;
    this.config = config;
    this.piece = piece;
    /** @type {At} */
    this.at = { scope: "seat", activity: config.id, field: `mark.${piece.id}` };
    this.boxes = config.marks.map((/** @type {any} */ mark) => this.box(mark));
    this.others = el("p", { class: "kit-help" });
    this.status = answerStatus(client, () => [this.at], say("Your marks on {title}", { title: piece.title }));
    this.element = el("div", { class: "kit-marks", role: "group", "aria-label": say("Your marks: {title}", { title: piece.title }) }, ...this.boxes.map((/** @type {any} */ box) => box.element), this.others, this.status.element);
  }

  /** @param {{id: string, text: string}} mark */
  box({ id, text }) {
    return field(this.client, {
      at: () => this.at,
      type: "tick",
      mark: `${this.at.activity}/${this.at.field}/${id}`,
      label: text,
      part: (given) => Array.isArray(given) && given.includes(id),
      write: (isGiven) => {
        const rest = ticked(this.client, this.at).filter((other) => other !== id);
        this.client.set(this.at, isGiven ? [...rest, id] : rest, { now: true });
      },
      undecided: true,
    });
  }

  /** What the rest of the team marked, once this seat has marked anything. */
  othersWords() {
    const counts = this.client.shared[this.config.id]?.others?.[this.piece.id] ?? {};
    const said = this.config.marks.filter((/** @type {any} */ { id }) => counts[id]).map((/** @type {any} */ { id, text }) => `${text} (${counts[id]})`);
    return said.length ? say("Others at your table: {marks}", { marks: said.join(", ") }) : "";
  }

  update() {
    for (const box of this.boxes) box.update();
    setText(this.others, this.othersWords());
    this.others.hidden = !this.others.textContent;
    this.status.update();
  }
}

/** What a team says of one piece. @param {Client} client @param {any} config @param {any} piece */
export function saidBox(client, config, piece) {
  return textBox(client, { scope: "team", activity: config.id, field: `said.${piece.id}`, label: config.say, visibility: "team", lines: 2 });
}

/** A piece as it is read. */
export class PieceCard {
  /** @param {Client} client @param {any} config @param {any} piece @param {number} number @param {{marks?: boolean, says?: boolean}} shows */
  constructor(client, config, piece, number, { marks, says }) {
    const parts = [marks && config.marks.length ? new Marks(client, config, piece) : null, says ? saidBox(client, config, piece) : null];
    this.parts = parts.filter((part) => part !== null);
    const text = el("div", { html: piece.html });
    const head = el("h5", {}, el("span", { class: "kit-number", text: `${number}. ` }), piece.title);
    this.element = el("article", { class: "kit-piece" }, head, text, sourceLine(piece), ...this.parts.map((part) => part.element));
  }

  update() {
    for (const part of this.parts) part.update();
  }
}
