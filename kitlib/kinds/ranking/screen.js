// A short list put in order, sorted into piles, or answered with fingers: alone, then together, then agreed.
import { say, sayMany, words } from "../../frontend/static/core/language.js";
import { textBox } from "../../frontend/static/ui/box.js";
import { el, setText } from "../../frontend/static/ui/dom.js";
import { mount } from "../../frontend/static/ui/mount.js";
import { revealButton } from "../../frontend/static/ui/reveal.js";
import { seatPicker } from "../../frontend/static/ui/seat.js";
import { ChosenList, PointList } from "./choices.js";
import { OrderList } from "./order.js";
import { Outcome } from "./outcome.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Reveal } from "../../frontend/static/ui/reveal.js" */

/** @type {Record<string, (n: number) => string>} */
const DONE = {
  order: (n) => sayMany(n, "{n} seat put the list in order so far.", "{n} seats put the list in order so far."),
  sort: (n) => sayMany(n, "{n} seat sorted so far.", "{n} seats sorted so far."),
  fist: (n) => sayMany(n, "{n} seat answered so far.", "{n} seats answered so far."),
};
const READERS = ` ${say("Nobody sees your answer until the team shows them all, and then not whose it is.")}`;
const MINORITY = say("A minority’s view, in its own words. It stands in the record beside what was agreed.");

/** No more in the first pile than it may hold. @param {any} config */
function pileLimit({ most, piles }) {
  return (/** @type {any} */ value, /** @type {Record<string, any>} */ given, /** @type {string} */ option) => {
    const first = Object.entries(given).filter(([id, pile]) => pile === 1 && id !== option).length;
    if (value !== 1 || most === null || first < most) return "";
    return sayMany(most, "“{pile}” is full: it holds {n} line. Move one to another pile first.", "“{pile}” is full: it holds {n} lines. Move one to another pile first.", { pile: words(piles[0]) });
  };
}

/** Sorting into piles, or fingers. @param {Client} client @param {any} config @param {At} at @param {any[]} fingers */
function pointList(client, config, at, fingers) {
  if (config.way === "fist") return new PointList(client, config.options, at, fingers);
  const piles = config.piles.map((/** @type {string} */ label, /** @type {number} */ i) => ({ value: i + 1, label: words(label) }));
  return new PointList(client, config.options, at, piles, pileLimit(config));
}

/** @param {any} config @returns {string} */
function howTo({ way, most, piles }) {
  if (way === "order") return say("Put the most important first. Drag a line, or use “Up” and “Down”.");
  if (way === "fist") return say("Choose how many fingers you show for each line.");
  return say("Choose a pile for each line.") + (most ? ` ${say("“{pile}” holds at most {most}.", { pile: words(piles[0]), most })}` : "");
}

/** What each number of fingers says. @param {any} config */
function fingerKey({ fingers }) {
  const rows = fingers.flatMap((/** @type {any} */ { value, word, help }) => [el("dt", { text: `${value} ${say(word)}` }), el("dd", { text: say(help) })]);
  return el("details", { class: "kit-finger-key", open: true }, el("summary", { text: say("What the fingers say") }), el("dl", {}, ...rows));
}

/** Each seat's own answer. @param {Client} client @param {any} config @param {Reveal} reveal */
function ownAnswer(client, config, reveal) {
  /** @type {At} */
  const at = { scope: "seat", activity: config.id, field: "own" };
  const ids = config.options.map((/** @type {any} */ option) => option.id);
  const fingers = config.fingers?.map((/** @type {any} */ { value, word, help }) => ({ value, label: `${value} ${say(word)}`, help: say(help) }));
  const order = { start: () => ids, accept: say("My order is right as it stands"), accepted: say("Your order counts. Move a line to change it."), name: say("Your order") };
  const points = config.way === "order" ? null : pointList(client, config, at, fingers);
  const body = points ?? new OrderList(client, config.options, at, order);
  const progress = el("p", { class: "kit-count" });
  const readers = el("p", { class: "kit-who" }, el("strong", { text: say("Your team, without your name") }), READERS);
  const key = config.way === "fist" && fingerKey(config);
  function progressWords() {
    if (!client.seat) return say("Choose your seat first.");
    const late = reveal.isShown() ? ` ${say("All answers are shown already; changes still count.")}` : "";
    if (!points) return late.trim();
    const done = ids.filter((/** @type {string} */ id) => id in points.given()).length;
    return (done === ids.length ? `${say("✓ You are done.")} ` : "") + say("{n} of {all} answered.", { n: done, all: ids.length }) + late;
  }
  return {
    element: el("div", {}, readers, el("p", { class: "kit-help", text: howTo(config) }), key, body.element, progress),
    update() {
      body.update();
      setText(progress, progressWords());
    },
  };
}

/** What the team agrees on, why, and what some see differently. @param {Client} client @param {any} config */
function agreement(client, config) {
  /** @param {string} field @returns {At} */
  const at = (field) => ({ scope: "team", activity: config.id, field });
  const start = () => client.shared[config.id]?.together?.order ?? config.options.map((/** @type {any} */ option) => option.id);
  const agreedOrder = () => {
    const agreed = client.value(at("agreed"));
    return config.way === "order" && Array.isArray(agreed) ? agreed : start();
  };
  const order = { start, accept: say("We agree on this order"), accepted: say("Agreed. Move a line to change it."), name: say("Our order") };
  const decisions = config.decisions?.map((/** @type {any} */ each) => ({ ...each, label: say(each.label) }));
  const body = config.way === "order" ? new OrderList(client, config.options, at("agreed"), order) : pointList(client, config, at("agreed"), decisions);
  const box = { scope: /** @type {const} */ ("team"), activity: config.id, lines: 2 };
  const parts = [
    body,
    ...(config.choose ? [new ChosenList(client, config, at("chosen"), agreedOrder)] : []),
    textBox(client, { ...box, field: "reason", label: say("Because"), visibility: "team" }),
    textBox(client, { ...box, field: "dissent", label: say("What some of us see differently"), help: MINORITY }),
  ];
  const heading = el("h4", { text: config.own === "team" ? say("Together") : say("After talking, we say") });
  return {
    element: el("div", { class: "kit-part" }, heading, ...parts.map((part) => part.element)),
    update() {
      for (const part of parts) part.update();
    },
  };
}

/** @param {Client} client @param {any} config */
function answersReveal(client, config) {
  return revealButton(client, {
    activity: config.id,
    count: () => client.shared[config.id]?.answered ?? 0,
    done: DONE[config.way],
    few: (n) => sayMany(n, "Only {n} seat answered so far: people could tell whose answer is whose.", "Only {n} seats answered so far: people could tell whose answer is whose."),
    show: say("Show what all answered"),
    hide: say("Hide it again"),
  });
}

/** What is shown once the team wants to see it. @param {Client} client @param {any} config @param {Reveal} reveal */
function togetherPart(client, config, reveal) {
  const outcome = new Outcome(client, config);
  const ours = agreement(client, config);
  const shown = el("div", { hidden: true }, outcome.element, ours.element);
  return {
    element: el("div", { class: "kit-part" }, el("h4", { text: say("Together") }), reveal.element, shown),
    update() {
      shown.hidden = !reveal.isShown();
      if (shown.hidden) return;
      outcome.update();
      ours.update();
    },
  };
}

export default {
  render: mount(({ root, client, config }) => {
    root.append(el("p", { class: "kit-question", text: config.question }));
    if (config.own !== "seat") {
      const ours = agreement(client, config);
      root.append(ours.element);
      return [ours];
    }
    const picker = seatPicker(client);
    const reveal = answersReveal(client, config);
    const mine = ownAnswer(client, config, reveal);
    const together = togetherPart(client, config, reveal);
    const ownBox = config.again ? el("details", {}, el("summary", { text: say("Your own answer") }), mine.element) : mine.element;
    // Where it is talked through in a later step, nothing here invites a press that would show it early.
    if (config.again) root.append(picker.element, together.element, ownBox);
    else root.append(picker.element, ownBox, ...(config.shown_again ? [] : [together.element]));
    return [picker, mine, reveal, together];
  }),
};
