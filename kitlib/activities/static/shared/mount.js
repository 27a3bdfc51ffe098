// From a kind's drawing to what anywidget calls.
import { h, guardKeys, say } from "./dom.js";
import { clientFor } from "./client.js";

/** The choice of a seat, at the head of every activity that asks each seat. */
export function seatPicker(client) {
  const id = `kit-seat-${Math.random().toString(36).slice(2, 8)}`;
  const select = h("select", { id, onchange: () => client.sit(client.team, select.value) });
  const element = h("p", { class: "kit-seat" }, h("label", { for: id, text: "Writing as" }), select);
  let shown = "";
  return {
    element,
    update() {
      const told = JSON.stringify(client.seats);
      if (told !== shown) {
        shown = told;
        const seats = client.seats.map((seat) => h("option", { value: seat.id, text: seat.label }));
        select.replaceChildren(h("option", { value: "", text: "Choose your seat…" }), ...seats);
      }
      if (select.value !== client.seat) select.value = client.seat;
      element.classList.toggle("kit-seat-missing", !client.seat);
    },
  };
}

/**
 * @param {(parts: {root: HTMLElement, client: any, config: any, model: any}) => {update: () => void, close?: () => void}[]} draw
 */
export function mount(draw) {
  return function render({ model, el }) {
    const client = clientFor(model);
    const config = model.get("config");
    const root = h("section", { class: `kit kit-${config.kind}`, "aria-label": config.title || config.name || null });
    guardKeys(root);
    if (config.title) root.append(h("h3", { text: config.title }));
    const parts = draw({ root, client, config, model });
    el.append(root);
    const update = () => {
      for (const part of parts) part.update();
    };
    update();
    const stop = client.onChange(update);
    return () => {
      stop();
      for (const part of parts) part.close?.();
    };
  };
}

/** A quiet line of text that follows the client. @param {() => string} words */
export function line(words, attributes = {}) {
  const element = h("p", attributes);
  return { element, update: () => say(element, words()) };
}

/** Add parts to the page in order and hand them back. */
export function place(root, ...parts) {
  for (const part of parts) root.append(part.element);
  return parts;
}
