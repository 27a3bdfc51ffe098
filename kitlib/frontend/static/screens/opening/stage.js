// One step at a time: the step that runs is shown, the others are folded away and one press off. The page goes along when
// the meeting moves on, but never from under somebody who writes.
import { say, words } from "../../core/language.js";
import { button, el, setText, tabMemory } from "../../ui/dom.js";
import { OPENING, leavesOf, sheetOf } from "./leaves.js";
/** @import { Client } from "../../core/client.js" */

const FOLDED = "kit-folded";
const BUSY = 15000; // ms after a tap in which somebody is still choosing
const TEXT = "textarea, select, input:not([type='radio'], [type='checkbox'], [type='button'])";

/** Whether somebody is in the middle of an answer. @param {Element | null} active @param {number} sinceInput ms */
export function isWriting(active, sinceInput) {
  if (!active?.closest("[data-kit-field], .kit-body, .kit-row, .kit-box")) return false;
  return active.matches(TEXT) || (active.matches("input, button") && sinceInput < BUSY);
}

/** What of the page is in sight. */
export class Stage {
  /** @param {Client} client @param {any} config @param {HTMLElement} home */
  constructor(client, config, home) {
    this.client = client;
    client.isOccupied = () => this.isBusy;
    this.config = config;
    this.home = home;
    this.memory = tabMemory("kit.whole");
    this.isWhole = this.memory.get() === "1";
    /** @type {import("./leaves.js").Sheet | null} */
    this.sheet = null;
    /** @type {Map<string, Element[]>} */
    this.leaves = new Map();
    this.shown = OPENING;
    /** @type {string | null | undefined} not known before the server has said it */
    this.running = undefined;
    this.touched = -Infinity;
    this.words = el("span", { role: "status" });
    const go = button(say("Go there"), () => this.go(this.running ?? OPENING));
    const stay = button("✕", () => this.told(null), { "aria-label": say("Stay here") });
    this.element = el("div", { class: "kit-nudge kit-moved", hidden: true }, this.words, el("span", { class: "kit-nudge-act" }, go, stay));
    this.onInput = () => (this.touched = performance.now());
    document.addEventListener("input", this.onInput, true);
    document.addEventListener("change", this.onInput, true);
  }

  /** What stands before each step in the page. */
  headings() {
    const { numbers } = this.config;
    const slots = (this.client.agenda?.slots ?? []).filter((slot) => numbers[slot.id]);
    return new Map(slots.map((slot) => [slot.id, `${numbers[slot.id]}. ${words(slot.title)}`]));
  }

  /** Look for the leaves until all are there: a notebook draws its cells one by one. */
  find() {
    this.sheet ??= sheetOf(this.home);
    const headings = this.headings();
    if (!this.sheet || !headings.size) return;
    const isComplete = this.leaves.size > headings.size && this.leaves.get(OPENING)?.[0]?.isConnected;
    if (isComplete) return;
    const pieces = [...this.sheet.container.children].filter((each) => each.matches(".jp-Cell, .kit-page > div:not(.kit, .kit-rails)"));
    this.leaves = leavesOf(pieces, headings);
    this.fold();
  }

  fold() {
    const only = this.leaves.has(this.shown) ? this.shown : OPENING;
    for (const [id, pieces] of this.leaves) {
      for (const piece of pieces) piece.classList.toggle(FOLDED, !this.isWhole && id !== only);
    }
    this.sheet?.panel.classList.toggle("kit-one", !this.isWhole);
  }

  /** Show a leaf because a person asks for it. @param {string} id */
  go(id) {
    this.told(null);
    this.show(id);
    const heading = /** @type {HTMLElement | undefined} */ (this.heading(id));
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  /** Bring a part of any leaf into view. @param {string} selector */
  bring(selector) {
    const has = (/** @type {Element} */ piece) => piece.querySelector(selector);
    const found = [...this.leaves].find(([, pieces]) => pieces.some(has));
    if (found) this.show(found[0]);
    const part = (this.sheet?.container ?? document).querySelector(selector);
    part?.scrollIntoView({ block: "center" });
    return part;
  }

  /** @param {string} id */
  heading(id) {
    const pieces = this.leaves.get(id) ?? [];
    return pieces.map((piece) => piece.querySelector("h1, h2, .kit-place")).find(Boolean) ?? pieces[0];
  }

  /** @param {string} id */
  show(id) {
    this.shown = id;
    this.fold();
    if (!this.sheet) return;
    if (this.isWhole) this.heading(id)?.scrollIntoView({ block: "start" });
    else this.sheet.scroller.scrollTop = 0;
    this.client.notify();
  }

  /** @param {boolean} isWhole */
  setWhole(isWhole) {
    this.isWhole = isWhole;
    this.memory.set(isWhole ? "1" : "");
    this.show(this.shown);
  }

  /** Whether somebody writes on this page just now. */
  get isBusy() {
    const active = document.activeElement;
    return Boolean(this.sheet?.container.contains(active)) && isWriting(active, performance.now() - this.touched);
  }

  /** The meeting moved on. @param {string | null} running */
  moveOn(running) {
    const isFirst = this.running === undefined;
    this.running = running;
    if (!running) return this.end(isFirst);
    if (running === this.shown && !this.isWhole) return this.told(null);
    if (isFirst && this.isWhole) return;
    if (this.isBusy) this.told(running);
    else {
      this.told(null);
      this.show(running);
    }
  }

  /** The meeting is over: what comes after it stands before the first step. @param {boolean} isFirst whether the page has just opened */
  end(isFirst) {
    const { client } = this;
    if (client.leads && client.agenda?.word === "finished" && !isFirst && !this.isWhole && !this.isBusy) this.show(OPENING);
  }

  /** Whether it was said that the meeting is elsewhere. */
  get isTold() {
    return !this.element.hidden;
  }

  /** @param {string | null} step the one that the meeting is at, while the page stays where it is */
  told(step) {
    if (!step && !this.isTold) return;
    this.element.hidden = !step;
    const heading = step && this.headings().get(step);
    setText(this.words, heading ? say("The meeting has moved on to {heading}.", { heading }) : "");
    this.client.notify();
  }

  update() {
    const { agenda } = this.client;
    if (!agenda) return;
    this.find();
    if (this.leaves.size && agenda.running !== this.running) this.moveOn(agenda.running);
  }

  close() {
    document.removeEventListener("input", this.onInput, true);
    document.removeEventListener("change", this.onInput, true);
    for (const pieces of this.leaves.values()) for (const piece of pieces) piece.classList.remove(FOLDED);
  }
}
