// The foot of a list that comes a page at a time.
import { say } from "../core/language.js";
import { called } from "./called.js";
import { button, el, plural, setText, uniqueId } from "./dom.js";

/** What is shown, and the ways to the pages before and after. */
export class Pager {
  /** @param {string} name of the list @param {(page: number) => void} turn */
  constructor(name, turn) {
    this.turn = turn;
    this.page = 1;
    const id = uniqueId("page");
    this.before = button(say("Previous page"), () => this.ask(this.page - 1));
    this.after = button(say("Next page"), () => this.ask(this.page + 1));
    this.where = el("span", { role: "status", class: "kit-count", id });
    this.element = el("nav", { class: "kit-pager", "aria-label": `${name}: pages` }, this.before, this.where, this.after);
  }

  /** @param {number} page */
  ask(page) {
    setText(this.where, say("Fetching…"));
    this.turn(page);
  }

  /** @param {{page: number, pages: number, total: number, length: number, noun: string}} told */
  show({ page, pages, total, length, noun }) {
    this.page = page;
    setText(this.where, pages > 1 ? say("Page {page} of {pages}: {length} of {total}", { page, pages, length, total: called(plural(total, noun)) }) : called(plural(total, noun)));
    const isFocused = [this.before, this.after].find((each) => each === document.activeElement);
    this.before.disabled = page <= 1;
    this.after.disabled = page >= pages;
    if (isFocused?.disabled) (isFocused === this.before ? this.after : this.before).focus();
    for (const each of [this.before, this.after]) each.hidden = pages <= 1;
  }

  /** Nobody answered. */
  fail() {
    setText(this.where, say("The kit did not answer. Try again."));
  }
}
