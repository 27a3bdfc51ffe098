// A list to put in order, by dragging or by buttons.
import { say } from "../../frontend/static/core/language.js";
import { arrange } from "../../frontend/static/ui/arrange.js";
import { button, el, setText, spokenLine } from "../../frontend/static/ui/dom.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
import { optionWords, ordinal } from "./words.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { RankOption } from "./words.js" */

const DRAGGED = "application/x-kit-option";
const QUIET = 700; // ms without a press before a place is spoken
const LONG_ORDER = 6; // from here on an option can go to the top in one press

/** One line of the order. */
class OrderRow {
  /** @param {OrderList} list @param {RankOption} option @param {boolean} isLong */
  constructor(list, option, isLong) {
    this.list = list;
    this.option = option;
    this.number = el("span", { class: "kit-place", "aria-hidden": "true" });
    this.up = this.step(say("Up"), () => list.place(option.id) - 1);
    this.down = this.step(say("Down"), () => list.place(option.id) + 1);
    this.top = isLong ? this.step(say("To the top"), () => 0) : null;
    const steps = el("span", { class: "kit-steps" }, this.up, this.down, this.top);
    this.element = el("li", { draggable: "true", "data-option": option.id }, this.number, optionWords(option), steps);
    this.element.addEventListener("dragstart", (event) => this.drag(event));
    this.element.addEventListener("dragend", () => {
      this.element.classList.remove("kit-dragged");
      list.mark(null);
    });
  }

  /** @param {string} text @param {() => number} place where it goes */
  step(text, place) {
    const { at } = this.list;
    const press = button(
      text,
      () => {
        if (press.getAttribute("aria-disabled") !== "true") this.list.put(this.option.id, place());
      },
      { "aria-label": `${text}: ${this.option.text}`, "data-kit-field": `${at.activity}/${at.field}/${this.option.id}/${text.toLowerCase().replace(" ", "-")}` },
    );
    return press;
  }

  /** @param {DragEvent} event */
  drag(event) {
    if (!this.list.canWrite() || !event.dataTransfer) return event.preventDefault();
    event.stopPropagation();
    this.list.dragged = this.option.id;
    event.dataTransfer.setData(DRAGGED, this.option.id);
    event.dataTransfer.effectAllowed = "move";
    this.element.classList.add("kit-dragged");
  }

  /** @param {number} i @param {number} n of how many @param {boolean} canWrite */
  update(i, n, canWrite) {
    setText(this.number, `${i + 1}`);
    this.element.draggable = canWrite;
    // Not `disabled`: that would take the focus away from who pressed it.
    this.up.setAttribute("aria-disabled", String(i === 0 || !canWrite));
    this.down.setAttribute("aria-disabled", String(i === n - 1 || !canWrite));
    this.top?.setAttribute("aria-disabled", String(i === 0 || !canWrite));
  }
}

/** The order. Nothing is saved before someone moves a line or says that the order is right as it stands. */
export class OrderList {
  /**
   * @param {Client} client @param {RankOption[]} options @param {At} at
   * @param {{start: () => string[], accept: string, accepted: string, name: string}} spec
   */
  constructor(client, options, at, spec) {
    this.client = client;
    this.options = options;
    this.at = at;
    this.spec = spec;
    this.ids = options.map((option) => option.id);
    this.dragged = "";
    /** @type {HTMLElement | null} where what is dragged would go */
    this.marked = null;
    /** @type {any} */
    this.timer = 0;
    this.list = el("ol", { class: "kit-order", "aria-label": spec.name });
    this.spoken = spokenLine();
    this.rows = new Map(options.map((option) => [option.id, new OrderRow(this, option, this.ids.length >= LONG_ORDER)]));
    this.accept = button(spec.accept, () => this.save(this.order()), { "data-kit-field": `${at.activity}/${at.field}` });
    this.state = el("p", { class: "kit-count" });
    this.status = answerStatus(client, () => [at], spec.name);
    const accept = el("div", { class: "kit-accept" }, this.accept, this.state);
    this.element = el("div", { class: "kit-ordering" }, this.list, accept, this.status.element, this.spoken);
    this.list.addEventListener("dragover", (event) => this.over(event));
    this.list.addEventListener("dragleave", (event) => this.list.contains(/** @type {Node | null} */ (event.relatedTarget)) || this.mark(null));
    this.list.addEventListener("drop", (event) => this.drop(event));
  }

  /** @returns {string[] | null} */
  saved() {
    const value = this.client.value(this.at);
    return Array.isArray(value) && value.length === this.ids.length && value.every((id) => this.ids.includes(id)) ? value : null;
  }

  order() {
    return this.saved() ?? this.spec.start();
  }

  /** @param {string} id */
  place(id) {
    return this.order().indexOf(id);
  }

  canWrite() {
    return this.client.canWrite(this.at.scope);
  }

  /** @param {string[]} wanted */
  save(wanted) {
    this.client.set(this.at, wanted, { now: true });
  }

  /** @param {string} id @param {number} index */
  put(id, index) {
    const before = this.order();
    const wanted = before.filter((other) => other !== id);
    wanted.splice(index, 0, id);
    if (wanted.join() === before.join()) return;
    this.save(wanted);
    // Spoken once the pressing has come to rest, so that five presses are not five sentences.
    clearTimeout(this.timer);
    const text = this.options.find((option) => option.id === id)?.text;
    this.timer = setTimeout(() => setText(this.spoken, `${text}: now ${ordinal(this.place(id) + 1)} of ${this.ids.length}.`), QUIET);
  }

  // -- dragging ----------------------------------------------------------------------------

  /** @param {HTMLElement | null} next */
  mark(next) {
    this.marked?.removeAttribute("data-over");
    this.marked = next;
  }

  /** @param {DragEvent} event */
  over(event) {
    if (!this.dragged || !event.dataTransfer?.types.includes(DRAGGED)) return;
    event.preventDefault();
    event.stopPropagation();
    const over = /** @type {Element} */ (event.target).closest("li");
    if (over !== this.marked) this.mark(over);
    if (!over) return;
    const box = over.getBoundingClientRect();
    over.dataset.over = event.clientY < box.top + box.height / 2 ? "before" : "after";
  }

  /** @param {DragEvent} event */
  drop(event) {
    if (!this.dragged || !this.marked) return;
    event.preventDefault();
    event.stopPropagation();
    const { option = "", over } = this.marked.dataset;
    const others = this.order().filter((id) => id !== this.dragged);
    const index = option === this.dragged ? this.place(this.dragged) : others.indexOf(option) + (over === "after" ? 1 : 0);
    this.put(this.dragged, index);
    this.dragged = "";
    this.mark(null);
  }

  update() {
    const order = this.order();
    const isSaved = Boolean(this.saved());
    const canWrite = this.canWrite();
    arrange(this.list, order.flatMap((id) => this.rows.get(id)?.element ?? []));
    order.forEach((id, i) => this.rows.get(id)?.update(i, order.length, canWrite));
    this.list.toggleAttribute("data-unsaved", !isSaved);
    this.accept.hidden = isSaved && document.activeElement !== this.accept;
    this.accept.setAttribute("aria-disabled", String(isSaved || !canWrite));
    this.accept.disabled = !canWrite;
    const words = isSaved ? `✓ ${this.spec.accepted}` : say("Not counted yet: move a line, or press the button.");
    setText(this.state, canWrite ? words : "");
    this.status.update();
  }
}
