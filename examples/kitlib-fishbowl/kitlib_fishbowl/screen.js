// A fishbowl: who sits inside, what the outer circle heard, and what the inner circle takes from that, round by round.
import { textBox } from "../../frontend/static/ui/box.js";
import { el, plural, setText, uniqueId } from "../../frontend/static/ui/dom.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { seatPicker } from "../../frontend/static/ui/seat.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */

/** @typedef {{id: string, question: string, minutes: number}} Round */

/** The seats of the inner circle, each a box to tick while there are chairs. */
class InnerCircle {
  /** @param {Client} client @param {any} config @param {Round} round */
  constructor(client, config, round) {
    this.client = client;
    this.chairs = config.chairs;
    /** @type {string[]} in the order of the table, which is also that of a stored answer */
    this.seats = config.seats;
    /** @type {At} */
    this.at = { scope: "team", activity: config.id, field: `inside.${round.id}` };
    this.ticks = this.seats.map((seat) => this.tick(seat));
    this.left = el("p", { class: "kit-count", role: "status" });
    this.status = answerStatus(client, () => [this.at], "Who sits inside", { words: (value) => this.named(value ?? []) });
    const points = el("div", { class: "kit-points" }, ...this.ticks.map(({ label }) => label));
    this.element = el("fieldset", { class: "kit-item" }, el("legend", { text: "Who sits inside" }), points, this.left, this.status.element);
  }

  /** @param {string} seat */
  tick(seat) {
    const input = el("input", { type: "checkbox", "data-kit-field": `${this.at.activity}/${this.at.field}/${seat}`, onchange: () => this.choose() });
    const words = el("span");
    return { seat, input, words, label: el("label", {}, input, words) };
  }

  choose() {
    const chosen = this.ticks.filter(({ input }) => input.checked).map(({ seat }) => seat);
    this.client.set(this.at, chosen, { now: true });
  }

  /** What people call a seat: its number, and its role once somebody gave it one. @param {string} id */
  label(id) {
    return this.client.seats.find((seat) => seat.id === id)?.label ?? `Seat ${id.replace("seat-", "")}`;
  }

  /** @param {string[]} seats */
  named(seats) {
    return seats.map((seat) => this.label(seat)).join("; ");
  }

  update() {
    /** @type {string[]} */
    const inside = this.client.value(this.at) ?? [];
    const offered = new Set([...this.client.seats.map(({ id }) => id), ...inside]);
    const isFull = inside.length >= this.chairs;
    for (const { seat, input, words, label } of this.ticks) {
      const isInside = inside.includes(seat);
      label.hidden = !offered.has(seat);
      input.checked = isInside;
      input.disabled = !this.client.canWrite("team") || (isFull && !isInside);
      setText(words, this.label(seat));
    }
    setText(this.left, isFull ? `All ${this.chairs} chairs are taken.` : `${plural(this.chairs - inside.length, "chair")} free.`);
    this.status.update();
  }
}

/** One round under its question. @param {Client} client @param {any} config @param {Round} round */
function drawRound(client, config, round) {
  const { id: activity } = config;
  const parts = [
    new InnerCircle(client, config, round),
    textBox(client, { scope: "seat", activity, field: `heard.${round.id}`, label: "What you heard from the outer circle", visibility: "team", others: true }),
    textBox(client, { scope: "seat", activity, field: `kept.${round.id}`, label: "What you keep to yourself", visibility: "private", lines: 2 }),
    textBox(client, { scope: "team", activity, field: `takes.${round.id}`, label: "What the inner circle takes from the notes", visibility: "team" }),
  ];
  const id = uniqueId("round");
  const heading = el("h4", { id, text: round.question });
  const minutes = el("p", { class: "kit-round-minutes", text: plural(round.minutes, "minute") });
  const element = el("div", { class: "kit-part", role: "group", "aria-labelledby": id }, heading, minutes, ...parts.map((part) => part.element));
  return {
    element,
    update() {
      for (const part of parts) part.update();
    },
  };
}

export default {
  render: mount(({ root, client, config }) => {
    const rounds = /** @type {Round[]} */ (config.rounds);
    return place(root, seatPicker(client), ...rounds.map((round) => drawRound(client, config, round)));
  }),
};
