// Piles that the kit offers for notes not grouped yet. People take or leave each; nothing is moved by itself.
import { say, sayMany } from "../../frontend/static/core/language.js";
import { CallError } from "../../frontend/static/core/transport.js";
import { button, el, plural, setText } from "../../frontend/static/ui/dom.js";
import { newRow } from "../../frontend/static/ui/rows.js";
import { LOOSE, NAMELESS, short } from "./notes.js";
/** @import { OfferedPile } from "../../frontend/static/protocol.js" */
/** @import { Wall } from "./wall.js" */

/**
 * @typedef {{id: string, to: string, name: string, rows: string[]}} Pile `id`: of the heading that it may become; `to`: the heading
 *   that it would be added to
 */

export const FEWEST = 4; // notes not grouped, from which on piles are offered

/** What still stands of piles: notes that are not grouped yet, and as many as make a pile. @param {Pile[]} piles @param {Set<string>} loose @param {Set<string>} headings @returns {Pile[]} */
export function standing(piles, loose, headings) {
  const there = piles.filter(({ to }) => !to || headings.has(to)).map((pile) => ({ ...pile, rows: pile.rows.filter((row) => loose.has(row)) }));
  return there.filter(({ to, rows }) => rows.length > (to ? 0 : 1));
}

/** The piles on the page with what a later look offers: none loses a note. @param {Pile[]} piles @param {OfferedPile[]} offered @param {() => string} fresh @returns {Pile[]} */
export function joined(piles, offered, fresh) {
  const more = new Map(offered.filter(({ to }) => to).map(({ to, rows }) => [to, rows]));
  const kept = piles.map((pile) => ({ ...pile, rows: [...pile.rows, ...(more.get(pile.to || pile.id) ?? [])] }));
  const known = new Set(piles.map((pile) => pile.to || pile.id));
  const added = offered.filter(({ to }) => !to || !known.has(to)).map(({ to, name, rows }) => ({ id: fresh(), to, name, rows }));
  return [...kept, ...added];
}

/** The button that asks for piles, and the piles. */
export class Piles {
  /** @param {Wall} wall */
  constructor(wall) {
    this.wall = wall;
    /** @type {Pile[] | null} null while none are offered */
    this.piles = null;
    /** @type {Set<string>} the notes that were looked at */
    this.seen = new Set();
    this.drawn = "";
    this.ask = button(say("Suggest groups"), () => this.look(), { class: "kit-add" });
    this.by = el("p", { class: "kit-help" });
    this.none = el("p", { class: "kit-help", text: say("Nothing here is alike enough to suggest a group.") });
    this.list = el("div", { class: "kit-piles-list" });
    this.alone = el("p", { class: "kit-help" });
    this.later = button("", () => this.look(true), { class: "kit-small" });
    this.again = button(say("Group again"), () => this.look(), { class: "kit-small" });
    this.close = button(say("Leave all"), () => this.leaveAll(), { class: "kit-small" });
    const acts = el("div", { class: "kit-note-tools" }, this.later, this.again, this.close);
    this.element = el("section", { class: "kit-piles", "aria-label": say("Suggested groups"), tabindex: "-1", hidden: true }, el("h4", { text: say("Suggested groups") }), this.by, this.none, this.list, this.alone, acts);
  }

  get loose() {
    return new Set([...this.wall.board.notes.values()].filter(({ heap }) => heap === LOOSE).map(({ row }) => row));
  }

  /** Ask what is alike; with `more`, the piles on the page stay as they are and take in what came since. @param {boolean} [more] */
  async look(more = false) {
    const { client, config, tell } = this.wall;
    const before = more ? (this.piles ?? []) : [];
    /** @type {Record<string, string[]>} */
    const shown = {};
    for (const { id, to, rows } of before) if (!to) shown[id] = rows;
    this.ask.disabled = true;
    try {
      const { meeting, team } = client.place;
      const offer = await client.transport.call("offer", { meeting, team, activity: config.id, piles: shown });
      this.piles = joined(before, offer.piles, newRow);
      // A note that was still on its way to the server was not looked at.
      this.seen = new Set([...offer.alone, ...this.piles.flatMap(({ rows }) => rows)]);
      setText(this.by, say("{by} Take what helps, leave the rest. Nothing is moved before you take it.", { by: say(offer.by) }));
      this.wall.update();
      tell(`${plural(this.piles.length, "group")} suggested.`);
      this.element.focus();
    } catch (error) {
      tell(error instanceof CallError ? `${error.what} ${error.next}`.trim() : String(error), this.ask.parentElement);
    } finally {
      this.ask.disabled = false;
    }
  }

  /** @param {Pile} pile */
  take({ id, to, name, rows }) {
    const { wall } = this;
    if (!to) wall.set("team", `${id}.name`, name);
    for (const row of rows) wall.set("team", `${row}.cluster`, to || id);
    this.leave(id);
    wall.update();
    wall.tell(say("{notes} put under “{name}”.", { notes: plural(rows.length, "note"), name: this.nameOf({ to, name }) }));
  }

  /** @param {string} id */
  leave(id) {
    this.piles = (this.piles ?? []).filter((pile) => pile.id !== id);
    this.update();
    (this.list.querySelector("button") ?? this.close).focus();
  }

  leaveAll() {
    this.piles = null;
    this.update();
    this.ask.focus();
  }

  /** @param {{to: string, name: string}} pile */
  nameOf({ to, name }) {
    return to ? this.wall.board.headings.get(to)?.name || NAMELESS : name;
  }

  update() {
    const loose = this.loose;
    this.ask.hidden = loose.size < FEWEST || !this.wall.client.canWrite("team");
    this.element.hidden = !this.piles;
    if (!this.piles) return;
    this.piles = standing(this.piles, loose, new Set(this.wall.board.headings.keys()));
    const texts = new Map([...loose].map((row) => [row, this.wall.board.notes.get(row)?.text ?? ""]));
    const state = JSON.stringify(this.piles.map((pile) => [pile.id, this.nameOf(pile), pile.rows.map((row) => [row, texts.get(row)])]));
    if (state !== this.drawn) {
      this.drawn = state;
      this.list.replaceChildren(...this.piles.map((pile) => this.draw(pile, texts)));
    }
    const piled = new Set(this.piles.flatMap(({ rows }) => rows));
    const came = [...loose].filter((row) => !this.seen.has(row)).length;
    const alone = loose.size - piled.size - came;
    this.none.hidden = this.piles.length > 0;
    setText(this.alone, alone > 0 ? sayMany(alone, "{n} note in no group, since it is not certain what belongs with it.", "{n} notes in no group, since it is not certain what belongs with them.") : "");
    setText(this.later, sayMany(came, "Look at {n} new note too", "Look at {n} new notes too"));
    this.later.hidden = !came;
  }

  /** @param {Pile} pile @param {Map<string, string>} texts */
  draw(pile, texts) {
    const name = this.nameOf(pile);
    const verb = pile.to ? say("Put under “{name}”", { name: short(name) }) : say("Make this a heading");
    const take = button(verb, () => this.take(pile), { class: "kit-small", "aria-label": `${verb}: ${short(name)}` });
    const leave = button(say("Leave it"), () => this.leave(pile.id), { class: "kit-small", "aria-label": say("Leave it: {name}", { name: short(name) }) });
    const notes = el("ul", {}, ...pile.rows.map((row) => el("li", { text: texts.get(row) ?? "", dir: "auto" })));
    return el("section", { class: "kit-pile", "aria-label": say("Suggested: {name}", { name }) }, el("h5", { text: pile.to ? say("More for “{name}”", { name }) : name }), notes, el("div", { class: "kit-note-tools" }, take, leave));
  }
}
