// The agenda: each step with its time and where it stands; what to cut when it is late.
import { press } from "../../core/clock.js";
import { button, clockTime, drawnWhenChanged, el, plural, setText } from "../../ui/dom.js";
/** @import { Agenda, Cut, Slot } from "../../protocol.js" */
/** @import { At } from "../../core/answers.js" */
/** @import { Client } from "../../core/client.js" */

/** @type {Record<Slot["state"], string>} */
const STATES = { done: "Done", running: "Now", ahead: "To come", "left out": "Left out" };

/** @param {string} field @returns {At} */
const clockField = (field) => ({ scope: "room", activity: "clock", field });

/** Scroll to a step of this notebook, or to the list of what to cut. @param {Element} from @param {string | null | undefined} id @param {{focus?: boolean}} [options] */
export function goTo(from, id, { focus = true } = {}) {
  const panel = from.closest(".jp-NotebookPanel") ?? document;
  const target = id === "rescue" ? panel.querySelector(".kit-rescue") : panel.querySelector(`#kit-step-${id}`);
  if (!target) return;
  // A step's heading and prompt stand in the cell above its widgets.
  const heading = target.closest(".jp-Cell")?.previousElementSibling?.querySelector("h2");
  const to = /** @type {HTMLElement} */ (id === "rescue" ? target : (heading ?? target));
  to.scrollIntoView({ block: "start" });
  if (!focus) return;
  to.tabIndex = -1;
  to.focus({ preventScroll: true });
}

/** One step. */
class AgendaRow {
  /** @param {Client} client @param {string} id @param {{cut: string, number?: number}} plan */
  constructor(client, id, plan) {
    this.client = client;
    this.id = id;
    this.plan = plan;
    this.cells = { when: el("td"), minutes: el("td"), state: el("td"), act: el("td") };
    this.cut = button("", () => press(client, `${id}.cut`, !this.isCut()));
    this.link = button("", () => goTo(this.element, id), { class: "kit-link" });
    const { when, minutes, state, act } = this.cells;
    /** @type {HTMLElement} */
    this.element = el("tr", {}, el("th", { scope: "row" }, this.link), when, minutes, state, client.leads && act);
  }

  isCut() {
    return Boolean(this.client.value(clockField(`${this.id}.cut`)));
  }

  /** @param {Slot} slot */
  update(slot) {
    const { cells } = this;
    setText(this.link, this.plan.number ? `${this.plan.number}. ${slot.title}` : slot.title);
    this.element.dataset.state = slot.state;
    this.tellTime(slot);
    setText(cells.minutes, slot.minutes ? String(slot.minutes) : "–");
    setText(cells.state, STATES[slot.state]);
    const mayCut = this.plan.cut !== "never" && (slot.state === "ahead" || this.isCut());
    if (mayCut && !this.cut.isConnected) cells.act.append(this.cut);
    if (!mayCut) this.cut.remove();
    setText(this.cut, this.isCut() ? "Bring back" : "Leave out");
    this.cut.setAttribute("aria-label", `${this.isCut() ? "Bring back" : "Leave out"}: ${slot.title}`);
  }

  /** @param {Slot} slot */
  tellTime({ start, end, planned_start: planned, state }) {
    const { when } = this.cells;
    if (!start || !end || state === "left out") return setText(when, "");
    const words = `${clockTime(start)} – ${clockTime(end)}`;
    const plan = planned && Math.abs(start - planned) >= 60 ? ` (planned ${clockTime(planned)})` : "";
    if (when.textContent === words + plan) return;
    when.replaceChildren(words, ...(plan ? [el("span", { class: "kit-planned", text: plan })] : []));
  }
}

/** The table of all steps. @param {Client} client @param {any} config */
export function agendaTable(client, config) {
  const body = el("tbody");
  /** @type {Map<string, AgendaRow>} */
  const rows = new Map();
  const heads = ["Step", "From – to", "Minutes", "Where we are", ...(client.leads ? ["Change"] : [])].map((text) => el("th", { scope: "col", text }));
  const element = el("table", { class: "kit-table kit-agenda" }, el("caption", { text: "Agenda" }), el("thead", {}, el("tr", {}, ...heads)), body);
  return {
    element,
    update() {
      for (const slot of client.agenda?.slots ?? []) {
        let row = rows.get(slot.id);
        if (!row) {
          row = new AgendaRow(client, slot.id, { cut: config.cuts[slot.id], number: config.numbers[slot.id] });
          rows.set(slot.id, row);
          body.append(row.element);
        }
        row.update(slot);
      }
    },
  };
}

/** What could be cut so that the meeting ends on time. @param {Client} client */
export function rescue(client) {
  const words = el("p");
  const list = el("ul");
  const element = el("div", { class: "kit-rescue", hidden: true }, words, list);
  const draw = drawnWhenChanged((/** @type {Pick<Agenda, "late" | "cuts" | "stillLate">} */ { late, cuts, stillLate }) => {
    const won = plural(late - stillLate, "minute");
    const way = stillLate ? `These cuts win ${won}; you would still end ${plural(stillLate, "minute")} late:` : "To end on time:";
    setText(words, `You are ${plural(late, "minute")} behind${cuts.length ? `. ${way}` : ", and nothing ahead can be cut. Agree on a later end."}`);
    list.replaceChildren(...cuts.map((cut) => el("li", {}, cutButton(cut))));
  });
  /** @param {Cut} cut */
  function cutButton(cut) {
    const text = cut.to ? `Shorten “${cut.title}” from ${cut.minutes} to ${plural(cut.to, "minute")}` : `Leave out “${cut.title}” (${plural(cut.minutes, "minute")})`;
    return button(text, () => {
      const extra = client.value(clockField(`${cut.id}.extra`)) ?? 0;
      if (cut.to) press(client, `${cut.id}.extra`, extra + cut.to - cut.minutes);
      else press(client, `${cut.id}.cut`, true);
      words.tabIndex = -1;
      words.focus(); // the list is drawn anew, so its buttons cannot keep the focus
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
