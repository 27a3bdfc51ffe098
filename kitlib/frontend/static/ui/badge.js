// The line under a box that says truthfully whether what stands in it is on disk.
import { say } from "../core/language.js";
import { clockTime, el, setText, spokenLine } from "./dom.js";
/** @import { At, Draft, Refusal } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */

const WORSE = ["conflict", "asked", "refused", "danger", "kept", "notice"];

/** Why an answer that could name a student is not saved yet. @param {Refusal} refusal */
export function reviewWords({ findings = [] }) {
  const what = findings.map((each) => say("“{text}” looks like {what}", { text: each.text, what: say(each.what) })).join("; ");
  return say("Not saved yet: {what}. Use a code for a student. Nothing leaves this box until you decide.", { what });
}

/** Why an answer was not taken. @param {Refusal} refusal */
export function refusalWords({ what, next }) {
  return say("Not saved: {what} {next}", { what: say(what), next: say(next) }).trim();
}

/** How unsent drafts stand. @param {Client} client @param {Draft[]} waiting @returns {[string, string]} */
function readWaiting(client, waiting) {
  const { connection } = client;
  if (waiting.every((draft) => draft.private && !client.locks.isAble)) return ["saved", say("Kept in this browser alone, and not sent.")];
  if (waiting.some((draft) => client.journal.lacks(draft))) return ["danger", say("Not saved yet, and this browser has no room to keep it. Leave this page open.")];
  if (connection.stopped) return ["kept", say("Not saved yet. Kept in this browser. {what} {next}", { what: say(connection.stopped.what), next: say(connection.stopped.next) }).trim()];
  if (connection.trouble) return ["kept", say("Not saved yet. Kept in this browser; trying again. {trouble}", { trouble: say(connection.trouble) })];
  return ["saving", say("Saving…")];
}

/** State and words of some answers. @param {Client} client @param {string[]} keys @param {string} where @returns {[string, string]} */
function readState(client, keys, where) {
  const { answers } = client;
  if (keys.some((key) => answers.conflicts.has(key))) return ["conflict", say("Someone else changed this too. Choose {where} what to keep.", { where })];
  const refusal = keys.map((key) => answers.refused.get(key)).find(Boolean);
  if (refusal) return refusal.findings ? ["asked", reviewWords(refusal)] : ["refused", refusalWords(refusal)];
  const waiting = keys.flatMap((key) => answers.unsent.get(key) ?? []);
  if (waiting.length) return readWaiting(client, waiting);
  const notice = keys.map((key) => answers.notices.get(key)).find(Boolean);
  if (notice) return ["notice", notice];
  const latest = Math.max(0, ...keys.map((key) => answers.stored.get(key)?.at ?? 0));
  return latest ? ["saved", say("Saved {time}", { time: clockTime(latest, true) })] : ["", ""];
}

/**
 * A badge for one or more answers.
 * Only a change for the worse, and the first good news after it, is spoken by a screen reader.
 * @param {Client} client @param {() => At[]} places @param {string} [where] where a person can choose, in words
 */
export function badge(client, places, where = say("below")) {
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
