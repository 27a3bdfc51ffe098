// Whose answers this page writes: always in sight in the strip, with the choice of a seat behind it.
import { say } from "../../core/language.js";
import { button, el, setAttribute, setText, uniqueId } from "../../ui/dom.js";
import { seatPicker } from "../../ui/seat.js";
/** @import { Client } from "../../core/client.js" */

/** The seat in words, and what is asked before one is taken. @param {Client} client */
function seatWords(client) {
  if (client.asked) return say("Whose seat is it?");
  if (!client.seat) return client.leads ? "Not writing" : say("Choose your seat");
  return client.leads ? `Writing as ${client.seatLabel}` : client.seatLabel;
}

/** Whether the question stands before people's eyes already, where they chose. */
function isInSight() {
  return [...document.querySelectorAll(".kit-seat-question:not([hidden])")].some((each) => {
    const { top, bottom, height } = each.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < window.innerHeight;
  });
}

/** @param {Client} client */
export function seatChip(client) {
  const id = uniqueId("sitting");
  const picker = seatPicker(client, say("Writing as"));
  const drawer = el("div", { class: "kit-drawer", id, hidden: true }, picker.element);
  const chip = button("", () => open(drawer.hidden), { class: "kit-chip", "aria-expanded": "false", "aria-controls": id });
  let seat = "";
  let isAsked = false;
  /** @param {boolean} isOpen */
  function open(isOpen) {
    drawer.hidden = !isOpen;
    if (isOpen) picker.update();
    setAttribute(chip, "aria-expanded", String(isOpen));
  }
  return {
    element: el("div", { class: "kit-sitting" }, chip, drawer),
    update() {
      setText(chip, seatWords(client));
      setAttribute(chip, "aria-label", say("{seat}. Change the seat", { seat: seatWords(client) }));
      chip.classList.toggle("kit-missing", Boolean(client.asked) || (!client.seat && !client.leads));
      // After all other pickers have drawn theirs; also when another device has taken the seat over.
      if (client.asked && !isAsked) requestAnimationFrame(() => client.asked && !isInSight() && open(true));
      if (client.seat && client.seat !== seat && !client.leftSeat) open(false);
      isAsked = Boolean(client.asked);
      seat = client.seat;
      if (!drawer.hidden) picker.update();
    },
  };
}
