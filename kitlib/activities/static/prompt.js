// On a page without a notebook: the heading and the prompt of a step.
import { h } from "./shared/dom.js";

export default {
  render({ model, el }) {
    const config = model.get("config");
    const heading = h("h2", {}, `${config.number}. ${config.title}`);
    el.append(h("section", { class: "kit kit-prompt" }, heading, h("div", { html: config.prompt })));
  },
};
