// What is pressed on the clock: the next step, more or less time, the end.
import { say, words } from "../../core/language.js";
import { breakUntil, endBreak, press, runningSlot, stretch, takeBreak } from "../../core/clock.js";
import { button, el, setText } from "../../ui/dom.js";
/** @import { At } from "../../core/answers.js" */
/** @import { Client } from "../../core/client.js" */
/** @import { Stage } from "./stage.js" */

const BREAK_MINUTES = 5; // to begin with: while it lasts, the buttons beside make it longer or shorter
const SURE = 6000; // ms in which a second press ends the meeting early
/** @type {At} */
const END = { scope: "room", activity: "clock", field: "end" };

/** The buttons of the strip. */
export class ClockControls {
  /** @param {Client} client @param {Stage} stage */
  constructor(client, stage) {
    this.client = client;
    this.stage = stage;
    this.isSure = false;
    this.hasEnded = false;
    this.next = button("", () => this.goOn(), { class: "kit-main" });
    this.minutes = [-1, 1, 5].map((by) => button(`${by < 0 ? "−" : "+"}${Math.abs(by)} min`, () => this.add(by)));
    this.pause = button("", () => (breakUntil(client) === null ? takeBreak(client, BREAK_MINUTES) : endBreak(client)));
    this.end = button("", () => this.pressEnd());
    this.reopen = button(say("Go on"), () => press(client, "end", null));
    this.refusedWords = el("span");
    const fill = button("Go to “Next meeting”", () => this.goToNextMeeting());
    this.refused = el("span", { class: "kit-nudge", role: "alert", hidden: true }, this.refusedWords, fill);
    this.elements = [this.next, el("span", { class: "kit-strip-group" }, ...this.minutes, this.pause), this.end, this.reopen, this.refused];
  }

  /** The step that comes next. */
  following() {
    const slots = this.client.agenda?.slots ?? [];
    const at = slots.findIndex((slot) => slot.id === this.client.agenda?.running);
    return slots.slice(at + 1).find((slot) => slot.state !== "left out" && slot.state !== "done");
  }

  /** The next step; a break that is not over ends with it. */
  goOn() {
    endBreak(this.client);
    press(this.client, `${this.following()?.id}.start`, this.client.now());
  }

  /** Of a break while there is one, else of the step. @param {number} minutes */
  add(minutes) {
    if (breakUntil(this.client) === null) stretch(this.client, minutes);
    else takeBreak(this.client, minutes);
  }

  pressEnd() {
    if (this.following() && !this.isSure) {
      this.isSure = true;
      setTimeout(() => {
        this.isSure = false;
        this.update();
      }, SURE);
      return this.update();
    }
    this.isSure = false;
    press(this.client, "end", this.client.now());
    this.update();
  }

  goToNextMeeting() {
    this.client.discard(END);
    this.stage.bring(".kit-next-meeting")?.querySelector("input")?.focus({ preventScroll: true });
  }

  update() {
    const { client, next, end, reopen } = this;
    const isFinished = client.agenda?.word === "finished";
    const running = runningSlot(client);
    const to = client.agenda && !isFinished ? this.following() : null;
    next.hidden = !to;
    if (to) setText(next, running ? say("Next: {title}", { title: words(to.title) }) : say("Start: {title}", { title: words(to.title) }));
    for (const each of [...this.minutes, end]) each.hidden = !running;
    this.tellPause(Boolean(running));
    setText(end, this.isSure ? say("Press again to end now") : say("End"));
    reopen.hidden = !isFinished;
    const refusal = client.answers.refused.get(client.key(END));
    this.refused.hidden = !refusal;
    setText(this.refusedWords, refusal?.what ?? "");
    if (isFinished && !this.hasEnded && document.activeElement === document.body) reopen.focus();
    this.hasEnded = isFinished;
    if (!client.leads) this.hideFromTeam();
  }

  /** @param {boolean} isRunning */
  tellPause(isRunning) {
    const { client, pause } = this;
    pause.hidden = !isRunning || !client.leads;
    setText(pause, breakUntil(client) === null ? say("Break") : say("End break"));
  }

  /** A team presses the clock only where it goes at its own pace, and never the meeting's end. */
  hideFromTeam() {
    if (!this.client.agenda?.own) for (const element of this.elements) element.hidden = true;
    this.end.hidden = this.reopen.hidden = true;
  }
}
