// One answer on a page: its label, its control, whether it is on disk, and the way out of every question about it.
// Kinds say which fields there are; nothing of this is wired anywhere else.
import { say } from "../core/language.js";
import { badge } from "./badge.js";
import { CONTROLS } from "./controls.js";
import { decision } from "./decision.js";
import { el, setAttribute, setText, uniqueId } from "./dom.js";
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */
/** @import { Control, Option } from "./controls.js" */
/** @import { Child } from "./dom.js" */

/**
 * @typedef {{value: any, wait?: boolean, words?: string, early?: boolean}} Judged what a text that is still being typed becomes:
 *   its value; whether to keep it back until the control is left; what does not fit; whether to say so while it is typed
 *
 * @typedef {object} FieldSpec
 * @property {() => At} at
 * @property {"lines" | "line" | "date" | "time" | "number" | "numbers" | "select" | "tick" | "radios"} type
 * @property {string} label
 * @property {() => string} [name] what a screen reader calls it, where the label alone says too little
 * @property {"box" | "cell" | "item" | "bare"} [shape] a box has a badge of its own and takes the whole width; an item is a group
 *   of choices under its question; a bare one is placed by its parts
 * @property {string} [unit] after the label
 * @property {string} [help] under the label
 * @property {string} [mark] its `data-kit-field`, where that is not its activity and field
 * @property {() => string} [called] what its questions call it, where that is more than its name
 * @property {Child[]} [question] in place of the label, for a group of choices
 * @property {Option[]} [options] of a choice
 * @property {Node[]} [optionNodes] the same, already made
 * @property {string | null} [none] the words of no choice; null where one of the options always stands
 * @property {any} [blank] what no choice is stored as
 * @property {any} [initial] what stands there until something is stored
 * @property {(node: HTMLElement, option: Option) => void} [say] writes an option's words
 * @property {(text: string) => Judged} [judge] of a text that stands for something else, as a number does
 * @property {(shown: string, value: any) => boolean} [same] whether a text that was typed already says a value
 * @property {(value: any) => {words: string, warn?: boolean} | null} [note] a line under the control
 * @property {(value: any, options?: {now?: boolean}) => void} [write] in place of the client's `set`
 * @property {boolean} [now] whether what is typed counts as pressed: where another page was first, that one's stands
 * @property {() => boolean} [isClosed] closes it beyond what the client says
 * @property {boolean} [both] whether two conflicting texts can stand together
 * @property {(value: any) => string} [words] a value as people read it
 * @property {(value: any) => any} [part] what of the answer the control shows, where one answer has several controls
 * @property {boolean} [undecided] whether the way out of questions stands elsewhere, once for all controls of the answer
 * @property {Record<string, any>} [attributes] of the control
 * @property {Child[]} [above] between label and control
 * @property {Child[]} [beside] beside the badge
 * @property {Child[]} [below] at the end
 */

const GROUPS = ["radios", "numbers"]; // of several native controls

/** One answer on a page. */
export class Field {
  /** @param {Client} client @param {FieldSpec} spec */
  constructor(client, spec) {
    this.client = client;
    this.spec = spec;
    this.at = spec.at;
    this.shape = spec.shape ?? "cell";
    this.id = uniqueId("field");
    /** @type {string | null} a text that does not fit, or not yet; the control alone holds it */
    this.draft = null;
    this.complaint = "";
    this.control = this.makeControl();
    this.title = el("span", { class: "kit-cell-title" }, spec.label, spec.unit && el("span", { class: "kit-unit", text: ` (${spec.unit})` }));
    this.help = spec.help ? el("p", { class: "kit-help kit-cell-help", id: `${this.id}-help`, text: spec.help }) : null;
    this.problem = el("p", { class: "kit-cell-problem", id: `${this.id}-problem`, hidden: true });
    this.note = spec.note ? el("p", { class: "kit-cell-note", id: `${this.id}-note`, "aria-live": "polite", hidden: true }) : null;
    this.badge = this.shape === "box" ? badge(client, () => [this.at()]) : null;
    const both = spec.both ?? ["lines", "line"].includes(spec.type);
    this.decision = decision(client, this.at, () => spec.called?.() ?? this.name(), { both, silent: this.shape === "box", words: spec.words });
    this.element = this.build();
  }

  get input() {
    return this.control.input;
  }

  /** What a screen reader calls it. */
  name() {
    return this.spec.name?.() ?? this.spec.label;
  }

  focus() {
    this.control.focus();
  }

  /** The words that stand in the control. */
  text() {
    return this.spec.type === "tick" || GROUPS.includes(this.spec.type) ? "" : this.input.value;
  }

  // -- building --------------------------------------------------------------------------

  /** @returns {Control} */
  makeControl() {
    const { spec } = this;
    const at = this.at();
    const options = {
      attributes: { id: this.id, ...spec.attributes },
      options: spec.options,
      optionNodes: spec.optionNodes,
      blank: spec.blank,
      none: spec.none,
      field: spec.mark ?? `${at.activity}/${at.field}`,
      say: spec.say,
    };
    const events = {
      typed: (/** @type {any} */ value) => (spec.judge ? this.take(false) : this.write(value, { now: spec.now })),
      chosen: (/** @type {any} */ value) => this.choose(value),
      misfit: (/** @type {string} */ words) => this.misfit(words),
      left: () => this.left(),
    };
    return CONTROLS[spec.type](options, events);
  }

  build() {
    const { spec, title, help, problem, note, control } = this;
    const above = [help, ...(spec.above ?? [])];
    const below = [problem, note, this.decision.element, ...(spec.below ?? [])];
    if (this.shape === "bare") return el("div", { class: "kit-bare" }, control.element, ...below);
    if (this.shape === "item") return el("fieldset", { class: "kit-item", "aria-describedby": help?.id }, el("legend", {}, ...(spec.question ?? [title])), ...above, control.element, ...below);
    if (this.shape === "box") {
      const own = el("div", { class: "kit-own" }, this.badge?.element, ...(spec.beside ?? []));
      return el("div", { class: "kit-box" }, el("label", { for: this.id, text: spec.label }), ...above, control.element, own, ...below);
    }
    const isTick = spec.type === "tick";
    const label = el("label", { for: this.id }, isTick && control.element, title);
    return el("div", { class: `kit-cell kit-cell-${spec.type}` }, label, ...above, !isTick && control.element, ...below);
  }

  // -- what people do --------------------------------------------------------------------

  /** @param {any} value @param {{now?: boolean}} options */
  write(value, options) {
    if (this.spec.write) this.spec.write(value, options);
    else this.client.set(this.at(), value, options);
  }

  /** @param {any} value */
  choose(value) {
    this.draft = null;
    this.complaint = "";
    this.write(value, { now: true });
  }

  /** @param {string} words */
  misfit(words) {
    this.draft = words;
    this.complaint = words;
    this.update();
  }

  left() {
    if (this.spec.judge) this.take(true);
    this.client.flush();
  }

  /** A text that stands for something else: sent at once where it fits, and when the control is left in any case. @param {boolean} isLeft */
  take(isLeft) {
    const judged = /** @type {(text: string) => Judged} */ (this.spec.judge)(this.input.value);
    const waits = Boolean(judged.wait) && !isLeft;
    this.complaint = judged.words && (isLeft || judged.early) ? judged.words : "";
    this.draft = waits ? this.input.value : null;
    if (!waits && judged.value !== this.value()) this.write(judged.value, {});
    else this.update();
  }

  // -- what is shown ---------------------------------------------------------------------

  /** The answer as it stands, with what stands there from the start. */
  value() {
    return this.client.value(this.at()) ?? this.spec.initial ?? (this.spec.type === "tick" ? false : "");
  }

  update() {
    const value = this.value();
    this.show(this.spec.part ? this.spec.part(value) : value);
    this.close();
    this.complain();
    this.tellNote(value);
    this.describe();
    this.badge?.update();
    if (!this.spec.undecided) this.decision.update();
  }

  /** @param {any} value */
  show(value) {
    if (this.draft !== null || this.spec.same?.(this.input.value, value)) return;
    this.control.show(value);
  }

  close() {
    const { client, spec } = this;
    const { scope } = this.at();
    const isClosed = !client.canWrite(scope) || Boolean(spec.isClosed?.());
    if (this.shape !== "box") return this.control.setClosed(isClosed);
    const area = /** @type {HTMLTextAreaElement} */ (this.input);
    area.readOnly = isClosed;
    const isSeatless = scope === "seat" && !client.seat;
    area.placeholder = isSeatless ? say("Choose your seat above, then write here.") : client.isLoaded(scope) ? "" : say("Fetching what was written…");
  }

  complain() {
    const refusal = this.client.answers.refused.get(this.client.key(this.at()));
    if (!refusal && this.draft === null && !(this.spec.judge && this.input === document.activeElement)) this.complaint = "";
    const words = this.complaint || (refusal && !refusal.findings && this.shape !== "box" ? refusal.what.replace(/^"[^]*?": /, "This ") : "");
    this.problem.hidden = !words;
    setText(this.problem, words ? `⚠ ${words}` : "");
    if (!GROUPS.includes(this.spec.type)) setAttribute(this.input, "aria-invalid", words ? "true" : null);
  }

  /** @param {any} value */
  tellNote(value) {
    if (!this.note) return;
    const found = this.spec.note?.(value) ?? null;
    this.note.hidden = !found;
    setText(this.note, found ? `${found.warn ? "⚠ " : ""}${found.words}` : "");
    this.note.classList.toggle("kit-cell-warn", Boolean(found?.warn));
  }

  /** Names and descriptions for screen readers. */
  describe() {
    if (GROUPS.includes(this.spec.type)) return;
    const shown = [this.help, this.problem, this.note].filter((each) => each && !each.hidden).map((each) => each?.id);
    const described = [...shown, this.spec.attributes?.["aria-describedby"]].filter(Boolean).join(" ");
    setAttribute(this.input, "aria-describedby", described || null);
    if (this.spec.name) setAttribute(this.input, "aria-label", this.name() + (this.spec.unit ? ` (${this.spec.unit})` : ""));
  }
}

/** One answer on a page. @param {Client} client @param {FieldSpec} spec */
export function field(client, spec) {
  return new Field(client, spec);
}
