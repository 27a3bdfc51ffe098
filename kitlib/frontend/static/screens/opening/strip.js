// The slim strip that stays in sight: the running step and its time.
import { say, words } from "../../core/language.js";
import { breakUntil } from "../../core/clock.js";
import { button, clockTime, el, plural, setText, spokenLine } from "../../ui/dom.js";
import { sheetOf } from "./leaves.js";
import { countdown, reading } from "./reading.js";
/** @import { Agenda } from "../../protocol.js" */
/** @import { Client } from "../../core/client.js" */
/** @import { Stage } from "./stage.js" */

/** @type {Record<string, [sign: string, words: string]>} */
const WORDS = {
  "not started": ["○", say("Not started")],
  "on time": ["●", ""],
  "almost done": ["◔", say("Almost done")],
  "last moments": ["◕", say("Last moments")],
  over: ["■", say("Time is over")],
  break: ["◌", say("Break")],
  finished: ["✓", say("Finished")],
};

/** @param {Agenda | null} agenda */
function lateness(agenda) {
  if (!agenda || agenda.word === "not started") return "";
  if (agenda.late >= 1) return `${plural(agenda.late, "minute")} behind`;
  if (agenda.late <= -1) return `${plural(-agenda.late, "minute")} ahead`;
  return "on time";
}

/** The strip, put at the head of the notebook's panel where there is one. */
export class Strip {
  /** @param {Client} client @param {HTMLElement} home what it belongs to @param {Stage} stage @param {HTMLElement[]} controls @param {() => void} toRescue */
  constructor(client, home, stage, controls, toRescue) {
    this.client = client;
    this.home = home;
    this.sign = el("span", { class: "kit-strip-sign", "aria-hidden": "true" });
    this.title = button("", () => stage.go(this.client.agenda?.running ?? ""), { class: "kit-strip-title" });
    this.time = el("span", { class: "kit-strip-time", role: "timer", "aria-live": "off" });
    this.word = el("span", { class: "kit-strip-word" });
    this.late = button("", toRescue, { class: "kit-strip-late" });
    this.facts = el("span", { class: "kit-strip-facts" }, this.word, this.late); // two, one above the other, and then beside them
    this.spoken = spokenLine();
    this.before = "";
    /** @type {HTMLElement} */
    this.element = el("div", { class: "kit kit-clock-strip", role: "region", "aria-label": say("Clock") }, this.sign, this.title, this.time, this.facts, ...controls, this.spoken, stage.element);
    this.height = 0; // px, as the browser laid it out: to read it would make the browser lay out the whole page at once
    this.measure = new ResizeObserver(([{ borderBoxSize }]) => {
      this.height = borderBoxSize[0].blockSize;
      this.makeRoom();
    });
    this.measure.observe(this.element);
    this.ticking = setInterval(() => {
      this.place();
      this.update();
    }, 500);
    requestAnimationFrame(() => this.place());
  }

  place() {
    const panel = /** @type {HTMLElement | null} */ (this.home.closest(".jp-NotebookPanel") ?? this.home.closest(".kit-page"));
    const place = panel ?? this.home;
    if (this.element.parentElement === place) return;
    place.prepend(this.element);
    this.makeRoom();
  }

  /** The page begins where the strip ends; under somebody who reads or types nothing moves. */
  makeRoom() {
    const place = /** @type {HTMLElement} */ (this.element.parentElement ?? this.home);
    const { style } = place.matches(".kit-page") ? document.documentElement : place; // which scrolls, and must know
    const room = `${this.height}px`;
    const before = style.getPropertyValue("--kit-strip-height");
    if (!this.height || before === room) return;
    const scroller = sheetOf(this.home)?.scroller;
    const top = scroller?.scrollTop ?? 0;
    style.setProperty("--kit-strip-height", room);
    const types = this.home.ownerDocument.activeElement?.matches("textarea, input");
    if (scroller && before && (top > 0 || types)) scroller.scrollTop = top + this.height - Number.parseFloat(before);
  }

  close() {
    clearInterval(this.ticking);
    this.measure.disconnect();
    this.element.remove();
  }

  update() {
    const { word: now, left, slot } = reading(this.client);
    const [sign, word] = WORDS[now];
    const state = now === "break" ? say("Break until {time}", { time: clockTime(breakUntil(this.client) ?? 0) }) : word;
    this.element.dataset.word = now.replace(" ", "-");
    setText(this.sign, sign);
    setText(this.title, slot ? words(slot.title) : state);
    this.title.disabled = !slot;
    this.title.setAttribute("aria-label", slot ? say("Go to the step: {title}", { title: words(slot.title) }) : state);
    setText(this.time, slot ? countdown(left) : "");
    setText(this.word, slot ? state : "");
    this.tellLate(now);
    this.speak(slot ? `${now}|${slot.id}` : now, slot, state);
  }

  /** @param {string} now */
  tellLate(now) {
    const { client } = this;
    const late = client.leads ? lateness(client.agenda) : ""; // a team cannot do anything about it
    const hasHelp = client.leads && (client.agenda?.late ?? 0) >= 2 && now !== "finished";
    setText(this.late, hasHelp ? `${late}: what to cut` : late);
    this.late.disabled = !hasHelp;
    this.late.hidden = !late || now === "break";
  }

  /** @param {string} now @param {import("../../protocol.js").Slot | null | undefined} slot @param {string} word */
  speak(now, slot, word) {
    if (this.before && now !== this.before) {
      const isNew = slot && !this.before.endsWith(`|${slot.id}`);
      setText(this.spoken, isNew ? say("Now: {title}, {minutes}", { title: words(slot.title), minutes: plural(slot.minutes, "minute") }) : `${words(slot?.title) ?? ""} ${word}`.trim());
    }
    this.before = now;
  }
}
