// The map: which entries there are, where each stands, and what people do with them.
import { say, sayMany } from "../../frontend/static/core/language.js";
import { badge } from "../../frontend/static/ui/badge.js";
import { roleList } from "../../frontend/static/ui/columns.js";
import { button, el, keepingFocus, setText } from "../../frontend/static/ui/dom.js";
import { newRow } from "../../frontend/static/ui/rows.js";
import { EntryCard } from "./entry.js";
import { MapFrame, MapPlace, unplaced } from "./places.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */

/** @typedef {{area: string, tier: string}} Standing */

const NARROW = 720; // px below which the tiers never stand side by side
const AREA_ROOM = 120; // px
const TIER_ROOM = 180; // px that a tier needs beside the others

/** What a team uses and wants, by area and tier. */
export class SupportMap {
  /** @param {Client} client @param {any} config */
  constructor(client, config) {
    this.client = client;
    this.config = config;
    /** @type {Map<string, EntryCard>} */
    this.cards = new Map();
    /** @type {Map<string, Standing>} row -> where it was begun; it exists once something is written in it */
    this.drafts = new Map();
    /** @type {Set<string>} entries that were out already when this page first saw them */
    this.tucked = new Set();
    /** @type {Set<string>} */
    this.seen = new Set();
    this.dragged = "";
    /** @type {({row: string} & Standing) | null} the entry that was moved last, and from where */
    this.moved = null;
    this.roles = roleList(client);
    this.places = config.areas.flatMap((/** @type {any} */ area) => config.tiers.map((/** @type {any} */ tier) => new MapPlace(this, area, tier)));
    this.lost = unplaced();
    this.frame = new MapFrame(config, this.places);
    this.frame.arrange(false);
    this.spoken = el("span", { role: "status" });
    this.back = button(say("Undo the move"), () => this.undoMove(), { hidden: true });
    this.untuck = button("", () => this.showTucked(), { class: "kit-link kit-untuck", hidden: true });
    this.status = badge(client, () => [...this.cards.values()].flatMap((card) => [...card.fields().map((each) => each.at()), this.at(card.row, "removed")]), say("in its card"));
    const legend = el("p", { class: "kit-help" }, say("● in use now · ○ a goal. To move an entry, drag it by ⠿ or choose its place under “Details and place”."));
    const told = el("p", { class: "kit-map-told" }, this.spoken, this.back);
    this.element = el("div", {}, legend, told, this.lost.element, this.frame.element, this.untuck, this.status.element, this.roles.element);
    this.watch = this.watchWidth();
  }

  watchWidth() {
    const needed = Math.max(NARROW, AREA_ROOM + TIER_ROOM * this.config.tiers.length);
    const watch = new ResizeObserver(() => {
      const room = this.element.clientWidth;
      if (room) this.frame.arrange(room >= needed);
    });
    watch.observe(this.element);
    return watch;
  }

  close() {
    this.watch.disconnect();
  }

  /** @param {string} row @param {string} column @returns {At} */
  at(row, column) {
    return { scope: "team", activity: this.config.id, field: `${row}.${column}` };
  }

  /** @param {string} row @param {string} column */
  value(row, column) {
    return this.client.value(this.at(row, column));
  }

  /** @param {string} row */
  isRemoved(row) {
    return Boolean(this.value(row, "removed"));
  }

  /** Where an entry stands. @param {string} row @returns {Standing} */
  placeOf(row) {
    const draft = this.drafts.get(row);
    return { area: this.value(row, "area") ?? draft?.area ?? "", tier: this.value(row, "tier") ?? draft?.tier ?? "" };
  }

  /** @param {string} row @returns {{list: HTMLElement, where: string}} */
  placeFor(row) {
    const { area, tier } = this.placeOf(row);
    return this.places.find((/** @type {MapPlace} */ place) => place.area === area && place.tier === tier) ?? this.lost;
  }

  /** Whether the server found another entry that says much the same. @param {string} row */
  isAlike(row) {
    return (this.client.shared[this.config.id]?.overlaps ?? []).some((/** @type {any} */ overlap) => overlap.rows.includes(row));
  }

  // -- what people do ----------------------------------------------------------------------

  /** Write in an entry; with the first words it also gets its place. @param {string} row @param {Record<string, any>} values */
  set(row, values) {
    const draft = this.drafts.get(row);
    const isFirst = draft && this.value(row, "area") === null;
    const first = isFirst ? { area: draft.area, tier: draft.tier, state: "in-use" } : {};
    this.client.batch(() => {
      for (const [column, value] of Object.entries({ ...first, ...values })) this.client.set(this.at(row, column), value, { now: true });
    });
  }

  /** What a field of an entry writes with: its first words make the entry. @param {string} row @param {string} column @returns {(value: any, options?: {now?: boolean}) => void} */
  writing(row, column) {
    return (value, options) =>
      this.client.batch(() => {
        if (this.drafts.has(row) && this.value(row, "area") === null) this.set(row, {});
        this.client.set(this.at(row, column), value, options);
      });
  }

  /** @param {string} area @param {string} tier */
  add(area, tier) {
    const row = newRow();
    this.drafts.set(row, { area, tier });
    this.update();
    this.cards.get(row)?.focus();
  }

  /** @param {string} row @param {string} area @param {string} tier */
  move(row, area, tier) {
    const before = this.placeOf(row);
    if (before.area === area && before.tier === tier) return;
    this.moved = { row, ...before };
    this.set(row, { area, tier });
    setText(this.spoken, say("“{name}” moved to {where}.", { name: this.cards.get(row)?.name(), where: this.placeFor(row).where }));
    this.back.hidden = false;
  }

  undoMove() {
    if (!this.moved) return;
    const { row, area, tier } = this.moved;
    this.set(row, { area, tier });
    setText(this.spoken, say("“{name}” is back in {where}.", { name: this.cards.get(row)?.name(), where: this.placeFor(row).where }));
    this.back.hidden = true;
    this.cards.get(row)?.focus();
  }

  /** @param {string} row @param {boolean} isOut */
  remove(row, isOut) {
    this.client.set(this.at(row, "removed"), isOut, { now: true });
    const card = this.cards.get(row);
    setText(this.spoken, `${say(isOut ? "“{name}” taken out. It can be put back." : "“{name}” put back.", { name: card?.name() })} `);
    this.back.hidden = true;
    if (isOut) card?.undo.focus();
    else card?.focus();
  }

  showTucked() {
    const [next] = this.tucked;
    this.tucked.clear();
    this.update();
    this.cards.get(next)?.undo.focus();
  }

  // -- what is shown -----------------------------------------------------------------------

  update() {
    const rows = [...new Set([...this.client.answers.rows(this.config.id, []), ...this.drafts.keys()])].sort();
    for (const row of rows) if (!this.cards.has(row)) this.cards.set(row, new EntryCard(this, row));
    for (const [row, card] of this.cards) if (!rows.includes(row)) card.element.remove();
    keepingFocus(() => this.placeCards(rows));
    for (const row of rows) this.updateCard(row);
    const isReady = this.client.isLoaded("team");
    for (const place of this.places) place.update(rows.some((row) => this.placeFor(row) === place && this.isInUse(row)), isReady);
    this.lost.element.hidden = !this.lost.list.children.length;
    this.untuck.hidden = !this.tucked.size;
    setText(this.untuck, sayMany(this.tucked.size, "Show {n} thing taken out earlier", "Show {n} things taken out earlier"));
    this.roles.update();
    this.status.update();
  }

  /** @param {string[]} rows */
  placeCards(rows) {
    /** @type {Map<HTMLElement, number>} */
    const next = new Map();
    for (const row of rows) {
      const { list } = this.placeFor(row);
      const element = /** @type {EntryCard} */ (this.cards.get(row)).element;
      const i = next.get(list) ?? 0;
      if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null);
      next.set(list, i + 1);
    }
  }

  /** @param {string} row */
  updateCard(row) {
    const isRemoved = this.isRemoved(row);
    if (!this.seen.has(row) && this.client.isLoaded("team")) {
      this.seen.add(row);
      if (isRemoved) this.tucked.add(row);
    }
    if (!isRemoved) this.tucked.delete(row);
    const card = /** @type {EntryCard} */ (this.cards.get(row));
    card.update();
    card.element.hidden = this.tucked.has(row) && card.body.hidden;
  }

  /** @param {string} row */
  isInUse(row) {
    const words = String(this.value(row, "what") ?? "").trim();
    return !this.isRemoved(row) && Boolean(words) && this.value(row, "state") !== "goal";
  }
}
