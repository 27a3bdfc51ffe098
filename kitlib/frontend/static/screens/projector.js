// The wall: the running step and its clock in large type, and what the one who leads chooses to show of it.
import { breakUntil } from "../core/clock.js";
import { clientFor } from "../core/page.js";
import { button, clockTime, drawnWhenChanged, el, plural, setAttribute, setText } from "../ui/dom.js";
import { letterhead } from "../ui/look.js";
import { countdown, reading } from "./opening/reading.js";
import { VIEWS, WALL_TEAM, WALL_VIEW } from "./opening/steering.js";
import { drawFigure } from "./projector/figures.js";
import { joinCard, joinFacts } from "./projector/joining.js";
import { wordCards, wordsOf } from "./projector/words.js";
/** @import { Client } from "../core/client.js" */
/** @import { Widget } from "../ui/mount.js" */

const NEAR = { "almost done": "Almost done", "last moments": "Last moments", over: "Time is over" };
const SHORT = 320; // letters of a prompt that fill a wall at a larger size
const SOON = "The results stand here once the teams show them.";
const OF_ANSWERS = ["words", "results"];
const NOTHING = "There is nothing to count in this step yet.";

/** The buttons at the foot: the same views as in the cockpit, and the size of the type. @param {Client} client @param {HTMLElement} page */
function controls(client, page) {
  let size = 1;
  const scale = (/** @type {number} */ by) => {
    size = Math.min(2, Math.max(0.6, size + by));
    page.style.setProperty("--kit-scale", String(size));
  };
  const full = button("Full screen", () => void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()));
  const views = VIEWS.map(([view, words]) => ({ view, press: button(words, () => client.set(WALL_VIEW, view, { now: true })) }));
  return {
    element: el("div", { class: "kit-big-controls" }, full, button("Larger", () => scale(0.15)), button("Smaller", () => scale(-0.15)), ...views.map((each) => each.press)),
    update() {
      const now = client.value(WALL_VIEW) ?? "prompt";
      for (const { view, press } of views) setAttribute(press, "aria-pressed", String(view === now));
    },
  };
}

/** The prompt, larger where it is short. @param {string} html rendered by Python from the session file */
function promptOf(html) {
  const element = el("div", { class: "kit-big-prompt", html });
  setAttribute(element, "data-short", (element.textContent?.length ?? 0) < SHORT ? "" : null);
  return element;
}

/** @type {Record<string, (of: any, step: any, config: any, client: Client) => Node[]>} how each view is drawn */
const VIEW = {
  prompt: (_, step) => [promptOf(step?.prompt ?? "")],
  words: (found) => [wordCards(found)],
  join: (facts, _step, _config, client) => [joinCard(client, facts)],
  results: ({ figures, unshown }) => (figures.length ? figures.map(drawFigure) : [el("p", { class: "kit-big-note", text: unshown ? SOON : NOTHING })]),
  welcome: (facts, _, { outcomes }, client) => [el("p", { text: "We begin soon. By the end:" }), el("ul", {}, ...outcomes.map((/** @type {string} */ text) => el("li", { text }))), joinCard(client, facts)],
  break: ({ until }) => [el("p", { class: "kit-big-prompt", "data-short": true, text: `We go on at ${until}.` })],
  goodbye: () => [el("p", { text: "What you wrote is kept." })],
  nothing: () => [],
};

/** What everybody sees on the wall. */
class Projector {
  /** @param {Client} client @param {any} config @param {import("../ui/look.js").Look} [look] */
  constructor(client, config, look) {
    this.client = client;
    this.config = config;
    this.clock = el("p", { class: "kit-big-clock", role: "timer", "aria-live": "off" });
    this.word = el("p", { class: "kit-big-word", role: "status" });
    this.title = el("h1");
    this.stage = el("div", { class: "kit-big-stage" });
    this.nudge = el("p", { class: "kit-big-nudge", role: "status", hidden: true });
    this.count = el("p", { class: "kit-big-count" });
    const where = el("p", { class: "kit-big-where", text: `${config.name} · ${config.where}` });
    this.element = el("section", { class: "kit kit-big", "aria-label": config.name }, el("header", {}, letterhead(look), where, this.word, this.clock), this.title, this.stage, this.nudge, this.count);
    this.controls = controls(client, this.element);
    this.element.append(this.controls.element);
    /** @type {Record<string, (activities: string[]) => any>} what each view is drawn from */
    this.sources = {
      welcome: () => joinFacts(client),
      join: () => joinFacts(client),
      break: () => ({ until: clockTime(breakUntil(client) ?? client.now()) }),
      words: (activities) => wordsOf(client, activities, client.value(WALL_TEAM) ?? ""),
      results: () => ({ figures: client.wall?.figures ?? [], unshown: client.wall?.unshown ?? 0 }),
    };
    this.draw = drawnWhenChanged((/** @type {any} */ shown) => this.show(shown));
  }

  /** @param {boolean} asks whether the step asks anything; where it does not, its prompt stands in the place of answers */
  chosen(asks) {
    const view = this.client.value(WALL_VIEW) ?? "prompt";
    return asks || !OF_ANSWERS.includes(view) ? view : "prompt";
  }

  /** Which view is shown now, with all that it is drawn from. */
  reads() {
    const { word, slot } = reading(this.client);
    const activities = this.config.activities[slot?.id ?? ""] ?? [];
    const chosen = this.chosen(activities.length > 0);
    const view = word === "finished" ? "goodbye" : word === "break" ? "break" : !slot && chosen !== "nothing" ? "welcome" : chosen;
    return { view, step: slot?.id ?? null, of: this.sources[view]?.(activities) ?? null };
  }

  /** @param {{view: string, step: string | null, of: any}} shown */
  show({ view, step: id, of }) {
    const step = this.config.steps.find((/** @type {any} */ each) => each.id === id);
    const titles = /** @type {Record<string, string>} */ ({ goodbye: "Thank you", break: "Break", welcome: this.config.name, nothing: "", join: "How to join" });
    setText(this.title, titles[view] ?? (step ? `${step.number}. ${step.title}` : this.config.name));
    this.title.hidden = !this.title.textContent;
    setAttribute(this.element, "data-view", view);
    this.stage.replaceChildren(...VIEW[view](of, step, this.config, this.client));
    document.title = [step?.title, "Wall", this.config.name].filter(Boolean).join(" · ");
  }

  update() {
    const { word, left, slot } = reading(this.client);
    setAttribute(this.element, "data-word", word.replace(" ", "-"));
    setText(this.clock, slot ? countdown(left) : "");
    setText(this.word, /** @type {Record<string, string>} */ (NEAR)[word] ?? "");
    this.draw(this.reads());
    setText(this.count, slot ? this.countWords(slot.id) : "");
    const nudge = this.client.value({ scope: "room", activity: "lead", field: "nudge" });
    this.nudge.hidden = !nudge;
    setText(this.nudge, nudge ?? "");
    this.controls.update();
  }

  /** How many have answered and are ready, of all teams together. @param {string} step */
  countWords(step) {
    const { wrote = {}, teams = [], ready = {} } = this.client.wall ?? {};
    const found = (this.config.activities[step] ?? []).map((/** @type {string} */ activity) => Object.values(wrote?.[activity] ?? {}));
    const seats = Math.max(0, ...found.map((/** @type {{seats: number}[]} */ each) => each.reduce((sum, team) => sum + team.seats, 0)));
    const ofTeams = found.flat().filter((/** @type {{team: boolean}} */ team) => team.team).length;
    const people = seats ? `${plural(seats, "person").replace("persons", "people")} answered` : ofTeams ? `${plural(Math.min(ofTeams, (teams ?? []).length), "team")} wrote` : "";
    const done = Object.values(ready?.[step] ?? {}).reduce((sum, n) => sum + n, 0);
    return [people, done ? `${done} ready` : ""].filter(Boolean).join(" · ");
  }
}

export default {
  /** @param {Widget} widget */
  render({ model, el: host }) {
    const { client } = clientFor(model);
    const projector = new Projector(client, model.get("config"), model.get("look"));
    host.append(projector.element);
    projector.update();
    client.subscribe(() => projector.update());
    setInterval(() => projector.update(), 500);
  },
};
