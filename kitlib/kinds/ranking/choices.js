// Options that are each given a point, and options of which some are taken; either way all of them make one answer.
import { say } from "../../frontend/static/core/language.js";
import { arrange } from "../../frontend/static/ui/arrange.js";
import { el, setText } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
import { optionWords } from "./words.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Option } from "../../frontend/static/ui/controls.js" */
/** @import { RankOption } from "./words.js" */

/** Each option with a group of native radios; all answers are one value, so that a limit holds over them. */
export class PointList {
  /**
   * @param {Client} client @param {RankOption[]} options @param {At} at @param {Option[]} points
   * @param {(value: any, given: Record<string, any>, option: string) => string} [whyNot] why a point cannot be given now
   */
  constructor(client, options, at, points, whyNot = () => "") {
    this.client = client;
    this.options = options;
    this.at = at;
    this.whyNot = whyNot;
    this.problem = el("p", { class: "kit-problem", role: "alert" });
    this.fields = options.map((option) => this.item(option, points));
    this.status = answerStatus(client, () => [at], say("The points of all lines"));
    this.element = el("div", { class: "kit-items" }, ...this.fields.map((each) => each.element), this.status.element);
  }

  /** @param {RankOption} option @param {Option[]} points */
  item(option, points) {
    /** @type {import("../../frontend/static/ui/field.js").Field} */
    const made = field(this.client, {
      at: () => this.at,
      type: "radios",
      shape: "item",
      mark: `${this.at.activity}/${this.at.field}/${option.id}`,
      label: option.text,
      question: [optionWords(option)],
      options: points,
      part: (given) => given?.[option.id],
      write: (value) => this.give(option.id, value, made.element),
      undecided: true,
    });
    return made;
  }

  /** @returns {Record<string, any>} */
  given() {
    const value = this.client.value(this.at);
    return value && typeof value === "object" && !Array.isArray(value) ? value : {};
  }

  /** @param {string} option @param {any} value @param {HTMLElement} where */
  give(option, value, where) {
    const why = this.whyNot(value, this.given(), option);
    setText(this.problem, why);
    if (why) {
      where.append(this.problem);
      return this.update();
    }
    const known = Object.fromEntries(Object.entries(this.given()).filter(([id]) => this.options.some((each) => each.id === id)));
    this.client.set(this.at, { ...known, [option]: value }, { now: true });
  }

  update() {
    for (const each of this.fields) each.update();
    this.status.update();
  }
}

/** What the team takes on, at most so many. */
export class ChosenList {
  /** @param {Client} client @param {any} config @param {At} at @param {() => string[]} order */
  constructor(client, config, at, order) {
    this.client = client;
    this.most = config.choose;
    /** @type {RankOption[]} */
    this.options = config.options;
    this.at = at;
    this.order = order;
    this.left = el("p", { class: "kit-count" });
    this.problem = el("p", { class: "kit-problem", role: "alert" });
    this.boxes = new Map(this.options.map((option) => [option.id, this.box(option)]));
    this.list = el("div", { class: "kit-chosen" });
    this.status = answerStatus(client, () => [at], say("What we take on"));
    const legend = el("legend", { text: say("What we take on (at most {most})", { most: this.most }) });
    this.element = el("fieldset", { class: "kit-item" }, legend, this.list, this.problem, this.left, this.status.element);
  }

  /** @param {RankOption} option */
  box({ id, text }) {
    return field(this.client, {
      at: () => this.at,
      type: "tick",
      mark: `${this.at.activity}/chosen/${id}`,
      label: text,
      part: () => this.chosen().includes(id),
      write: (isChosen) => this.choose(id, isChosen),
      undecided: true,
    });
  }

  /** @returns {string[]} */
  chosen() {
    const value = this.client.value(this.at);
    return (Array.isArray(value) ? value : []).filter((id) => this.options.some((option) => option.id === id));
  }

  /** @param {string} id @param {boolean} isChosen */
  choose(id, isChosen) {
    const others = this.chosen().filter((other) => other !== id);
    const isFull = isChosen && others.length >= this.most;
    setText(this.problem, isFull ? say("You take on {most} at most. Untick one first.", { most: this.most }) : "");
    if (isFull) return this.update();
    this.client.set(this.at, isChosen ? [...others, id] : others, { now: true });
  }

  update() {
    arrange(this.list, this.order().flatMap((id) => this.boxes.get(id)?.element ?? []));
    for (const box of this.boxes.values()) box.update();
    setText(this.left, say("{n} of {all} chosen.", { n: this.chosen().length, all: this.most }));
    this.status.update();
  }
}
