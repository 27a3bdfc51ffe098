// Putting elements in order without taking the focus from anybody.

/**
 * Make `wanted` the children of `parent`, in that order. An element that holds the focus is not moved:
 * the others are put around it, since a browser drops the focus of whatever is moved.
 * @param {Element} parent @param {Element[]} wanted
 */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  const focused = wanted.findIndex((element) => element.parentNode === parent && element.contains(document.activeElement));
  const fixed = focused < 0 ? null : wanted[focused];
  const put = (/** @type {Element} */ element, /** @type {Element | null} */ before) => {
    if (element !== before && (element.parentNode !== parent || element.nextElementSibling !== before)) parent.insertBefore(element, before);
  };
  /** @type {Element | null} */
  let before = null;
  for (let i = wanted.length - 1; i > focused; i -= 1) {
    put(wanted[i], before);
    before = wanted[i];
  }
  before = fixed;
  for (let i = focused - 1; i >= 0; i -= 1) {
    put(wanted[i], before);
    before = wanted[i];
  }
}
