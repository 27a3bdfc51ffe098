// The line under a box that says truthfully whether what stands in it is on disk.
import { h, say, clockTime } from "./dom.js";

/**
 * A badge for one or more answers. `update()` is called at every change of the client.
 * Only a change for the worse, and the first good news after it, is spoken by a screen reader.
 * @param {any} client @param {() => any[]} places
 */
export function badge(client, places) {
  const line = h("span", { class: "kit-badge-text" });
  const spoken = h("span", { class: "kit-hidden", role: "status" });
  const keep = h("button", {
    type: "button",
    class: "kit-keep",
    text: "It names no student: keep it",
    hidden: true,
    onclick: () => {
      for (const at of places()) client.keep(at);
    },
  });
  const element = h("div", { class: "kit-badge" }, line, spoken, keep);
  let kind = "";

  function read() {
    const keys = places().map((at) => client.key(at));
    const refused = keys.map((key) => client.refused.get(key)).find(Boolean);
    const notice = keys.map((key) => client.notices.get(key)).find(Boolean);
    if (keys.some((key) => client.conflicts.has(key))) return ["conflict", "Someone else changed this too. Choose below what to keep."];
    if (refused?.findings) {
      const what = refused.findings.map((f) => `“${f.text}” looks like ${f.what}`).join("; ");
      return ["asked", `Not saved yet: ${what}. Use a code for a student. Nothing leaves this box until you decide.`];
    }
    if (refused) return ["refused", `Not saved: ${refused.what} ${refused.next || ""}`.trim()];
    const waiting = keys.map((key) => client.pending.get(key)).filter(Boolean);
    if (waiting.length) {
      if (waiting.some((message) => client.journal.lacks(message))) return ["danger", "Not saved yet, and this browser has no room to keep it. Leave this page open."];
      if (client.trouble) return ["kept", `Not saved yet. Kept in this browser; trying again. ${client.trouble}`];
      return ["saving", "Saving…"];
    }
    if (notice) return ["notice", notice];
    const latest = Math.max(0, ...keys.map((key) => client.stored.get(key)?.at ?? 0));
    return latest ? ["saved", `Saved ${clockTime(latest, true)}`] : ["", ""];
  }

  function update() {
    const [now, words] = read();
    const worse = ["conflict", "asked", "refused", "danger", "kept", "notice"];
    if (now !== kind && (worse.includes(now) || (now === "saved" && worse.includes(kind)))) say(spoken, words);
    kind = now;
    keep.hidden = now !== "asked";
    if (element.dataset.state !== now) element.dataset.state = now;
    say(line, (worse.includes(now) ? "⚠ " : now === "saved" ? "✓ " : "") + words);
  }

  return { element, update };
}
