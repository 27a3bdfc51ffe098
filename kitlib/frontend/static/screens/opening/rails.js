// The cockpit: the agenda on the left of the running step and the room on its right, all on one screen.
import { button, el, setAttribute } from "../../ui/dom.js";
import { sheetOf } from "./leaves.js";
/** @import { Part } from "../../ui/dom.js" */

/** What stands beside the running step. On a small screen both sides lie behind one button. @param {HTMLElement} home @param {Part[]} left @param {Part[]} right */
export function rails(home, left, right) {
  const agenda = el("aside", { class: "kit kit-rail kit-rail-left", "aria-label": "Agenda" }, ...left.map((part) => part.element));
  const room = el("aside", { class: "kit kit-rail kit-rail-right", "aria-label": "The room" }, ...right.map((part) => part.element));
  const element = el("div", { class: "kit-rails" }, agenda, room);
  const opener = button("Agenda and room", () => open(!("open" in element.dataset)), { class: "kit-rails-open", "aria-expanded": "false" });
  /** @param {boolean} isOpen */
  function open(isOpen) {
    setAttribute(element, "data-open", isOpen ? "" : null);
    setAttribute(opener, "aria-expanded", String(isOpen));
  }
  element.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".kit-agenda .kit-link")) open(false);
  });
  return {
    element,
    opener,
    open,
    update() {
      const panel = sheetOf(home)?.panel;
      const place = panel?.matches(".kit-panel, .kit-page") ? panel : home;
      if (element.parentElement !== place) {
        place.append(element);
        place.classList.add("kit-cockpit");
      }
      for (const part of [...left, ...right]) part.update();
    },
    close() {
      element.parentElement?.classList.remove("kit-cockpit");
      element.remove();
    },
  };
}
