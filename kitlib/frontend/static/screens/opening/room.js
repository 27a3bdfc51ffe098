// The room, for the one who leads: who has answered and who is ready, the wall, a word to all, and how other devices join.
import { button, el, onEnter, plural, setText, uniqueId } from "../../ui/dom.js";
import { field } from "../../ui/field.js";
import { answerStatus } from "../../ui/status.js";
import { doorsPanel } from "./doors.js";
import { leadersPanel } from "./leaders.js";
import { wallControls } from "./steering.js";
/** @import { TeamSeats } from "../../protocol.js" */
/** @import { At } from "../../core/answers.js" */
/** @import { Client } from "../../core/client.js" */

/** @param {string} field @returns {At} */
const leadField = (field) => ({ scope: "room", activity: "lead", field });

/** Where a team is, in words; nothing while all go by the same clock. @param {Client} client @param {TeamSeats} team */
function whereIs(client, team) {
  if (client.value(leadField("pace")) !== "own") return "";
  const agenda = client.wall?.agendas?.[team.id];
  const slot = agenda?.slots.find((each) => each.id === agenda.running);
  if (!slot) return agenda?.word === "finished" ? "finished" : "not started";
  const left = Math.round(((slot.start ?? 0) + 60 * slot.minutes - client.now()) / 60);
  return `${slot.title}, ${left >= 0 ? `${plural(left, "minute")} left` : `${plural(-left, "minute")} over`}`;
}

/** How many sit at a team's table: those who wrote, or whose device holds a seat. @param {Client} client @param {TeamSeats} team */
const seatsOf = (client, team) => Math.max(team.seats, client.wall?.held?.[team.id]?.length ?? 0);

/** How many of a team have answered in the running step. @param {Client} client @param {string[]} activities @param {TeamSeats} team */
function answeredBy(client, activities, team) {
  const wrote = activities.map((activity) => client.wall?.wrote?.[activity]?.[team.id] ?? { seats: 0, team: false });
  const seats = Math.max(0, ...wrote.map((each) => each.seats));
  if (seats) return `${seats} of ${Math.max(seatsOf(client, team), seats)}`;
  return wrote.some((each) => each.team) ? "yes" : "–";
}

/** The teams, each with who has answered and who is ready. @param {Client} client @param {any} config */
function teamsTable(client, config) {
  const body = el("tbody");
  const heads = ["Team", "Seats", "Answered", "Ready"].map((text) => el("th", { scope: "col", text }));
  /** @type {Map<string, Record<"where" | "seats" | "wrote" | "ready", HTMLElement>>} */
  const rows = new Map();
  /** @param {TeamSeats} team */
  function draw(team) {
    const cells = { where: el("span", { class: "kit-facts" }), seats: el("td"), wrote: el("td"), ready: el("td") };
    rows.set(team.id, cells);
    body.append(el("tr", {}, el("th", { scope: "row" }, team.label, cells.where), cells.seats, cells.wrote, cells.ready));
    return cells;
  }
  return {
    element: el("table", { class: "kit-table kit-teams", "aria-label": "Teams" }, el("thead", {}, el("tr", {}, ...heads)), body),
    update() {
      const step = client.agenda?.running ?? "";
      for (const team of client.wall?.teams ?? []) {
        const { where, seats, wrote, ready } = rows.get(team.id) ?? draw(team);
        const done = client.wall?.ready?.[step]?.[team.id] ?? 0;
        setText(where, whereIs(client, team));
        setText(seats, String(seatsOf(client, team)));
        setText(wrote, step ? answeredBy(client, config.activities[step] ?? [], team) : "–");
        setText(ready, step ? `${done} of ${Math.max(seatsOf(client, team), done)}` : "–");
      }
    },
  };
}

/** A word to all teams. @param {Client} client */
function nudgeBox(client) {
  const id = uniqueId("nudge");
  const at = leadField("nudge");
  const words = el("input", { id, type: "text", maxlength: 200, "data-kit-field": "lead/nudge", placeholder: "Two more minutes, then we talk" });
  const send = button("Send to the teams", () => words.value.trim() && client.set(at, words.value.trim(), { now: true }), { class: "kit-small" });
  const clear = button("Take it down", () => take(), { class: "kit-small" });
  function take() {
    client.set(at, "", { now: true });
    words.value = "";
  }
  onEnter(words, () => send.click());
  return {
    element: el("div", {}, el("h3", {}, el("label", { for: id, text: "A word to the teams" })), words, el("p", { class: "kit-nudge-act" }, send, clear)),
    update() {
      send.disabled = !client.isLoaded("room");
      clear.hidden = !client.value(at);
    },
  };
}

/** Whether all go by one clock. @param {Client} client */
function paceChoice(client) {
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
  return { element: el("div", {}, el("h3", {}, el("label", { for: pace.id, text: "Pace" })), pace.element), update: () => pace.update() };
}

/** For the one who leads. @param {Client} client @param {any} config */
export function roomPanel(client, config) {
  const status = answerStatus(client, () => ["pace", "nudge", "wall.view", "wall.team"].map(leadField), "The room");
  const parts = [teamsTable(client, config), wallControls(client), nudgeBox(client), doorsPanel(client), leadersPanel(client), paceChoice(client), status];
  return {
    element: el("div", { class: "kit-room" }, ...parts.map((part) => part.element)),
    update() {
      for (const part of parts) part.update();
    },
  };
}
