// The choice of a seat, at the head of every activity that asks each seat.
import { say } from "../core/language.js";
import { button, drawnWhenChanged, el, setText, uniqueId } from "./dom.js";
import { phraseLine, problemWords } from "./private.js";
/** @import { Seat } from "../protocol.js" */
/** @import { Client } from "../core/client.js" */

/** Sit down, after a question where the seat was used before on another screen. @param {Client} client @param {string} seat */
export async function claimSeat(client, seat) {
  const known = client.seats.find((each) => each.id === seat);
  client.seatProblem = "";
  if (known?.taken && known.holding === "free") {
    client.askWhose(seat, "free", false);
    return;
  }
  client.sitting = seat;
  try {
    await client.sit(seat);
  } catch (error) {
    client.seatProblem = say("Not seated yet: {problem}", { problem: problemWords(error) });
  }
  if (client.sitting === seat) client.sitting = null;
  client.notify();
}

/** What a person is asked who chose a seat that somebody used, or uses. @param {Client} client @param {() => void} done */
function seatQuestion(client, done) {
  const words = el("p");
  const mine = button(say("It is my seat"), () => answer(client.asked?.seat ?? ""));
  const other = button(say("Choose another"), () => answer(""));
  const phrase = phraseLine((typed) => client.takeOver(client.asked?.seat ?? "", typed));
  const element = el("div", { class: "kit-conflict kit-seat-question", role: "alert", hidden: true }, words, phrase, mine, other);
  /** @param {string} seat */
  async function answer(seat) {
    client.asked = null;
    if (seat) await client.sit(seat).catch((error) => (client.seatProblem = problemWords(error)));
    client.notify();
    done();
  }
  return {
    element,
    update() {
      const { asked } = client;
      element.hidden = !asked;
      if (!asked) return;
      const label = client.seats.find((each) => each.id === asked.seat)?.label ?? asked.seat;
      const isFree = asked.holding === "free";
      const held = asked.hasLock
        ? say("{label} belongs to another device. Choose a free seat; or if it is yours, open it with your phrase, or ask who leads to free it.", { label })
        : say("{label} belongs to another device. Choose a free seat; or if it is yours, ask who leads to free it.", { label });
      setText(words, isFree ? say("{label} was used already, perhaps by another person. If it is not yours, choose a free seat.", { label }) : held);
      mine.hidden = !isFree;
      phrase.hidden = isFree || !asked.hasLock;
    },
  };
}

/** Before a device is passed on: what its last seat wrote in private is still open on it. @param {Client} client */
function passingOn(client) {
  const words = el("p");
  const place = () => ({ team: client.team, seat: client.leftSeat });
  const lock = button(say("Lock it"), () => {
    client.locks.shut(place());
    leave();
  });
  const keep = button(say("Leave it open"), () => leave());
  const element = el("div", { class: "kit-conflict", role: "alert", hidden: true }, words, lock, keep);
  function leave() {
    client.leftSeat = "";
    client.notify();
  }
  return {
    element,
    update() {
      const phrase = client.leftSeat ? client.locks.phrase(place()) : null;
      element.hidden = !phrase;
      const label = client.seats.find((each) => each.id === client.leftSeat)?.label ?? client.leftSeat;
      setText(words, say("What {label} wrote in private is still open on this device. If somebody else sits here now, note your phrase and lock it. Your phrase: {phrase}", { label, phrase: phrase ?? "" }));
    },
  };
}

/** @param {Client} client @param {string} [label] */
export function seatPicker(client, label = say("Writing as")) {
  const id = uniqueId("seat");
  const select = el("select", { id, onchange: () => claimSeat(client, select.value) });
  const problem = el("p", { class: "kit-problem", role: "status" });
  const question = seatQuestion(client, () => select.focus());
  const left = passingOn(client);
  const line = el("p", { class: "kit-seat" }, el("label", { for: id, text: label }), select);
  const drawSeats = drawnWhenChanged((/** @type {Seat[]} */ seats) => {
    const used = (/** @type {Seat} */ seat) => seat.holding === "another's" || (seat.taken && seat.holding !== "yours");
    const options = seats.map((seat) => el("option", { value: seat.id, text: used(seat) ? say("{label} (in use)", { label: seat.label }) : seat.label }));
    select.replaceChildren(el("option", { value: "", text: say("Choose your seat…") }), ...options);
  });
  return {
    element: el("div", {}, line, question.element, left.element, problem),
    update() {
      drawSeats(client.seats);
      const seat = client.sitting ?? client.asked?.seat ?? client.seat;
      if (select.value !== seat) select.value = seat;
      question.update();
      left.update();
      setText(problem, client.seatProblem);
      line.classList.toggle("kit-seat-missing", !client.seat && !client.leads);
    },
  };
}
