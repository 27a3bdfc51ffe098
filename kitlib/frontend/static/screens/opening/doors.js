// How other devices join, for the one who leads: each team's code and door, the devices that came, and the seats that they hold.
import { button, clockTime, drawnWhenChanged, el, plural, setText } from "../../ui/dom.js";
import { problemWords } from "../../ui/private.js";
/** @import { Door, Guest } from "../../protocol.js" */
/** @import { Client } from "../../core/client.js" */

const OPEN_IT = "No other device can join yet. Press “Let phones and laptops join” on the start page, or start the kit with: kit lab --share";
const OUT = "It cannot come back by today’s code. A person can use another browser, so give the team a new code as well if they must stay out.";

/** @typedef {(call: "door" | "seat", body: any, done: string) => Promise<void>} Act */

/** What can be done with doors and seats; panels are drawn anew when the server has said what stands. @param {Client} client @param {HTMLElement} said @returns {Act} */
export function acts(client, said) {
  const { meeting } = client.place;
  return async (call, body, done) => {
    try {
      const answer = await client.transport.call(call, { meeting, ...body });
      if (call === "door" && client.wall) Object.assign(client.wall, answer);
      if (call === "seat" && client.wall?.held) client.wall.held[body.team] = (client.wall.held[body.team] ?? []).filter((seat) => seat !== body.seat);
      setText(said, done);
    } catch (error) {
      setText(said, `Not done: ${problemWords(error)}`);
    }
    client.notify();
  };
}

/** The code of a door for a phone's camera; null where there is no server. @param {Client} client @param {{id: string, label: string, door: Door}} team */
export function doorPicture({ place, transport }, { id, label, door }) {
  const query = new URLSearchParams({ meeting: place.meeting, team: id, of: door.code });
  return transport.base === null ? null : el("img", { class: "kit-qr", alt: `${label}: a code for a phone’s camera`, src: `${transport.base}kit/door.svg?${query}`, loading: "lazy" });
}

/** A small button that says of what it is. @param {string} words @param {string} label @param {() => void} press */
export const smallButton = (words, label, press) => button(words, press, { class: "kit-small", "aria-label": `${words}: ${label}` });

/** @param {string} seat */
const seatWords = (seat) => seat.replace("seat-", "seat ");

/** The devices that came by a code, each with the way to remove it. @param {Guest[]} guests @param {string} label @param {(guest: Guest, name: string) => void} remove */
export function guestList(guests, label, remove) {
  const line = (/** @type {Guest} */ guest, /** @type {number} */ i) => {
    const name = `device ${i + 1}`;
    const facts = [`Device ${i + 1}`, `came ${clockTime(guest.at)}`, ...guest.seats.map(seatWords)].join(", ");
    return el("li", {}, `${facts} `, smallButton("Remove", `${name} of ${label}`, () => remove(guest, name)));
  };
  return guests.length > 0 && el("ul", { class: "kit-guests" }, ...guests.map(line));
}

/** One team: its code, its door, its devices and seats. @param {Client} client @param {{id: string, label: string, door: Door, held: string[]}} team @param {Act} act */
function teamLine(client, { id, label, door, held }, act) {
  const turn = door.open ? "close" : "open";
  const words = door.open ? "Lock the door" : "Let devices join";
  const toggle = smallButton(words, label, () => act("door", { team: id, do: turn }, door.open ? `${label} takes no more devices.` : `${label} takes devices again.`));
  const renew = smallButton("New code", label, () => act("door", { team: id, do: "renew" }, `${label} has a new code. Who joined by the old one stays.`));
  const out = smallButton("Send all out", label, () => act("door", { team: id, do: "turn out" }, `Devices must join ${label} again by its code.`));
  const came = guestList(door.guests, label, (guest, name) => act("door", { team: id, do: "remove", guest: guest.id }, `Removed: ${name} of ${label}. ${OUT}`));
  const seats = held.map((seat) => smallButton(`Free ${seatWords(seat)}`, label, () => act("seat", { team: id, seat, free: true }, `${seat.replace("seat-", "Seat ")} of ${label} is free. What was private in it stays locked.`)));
  const picture = doorPicture(client, { id, label: `Join ${label}`, door });
  const code = door.open ? el("strong", { class: "kit-code", text: door.code }) : el("span", { text: "locked" });
  const fold = el(
    "details",
    {},
    el("summary", { text: `${plural(door.guests.length, "device")} joined, ${plural(held.length, "seat")} taken` }),
    el("p", {}, toggle, " ", renew, " ", door.guests.length > 0 && out),
    came,
    held.length > 0 && el("p", {}, ...seats),
  );
  return el("li", {}, `${label}: `, code, picture && door.open && el("details", {}, el("summary", { text: "Code for a phone’s camera" }), picture), fold);
}

/** All doors at once. @param {{id: string, door: Door}[]} teams @param {Act} act */
function allDoors(teams, act) {
  const open = teams.filter(({ door }) => door.open);
  const work = async (/** @type {{id: string}[]} */ of, /** @type {string} */ turn, /** @type {string} */ done) => {
    for (const { id } of of) await act("door", { team: id, do: turn }, done);
  };
  if (teams.length < 2) return null;
  return open.length ? smallButton("Lock all doors", "all teams", () => work(open, "close", "No team takes more devices.")) : smallButton("Let devices join", "all teams", () => work(teams, "open", "All teams take devices again."));
}

/** @param {Client} client */
export function doorsPanel(client) {
  const said = el("p", { role: "status" });
  const list = el("ul", { class: "kit-doors" });
  const intro = el("p");
  const all = el("p");
  const element = el("div", { class: "kit-join", hidden: true }, intro, list, all, said);
  const act = acts(client, said);
  const draw = drawnWhenChanged((/** @type {any} */ { address, doors, held, teams }) => {
    element.hidden = !doors;
    if (!doors) return;
    const how = [el("strong", { text: "Other devices join at " }), el("code", { text: address }), ". Each team has a code:"];
    intro.replaceChildren(...(address ? how : [OPEN_IT]));
    list.hidden = all.hidden = !address;
    const isOpen = [...list.querySelectorAll("details")].map((each) => each.open);
    const known = teams.map((/** @type {any} */ team) => ({ ...team, door: doors[team.id], held: held[team.id] ?? [] }));
    list.replaceChildren(...known.map((/** @type {any} */ team) => teamLine(client, team, act)));
    all.replaceChildren(...[allDoors(known, act)].filter((each) => each !== null));
    [...list.querySelectorAll("details")].forEach((each, i) => (each.open = Boolean(isOpen[i])));
  });
  return {
    element,
    update() {
      const { address = "", doors = null, held = {}, teams = [] } = client.wall ?? {};
      const named = (teams ?? []).map(({ id, label }) => ({ id, label }));
      draw(JSON.parse(JSON.stringify({ address, doors: named.length ? doors : null, held, teams: named })));
    },
  };
}
