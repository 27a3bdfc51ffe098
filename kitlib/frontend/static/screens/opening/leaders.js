// Who leads: from how many places just now, and the code by which somebody else comes to lead.
import { drawnWhenChanged, el, setText } from "../../ui/dom.js";
import { acts, doorPicture, guestList, smallButton } from "./doors.js";
/** @import { Door, Leader } from "../../protocol.js" */
/** @import { Client } from "../../core/client.js" */
/** @import { Act } from "./doors.js" */

const EVERY = 20; // seconds between two words to the server that this page leads
const NUMBERS = ["no", "one", "two", "three", "four", "five"];

/** "Led from two places", where it is more than one. @param {Leader[]} leaders */
function placesWords(leaders) {
  return leaders.length < 2 ? "" : `Led from ${NUMBERS[leaders.length] ?? leaders.length} places`;
}

/** For the strip: whether somebody else leads too. It also tells the server that this page does. @param {Client} client */
export function leadersWord(client) {
  const element = el("span", { class: "kit-leaders", role: "status" });
  let told = -Infinity;
  return {
    element,
    update() {
      if (client.wall && client.now() - told > EVERY) {
        told = client.now();
        client.transport.call("lead", { meeting: client.place.meeting }).catch(() => {}); // whether the page gets through, its saves tell
      }
      setText(element, placesWords(client.wall?.leaders ?? []));
    },
  };
}

/** @param {Leader[]} leaders */
function who(leaders) {
  const others = leaders.filter((each) => !each.here).map((each) => (each.by_code ? "a device with the facilitator’s code" : "the computer that runs the kit"));
  return others.length ? `It is led from here, and from ${others.join(", and from ")}.` : "It is led from here alone.";
}

/** The code and the devices that came by it. @param {Client} client @param {{door: Door, address: string}} of @param {Act} act @returns {(Node | null | false)[]} */
function opened(client, { door, address }, act) {
  const label = "the facilitator’s code";
  const work = (/** @type {string} */ turn, /** @type {string} */ done) => act("door", { team: "", do: turn }, done);
  const renew = smallButton("New code", label, () => work("renew", "There is a new code. Who leads by the old one goes on."));
  const close = smallButton("Let nobody else come", label, () => work("close", "Nobody else can come to lead. Who leads goes on."));
  const out = smallButton("Send all out", label, () => work("turn out", "Only this computer leads now."));
  const picture = doorPicture(client, { id: "", label: "Lead this meeting", door });
  const remove = (/** @type {import("../../protocol.js").Guest} */ guest, /** @type {string} */ name) => act("door", { team: "", do: "remove", guest: guest.id }, `Removed: ${name}. It leads no more. Give out a new code before somebody else shall lead.`);
  return [
    el("p", {}, "At ", el("code", { text: address.replace(/join$/, "lead") }), " they type ", el("strong", { class: "kit-code", text: door.code }), ". Whoever has it can lead this meeting, and no other."),
    picture && el("details", {}, el("summary", { text: "Code for a phone’s camera" }), picture),
    el("p", {}, renew, " ", close, " ", door.guests.length > 0 && out),
    guestList(door.guests, "those who lead", remove) || null,
  ];
}

/** How somebody else comes to lead; on the computer where the meeting was opened. @param {Client} client */
export function leadersPanel(client) {
  const said = el("p", { role: "status" });
  const words = el("p");
  const body = el("div");
  const element = el("div", { class: "kit-lead-door", hidden: true }, el("h3", { text: "Who leads" }), words, body, said);
  const act = acts(client, said);
  const allow = smallButton("Let somebody else lead too", "a facilitator’s code", () => act("door", { team: "", do: "open" }, "Give the code to that person alone."));
  const draw = drawnWhenChanged((/** @type {any} */ { address, door, leaders }) => {
    element.hidden = !leaders.length && !door;
    setText(words, who(leaders));
    if (!door || !address) return body.replaceChildren();
    const isOpen = Boolean(body.querySelector("details")?.open);
    const parts = door.open ? opened(client, { door, address }, act) : [el("p", {}, allow), guestList(door.guests, "those who lead", (guest) => act("door", { team: "", do: "remove", guest: guest.id }, "It leads no more."))];
    body.replaceChildren(...parts.filter((part) => part instanceof Node));
    const fold = body.querySelector("details");
    if (fold) fold.open = isOpen;
  });
  return {
    element,
    update() {
      const { address = "", lead_door: door = null, leaders = [] } = client.wall ?? {};
      draw(JSON.parse(JSON.stringify({ address, door, leaders })));
    },
  };
}
