// The form that seats answer in the meeting itself.
import { badge } from "../../frontend/static/ui/badge.js";
import { ItemList, ownItem } from "../../frontend/static/ui/choices.js";
import { button, el, plural, setText } from "../../frontend/static/ui/dom.js";
import { Translator } from "../../frontend/static/ui/language.js";
import { seatPicker } from "../../frontend/static/ui/seat.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Item } from "../../frontend/static/ui/choices.js" */

/** The statements of one form, for one seat. */
export class Answering {
  /** @param {Client} client @param {any} config @param {any} form */
  constructor(client, config, form) {
    this.client = client;
    this.config = config;
    const { instrument } = form;
    const translator = new Translator(client, instrument, form.points);
    const points = [...form.points, { value: "pass", label: "Pass" }];
    /** @type {At} */
    this.shown = { scope: "room", activity: config.id, field: "shown" };
    /** @param {Item} item @returns {At} */
    const at = (item) => ({ scope: "seat", activity: config.id, field: `own.${item.id}` });
    this.picker = seatPicker(client, "Answering as");
    this.list = new ItemList(
      instrument.items,
      (item, number) => ownItem(client, () => at(item), item, number, points, translator, () => this.isShown()),
      (item) => client.value(at(item)) !== null,
    );
    this.progress = el("p", { class: "kit-count" });
    this.status = badge(client, () => instrument.items.map(at), "above");
    this.room = el("p", { class: "kit-count" });
    this.press = button("", () => client.set(this.shown, !this.isShown(), { now: true }));
    this.pressStatus = answerStatus(client, () => (client.answers.isUndecided(client.key(this.shown)) ? [this.shown] : []), "The counts");
    const title = translator.words(el("h4"), instrument.title, instrument.titles);
    const intro = instrument.intro && translator.words(el("p", { class: "kit-help" }), instrument.intro, instrument.intros);
    const readers = ` Nobody sees your answers. Once ${config.smallest} or more people in this meeting have answered, the counts can be shown. “Pass” is an answer too.`;
    const who = el("p", { class: "kit-who", "data-who": "room" }, el("strong", { text: "Counts only" }), readers);
    const body = el("div", {}, this.picker.element, translator.element, title, intro, who, this.list.element, this.progress, this.status.element);
    const own = config.again ? el("details", {}, el("summary", { text: "Your own answers" }), body) : body;
    this.element = el("div", {}, own, !config.shown_again && el("div", {}, this.room, this.press, this.pressStatus.element));
  }

  isShown() {
    return Boolean(this.client.value(this.shown));
  }

  update() {
    const { client, config, list } = this;
    this.picker.update();
    list.update();
    const done = list.count();
    const own = client.seat ? `${done === list.length ? "✓ You are done. " : ""}${done} of ${list.length} answered.` : "Choose your seat first.";
    setText(this.progress, this.isShown() ? `${own} The counts are shown, so answers are closed.` : own);
    const n = client.shared[config.id]?.answered ?? 0;
    setText(this.room, `${plural(n, "seat")} answered so far.${n < config.smallest ? ` Counts can be shown from ${config.smallest} on.` : ""}`);
    setText(this.press, this.isShown() ? "Hide the counts and open the answers again" : "Close the answers and show the counts");
    this.status.update();
    this.pressStatus.update();
  }
}
