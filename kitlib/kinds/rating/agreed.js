// One statement after the reveal: how it was rated, by whom, before; then what the team says.
import { say } from "../../frontend/static/core/language.js";
import { badge } from "../../frontend/static/ui/badge.js";
import { button, drawnWhenChanged, el, shortDay } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { inWords, squares } from "../../frontend/static/ui/spread.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Item } from "../../frontend/static/ui/choices.js" */
/** @import { Priorities } from "./priorities.js" */

/** @typedef {{date: string, label: string, spread: Record<string, number[]>, agreed: Record<string, any>}} Round an earlier time that the statements were rated */

/** The view of some of the team, written down only where there is one. @param {Client} client @param {() => At} at @param {string} name */
function dissentBox(client, at, name) {
  const box = field(client, { at, type: "lines", label: say("Some of us see it otherwise"), called: () => say("{name}: some of us see it otherwise", { name }) });
  const open = button(say("Note a different view"), () => show(true), { class: "kit-remove kit-dissent" });
  const element = el("div", {}, open);
  /** @param {boolean} focus */
  function show(focus) {
    open.hidden = true;
    element.append(box.element);
    if (focus) box.focus();
  }
  return {
    element,
    update() {
      if (!open.hidden && (client.value(at()) || client.answers.isUndecided(client.key(at())))) show(false);
      box.update();
    },
  };
}

/** A statement with all that is said of it. */
export class AgreedItem {
  /** @param {Client} client @param {any} config @param {Item} item @param {number} number @param {Priorities | null} priorities */
  constructor(client, config, item, number, priorities) {
    this.client = client;
    this.config = config;
    this.item = item;
    const name = say("Statement {n}", { n: number });
    this.options = [...config.points, { value: "differ", label: say("We differ") }, { value: "not-discussed", label: say("Not discussed") }];
    this.spread = squares(config.points);
    this.choice = field(client, { at: this.at("agreed"), type: "radios", shape: "item", label: say("After talking, we say"), called: () => name, options: this.options });
    const box = (/** @type {string} */ what, /** @type {string} */ label) =>
      field(client, { at: this.at(what), type: "lines", label, called: () => `${name}: ${label.toLowerCase()}` });
    this.boxes = [box("reason", say("Because")), ...(config.evidence ? [box("evidence", say("What this rests on"))] : [])];
    this.dissent = dissentBox(client, this.at("dissent"), name);
    this.mark = priorities?.tick(item) ?? null;
    this.status = badge(client, () => [this.choice.at(), this.at("dissent")(), ...this.boxes.map((each) => each.at())], say("above"));
    this.roles = el("ul", { class: "kit-plain" });
    this.rolesBox = el("details", { hidden: true }, el("summary", { text: say("By role") }), this.roles);
    this.before = el("ul", { class: "kit-plain" });
    this.beforeBox = el("div", { hidden: true }, el("p", { class: "kit-count", text: say("Earlier") }), this.before);
    this.element = this.build(number);
    this.drawOthers = drawnWhenChanged(([roles, earlier]) => {
      this.showRoles(roles ?? []);
      this.showEarlier(earlier ?? []);
    });
  }

  /** @param {string} what @returns {() => At} */
  at(what) {
    return () => ({ scope: "team", activity: this.config.id, field: `${what}.${this.item.id}` });
  }

  /** @param {number} number */
  build(number) {
    const { item } = this;
    const turned = item.reverse && el("p", { class: "kit-help", text: say("Worded the other way: here the low end is the hopeful one.") });
    return el(
      "li",
      { class: "kit-row", "data-item": item.id },
      el("h5", {}, el("span", { class: "kit-number", text: `${number}. ` }), item.text),
      turned,
      this.spread.element,
      this.rolesBox,
      this.beforeBox,
      this.choice.element,
      ...this.boxes.map((box) => box.element),
      this.mark?.element,
      this.dissent.element,
      this.status.element,
    );
  }

  update() {
    const shared = this.client.shared[this.config.id] ?? {};
    this.spread.update(shared.spread?.[this.item.id] ?? []);
    this.drawOthers([shared.roles?.[this.item.id], shared.earlier]);
    for (const part of [this.choice, this.dissent, ...this.boxes, ...(this.mark ? [this.mark] : []), this.status]) part.update();
  }

  /** @param {{role: string, counts: number[]}[]} roles */
  showRoles(roles) {
    this.rolesBox.hidden = !roles.length;
    this.roles.replaceChildren(...roles.map(({ role, counts }) => el("li", {}, el("strong", { text: `${role}: ` }), inWords(this.config.points, counts))));
  }

  /** @param {Round[]} earlier */
  showEarlier(earlier) {
    const { id } = this.item;
    const rounds = earlier.filter((round) => round.spread[id] || round.agreed[id] !== undefined);
    this.beforeBox.hidden = !rounds.length;
    this.before.replaceChildren(...rounds.map((round) => el("li", { text: this.roundWords(round) })));
  }

  /** @param {Round} round */
  roundWords({ date, label, spread, agreed }) {
    const { id } = this.item;
    const said = this.options.find((option) => option.value === agreed[id])?.label ?? "";
    const words = [agreed[id] !== undefined && say("agreed: {answer}", { answer: said }), spread[id] && inWords(this.config.points, spread[id])];
    return `${shortDay(date)}, ${label}: ${words.filter(Boolean).join("; ")}`;
  }
}
