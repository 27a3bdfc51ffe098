// The place of whoever types, kept over a run that replaces the page under their hands.
import { SETTLE_MS, guard, isTextField, sleep } from "./common.js";

const FOCUSABLE = "input, textarea, select, button, a[href], [tabindex], [contenteditable]";

/** Carries the focus, the caret and the keys of one field over a run that replaces its DOM.
 *
 * The field is known again by its `data-kit-field`. Keys that arrive between the old field's end
 * and the moment the new one holds its text are kept and typed into the new one.
 */
export class Place {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {string[]} */
    this.keys = [];
    /** @type {any} what the field held, and where its caret stood */
    this.state = null;
    /** @type {any} the field that is there now */
    this.next = null;
    this.since = 0;
    /** @type {Array<() => void>} what ends it */
    this.ends = [];
    /** @type {any} the field that the focus was in: `node`, its `name`, and which of that name */
    this.mark = this.remember(document.activeElement);
    if (!this.mark) return;
    this.read();
    this.watch();
  }

  watch() {
    const { root } = this;
    const listen = (/** @type {EventTarget} */ target, /** @type {string} */ type, /** @type {(event: any) => void} */ handler, capture = false) => {
      target.addEventListener(type, handler, capture);
      this.ends.push(() => target.removeEventListener(type, handler, capture));
    };
    listen(window, "keydown", guard("keys during a restart", (event) => this.catchKey(event)), true);
    listen(window, "pointerdown", () => this.end(), true); // whoever clicks elsewhere has chosen a new place
    listen(root, "input", guard("reading the field", () => this.read()));
    const look = guard("finding the field again", () => this.find());
    const observer = new MutationObserver(look);
    observer.observe(root, { childList: true, subtree: true });
    const timer = setInterval(look, 40);
    this.ends.push(() => observer.disconnect(), () => clearInterval(timer));
  }

  /** @param {Element | null} node */
  remember(node) {
    const holder = /** @type {HTMLElement | null} */ (node && this.root.contains(node) ? node.closest("[data-kit-field]") : null);
    if (!node || !holder) return null;
    const name = holder.dataset.kitField ?? "";
    return {
      node,
      name,
      nth: this.holders(name).indexOf(holder),
      inner: node === holder ? -1 : [...holder.querySelectorAll(FOCUSABLE)].indexOf(node),
    };
  }

  /** @param {string} name */
  holders(name) {
    return [...this.root.querySelectorAll(`[data-kit-field="${CSS.escape(name)}"]`)];
  }

  /** What to give back: read as long as the old field is there, for people type on in it. */
  read() {
    const { node } = this.mark;
    if (document.activeElement !== node || !isTextField(node)) return;
    const { value, selectionStart, selectionEnd, selectionDirection, scrollTop } = node;
    this.state = { value, selectionStart, selectionEnd, selectionDirection, scrollTop };
  }

  find() {
    if (!this.mark) return;
    if (this.mark.node.isConnected) {
      this.read();
      return;
    }
    const found = this.holders(this.mark.name);
    const holder = found[this.mark.nth] ?? found[0];
    const node = /** @type {any} */ (this.mark.inner < 0 ? holder : holder?.querySelectorAll(FOCUSABLE)[this.mark.inner]);
    if (!node) return;
    if (node !== this.next) {
      this.next = node;
      this.since = performance.now();
    }
    if (document.activeElement !== node) node.focus({ preventScroll: true });
    const waited = performance.now() - this.since > SETTLE_MS;
    if (this.state && node.value !== this.state.value && !waited) return; // its text is on the way
    this.giveBack(node);
  }

  /** @param {any} node */
  giveBack(node) {
    if (this.state && "setSelectionRange" in node) {
      const { selectionStart, selectionEnd, selectionDirection, scrollTop } = this.state;
      // Some input types (email, number) have no selection and refuse one.
      if (selectionStart !== null) node.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
      node.scrollTop = scrollTop;
      for (const key of this.keys.splice(0)) this.type(node, key);
    }
    this.mark = { ...this.mark, node };
  }

  /** @param {KeyboardEvent} event */
  catchKey(event) {
    if (!this.mark || this.mark.node.isConnected || !this.state) return;
    const combination = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
    const typed = event.key.length === 1 || event.key === "Backspace" || event.key === "Enter";
    if (combination || !typed || event.isComposing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.keys.push(event.key);
  }

  /** @param {any} node @param {string} key */
  type(node, key) {
    let start = node.selectionStart;
    const end = node.selectionEnd;
    if (key === "Backspace" && start === end) start = Math.max(0, start - 1);
    if (key === "Enter" && !(node instanceof HTMLTextAreaElement)) return;
    const text = key === "Backspace" ? "" : key === "Enter" ? "\n" : key;
    node.setRangeText(text, start, end, "end");
    const inputType = text ? "insertText" : "deleteContentBackward";
    node.dispatchEvent(new InputEvent("input", { bubbles: true, inputType, data: text || null }));
  }

  /** The run is over: give widgets a moment to paint, then stop looking. */
  async settle() {
    if (!this.mark) return;
    const until = performance.now() + 2 * SETTLE_MS;
    while (this.mark && performance.now() < until) {
      await sleep(50);
      if (!this.mark) return;
      const { node } = this.mark;
      const active = document.activeElement;
      // JupyterLab gives the focus to the active cell at the end of a run.
      const taken = active === document.body || active?.matches(".jp-Cell, .jp-Notebook, .jp-Notebook *");
      const free = taken && !isTextField(active) && !active?.closest(".jp-OutputArea-output");
      if (node.isConnected && active !== node && free) {
        node.focus({ preventScroll: true });
        this.giveBack(node);
      }
    }
    this.end();
  }

  end() {
    if (!this.mark) return;
    if (this.keys.length && this.next?.isConnected) this.giveBack(this.next);
    this.mark = null;
    for (const end of this.ends.splice(0)) end();
  }
}
