// A page without a notebook: its parts, one below the other, with no kernel behind them. It begins here, and fetches the
// bundles of its parts from where it came itself.

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

// The styles know JupyterLab's mark of a dark theme; here the system says it. Paper is white.
const dark = matchMedia("(prefers-color-scheme: dark)");
const paper = matchMedia("print");
const theme = () => (document.body.dataset.jpThemeLight = String(!dark.matches || paper.matches));
for (const query of [dark, paper]) query.addEventListener("change", theme);
theme();

const { parts, place, assets, look } = JSON.parse(document.getElementById("kit-page")?.textContent ?? "{}");
document.documentElement.dataset.kitCalled = JSON.stringify(assets?.called ?? {});
const files = new URL("../../", import.meta.url);
const main = /** @type {HTMLElement} */ (document.querySelector("main"));
main.querySelector(".old")?.remove();
const places = parts.map(() => main.appendChild(document.createElement("div")));
const loaded = parts.map((/** @type {[string, any]} */ [part]) => import(new URL(`${assets.bundles[part]}.js`, files).href));
for (const [i, [part, config]] of parts.entries()) {
  const { modules } = await loaded[i];
  modules[assets.modules[part]].default.render({ model: kernelless({ config, place, look }), el: places[i] });
}
