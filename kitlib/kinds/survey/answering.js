// The form that seats answer in the meeting itself.
import { say, sayMany } from "../../frontend/static/core/language.js";
import { badge } from "../../frontend/static/ui/badge.js";
import { ItemList, ownItem } from "../../frontend/static/ui/choices.js";
import { button, el, setText } from "../../frontend/static/ui/dom.js";
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
    const points = [...form.points, { value: "pass", label: say("Pass") }];
    /** @type {At} */
    this.shown = { scope: "room", activity: config.id, field: "shown" };
    /** @param {Item} item @returns {At} */
    const at = (item) => ({ scope: "seat", activity: config.id, field: `own.${item.id}` });
    this.picker = seatPicker(client, say("Answering as"));
    this.list = new ItemList(
      instrument.items,
      (item, number) => ownItem(client, () => at(item), item, number, points, () => this.isShown()),
      (item) => client.value(at(item)) !== null,
    );
    this.progress = el("p", { class: "kit-count" });
    this.status = badge(client, () => instrument.items.map(at), say("above"));
    this.room = el("p", { class: "kit-count" });
    this.press = button("", () => client.set(this.shown, !this.isShown(), { now: true }));
    this.pressStatus = answerStatus(client, () => (client.answers.isUndecided(client.key(this.shown)) ? [this.shown] : []), say("The counts"));
    const title = el("h4", { text: instrument.title });
    const intro = instrument.intro && el("p", { class: "kit-help", text: instrument.intro });
    const readers = ` ${say("Nobody sees your answers. Once {smallest} or more people in this meeting have answered, the counts can be shown. “Pass” is an answer too.", { smallest: config.smallest })}`;
    const who = el("p", { class: "kit-who", "data-who": "room" }, el("strong", { text: say("Counts only") }), readers);
    const body = el("div", {}, this.picker.element, title, intro, who, this.list.element, this.progress, this.status.element);
    const own = config.again ? el("details", {}, el("summary", { text: say("Your own answers") }), body) : body;
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
    const own = client.seat ? (done === list.length ? `${say("✓ You are done.")} ` : "") + say("{n} of {all} answered.", { n: done, all: list.length }) : say("Choose your seat first.");
    setText(this.progress, this.isShown() ? `${own} ${say("The counts are shown, so answers are closed.")}` : own);
    const n = client.shared[config.id]?.answered ?? 0;
    setText(this.room, sayMany(n, "{n} seat answered so far.", "{n} seats answered so far.") + (n < config.smallest ? ` ${say("Counts can be shown from {smallest} on.", { smallest: config.smallest })}` : ""));
    setText(this.press, this.isShown() ? say("Hide the counts and open the answers again") : say("Close the answers and show the counts"));
    this.status.update();
    this.pressStatus.update();
  }
}
