// Small helpers for building pages out of native HTML.

let lastId = 0;

/** An id that no other element on the page has. @param {string} word */
export function freshId(word) {
  lastId += 1;
  return `kit-${word}-${lastId}-${Math.random().toString(36).slice(2, 7)}`;
}

/**
 * An element. Attributes that start with "on" are listeners; `text` is its text; null and false are left out.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node|string|null|undefined|false)} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = value;
    else if (name === "html") element.innerHTML = value; // only for what Python rendered from a session file
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * Keep plain keys inside the kit's own page. In JupyterLab `d d` on a focused radio button would otherwise
 * delete the cell, and arrows would leave the group.
 * @param {HTMLElement} root
 */
export function guardKeys(root) {
  root.addEventListener("keydown", (event) => {
    const withModifier = event.ctrlKey || event.metaKey || event.altKey;
    if (!withModifier || event.key === "Enter") event.stopPropagation();
  });
}

/** Clock time as people read it, "4:05:07 pm" by the browser's own habit. @param {number} seconds @param {boolean} [withSeconds] */
export function clockTime(seconds, withSeconds = false) {
  const style = withSeconds ? { timeStyle: "medium" } : { timeStyle: "short" };
  return new Intl.DateTimeFormat(undefined, /** @type {any} */ (style)).format(new Date(seconds * 1000));
}

/** "1 minute", "3 minutes". @param {number} n @param {string} noun */
export function many(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** Set a text without touching the page when it is the same already. @param {Element} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Move what may hold the focus without losing it, nor the place in the text. @param {() => void} move */
export function keepingFocus(move) {
  const active = /** @type {any} */ (document.activeElement);
  const from = active?.selectionStart;
  const to = active?.selectionEnd;
  move();
  if (!active?.isConnected || active === document.activeElement || active === document.body) return;
  active.focus({ preventScroll: true });
  if (typeof from === "number") active.setSelectionRange(from, to);
}
