// The room, for the one who leads: where each team is, its pace, a word to all, and how other devices join.
import { button, el, onEnter, plural, setText, uniqueId } from "../../ui/dom.js";
import { field } from "../../ui/field.js";
import { answerStatus } from "../../ui/status.js";
import { doorsPanel } from "./doors.js";
/** @import { TeamSeats } from "../../protocol.js" */
/** @import { At } from "../../core/answers.js" */
/** @import { Client } from "../../core/client.js" */

/** @param {string} field @returns {At} */
const leadField = (field) => ({ scope: "room", activity: "lead", field });

/** Where a team is, in words. @param {Client} client @param {TeamSeats} team */
function whereIs(client, team) {
  const agenda = client.wall?.agendas?.[team.id];
  const slot = agenda?.slots.find((each) => each.id === agenda.running);
  if (!slot) return agenda?.word === "finished" ? "finished" : "not started";
  const left = Math.round(((slot.start ?? 0) + 60 * slot.minutes - client.now()) / 60);
  return `${slot.title}, ${left >= 0 ? `${plural(left, "minute")} left` : `${plural(-left, "minute")} over`}`;
}

/** The teams, each with where it is. @param {Client} client */
function teamsTable(client) {
  const body = el("tbody");
  const heads = ["Team", "Seats in use", "Where it is"].map((text) => el("th", { scope: "col", text }));
  /** @type {Map<string, {seats: HTMLElement, where: HTMLElement}>} */
  const rows = new Map();
  /** @param {TeamSeats} team */
  function draw(team) {
    const cells = { seats: el("td"), where: el("td") };
    rows.set(team.id, cells);
    body.append(el("tr", {}, el("th", { scope: "row", text: team.label }), cells.seats, cells.where));
    return cells;
  }
  return {
    element: el("table", { class: "kit-table" }, el("caption", { text: "Teams" }), el("thead", {}, el("tr", {}, ...heads)), body),
    update() {
      for (const team of client.wall?.teams ?? []) {
        const { seats, where } = rows.get(team.id) ?? draw(team);
        setText(seats, String(team.seats));
        setText(where, whereIs(client, team));
      }
    },
  };
}

/** A word to all teams. @param {Client} client */
function nudgeBox(client) {
  const id = uniqueId("nudge");
  const at = leadField("nudge");
  const words = el("input", { id, type: "text", maxlength: 200, "data-kit-field": "lead/nudge", placeholder: "For example: two more minutes, then we talk" });
  const send = button("Send to the teams", () => words.value.trim() && client.set(at, words.value.trim(), { now: true }));
  const clear = button("Take it down", () => {
    client.set(at, "", { now: true });
    words.value = "";
  });
  onEnter(words, () => send.click());
  return {
    element: el("div", { class: "kit-box" }, el("label", { for: id, text: "A word to the teams" }), words, el("p", { class: "kit-nudge-act" }, send, clear)),
    update() {
      send.disabled = !client.isLoaded("room");
      clear.hidden = !client.value(at);
    },
  };
}

/** For the one who leads. @param {Client} client */
export function roomPanel(client) {
  const teams = teamsTable(client);
  const nudge = nudgeBox(client);
  const join = doorsPanel(client);
  const pace = field(client, {
    at: () => leadField("pace"),
    type: "select",
    shape: "bare",
    label: "Pace",
    none: null,
    initial: "together",
    options: [
      { value: "together", label: "All together, by your clock" },
      { value: "own", label: "Each team at its own pace" },
    ],
  });
  const status = answerStatus(client, () => [leadField("pace"), leadField("nudge")], "Pace, and the word to the teams");
  const projector = el("a", { class: "kit-projector", target: "_blank", rel: "noopener", text: "Projector view (opens in a new tab)" });
  const link = el("p", {}, projector);
  const element = el(
    "details",
    { class: "kit-fold", open: true },
    el("summary", { text: "The room" }),
    el("div", { class: "kit-scroll" }, teams.element),
    el("div", { class: "kit-pace" }, el("label", { for: pace.id, text: "Pace" }), pace.element),
    nudge.element,
    status.element,
    join.element,
    link,
  );
  return {
    element,
    update() {
      const { base } = client.transport;
      link.hidden = !base;
      if (base) projector.href = `${base}kit/projector?meeting=${encodeURIComponent(client.place.meeting)}`;
      for (const part of [pace, nudge, teams, join, status]) part.update();
    },
  };
}
