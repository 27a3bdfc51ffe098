// The choice of a seat, at the head of every activity that asks each seat.
import { button, drawnWhenChanged, el, setText, uniqueId } from "./dom.js";
/** @import { Seat } from "../protocol.js" */
/** @import { Client } from "../core/client.js" */

/** Sit down, after a question where the seat was used on another screen. @param {Client} client @param {string} seat */
export function claimSeat(client, seat) {
  const isTaken = client.seats.find((each) => each.id === seat)?.taken && !client.loaded.has(`${client.team}|${seat}`);
  client.askedSeat = isTaken ? seat : "";
  if (isTaken) client.notify();
  else client.selectSeat(client.team, seat);
}

/** @param {Client} client @param {string} [label] */
export function seatPicker(client, label = "Writing as") {
  const id = uniqueId("seat");
  const select = el("select", { id, onchange: () => claimSeat(client, select.value) });
  const words = el("p");
  const mine = button("It is my seat", () => answer(client.askedSeat));
  const other = button("Choose another", () => answer(client.seat));
  const question = el("div", { class: "kit-conflict", role: "alert", hidden: true }, words, mine, other);
  const line = el("p", { class: "kit-seat" }, el("label", { for: id, text: label }), select);
  const drawSeats = drawnWhenChanged((/** @type {Seat[]} */ seats) => {
    const options = seats.map((seat) => el("option", { value: seat.id, text: seat.taken ? `${seat.label} (in use)` : seat.label }));
    select.replaceChildren(el("option", { value: "", text: "Choose your seat…" }), ...options);
  });
  /** @param {string} seat */
  function answer(seat) {
    client.askedSeat = "";
    client.selectSeat(client.team, seat);
    select.focus();
  }
  return {
    element: el("div", {}, line, question),
    update() {
      drawSeats(client.seats);
      const seat = client.askedSeat || client.seat;
      if (select.value !== seat) select.value = seat;
      question.hidden = !client.askedSeat;
      const asked = client.seats.find((each) => each.id === client.askedSeat);
      setText(words, asked ? `${asked.label} was used already, perhaps by another person. If it is not yours, choose a free seat.` : "");
      line.classList.toggle("kit-seat-missing", !client.seat && !client.leads);
    },
  };
}
