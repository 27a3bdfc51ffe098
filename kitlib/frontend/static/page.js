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

const { parts, place, assets, look, language } = JSON.parse(document.getElementById("kit-page")?.textContent ?? "{}");
document.documentElement.dataset.kitCalled = JSON.stringify(assets?.called ?? {});
const files = new URL("../../", import.meta.url);
const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const kit = (/** @type {any} */ (globalThis).__kit ??= {});
const YEAR = 365 * 24 * 60 * 60; // seconds
main.querySelector(".old")?.remove();

/** Open the page anew in the language that was chosen; what is typed is saved, or kept in this browser, before. @param {HTMLSelectElement} select */
async function choose({ dataset, value }) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${dataset.keeps}=${value}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  await Promise.all([...(kit.clients?.values() ?? [])].map((client) => client.flush().catch(() => {})));
  location.reload();
}

const select = document.getElementById("language");
if (select instanceof HTMLSelectElement) select.addEventListener("change", () => choose(select));
// Before anything is drawn, since a text is said once.
if (language) kit.language = { ...language, own: {}, plurals: "", ...(language.file ? await import(new URL(`${language.file}.js`, files).href) : {}) };

const places = parts.map(() => main.appendChild(document.createElement("div")));
const loaded = parts.map((/** @type {[string, any]} */ [part]) => import(new URL(`${assets.bundles[part]}.js`, files).href));
for (const [i, [part, config]] of parts.entries()) {
  const { modules } = await loaded[i];
  modules[assets.modules[part]].default.render({ model: kernelless({ config, place, look }), el: places[i] });
  const left = document.getElementById("left");
  if (left && i === 0) modules["frontend/static/core/language.js"].onMissing(() => (left.hidden = false));
}
