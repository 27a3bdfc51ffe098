// The styles of a page: each style sheet once, and a newer one in the place of an older one.
import { el } from "./dom.js";
/** @import { Assets } from "../protocol.js" */

/** @type {WeakMap<Element, Promise<void>>} */
const ready = new WeakMap();

/** Settled when a style sheet is there, or cannot come. @param {HTMLLinkElement} link @returns {Promise<void>} */
function arrival(link) {
  return new Promise((done) => {
    for (const word of ["load", "error"]) link.addEventListener(word, () => done());
  });
}

/** Put one style sheet into the page. @param {string} path @param {HTMLLinkElement | HTMLStyleElement} sheet */
function put(path, sheet) {
  const id = `kit-style-${path.replace(/[^a-z]+/g, "-")}`;
  const there = document.getElementById(id);
  const said = (/** @type {Element} */ each) => each.getAttribute("href") ?? each.textContent;
  if (there && said(there) === said(sheet)) return ready.get(there);
  // What the page itself came with: once more, it would stand after what goes before it now.
  if (sheet instanceof HTMLLinkElement && !there && [...document.styleSheets].some(({ href }) => href === sheet.href)) return undefined;
  sheet.id = id;
  ready.set(sheet, sheet instanceof HTMLLinkElement ? arrival(sheet) : Promise.resolve());
  document.head.append(sheet);
  there?.remove();
  return ready.get(sheet);
}

/** Put the styles that parts need into the page. @param {Assets} assets @param {string} base where the server begins; not asked for what came as text */
export async function addStyles({ version, styles, texts, look }, base) {
  await Promise.all(
    styles.map((path) => {
      const href = `${location.origin}${base}kit/static/${version}/${path}`;
      return put(path, texts ? el("style", { text: texts[path] }) : el("link", { rel: "stylesheet", href }));
    }),
  );
  if (look) put("look", el("style", { text: look })); // after the others, in whose place it stands
}
