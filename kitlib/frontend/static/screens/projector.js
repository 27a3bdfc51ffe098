// The projector's view: the step, its prompt and the clock in large type, and what the teams write when asked for.
import { clientFor } from "../core/page.js";
import { button, drawnWhenChanged, el, plural, setText } from "../ui/dom.js";
import { countdown, reading } from "./opening/reading.js";
/** @import { Client } from "../core/client.js" */
/** @import { WallText } from "../protocol.js" */
/** @import { Widget } from "../ui/mount.js" */

const NEAR = { "almost done": "Almost done", "last moments": "Last moments", over: "Time is over" };
const MOST_TEXTS = 60;

/** The buttons at the foot. */
class Controls {
  /** @param {HTMLElement} page @param {() => void} changed */
  constructor(page, changed) {
    this.page = page;
    this.isWalled = false;
    this.size = 1;
    const full = button("Full screen", () => void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()));
    const wall = button("What the teams write", () => turn(), { "aria-pressed": "false" });
    const turn = () => {
      this.isWalled = !this.isWalled;
      wall.setAttribute("aria-pressed", String(this.isWalled));
      changed();
    };
    this.element = el("div", { class: "kit-big-controls" }, full, button("Larger", () => this.scale(0.15)), button("Smaller", () => this.scale(-0.15)), wall);
  }

  /** @param {number} by */
  scale(by) {
    this.size = Math.min(2, Math.max(0.6, this.size + by));
    this.page.style.setProperty("--kit-scale", String(this.size));
  }
}

/** What everybody sees on the wall. */
class Projector {
  /** @param {Client} client @param {any} config */
  constructor(client, config) {
    this.client = client;
    this.config = config;
    this.clock = el("p", { class: "kit-big-clock", role: "timer", "aria-live": "off" });
    this.word = el("p", { class: "kit-big-word", role: "status" });
    this.title = el("h1");
    this.prompt = el("div", { class: "kit-big-prompt" });
    this.nudge = el("p", { class: "kit-big-nudge", role: "status", hidden: true });
    this.count = el("p", { class: "kit-big-count" });
    this.wall = el("ul", { class: "kit-wall kit-big-wall", hidden: true });
    const where = el("p", { class: "kit-big-where", text: `${config.name} · ${config.where}` });
    this.element = el("section", { class: "kit kit-big", "aria-label": config.name }, el("header", {}, where, this.clock), this.word, this.title, this.prompt, this.nudge, this.count, this.wall);
    this.controls = new Controls(this.element, () => this.update());
    this.element.append(this.controls.element);
    this.drawStep = drawnWhenChanged((/** @type {[string | null, boolean]} */ [id, isOver]) => this.showStep(id, isOver));
    this.drawWall = drawnWhenChanged((/** @type {WallText[]} */ texts) => this.showTexts(texts));
  }

  /** The activities of the step that runs. @returns {string[]} */
  activities() {
    return this.config.activities[reading(this.client).slot?.id ?? ""] ?? [];
  }

  update() {
    const { word, left, slot } = reading(this.client);
    this.element.dataset.word = word.replace(" ", "-");
    setText(this.clock, slot ? countdown(left) : "");
    setText(this.word, /** @type {Record<string, string>} */ (NEAR)[word] ?? "");
    this.drawStep([slot?.id ?? null, word === "finished"]);
    setText(this.count, this.answeredWords());
    const nudge = this.client.value({ scope: "room", activity: "lead", field: "nudge" });
    this.nudge.hidden = !nudge;
    setText(this.nudge, nudge ?? "");
    this.wall.hidden = !this.controls.isWalled;
    const activities = this.activities();
    if (this.controls.isWalled) this.drawWall((this.client.wall?.texts ?? []).filter((text) => activities.includes(text.activity)).slice(0, MOST_TEXTS));
  }

  /** @param {string | null} id @param {boolean} isOver */
  showStep(id, isOver) {
    const step = this.config.steps.find((/** @type {any} */ each) => each.id === id);
    setText(this.title, step ? `${step.number}. ${step.title}` : isOver ? "Thank you" : this.config.name);
    if (step) this.prompt.innerHTML = step.prompt; // rendered by Python from the session file
    else if (isOver) this.prompt.replaceChildren(el("p", { text: "What you wrote is kept." }));
    else {
      const outcomes = this.config.outcomes.map((/** @type {string} */ text) => el("li", { text }));
      this.prompt.replaceChildren(el("p", { text: "We begin soon. By the end:" }), el("ul", {}, ...outcomes));
    }
  }

  answeredWords() {
    const wrote = this.activities().map((activity) => Object.values(this.client.wall?.wrote?.[activity] ?? {}));
    const seats = Math.max(0, ...wrote.map((teams) => teams.reduce((sum, team) => sum + team.seats, 0)));
    if (seats) return `${plural(seats, "person").replace("persons", "people")} answered`;
    const teams = wrote.flat().filter((team) => team.team).length;
    return teams ? `${plural(Math.min(teams, (this.client.wall?.teams ?? []).length), "team")} wrote` : "";
  }

  /** @param {WallText[]} texts */
  showTexts(texts) {
    const isOneOfSeveral = (this.client.wall?.teams ?? []).length > 1;
    this.wall.replaceChildren(...texts.map(({ text, team }) => el("li", {}, el("span", { text }), isOneOfSeveral && el("span", { class: "kit-wall-from", text: team }))));
  }
}

export default {
  /** @param {Widget} widget */
  render({ model, el: host }) {
    const { client } = clientFor(model);
    const projector = new Projector(client, model.get("config"));
    host.append(projector.element);
    projector.update();
    client.subscribe(() => projector.update());
    setInterval(() => projector.update(), 500);
  },
};
