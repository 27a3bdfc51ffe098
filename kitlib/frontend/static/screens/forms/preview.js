// What is being changed, as people will see it: on the screen, on paper and in the record; brought up to date after a pause.
import { button, el, setAttribute, setText } from "../../ui/dom.js";
import { addStyles } from "../../ui/styles.js";
import { pretendMeeting } from "./pretend.js";
/** @import { Assets } from "../../protocol.js" */

/** @typedef {{parts: [string, any][], assets: Assets, shared: Record<string, any>, paper: string, record: string, note?: string}} Preview `note`: what holds of the screen alone */
/** @typedef {"screen" | "paper" | "record"} View */

const PAUSE = 500; // ms after the last change
/** @type {[View, string, string][]} */
const VIEWS = [
  ["screen", "On the screen", "Try it: nothing that you choose here is kept. The others are made up."],
  ["paper", "On paper", "The sheet, as it is printed."],
  ["record", "In the record", "The answers are made up."],
];

/** Modules of a page by their addresses; those of the page itself are there already. @param {Assets} assets @param {string} base @param {string} part */
async function moduleOf({ version, bundles, modules }, base, part) {
  const address = new URL(`${base}kit/static/${version}/${bundles[part]}.js`, location.href).href;
  return (await import(address)).modules[modules[part]];
}

/** The views, one at a time. `ask` gives what is to be shown, and throws what is to be mended first. */
export class PreviewPane {
  /** @param {() => Promise<Preview>} ask @param {string} base where the server's pages begin */
  constructor(ask, base) {
    this.ask = ask;
    this.base = base;
    this.number = 0;
    /** @type {any} */
    this.timer = null;
    /** @type {View} */
    this.view = "screen";
    /** @type {ReturnType<typeof pretendMeeting> | null} */
    this.meeting = null;
    /** @type {(() => void)[]} */
    this.closers = [];
    this.chosen = VIEWS.map(([view, words]) => button(words, () => this.choose(view), { class: "kit-small" }));
    this.about = el("p", { class: "kit-help" });
    this.said = el("p", { class: "kit-problem", role: "status" });
    this.note = el("p", { class: "kit-companion" });
    this.screen = el("div", { class: "kit-preview-screen" });
    this.frames = { paper: this.frame("The sheet, as it is printed"), record: this.frame("What the record shows") };
    this.box = el("div", { class: "kit-preview" }, this.screen, this.frames.paper, this.frames.record);
    this.element = el("section", { "aria-label": "As people will see it" }, el("div", { class: "kit-buttons kit-preview-views", role: "group", "aria-label": "Show it" }, ...this.chosen), this.about, this.said, this.box);
    this.choose("screen");
  }

  /** @param {string} title */
  frame(title) {
    return el("iframe", { title, sandbox: "", hidden: true });
  }

  /** @param {View} view */
  choose(view) {
    this.view = view;
    VIEWS.forEach(([each, , about], n) => {
      setAttribute(this.chosen[n], "aria-pressed", String(each === view));
      if (each === view) setText(this.about, about);
    });
    this.screen.hidden = view !== "screen";
    this.frames.paper.hidden = view !== "paper";
    this.frames.record.hidden = view !== "record";
  }

  /** Something was changed. @param {number} [wait] ms */
  update(wait = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), wait);
  }

  async fetch() {
    const number = ++this.number;
    try {
      const preview = await this.ask();
      if (number !== this.number) return;
      setText(this.said, "");
      await this.show(preview);
    } catch (error) {
      const { what = String(error), next = "" } = /** @type {any} */ (error);
      if (number === this.number) setText(this.said, `${what} ${next}`.trim());
    }
  }

  /** @param {Preview} preview */
  async show({ parts, assets, shared, paper, record, note = "" }) {
    const [modules] = await Promise.all([Promise.all(parts.map(([part]) => moduleOf(assets, this.base, part))), addStyles(assets, this.base)]);
    for (const [frame, page] of /** @type {[HTMLIFrameElement, string][]} */ ([[this.frames.paper, paper], [this.frames.record, record]])) if (frame.srcdoc !== page) frame.srcdoc = page;
    setText(this.note, note);
    this.meeting ??= pretendMeeting();
    this.meeting.server.learn(shared);
    const { place } = this.meeting;
    for (const close of this.closers) close?.();
    this.screen.replaceChildren(this.note);
    this.closers = modules.map((module, n) => module.default.render({ model: modelOf(parts[n][1], place), el: this.screen.appendChild(el("div")) }));
    this.meeting.client.poll();
  }
}

/** What stands for a widget. @param {any} config @param {any} place */
function modelOf(config, place) {
  /** @type {Record<string, any>} */
  const given = { config, place };
  return { get: (/** @type {string} */ name) => given[name], on() {}, off() {}, send() {} };
}
