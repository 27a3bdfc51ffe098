// The agenda changed while the meeting runs: a step brought forward, a step added, and what was done last taken back.
import { CallError } from "../../core/transport.js";
import { button, el, setText } from "../../ui/dom.js";
import { addingForm } from "../planner/adding.js";
/** @import { Rearranging } from "../../protocol.js" */
/** @import { Client } from "../../core/client.js" */

/** What whoever leads can do to the agenda. */
export class Rearrange {
  /** @param {Client} client */
  constructor(client) {
    this.client = client;
    /** @type {Rearranging | null} */
    this.offer = null;
    this.said = el("p", { role: "status", class: "kit-help" });
    this.form = addingForm({ act: (_, [{ add, after }]) => this.ask({ do: "add", ...add, after }) });
    this.undo = button("Take the last change of the agenda back", () => this.ask({ do: "back" }), { class: "kit-small", hidden: true });
    this.form.element.addEventListener("toggle", () => this.offer ?? this.ask({ do: "look" }));
    this.element = el("div", { class: "kit-rearrange" }, this.form.element, this.undo, this.said);
  }

  /** Whether the step can be done next: it is ahead, and another one would come before it. @param {string} id */
  canComeNext(id) {
    const slots = this.client.agenda?.slots ?? [];
    const ahead = slots.filter(({ state }) => state === "ahead").map((slot) => slot.id);
    return ahead.indexOf(id) > 0 && this.client.agenda?.word !== "finished";
  }

  /** @param {string} step */
  doNext(step) {
    return this.ask({ do: "forward", step });
  }

  /** @param {Record<string, any>} what @returns {Promise<boolean>} whether it was done */
  async ask(what) {
    const { client } = this;
    setText(this.said, "");
    try {
      this.offer = await client.transport.call("rearrange", { meeting: client.place.meeting, ...what });
      if (what.do !== "look") client.poll();
      client.notify();
      return true;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setText(this.said, `${error.what} ${error.next}`);
      return false;
    }
  }

  update() {
    const { agenda, place } = this.client;
    this.element.hidden = !agenda || agenda.word === "finished";
    this.undo.hidden = !(this.offer?.undo ?? place.shows);
    if (!this.offer || !agenda) return;
    const steps = agenda.slots.filter(({ id, state }) => id === agenda.running || state === "ahead");
    this.form.update({ running: agenda.running, blocks: this.offer.blocks, steps: steps.map(({ id, title }) => ({ id, values: { title } })) });
  }
}
