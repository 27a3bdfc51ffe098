// A form's draft at work: acts are done, taken back and done again; the server says what comes of them; what is not kept yet is told.
import { button, setAttribute, setText } from "../../ui/dom.js";
/** @import { Act, Change, PlanDraft } from "./draft.js" */

const PAUSE = 350; // ms after a key

/**
 * @typedef {object} Form whose draft it is
 * @property {PlanDraft} draft
 * @property {HTMLElement} title where the focus goes when the button that had it is gone
 * @property {HTMLElement} problem
 * @property {HTMLElement} spoken
 * @property {HTMLElement} saved what becomes of what was done, until it is kept
 * @property {() => Promise<any>} reckon what the server makes of the draft
 * @property {(plan: any) => void} show
 */

/** @param {unknown} error */
export function wordsOf(error) {
  const { what = String(error), next = "" } = /** @type {any} */ (error);
  return `${what} ${next}`.trim();
}

export class DraftWork {
  /** @param {Form} form @param {{kept: string, unkept: string}} words of `saved`: where the browser holds what was done, and where it does not */
  constructor(form, words) {
    this.form = form;
    this.words = words;
    this.asked = 0;
    /** @type {any} */
    this.timer = null;
    this.back = button("Undo", () => this.step(this.form.draft.undo(), "Undone"));
    this.again = button("Redo", () => this.step(this.form.draft.redo(), "Done again"));
    this.anew = button("Begin anew", () => this.beginAnew(), { class: "kit-small" });
  }

  /** @param {string} words @param {Change[]} changes @param {string} [key] of what is being typed */
  act(words, changes, key = "") {
    this.form.draft.act(words, changes, key);
    if (!key) setText(this.form.spoken, words);
    this.ask(key && document.activeElement?.matches("input, textarea") ? PAUSE : 0);
  }

  /** @param {Act | undefined} act @param {string} words */
  step(act, words) {
    if (act) setText(this.form.spoken, `${words}: ${act.words}`);
    this.ask();
  }

  /** Take all of it back; "Redo" brings each back. */
  beginAnew() {
    const { draft, title } = this.form;
    draft.acts.splice(0).reverse().forEach((act) => draft.undone.push(act));
    draft.write();
    title.focus();
    this.ask();
  }

  /** @param {number} [wait] ms */
  ask(wait = 0) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), wait);
    this.tell();
  }

  /** Ask at once what comes of all that was done, and show it; whether that was told, and is the newest. */
  async fetch() {
    clearTimeout(this.timer);
    const number = ++this.asked;
    const { problem, draft } = this.form;
    try {
      const plan = await this.form.reckon();
      if (number !== this.asked) return false;
      setText(problem, plan.fault);
      this.form.show(plan);
      return true;
    } catch (error) {
      if (number === this.asked) setText(problem, `${wordsOf(error)}${draft.acts.length ? " What you did is kept here; Undo takes back the last of it." : ""}`);
      return false;
    }
  }

  tell() {
    const { acts, undone, isKept } = this.form.draft;
    for (const [each, act, words] of /** @type {[HTMLButtonElement, Act | undefined, string][]} */ ([[this.back, acts.at(-1), "Undo"], [this.again, undone.at(-1), "Redo"]])) {
      setAttribute(each, "aria-disabled", act ? null : "true");
      setAttribute(each, "title", act ? `${words}: ${act.words}` : null);
    }
    setText(this.form.saved, acts.length ? (isKept ? this.words.kept : this.words.unkept) : "");
    this.anew.hidden = !acts.length;
  }
}
