// The agenda: each step with its time and where it stands; what to cut when it is late.
import { say, words } from "../../core/language.js";
import { press } from "../../core/clock.js";
import { button, clockTime, drawnWhenChanged, el, plural, setAttribute, setText } from "../../ui/dom.js";
import { OPENING } from "./leaves.js";
/** @import { Agenda, Cut, Slot } from "../../protocol.js" */
/** @import { At } from "../../core/answers.js" */
/** @import { Client } from "../../core/client.js" */
/** @import { Rearrange } from "./rearranging.js" */
/** @import { Stage } from "./stage.js" */

/** The time of day without what everybody knows: "3:05". @param {number} seconds */
const hour = (seconds) => clockTime(seconds).replace(/\s?[AP]M$/i, "");

/** @param {string} field @returns {At} */
const clockField = (field) => ({ scope: "room", activity: "clock", field });

/** One step. */
class AgendaRow {
  /** @param {Client} client @param {Stage} stage @param {string} id @param {{cut: string, number?: number, rearrange: Rearrange | null}} plan */
  constructor(client, stage, id, plan) {
    this.client = client;
    this.stage = stage;
    this.id = id;
    this.plan = plan;
    this.when = el("span", { class: "kit-when" });
    this.facts = el("span", { class: "kit-facts" });
    this.long = el("span", { class: "kit-long" });
    this.cut = button("", () => press(client, `${id}.cut`, !this.isCut()), { class: "kit-small" });
    this.next = button("Do next", () => plan.rearrange?.doNext(id), { class: "kit-small" });
    this.acts = el("span", { class: "kit-agenda-acts" }, this.next, this.cut);
    this.link = button("", () => stage.go(id), { class: "kit-link" });
    this.element = el("li", {}, this.when, el("span", { class: "kit-what" }, this.link, this.facts), this.long);
  }

  isCut() {
    return Boolean(this.client.value(clockField(`${this.id}.cut`)));
  }

  /** @param {Slot} slot */
  update(slot) {
    const { link, element, plan } = this;
    setText(link, plan.number ? `${plan.number}. ${words(slot.title)}` : words(slot.title));
    link.disabled = !plan.number;
    setAttribute(element, "data-state", slot.state);
    setAttribute(element, "aria-current", slot.state === "running" ? "step" : null);
    setAttribute(element, "data-shown", this.stage.shown === this.id && !this.stage.isWhole ? "" : null);
    this.tell(slot);
    this.offerActs(slot);
  }

  /** What whoever leads can do with it. @param {Slot} slot */
  offerActs(slot) {
    const { acts, element, cut, next, plan } = this;
    next.hidden = !plan.rearrange?.canComeNext(this.id);
    cut.hidden = !this.client.leads || plan.cut === "never" || !(slot.state === "ahead" || this.isCut());
    setAttribute(next, "aria-label", `Do next: ${slot.title}`);
    setText(cut, this.isCut() ? "Bring back" : "Leave out");
    setAttribute(cut, "aria-label", `${this.isCut() ? "Bring back" : "Leave out"}: ${slot.title}`);
    if (next.hidden && cut.hidden) acts.remove();
    else if (!acts.isConnected) element.append(acts);
  }

  /** @param {Slot} slot */
  tell({ start, planned_start: planned, state, minutes }) {
    const isIn = state !== "left out";
    const isLate = start && planned && Math.abs(start - planned) >= 60 && state === "running";
    setText(this.when, start && isIn ? hour(start) : "");
    setText(this.facts, [state === "running" && say("Now"), isLate && say("planned {time}", { time: hour(planned) })].filter(Boolean).join(" · "));
    setText(this.long, state === "done" ? say("✓ done") : isIn ? say("{n} min", { n: minutes }) : say("left out"));
  }
}

/** All steps, each a way to it; before them what stands before the first. @param {Client} client @param {any} config @param {Stage} stage @param {{gone?: () => void, rearrange?: Rearrange | null}} [more] `gone` is called when one was chosen */
export function agendaList(client, config, stage, { gone = () => {}, rearrange = null } = {}) {
  const list = el("ol", { class: "kit-agenda", "aria-label": say("Agenda") });
  const before = button(client.leads ? "" : say("About this meeting"), () => stage.go(OPENING), { class: "kit-link" });
  const first = el("li", {}, el("span", { class: "kit-when" }), el("span", { class: "kit-what" }, before));
  list.append(first);
  list.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".kit-link")) gone();
  });
  /** @type {Map<string, AgendaRow>} */
  const rows = new Map();
  /** @type {string | null} */
  let running = null;
  /** The running step stays in sight of a long agenda beside the page. */
  function follow() {
    const now = client.agenda?.running ?? null;
    if (now === running) return;
    running = now;
    const row = rows.get(now ?? "")?.element;
    if (row?.closest(".kit-rail")) row.scrollIntoView({ block: "nearest" });
  }
  return {
    element: list,
    update() {
      if (client.leads) setText(before, client.agenda?.word === "finished" ? "After the meeting" : "Before the meeting");
      setAttribute(first, "data-shown", stage.shown === OPENING && !stage.isWhole ? "" : null);
      for (const slot of client.agenda?.slots ?? []) {
        let row = rows.get(slot.id);
        if (!row) {
          row = new AgendaRow(client, stage, slot.id, { cut: config.cuts[slot.id], number: config.numbers[slot.id], rearrange });
          rows.set(slot.id, row);
          list.append(row.element);
        }
        row.update(slot);
      }
      follow();
    },
  };
}

/** All steps on one page, for who wants to read or to print them. @param {Stage} stage */
export function wholeTick(stage) {
  const tick = el("input", { type: "checkbox", onchange: () => stage.setWhole(tick.checked) });
  return {
    element: el("label", { class: "kit-whole" }, tick, say("Show all steps on one page")),
    update() {
      tick.checked = stage.isWhole;
    },
  };
}

/** What could be cut so that the meeting ends on time. @param {Client} client */
export function rescue(client) {
  const told = el("p");
  const list = el("ul");
  const element = el("div", { class: "kit-rescue", hidden: true }, told, list);
  const draw = drawnWhenChanged((/** @type {Pick<Agenda, "late" | "cuts" | "stillLate">} */ { late, cuts, stillLate }) => {
    const won = plural(late - stillLate, "minute");
    const way = stillLate ? `These cuts win ${won}; you would still end ${plural(stillLate, "minute")} late:` : "To end on time:";
    setText(told, `You are ${plural(late, "minute")} behind${cuts.length ? `. ${way}` : ", and nothing ahead can be cut. Agree on a later end."}`);
    list.replaceChildren(...cuts.map((cut) => el("li", {}, cutButton(cut))));
  });
  /** @param {Cut} cut */
  function cutButton(cut) {
    const text = cut.to ? `Shorten “${cut.title}” from ${cut.minutes} to ${plural(cut.to, "minute")}` : `Leave out “${cut.title}” (${plural(cut.minutes, "minute")})`;
    return button(text, () => {
      const extra = client.value(clockField(`${cut.id}.extra`)) ?? 0;
      if (cut.to) press(client, `${cut.id}.extra`, extra + cut.to - cut.minutes);
      else press(client, `${cut.id}.cut`, true);
      told.tabIndex = -1;
      told.focus(); // the list is drawn anew, so its buttons cannot keep the focus
    });
  }
  return {
    element,
    update() {
      const { agenda } = client;
      element.hidden = !agenda || agenda.late < 2 || agenda.word === "finished";
      if (agenda && !element.hidden) draw({ late: agenda.late, cuts: agenda.cuts, stillLate: agenda.stillLate });
    },
  };
}
