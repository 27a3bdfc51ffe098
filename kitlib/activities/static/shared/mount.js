// From a kind's drawing to what anywidget calls.
import { h, freshId, guardKeys, say } from "./dom.js";
import { clientFor } from "./client.js";
import { curtain, leadBar } from "./lead.js";

/** Sit down, after a question where the seat was used on another screen. @param {any} client @param {string} seat */
export function takeSeat(client, seat) {
  const taken = client.seats.find((s) => s.id === seat)?.taken && !client.known.has(`${client.team}|${seat}`);
  client.asked = taken ? seat : "";
  if (taken) client.tell();
  else client.sit(client.team, seat);
}

/** The choice of a seat, at the head of every activity that asks each seat. */
export function seatPicker(client, label = "Writing as") {
  const id = freshId("seat");
  const select = h("select", { id, onchange: () => takeSeat(client, select.value) });
  const words = h("p");
  const mine = h("button", { type: "button", text: "It is my seat", onclick: () => answer(client.asked) });
  const other = h("button", { type: "button", text: "Choose another", onclick: () => answer(client.seat) });
  const question = h("div", { class: "kit-conflict", role: "alert", hidden: true }, words, mine, other);
  const element = h("div", {}, h("p", { class: "kit-seat" }, h("label", { for: id, text: label }), select), question);
  let shown = "";
  function answer(seat) {
    client.asked = "";
    client.sit(client.team, seat);
    select.focus();
  }
  return {
    element,
    update() {
      const told = JSON.stringify(client.seats);
      if (told !== shown) {
        shown = told;
        const seats = client.seats.map((s) => h("option", { value: s.id, text: s.taken ? `${s.label} (in use)` : s.label }));
        select.replaceChildren(h("option", { value: "", text: "Choose your seat…" }), ...seats);
      }
      const seat = client.asked || client.seat;
      if (select.value !== seat) select.value = seat;
      question.hidden = !client.asked;
      const asked = client.seats.find((s) => s.id === client.asked);
      say(words, asked ? `${asked.label} was used already, perhaps by another person. If it is not yours, choose a free seat.` : "");
      element.firstChild.classList.toggle("kit-seat-missing", !client.seat && client.place.role === "team");
    },
  };
}

/**
 * @param {(parts: {root: HTMLElement, section: HTMLElement, client: any, config: any, model: any}) => {update: () => void, close?: () => void}[]} draw
 */
export function mount(draw) {
  return function render({ model, el }) {
    const client = clientFor(model);
    const config = model.get("config");
    const root = h("section", { class: `kit kit-${config.kind}`, "aria-label": config.title || config.name || null });
    guardKeys(root);
    if (config.title) root.append(h("h3", { text: config.title }));
    // A fieldset, so that closing an activity disables whatever stands in it.
    const body = config.id ? h("fieldset", { class: "kit-body" }) : root;
    const leads = client.place.role === "facilitator";
    const around = config.id && !leads ? [curtain(client, config, body)] : [];
    const lead = config.id && leads && !config.again ? leadBar(client, config) : null;
    if (lead) root.append(lead.bar);
    root.append(...around.map((part) => part.element));
    if (body !== root) root.append(body);
    if (lead) root.append(lead.wall);
    const parts = [...draw({ root: body, client, config, model, section: root }), ...around, ...(lead ? [lead] : [])];
    el.append(root);
    const update = () => {
      for (const part of parts) part.update();
    };
    // First this: where a notebook is opened again, what the page knew of the others is forgotten here.
    const stop = client.onChange(update);
    update();
    return () => {
      stop();
      for (const part of parts) part.close?.();
    };
  };
}

/** Add parts to the page in order and hand them back. */
export function place(root, ...parts) {
  for (const part of parts) root.append(part.element);
  return parts;
}

/**
 * A part with no looks that asks the server anew as soon as an answer of this page is on disk: for what the server
 * reckons from answers, such as a sum. @param {any} client @param {string} activity @param {(column: string) => boolean} counts
 */
export function reckonedAnew(client, activity, counts) {
  let seen = 0;
  return {
    element: h("span", { hidden: true }),
    update() {
      let newest = 0;
      for (const [key, { rev, writer }] of client.stored) {
        const [team, , of, field] = key.split("|");
        if (of !== activity || team !== client.team || writer !== client.writer || rev <= seen) continue;
        if (counts(field.split(".").at(-1))) newest = Math.max(newest, rev);
      }
      if (newest <= seen) return;
      seen = newest;
      client.look();
    },
  };
}
