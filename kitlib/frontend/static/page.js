// A page without a notebook: its parts, one below the other, with no kernel behind them.
import { el } from "./ui/dom.js";

/** Draw the parts that the page's `kit-page` element names. @param {string} base where the files of this version begin */
export async function openPage(base) {
  const { parts, place, modules } = JSON.parse(document.getElementById("kit-page")?.textContent ?? "{}");
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  const places = parts.map(() => main.appendChild(el("div")));
  const loaded = parts.map((/** @type {[string, any]} */ [part]) => import(base + modules[part]));
  for (const [i, [, config]] of parts.entries()) {
    (await loaded[i]).default.render({ model: kernelless({ config, place }), el: places[i] });
  }
}

/** What stands for a widget where there is no kernel. @param {Record<string, any>} given */
function kernelless(given) {
  return {
    get: (/** @type {string} */ name) => given[name],
    on() {},
    off() {},
    send() {
      throw new Error("This page has no kernel.");
    },
  };
}
