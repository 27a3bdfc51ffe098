// A set of check boxes to choose days or groups from.
import { el } from "../../frontend/static/ui/dom.js";

/** @param {string} legend @param {Record<string, string>} choices */
export function ticks(legend, choices) {
  const boxes = Object.entries(choices).map(([id, text]) => {
    const box = el("input", { type: "checkbox", value: id });
    return { id, box, element: el("label", {}, box, ` ${text}`) };
  });
  return {
    element: el("fieldset", { class: "kit-ticks" }, el("legend", { text: legend }), ...boxes.map((each) => each.element)),
    chosen: () => boxes.filter(({ box }) => box.checked && !box.disabled).map(({ id }) => id),
    /** @param {string[]} on @param {string[]} [off] those that cannot be chosen */
    set(on, off = []) {
      for (const { id, box, element } of boxes) {
        box.checked = on.includes(id);
        element.hidden = box.disabled = off.includes(id);
      }
    },
  };
}
