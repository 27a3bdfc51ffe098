// Pressing the clock: kept and sent like any answer, and shown at once, before the server has reckoned anew.
/** @import { Agenda } from "../protocol.js" */
/** @import { At } from "./answers.js" */
/** @import { Client } from "./client.js" */

/** Where the clock of this page is kept: the room's, or its team's own once the facilitator lets teams go. @param {Client} client @param {string} field @returns {At} */
export function clockAt(client, field) {
  const own = client.place.role === "team" && client.agenda?.own;
  return own ? { scope: "team", activity: "pace", field } : { scope: "room", activity: "clock", field };
}

/** @param {Client} client @param {string} field "<step>.start", "<step>.extra", "<step>.cut" or "end" @param {any} value */
export function press(client, field, value) {
  const had = client.value(clockAt(client, field));
  if (client.agenda) foresee(client.agenda, field, value, had);
  client.set(clockAt(client, field), value, { now: true });
}

/** @type {At} */
export const BREAK = { scope: "room", activity: "lead", field: "break" };

/** Until when the room has a break, null while it has none. @param {Client} client @returns {number | null} */
export function breakUntil(client) {
  const until = client.value(BREAK);
  return typeof until === "number" && until > client.now() ? until : null;
}

/** Give the room a break, or as many minutes more or less of it; the running step gets them too. @param {Client} client @param {number} minutes */
export function takeBreak(client, minutes) {
  const now = client.now();
  const until = breakUntil(client) ?? now;
  const given = Math.max(minutes, -Math.floor((until - now) / 60));
  stretch(client, given);
  client.set(BREAK, until + 60 * given, { now: true });
}

/** Go on before the break is over: the step gives back what is left of it. @param {Client} client */
export function endBreak(client) {
  const until = breakUntil(client);
  if (until === null) return;
  stretch(client, -Math.round((until - client.now()) / 60));
  client.set(BREAK, null, { now: true });
}

/** @param {Client} client @param {number} minutes more, or fewer, for the running step */
export function stretch(client, minutes) {
  const field = `${client.agenda?.running}.extra`;
  if (minutes) press(client, field, (client.value(clockAt(client, field)) ?? 0) + minutes);
}

/** What the server will say of the step that was pressed; the rest of the agenda follows with its answer. @param {Agenda} agenda @param {string} field @param {any} value @param {any} had */
function foresee(agenda, field, value, had) {
  const dot = field.lastIndexOf(".");
  const slot = agenda.slots.find((each) => each.id === field.slice(0, dot));
  if (!slot) return;
  const what = field.slice(dot + 1);
  if (what === "extra") slot.minutes = Math.max(0, slot.minutes + value - (had ?? 0));
  if (what !== "start") return;
  const before = agenda.slots.find((each) => each.id === agenda.running);
  if (before) Object.assign(before, { state: "done", end: value });
  Object.assign(slot, { state: "running", start: value, end: value + 60 * slot.minutes });
  Object.assign(agenda, { running: slot.id, word: "on time" });
}

/** The step that runs. @param {Client} client */
export function runningSlot({ agenda }) {
  return agenda?.slots.find((slot) => slot.id === agenda.running);
}
