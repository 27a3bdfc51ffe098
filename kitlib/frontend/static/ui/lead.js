// What the one who leads has beside each activity: open, close or hide it for the teams, reveal what they rated,
// who has answered, and the words of the teams as they come.
import { say } from "../core/language.js";
import { button, clockTime, el, plural, setText, spokenLine } from "./dom.js";
import { field } from "./field.js";
/** @import { WallText } from "../protocol.js" */
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */

export const HIDDEN = say("Your facilitator opens this when it is time.");

/** @param {any} config @returns {At} */
const showAt = (config) => ({ scope: "room", activity: "lead", field: `show.${config.id}` });

/** Whether teams see an activity now. @param {Client} client @param {any} config @returns {"open" | "closed" | "hidden"} */
function shown(client, config) {
  return client.value(showAt(config)) || (config.hidden ? "hidden" : "open");
}

/** Whether teams do not see an activity now, as far as the page knows. @param {Client} client @param {any} config */
export const isHidden = (client, config) => shown(client, config) === "hidden";

/** How many answered, team by team. @param {Client} client @param {any} config */
function answered(client, config) {
  const wrote = client.wall?.wrote?.[config.id] ?? {};
  const told = (client.wall?.teams ?? []).map((team) => {
    const of = wrote[team.id] ?? { seats: 0, team: false };
    const who = of.seats ? `${of.seats} of ${plural(Math.max(team.seats, of.seats), "seat")}` : of.team ? "yes" : "not yet";
    return `${team.label}: ${who}`;
  });
  return told.length ? `Answered: ${told.join(" · ")}` : "";
}

/** The words of the teams, newest first; drawn by key, so that reading is not disturbed. */
class Wall {
  /** @param {Client} client @param {any} config */
  constructor(client, config) {
    this.client = client;
    this.config = config;
    this.list = el("ul", { class: "kit-wall" });
    this.summary = el("summary");
    this.element = el("details", { class: "kit-wall-box", hidden: true, ontoggle: () => this.update() }, this.summary, this.list);
    /** @type {Map<string, HTMLElement>} */
    this.drawn = new Map();
  }

  update() {
    const texts = (this.client.wall?.texts ?? []).filter((text) => text.activity === this.config.id);
    this.element.hidden = !texts.length;
    setText(this.summary, `What the teams write (${texts.length})`);
    if (!this.element.open) return;
    const items = new Map(texts.map((text) => [`${text.at}|${text.field}|${text.team}|${text.text}`, text]));
    for (const [key, item] of this.drawn) {
      if (items.has(key)) continue;
      item.remove();
      this.drawn.delete(key);
    }
    let next = this.list.firstElementChild;
    for (const [key, text] of items) {
      const item = this.drawn.get(key) ?? this.draw(key, text);
      if (item === next) next = next.nextElementSibling;
      else this.list.insertBefore(item, next);
    }
  }

  /** @param {string} key @param {WallText} text */
  draw(key, { text, team, label, at }) {
    const isOneOfSeveral = (this.client.wall?.teams ?? []).length > 1;
    const from = [isOneOfSeveral && team, label, clockTime(at)].filter(Boolean).join(" · ");
    const item = el("li", {}, el("span", { text, dir: "auto" }), el("span", { class: "kit-wall-from", text: from }));
    this.drawn.set(key, item);
    return item;
  }
}

/** The bar above an activity in the facilitator's notebook, and the wall below it. @param {Client} client @param {any} config */
export function leadBar(client, config) {
  const wall = new Wall(client, config);
  const spoken = spokenLine();
  const count = el("span", { class: "kit-lead-count" });
  const choice = field(client, {
    at: () => showAt(config),
    type: "select",
    shape: "bare",
    label: "For the teams",
    none: null,
    initial: config.hidden ? "hidden" : "open",
    options: [
      { value: "open", label: "open" },
      { value: "closed", label: "closed: to read only" },
      { value: "hidden", label: "hidden" },
    ],
  });
  const reveal = button("Show the results in every team", () => revealEverywhere(), { hidden: !config.reveals });
  function revealEverywhere() {
    for (const team of client.wall?.teams ?? []) {
      client.set({ scope: "team", team: team.id, activity: config.id, field: "revealed" }, true, { now: true });
    }
    setText(spoken, "Shown in every team.");
  }
  const bar = el("div", { class: "kit-lead" }, el("label", { for: choice.id, text: "For the teams" }), choice.element, reveal, count, spoken);
  return {
    bar,
    wall: wall.element,
    update() {
      choice.update();
      setText(count, answered(client, config));
      wall.update();
    },
  };
}

/** What a team's page says of an activity that the facilitator has closed or not yet opened. @param {Client} client @param {any} config @param {HTMLFieldSetElement} body */
export function curtain(client, config, body) {
  const words = el("p", { class: "kit-curtain", hidden: true });
  const told = { open: "", hidden: HIDDEN, closed: say("Your facilitator has closed this. You can still read it.") };
  return {
    element: words,
    update() {
      const now = shown(client, config);
      body.hidden = now === "hidden";
      body.disabled = now === "closed";
      words.hidden = now === "open";
      setText(words, told[now]);
    },
  };
}
