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
