// Up to so many statements that the team marks to work on first.
import { say, sayMany } from "../../frontend/static/core/language.js";
import { drawnWhenChanged, el, setText } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Item } from "../../frontend/static/ui/choices.js" */

/** One answer of the team, with a tick beside each statement. */
export class Priorities {
  /** @param {Client} client @param {any} config */
  constructor(client, config) {
    this.client = client;
    this.most = config.priorities;
    /** @type {At} */
    this.at = { scope: "team", activity: config.id, field: "priorities" };
    this.none = el("p", { class: "kit-help", text: sayMany(this.most, "Mark {n} statement above.", "Mark up to {n} statements above.") });
    const list = el("ol", { class: "kit-priorities" });
    this.status = answerStatus(client, () => [this.at], say("What we work on first"));
    this.element = el("section", { class: "kit-part" }, el("h4", { text: say("What we work on first") }), this.none, list, this.status.element);
    const text = (/** @type {string} */ id) => config.instrument.items.find((/** @type {Item} */ item) => item.id === id)?.text ?? id;
    this.draw = drawnWhenChanged((/** @type {string[]} */ ids) => list.replaceChildren(...ids.map((id) => el("li", { text: text(id) }))));
  }

  /** @returns {string[]} */
  marked() {
    return this.client.value(this.at) ?? [];
  }

  /** @param {Item} item */
  tick({ id }) {
    const isFull = () => !this.marked().includes(id) && this.marked().length >= this.most;
    const box = field(this.client, {
      at: () => this.at,
      type: "tick",
      mark: `${this.at.activity}/priorities/${id}`,
      label: say("Work on this first"),
      part: (marked) => (marked || []).includes(id),
      write: (isMarked) => this.client.set(this.at, isMarked ? [...this.marked(), id] : this.marked().filter((other) => other !== id), { now: true }),
      isClosed: isFull,
      undecided: true,
    });
    const full = el("span", { class: "kit-help" });
    const words = say("{most} of {most} are marked. Take one out first.", { most: this.most });
    return {
      element: el("div", { class: "kit-mark" }, box.element, full),
      update() {
        box.update();
        setText(full, isFull() ? words : "");
      },
    };
  }

  update() {
    const ids = this.marked();
    this.none.hidden = ids.length > 0;
    this.draw(ids);
    this.status.update();
  }
}
