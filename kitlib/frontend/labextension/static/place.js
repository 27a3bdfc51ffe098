// The place of whoever types, kept over a run that replaces the page under their hands.
import { SETTLE_MS, guard, isTextField, sleep } from './common.js';

const FOCUSABLE = 'input, textarea, select, button, a[href], [tabindex], [contenteditable]';

/** Carries the focus, the caret and the keys of one field over a run that replaces its DOM.
 *
 * The field is known again by its `data-kit-field`. Keys that arrive between the old field's end
 * and the moment the new one holds its text are kept and typed into the new one.
 */
export class Place {
  constructor(root) {
    this.root = root;
    this.keys = [];
    this.mark = this.remember(document.activeElement);
    if (!this.mark) return;
    this.onKey = guard('keys during a restart', (event) => this.catchKey(event));
    this.onPointer = () => this.end(); // whoever clicks elsewhere has chosen a new place
    window.addEventListener('keydown', this.onKey, true);
    window.addEventListener('pointerdown', this.onPointer, true);
    this.read();
    this.onInput = guard('reading the field', () => this.read());
    root.addEventListener('input', this.onInput);
    this.observer = new MutationObserver(guard('finding the field again', () => this.look()));
    this.observer.observe(root, { childList: true, subtree: true });
    this.timer = setInterval(guard('finding the field again', () => this.look()), 40);
  }

  remember(node) {
    const holder = node && this.root.contains(node) ? node.closest('[data-kit-field]') : null;
    if (!holder) return null;
    const name = holder.dataset.kitField;
    return {
      node,
      name,
      nth: this.holders(name).indexOf(holder),
      inner: node === holder ? -1 : [...holder.querySelectorAll(FOCUSABLE)].indexOf(node),
    };
  }

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

  look() {
    if (!this.mark) return;
    if (this.mark.node.isConnected) {
      this.read();
      return;
    }
    const found = this.holders(this.mark.name);
    const holder = found[this.mark.nth] ?? found[0];
    const node = this.mark.inner < 0 ? holder : holder?.querySelectorAll(FOCUSABLE)[this.mark.inner];
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

  giveBack(node) {
    if (this.state && 'setSelectionRange' in node) {
      const { selectionStart, selectionEnd, selectionDirection, scrollTop } = this.state;
      // Some input types (email, number) have no selection and refuse one.
      if (selectionStart !== null) node.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
      node.scrollTop = scrollTop;
      for (const key of this.keys.splice(0)) this.type(node, key);
    }
    this.mark = { ...this.mark, node };
  }

  catchKey(event) {
    if (!this.mark || this.mark.node.isConnected || !this.state) return;
    const combination = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');
    const typed = event.key.length === 1 || event.key === 'Backspace' || event.key === 'Enter';
    if (combination || !typed || event.isComposing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.keys.push(event.key);
  }

  type(node, key) {
    let { selectionStart: start, selectionEnd: end } = node;
    if (key === 'Backspace' && start === end) start = Math.max(0, start - 1);
    if (key === 'Enter' && !(node instanceof HTMLTextAreaElement)) return;
    const text = key === 'Backspace' ? '' : key === 'Enter' ? '\n' : key;
    node.setRangeText(text, start, end, 'end');
    const inputType = text ? 'insertText' : 'deleteContentBackward';
    node.dispatchEvent(new InputEvent('input', { bubbles: true, inputType, data: text || null }));
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
      const taken = active === document.body || active?.matches('.jp-Cell, .jp-Notebook, .jp-Notebook *');
      const free = taken && !isTextField(active) && !active.closest('.jp-OutputArea-output');
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
    clearInterval(this.timer);
    this.observer.disconnect();
    this.root.removeEventListener('input', this.onInput);
    window.removeEventListener('keydown', this.onKey, true);
    window.removeEventListener('pointerdown', this.onPointer, true);
  }
}
