// Pressing the clock: kept and sent like any answer, and shown at once, before the server has reckoned anew.

/** Where the clock of this page is kept: the room's, or its team's own once the facilitator lets teams go. */
export function clockAt(client, field) {
  const own = client.place.role === "team" && client.agenda?.own;
  return own ? { scope: "team", activity: "pace", field } : { scope: "room", activity: "clock", field };
}

/** @param {any} client @param {string} field "<step>.start", "<step>.extra", "<step>.cut" or "end" @param {any} value */
export function press(client, field, value) {
  const had = client.value(clockAt(client, field));
  foresee(client.agenda, field, value, had);
  client.set(clockAt(client, field), value, { now: true });
}

/** What the server will say of the step that was pressed; the rest of the agenda follows with its answer. */
function foresee(agenda, field, value, had) {
  const dot = field.lastIndexOf(".");
  const slot = agenda?.slots.find((s) => s.id === field.slice(0, dot));
  if (!slot) return;
  const what = field.slice(dot + 1);
  if (what === "extra") slot.minutes = Math.max(0, slot.minutes + value - (had ?? 0));
  if (what === "start") {
    const before = agenda.slots.find((s) => s.id === agenda.running);
    if (before) Object.assign(before, { state: "done", end: value });
    Object.assign(slot, { state: "running", start: value, end: value + 60 * slot.minutes });
    Object.assign(agenda, { running: slot.id, word: "on time" });
  }
}
