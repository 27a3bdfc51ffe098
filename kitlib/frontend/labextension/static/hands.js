// The hands of whoever is at the page: whether they write or point just now, and in which field.
import { PAUSE_MS, POINTED_MS, QUIET_MS, guard, isTextField } from "./common.js";

export class Hands {
  /** @param {HTMLElement} node */
  constructor(node) {
    this.node = node;
    this.typedAt = this.pointedAt = -Infinity;
    this.composing = this.pointing = false;
    /** @type {EventTarget | null} */
    this.field = null; // the one in use, also while a dialog of JupyterLab's has just taken the focus from it
  }

  watch() {
    const typed = () => (this.typedAt = performance.now());
    const on = (/** @type {string} */ type, /** @type {(event: any) => void} */ handler) => this.node.addEventListener(type, guard(type, handler), true);
    on("input", typed);
    on("keydown", (event) => isTextField(event.composedPath()[0]) && typed());
    on("compositionstart", () => (this.composing = true));
    on("compositionend", () => {
      this.composing = false;
      typed();
    });
    on("focusin", (event) => (this.field = event.target));
    on("focusout", (event) => {
      if (!event.relatedTarget?.closest(".jp-Dialog")) this.field = null;
    });
    on("pointerdown", () => (this.pointing = true));
    for (const type of ["pointerup", "pointercancel", "dragend"]) {
      on(type, () => {
        this.pointing = false;
        this.pointedAt = performance.now();
      });
    }
  }

  /** Whether a box may be replaced now without anyone noticing. */
  get atRest() {
    const now = performance.now();
    const writing = this.node.contains(document.activeElement) && isTextField(document.activeElement);
    const pause = writing ? QUIET_MS : PAUSE_MS;
    return !this.composing && !this.pointing && now - this.typedAt >= pause && now - this.pointedAt >= POINTED_MS;
  }
}
