// On a page without a notebook: the heading and the prompt of a step.
import { words } from "../core/language.js";
import { el } from "../ui/dom.js";
/** @import { Widget } from "../ui/mount.js" */

export default {
  /** @param {Widget} widget */
  render({ model, el: host }) {
    const config = model.get("config");
    const heading = el("h2", {}, el("span", { text: `${config.number}. ` }), el("span", { text: words(config.title) }));
    host.append(el("section", { class: "kit kit-prompt" }, heading, el("div", { html: words(config.prompt) })));
  },
};
