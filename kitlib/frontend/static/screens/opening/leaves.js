// The leaves of a page: what stands on it before the first step, and each step with its prompt and its activities.

export const OPENING = "opening"; // the leaf before the first step

/** @typedef {{panel: HTMLElement, container: HTMLElement, scroller: Element}} Sheet what holds the leaves, what scrolls, and what stays around both */

/** The page that a part of it stands on; null where a notebook is shown by something that is not known here. @param {HTMLElement} part @returns {Sheet | null} */
export function sheetOf(part) {
  const page = /** @type {HTMLElement | null} */ (part.closest(".kit-page"));
  if (page) return { panel: page, container: page, scroller: document.scrollingElement ?? document.documentElement };
  const panel = /** @type {HTMLElement | null} */ (part.closest(".jp-NotebookPanel"));
  const container = part.closest(".jp-Cell")?.parentElement;
  const scroller = part.closest(".jp-WindowedPanel-outer");
  return panel && container && scroller ? { panel, container, scroller } : null;
}

/** The heading of a step, if a piece of the page begins with one. @param {Element} piece */
function headingOf(piece) {
  return piece.querySelector("h2")?.textContent?.trim() ?? "";
}

/**
 * Each leaf with its pieces, in the order of the page. A step begins where its heading, as in "3. Talk in pairs", does.
 * @param {Iterable<Element>} pieces @param {Map<string, string>} headings step to heading @returns {Map<string, Element[]>}
 */
export function leavesOf(pieces, headings) {
  /** @type {Map<string, Element[]>} */
  const leaves = new Map([[OPENING, []]]);
  let leaf = OPENING;
  for (const piece of pieces) {
    const heading = headingOf(piece);
    const step = heading && [...headings].find(([, words]) => heading.startsWith(words));
    if (step) leaf = step[0];
    leaves.set(leaf, [...(leaves.get(leaf) ?? []), piece]);
  }
  return leaves;
}
