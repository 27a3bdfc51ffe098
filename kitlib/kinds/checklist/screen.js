// Look-fors on visits: one visit at a time in the corridor, and the pattern over all of them.
import { say } from "../../frontend/static/core/language.js";
import { button, el } from "../../frontend/static/ui/dom.js";
import { pollWhenSaved } from "../../frontend/static/ui/fresh.js";
import { mount } from "../../frontend/static/ui/mount.js";
import { PatternView } from "./pattern.js";
import { Visits } from "./visits.js";

export default {
  render: mount(({ root, client, config }) => {
    let view = config.again ? "pattern" : "one";
    const visits = new Visits(client, config, () => update());
    const pattern = new PatternView(client, config, visits);
    const fresh = pollWhenSaved(client, config.id);
    const choose = (/** @type {string} */ id) => () => {
      view = id;
      update();
    };
    const one = button(say("One {noun} at a time", { noun: visits.noun }), choose("one"));
    const all = button(say("All {noun}s together", { noun: visits.noun }), choose("pattern"));
    root.append(el("div", { class: "kit-switch", role: "group", "aria-label": say("What to show") }, one, all), visits.element, pattern.element);
    function update() {
      one.setAttribute("aria-pressed", String(view === "one"));
      all.setAttribute("aria-pressed", String(view === "pattern"));
      visits.element.hidden = view !== "one";
      pattern.element.hidden = view !== "pattern";
      fresh.update();
      if (view === "pattern") pattern.update();
      else visits.update();
    }
    return [{ update }];
  }),
};
