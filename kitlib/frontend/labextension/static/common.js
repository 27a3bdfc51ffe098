// Words, waits and small helpers of the extension.

/** @typedef {any} Lab what JupyterLab hands out; it gives no types to modules that it loads as they are */

const VERSION = "0.1.0";
export const PLUGIN = "kit-session:plugin";
export const SHOW = "kit-session:show-tools";
export const HIDE = "kit-session:hide-tools";

export const ANSWER_MS = 12000; // a kernel that has not answered by then is taken for one that never will
export const SLOW_MS = 30000; // a start that takes longer gets a way out
export const QUIET_MS = 3000; // no key for so long: people are not in mid-sentence
export const PAUSE_MS = 500; // the same, of those who are in no text
export const POINTED_MS = 1000; // after a press or a drag
export const PROBE_MS = 2000; // how often a lost server is looked for
export const PATIENCE_MS = 4000; // a server that has not answered by then is away
export const SETTLE_MS = 1500; // widgets get so long to paint and to fetch their text

/** @type {Record<string, string>} */
export const TEXT = {
  starting: "Starting the session… this takes a few seconds.",
  slow: "The session is taking longer than usual to start. You can wait, or try again.",
  failed: "A part of this session could not start. Its message is shown further down the page.",
  broken: "This session could not start. What was typed is kept. Try again, or show the notebook tools.",
  stopped: "The session has stopped. What was typed is kept. Try again to go on.",
  restarting: "The session is starting again in the background. You can go on typing.",
  untrusted:
    "This notebook was not made on this computer, or was changed since. " +
    "Start it only if you know who it comes from: starting runs the program it holds.",
  lost:
    "The connection to this computer’s server is lost. " +
    "What you type is kept in this browser and sent when it is back.",
  nothingToSave: "This page needs no saving. The line under each box says when your words were kept.",
};

/** Beside this file, under any base_url. */
export const stylesheet = new URL(`session.css?v=${VERSION}`, import.meta.url).href;

/** @param {string} what @param {unknown} error */
export const warn = (what, error) => console.warn(`[kit-session] ${what}:`, error);

/** Wrap a callback so that its failure stays ours and never stops JupyterLab. @param {string} what @param {(...args: any[]) => any} callback */
export const guard =
  (what, callback) =>
  (/** @type {any[]} */ ...args) => {
    try {
      const result = callback(...args);
      if (result instanceof Promise) return result.catch((error) => warn(what, error));
      return result;
    } catch (error) {
      warn(what, error);
      return undefined;
    }
  };

/** @param {number} ms */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Make an element: `el('button', {className: 'a', textContent: 'b'}, child, …)`.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Record<string, any>} properties @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export const el = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

const NOT_TEXT = new Set(
  ["button", "checkbox", "color", "file", "hidden", "image", "radio", "range", "reset", "submit"],
);
/** @param {any} node */
export const isTextField = (node) =>
  node instanceof HTMLTextAreaElement ||
  (node instanceof HTMLInputElement && !NOT_TEXT.has(node.type)) ||
  (node instanceof HTMLElement && node.isContentEditable);
