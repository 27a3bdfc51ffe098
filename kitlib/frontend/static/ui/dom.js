// Small helpers for building pages out of native HTML.
import { chosen, foreign, habits, sayMany } from "../core/language.js";

/**
 * @typedef {Node | string | number | false | null | undefined} Child what is falsy is left out
 * @typedef {{element: HTMLElement, update(): void, close?(): void}} Part a piece of a page that is brought up to date at every change
 */

let lastId = 0;

/** An id that no other element on the page has. @param {string} word */
export function uniqueId(word) {
  lastId += 1;
  return `kit-${word}-${lastId}-${Math.random().toString(36).slice(2, 7)}`;
}

/**
 * An element. Attributes that start with "on" are listeners; `text` is its text; null and false are left out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Record<string, any>} [attributes] @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") setText(element, value);
    else if (name === "html") setHtml(element, value); // only for what Python rendered from a session file
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child) element.append(typeof child === "string" && foreign(child) ? el("span", { text: child }) : /** @type {Node | string} */ (child));
  }
  return element;
}

/** A button. @param {string} text @param {() => void} onclick @param {Record<string, any>} [attributes] */
export function button(text, onclick, attributes = {}) {
  return el("button", { type: "button", text, onclick, ...attributes });
}

/** Words for screen readers alone, spoken when they change. */
export function spokenLine() {
  return el("span", { class: "kit-hidden", role: "status" });
}

/** Set a text without touching the page when it is the same already. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent === text) return;
  element.textContent = text;
  markLanguage(element, text);
}

/** @param {Element} element @param {string} html */
function setHtml(element, html) {
  element.innerHTML = html;
  markLanguage(element, html);
}

/** @type {WeakSet<Element>} */
const marked = new WeakSet();

/** Say that a text is in English where the page is not. @param {Element} element @param {string} text */
function markLanguage(element, text) {
  const language = foreign(text);
  if (!language && !marked.has(element)) return;
  marked.add(element);
  setAttribute(element, "lang", language);
  setAttribute(element, "dir", language && "ltr");
}

/** Set an attribute without touching the page when it is the same already; null takes it away. @param {Element} element @param {string} name @param {string | null} value */
export function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Listen for Enter, but not for the one by which an input method ends a word. @param {HTMLElement} input @param {(event: KeyboardEvent) => void} act */
export function onEnter(input, act) {
  input.addEventListener("keydown", (event) => {
    // 229 is what Safari says of the Enter that ends a word, which it sends after the composition.
    if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229) act(event);
  });
}

/**
 * Keep plain keys inside the kit's own page. In JupyterLab `d d` on a focused radio button would otherwise
 * delete the cell, and arrows would leave the group.
 * @param {HTMLElement} root
 */
export function guardKeys(root) {
  root.addEventListener("keydown", (event) => {
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    if (!hasModifier || event.key === "Enter") event.stopPropagation();
  });
}

/** "Oct 3, 2026" of a day as YYYY-MM-DD. @param {string} day */
export function shortDay(day) {
  return day && new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** Clock time as people read it, "4:05:07 pm" by the browser's own habit. @param {number} seconds @param {boolean} [withSeconds] */
export function clockTime(seconds, withSeconds = false) {
  return new Intl.DateTimeFormat(habits(), { timeStyle: withSeconds ? "medium" : "short" }).format(new Date(seconds * 1000));
}

/** "1 minute", "3 minutes", as the kit counts what it names itself. @param {number} n @param {string} noun */
export function plural(n, noun) {
  return sayMany(n, `{n} ${noun}`, `{n} ${noun}s`);
}

/** "3 visits", of what a session names. @param {number} n @param {string} noun */
export function things(n, noun) {
  return chosen() ? `${n} (${noun})` : `${n} ${noun}${n === 1 ? "" : "s"}`;
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

/** Something that is drawn anew only when it has changed. @param {(data: any) => void} draw @returns {(data: any) => void} */
export function drawnWhenChanged(draw) {
  let before = "";
  return (data) => {
    const now = JSON.stringify(data ?? null);
    if (now === before) return;
    before = now;
    draw(data);
  };
}

/** What a tab remembers, where it can. @param {string} key */
export function tabMemory(key) {
  return {
    get() {
      try {
        return sessionStorage.getItem(key) ?? "";
      } catch {
        return "";
      }
    },
    /** @param {string} value */
    set(value) {
      try {
        sessionStorage.setItem(key, value);
      } catch {
        /* then it lasts as long as the page */
      }
    },
  };
}
