// The clock as a page reads it between two answers of the server.
import { breakUntil, runningSlot } from "../../core/clock.js";
/** @import { Client } from "../../core/client.js" */

const SOON = 0.2; // of a step's time
const LAST = 0.05;

/** m:ss, with a minus when the time is over. @param {number} seconds */
export function countdown(seconds) {
  const whole = Math.abs(Math.round(seconds));
  return `${seconds < 0 ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The running step by this page's own ticking, so that the word changes without any server; or what is left of a break. @param {Client} client */
export function reading(client) {
  const slot = runningSlot(client);
  if (!slot) return { word: client.agenda?.word ?? "not started", left: 0, slot: null };
  const until = breakUntil(client);
  if (until !== null && client.agenda?.word !== "finished") return { word: "break", left: until - client.now(), slot };
  const left = (slot.start ?? 0) + 60 * slot.minutes - client.now();
  const share = left / (60 * slot.minutes);
  const word = left <= 0 ? "over" : share <= LAST ? "last moments" : share <= SOON ? "almost done" : "on time";
  return { word, left, slot };
}
