// What a team chooses of the pieces: by a ready set or one by one, and what it says of each.
import { say } from "../../frontend/static/core/language.js";
import { button, el, setText } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { readersNote } from "../../frontend/static/ui/readers.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
import { PieceCard, ticked } from "./piece.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */

/** The choice of a team. */
export class Choice {
  /** With `isRead`, the marks stand with all pieces above. @param {Client} client @param {any} config @param {boolean} isRead */
  constructor(client, config, isRead) {
    this.client = client;
    this.config = config;
    /** @type {At} */
    this.at = { scope: "team", activity: config.id, field: "chosen" };
    /** @type {string[] | null} what stood there before a ready set took its place */
    this.before = null;
    this.back = button(say("Put our own choice back"), () => this.putBack());
    this.hands = config.hands.map((/** @type {any} */ hand) => this.hand(hand));
    this.boxes = config.pieces.map((/** @type {any} */ piece, /** @type {number} */ i) => this.box(piece, i + 1));
    this.count = el("p", { class: "kit-count", role: "status" });
    this.problem = el("p", { class: "kit-problem", role: "alert" });
    this.status = answerStatus(client, () => [this.at], say("What we choose"));
    this.cards = config.pieces.map((/** @type {any} */ piece, /** @type {number} */ i) => ({ id: piece.id, card: new PieceCard(client, config, piece, i + 1, { marks: !isRead, says: Boolean(config.say) }) }));
    this.element = this.build();
  }

  build() {
    const ways = this.hands.length ? [el("p", { text: say("Take a ready set, or tick your own.") }), el("ul", { class: "kit-hands" }, ...this.hands), el("p", {}, this.back)] : [];
    const legend = el("legend", { text: say("What we choose (at most {choose})", { choose: this.config.choose }) });
    const boxes = this.boxes.map((/** @type {any} */ box) => box.element);
    const list = el("fieldset", { class: "kit-item" }, legend, ...boxes, this.problem, this.count, this.status.element);
    const shown = el("div", { class: "kit-text" }, ...this.cards.map((/** @type {any} */ { card }) => card.element));
    return el("div", {}, ...(this.config.marks.length ? [] : [readersNote("team")]), ...ways, list, shown);
  }

  /** One way to choose. @param {{title: string, help: string, pieces: string[]}} hand */
  hand({ title, help, pieces }) {
    const take = button(say("Take these {n}: {title}", { n: pieces.length, title }), () => {
      this.before = this.chosen();
      this.write(pieces);
    });
    return el("li", {}, take, help && el("span", { class: "kit-help", text: help }));
  }

  /** @param {{id: string, title: string}} piece @param {number} number */
  box({ id, title }, number) {
    return field(this.client, {
      at: () => this.at,
      type: "tick",
      mark: `${this.at.activity}/chosen/${id}`,
      label: `${number}. ${title}`,
      part: () => this.chosen().includes(id),
      write: (isChosen) => this.choose(id, isChosen),
      undecided: true,
    });
  }

  /** @returns {string[]} */
  chosen() {
    const known = this.config.pieces.map((/** @type {any} */ { id }) => id);
    return ticked(this.client, this.at).filter((id) => known.includes(id));
  }

  /** @param {string[]} ids */
  write(ids) {
    setText(this.problem, "");
    this.client.set(this.at, ids, { now: true });
    this.update();
  }

  putBack() {
    const { before } = this;
    this.before = null;
    if (before) this.write(before);
  }

  /** @param {string} id @param {boolean} isChosen */
  choose(id, isChosen) {
    const others = this.chosen().filter((other) => other !== id);
    const isFull = isChosen && others.length >= this.config.choose;
    if (isFull) {
      setText(this.problem, say("You choose {choose} at most. Untick one first.", { choose: this.config.choose }));
      return this.update();
    }
    this.before = null;
    this.write(isChosen ? [...others, id] : others);
  }

  /** Whether a piece stands below with its box: it is chosen, or something was said of it, which is never lost from sight. @param {string} id */
  isShown(id) {
    const said = this.client.value({ scope: "team", activity: this.config.id, field: `said.${id}` });
    return this.chosen().includes(id) || Boolean(String(said ?? "").trim());
  }

  update() {
    for (const box of this.boxes) box.update();
    for (const take of this.hands) take.querySelector("button").disabled = !this.client.canWrite("team");
    this.back.hidden = !this.before?.length;
    setText(this.count, say("{n} of {all} chosen.", { n: this.chosen().length, all: this.config.choose }));
    this.status.update();
    for (const { id, card } of this.cards) {
      card.element.hidden = !this.isShown(id);
      card.update();
    }
  }
}
