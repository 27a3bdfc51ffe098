// How other devices join, for the one who leads: each team's code and door, and the seats that devices hold.
import { button, drawnWhenChanged, el, plural, setText } from "../../ui/dom.js";
import { problemWords } from "../../ui/private.js";
/** @import { Door } from "../../protocol.js" */
/** @import { Client } from "../../core/client.js" */

const OPEN_IT = "No other device can join yet. To let phones and laptops join, stop the kit and start it with: kit lab --share";

/** What can be done with doors and seats; the panel is drawn anew when the server has said what stands. @param {Client} client @param {HTMLElement} said */
function acts(client, said) {
  const { meeting } = client.place;
  /** @param {"door" | "seat"} call @param {any} body @param {string} done */
  async function act(call, body, done) {
    try {
      const answer = await client.transport.call(call, { meeting, ...body });
      if (call === "door" && client.wall) client.wall.doors = answer;
      if (call === "seat" && client.wall?.held) client.wall.held[body.team] = (client.wall.held[body.team] ?? []).filter((seat) => seat !== body.seat);
      setText(said, done);
    } catch (error) {
      setText(said, `Not done: ${problemWords(error)}`);
    }
    client.notify();
  }
  return act;
}

/** The code of a team for a phone's camera; null where there is no server. @param {Client} client @param {{id: string, label: string, door: Door}} team */
export function doorPicture({ place, transport }, { id, label, door }) {
  const query = new URLSearchParams({ meeting: place.meeting, team: id, of: door.code });
  return transport.base === null ? null : el("img", { class: "kit-qr", alt: `Join ${label}: a code for a phone’s camera`, src: `${transport.base}kit/door.svg?${query}`, loading: "lazy" });
}

/** One team: its code, its door, its seats. @param {Client} client @param {{id: string, label: string, door: Door, held: string[]}} team @param {ReturnType<typeof acts>} act */
function teamLine(client, { id, label, door, held }, act) {
  const named = (/** @type {string} */ words) => ({ class: "kit-small", "aria-label": `${words}: ${label}` });
  const turn = door.open ? "close" : "open";
  const words = door.open ? "Let no more join" : "Let devices join";
  const toggle = button(words, () => act("door", { team: id, do: turn }, door.open ? `${label} takes no more devices.` : `${label} takes devices again.`), named(words));
  const renew = button("New code", () => act("door", { team: id, do: "renew" }, `${label} has a new code. Who joined by the old one stays.`), named("New code"));
  const out = button("Send all out", () => act("door", { team: id, do: "turn out" }, `Devices must join ${label} again by its code.`), named("Send all out"));
  const seats = held.map((seat) => button(`Free ${seat.replace("seat-", "seat ")}`, () => act("seat", { team: id, seat, free: true }, `${seat.replace("seat-", "Seat ")} of ${label} is free. What was private in it stays locked.`), named(`Free ${seat}`)));
  const fold = el("details", {}, el("summary", { text: `${plural(door.devices, "device")} joined, ${plural(held.length, "seat")} taken` }), el("p", {}, toggle, " ", renew, " ", door.devices > 0 && out), held.length > 0 && el("p", {}, ...seats));
  const picture = doorPicture(client, { id, label, door });
  const code = door.open ? el("strong", { class: "kit-code", text: door.code }) : el("span", { text: "closed" });
  return el("li", {}, `${label}: `, code, picture && door.open && el("details", {}, el("summary", { text: "Code for a phone’s camera" }), picture), fold);
}

/** @param {Client} client */
export function doorsPanel(client) {
  const said = el("p", { role: "status" });
  const list = el("ul", { class: "kit-doors" });
  const intro = el("p");
  const element = el("div", { class: "kit-join", hidden: true }, intro, list, said);
  const act = acts(client, said);
  const draw = drawnWhenChanged((/** @type {any} */ { address, doors, held, teams }) => {
    element.hidden = !doors;
    if (!doors) return;
    const how = [el("strong", { text: "Other devices join at " }), el("code", { text: address }), ". Each team has a code:"];
    intro.replaceChildren(...(address ? how : [OPEN_IT]));
    list.hidden = !address;
    const isOpen = [...list.querySelectorAll("details")].map((each) => each.open);
    list.replaceChildren(...teams.map((/** @type {any} */ team) => teamLine(client, { ...team, door: doors[team.id], held: held[team.id] ?? [] }, act)));
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
