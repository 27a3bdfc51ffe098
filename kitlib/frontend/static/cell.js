// A cell of a notebook: the styles its parts need, and the parts, each drawn into a place of its own.
import { el } from "./ui/dom.js";
import { addStyles } from "./ui/styles.js";
/** @import { Place, ScreensAnswer } from "./protocol.js" */
/** @import { Model } from "./core/channel.js" */

/** @typedef {Model & {get(name: string): any}} WidgetModel */

/** What a part takes for its widget: its own settings, and this cell's channel. @param {WidgetModel} model @param {any} config @param {Place} place @returns {WidgetModel} */
function partOf(model, config, place) {
  /** @type {Record<string, any>} */
  const given = { config, place };
  return {
    get: (name) => given[name],
    send: (message) => model.send(message),
    on: (word, listener) => model.on(word, listener),
    off: (word, listener) => model.off(word, listener),
  };
}

/**
 * Draw the screen that a cell stands for. Throws `{what, next}` where the session has no such screen.
 * @param {{model: WidgetModel, host: HTMLElement, answer: ScreensAnswer & {base?: string}, load: (bundle: string) => Promise<Record<string, any>>,
 *          closed: () => boolean}} cell
 * @returns {Promise<() => void>} what takes it away again
 */
export async function draw({ model, host, answer, load, closed }) {
  const { screen } = model.get("place");
  const parts = answer.screens[screen];
  if (!parts) throw Object.assign(new Error(), { what: `This session has no step “${screen}”.`, next: "Build the notebook again: kit build" });
  const { assets } = answer;
  document.documentElement.dataset.kitCalled = JSON.stringify(assets.called ?? {});
  const loaded = Promise.all(parts.map(([part]) => load(assets.bundles[part])));
  // Without its styles a part would jump when they come.
  const [bundles] = await Promise.all([loaded, addStyles(assets, answer.base ?? "/")]);
  const modules = parts.map(([part], i) => bundles[i][assets.modules[part]]);
  const closers = closed() ? [] : parts.map(([, config], i) => modules[i].default.render({ model: partOf(model, config, answer.place), el: host.appendChild(el("div")) }));
  return () => {
    for (const close of closers) close?.();
  };
}
