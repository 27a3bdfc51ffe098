// The line under a box that says truthfully whether what stands in it is on disk.
import { clockTime, el, setText, spokenLine } from "./dom.js";
/** @import { At, Draft, Refusal } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */

const WORSE = ["conflict", "asked", "refused", "danger", "kept", "notice"];

/** Why an answer that could name a student is not saved yet. @param {Refusal} refusal */
export function reviewWords({ findings = [] }) {
  const what = findings.map((each) => `“${each.text}” looks like ${each.what}`).join("; ");
  return `Not saved yet: ${what}. Use a code for a student. Nothing leaves this box until you decide.`;
}

/** Why an answer was not taken. @param {Refusal} refusal */
export function refusalWords({ what, next }) {
  return `Not saved: ${what} ${next}`.trim();
}

/** How unsent drafts stand. @param {Client} client @param {Draft[]} waiting @returns {[string, string]} */
function readWaiting(client, waiting) {
  const { connection } = client;
  if (waiting.every((draft) => draft.private && !client.locks.isAble)) return ["saved", "Kept in this browser alone, and not sent."];
  if (waiting.some((draft) => client.journal.lacks(draft))) return ["danger", "Not saved yet, and this browser has no room to keep it. Leave this page open."];
  if (connection.stopped) return ["kept", `Not saved yet. Kept in this browser. ${connection.stopped.what} ${connection.stopped.next}`.trim()];
  if (connection.trouble) return ["kept", `Not saved yet. Kept in this browser; trying again. ${connection.trouble}`];
  return ["saving", "Saving…"];
}

/** State and words of some answers. @param {Client} client @param {string[]} keys @param {string} where @returns {[string, string]} */
function readState(client, keys, where) {
  const { answers } = client;
  if (keys.some((key) => answers.conflicts.has(key))) return ["conflict", `Someone else changed this too. Choose ${where} what to keep.`];
  const refusal = keys.map((key) => answers.refused.get(key)).find(Boolean);
  if (refusal) return refusal.findings ? ["asked", reviewWords(refusal)] : ["refused", refusalWords(refusal)];
  const waiting = keys.flatMap((key) => answers.unsent.get(key) ?? []);
  if (waiting.length) return readWaiting(client, waiting);
  const notice = keys.map((key) => answers.notices.get(key)).find(Boolean);
  if (notice) return ["notice", notice];
  const latest = Math.max(0, ...keys.map((key) => answers.stored.get(key)?.at ?? 0));
  return latest ? ["saved", `Saved ${clockTime(latest, true)}`] : ["", ""];
}

/**
 * A badge for one or more answers.
 * Only a change for the worse, and the first good news after it, is spoken by a screen reader.
 * @param {Client} client @param {() => At[]} places @param {string} [where] where a person can choose, in words
 */
export function badge(client, places, where = "below") {
  const line = el("span", { class: "kit-badge-text" });
  const spoken = spokenLine();
  const element = el("div", { class: "kit-badge" }, line, spoken);
  let before = "";
  return {
    element,
    update() {
      const [now, words] = readState(client, places().map((at) => client.key(at)), where);
      const isWorse = WORSE.includes(now);
      if (now !== before && (isWorse || (now === "saved" && WORSE.includes(before)))) setText(spoken, words);
      before = now;
      if (element.dataset.state !== now) element.dataset.state = now;
      setText(line, (isWorse ? "⚠ " : now === "saved" ? "✓ " : "") + words);
    },
  };
}
