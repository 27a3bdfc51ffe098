// Where a board is written on: a new note, and a note or a heading that is changed.
import { say } from "../../frontend/static/core/language.js";
import { button, el, onEnter, setAttribute, setText } from "../../frontend/static/ui/dom.js";
import { Field, field } from "../../frontend/static/ui/field.js";
import { newRow } from "../../frontend/static/ui/rows.js";
import { short } from "./notes.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */

/** The box in which a note is written. What stands in it is kept, and shown to nobody before it is put up. */
export class Composer {
  /** @param {Client} client @param {any} config @param {(words: string) => void} tell */
  constructor(client, config, tell) {
    this.client = client;
    this.config = config;
    this.tell = tell;
    /** @type {At} */
    this.at = { scope: "seat", activity: config.id, field: "draft", private: true };
    this.problem = el("p", { class: "kit-problem", role: "status" });
    this.button = button(say("Put it up"), () => this.putUp(), { class: "kit-main" });
    this.box = field(client, {
      at: () => this.at,
      type: "lines",
      shape: "box",
      label: say("Your note"),
      help: say("One idea a note, a few words. Enter puts it up; Shift and Enter begins a new line."),
      attributes: { rows: 2 },
      below: [this.problem],
    });
    const { element } = this.box.control;
    const row = el("div", { class: "kit-composer-row" });
    element.replaceWith(row);
    row.append(element, this.button);
    element.addEventListener("input", () => setText(this.problem, ""));
    onEnter(element, (event) => {
      if (event.shiftKey) return;
      event.preventDefault();
      this.putUp();
    });
    this.element = this.box.element;
    this.element.classList.add("kit-composer");
  }

  putUp() {
    const text = this.box.text().trim();
    if (!this.client.canWrite("seat")) return;
    if (!text) setText(this.problem, say("Write a few words first."));
    else if (text.length > this.config.longest) {
      setText(this.problem, say("A note is short: at most {longest} letters and spaces. This one has {length}. Make two notes of it.", { longest: this.config.longest, length: text.length }));
    } else {
      this.client.set({ ...this.at, field: `${newRow()}.text`, private: false }, text);
      this.client.set(this.at, "");
      this.client.flush();
      setText(this.problem, "");
      this.tell(say("Your note is on the wall."));
    }
    this.box.focus();
  }

  update() {
    this.box.update();
    this.button.disabled = !this.client.canWrite("seat");
  }
}

/** A text that is read, and on pressing a button written: a heading, or a note of one's own. */
export class Editable {
  /**
   * @param {Client} client @param {At} at
   * @param {{verb: string, lines?: number, longest?: number, read: HTMLElement, label: string, initial?: string, empty: string}} spec
   *   `read`: where the text is read; `empty`: what a text without words is called
   */
  constructor(client, at, spec) {
    this.client = client;
    this.spec = spec;
    this.field = new Field(client, {
      at: () => at,
      type: spec.lines ? "lines" : "line",
      shape: "bare",
      label: spec.label,
      name: () => spec.label,
      initial: spec.initial,
      attributes: { rows: spec.lines, maxlength: spec.longest },
      undecided: true,
    });
    this.form = el("div", { class: "kit-edit", hidden: true }, this.field.element, button(say("Done"), () => this.close(), { class: "kit-small" }));
    this.open = button(spec.verb, () => this.begin(), { class: "kit-small", "aria-expanded": "false" });
    onEnter(this.field.input, (event) => event.shiftKey || this.finish(event));
    this.field.input.addEventListener("keydown", (event) => /** @type {KeyboardEvent} */ (event).key === "Escape" && this.finish(event));
  }

  /** @param {Event} event */
  finish(event) {
    event.preventDefault();
    this.close();
  }

  begin() {
    this.show(true);
    this.field.focus();
  }

  close() {
    this.show(false);
    this.client.flush();
    this.open.focus();
  }

  /** @param {boolean} isOpen */
  show(isOpen) {
    this.form.hidden = !isOpen;
    this.open.setAttribute("aria-expanded", String(isOpen));
    this.update();
  }

  update() {
    this.field.update();
    setAttribute(this.open, "aria-label", `${this.spec.verb}: ${short(String(this.field.value())) || this.spec.empty}`);
    this.spec.read.hidden = !this.form.hidden;
  }
}
