// What was kept, and the ways on from there: look inside, open a meeting, take it away again.
import { button, el, setText } from "../../ui/dom.js";
import { MeetingForm } from "../start/form.js";
import { openedNote } from "../start/opened.js";
/** @import { Transport } from "../../core/transport.js" */

/** @param {Transport} transport @param {any} kept @param {{begins: string, teams: string}} when @param {{forget: () => Promise<void>, putBack: () => Promise<void>}} acts */
export function keptNote(transport, kept, when, { forget, putBack }) {
  const inside = `${transport.base ?? "/"}kit/session?${new URLSearchParams({ session: kept.id })}`;
  const done = el("div", { role: "status" });
  const problem = el("p", { class: "kit-problem", role: "alert" });
  const form = new MeetingForm(kept, transport, { begun: () => done.replaceChildren(), opened: (answer, part) => done.replaceChildren(openedNote(answer, part)) });
  form.session.value = kept.id;
  form.showLengths();
  form.time.value = when.begins;
  if (when.teams.trim()) form.teams.value = when.teams;
  const away = button("Take it off the shelf again", () => forget().catch((error) => setText(problem, String(error.what ?? error))), { class: "kit-small", hidden: kept.says_only || (kept.in_place && !kept.made) });
  const back = button("Put the file back as it was", () => putBack().catch((error) => setText(problem, String(error.what ?? error))), { class: "kit-small", hidden: kept.says_only || !kept.itself });
  const words = [
    kept.catalogues.length > 0 && el("p", {}, kept.catalogues.length > 1 ? "The translations are in " : "The translation is in ", ...kept.catalogues.flatMap((/** @type {string} */ file, /** @type {number} */ n) => [n ? ", " : "", el("code", { text: file })]), ". Meetings that are open keep the words that they had."),
    ...kept.refused.map((/** @type {string} */ why) => el("p", { class: "kit-problem", text: `A translation was not kept. ${why}` })),
  ];
  const where = kept.itself ? "It is changed in its own file, " : `It stands on the shelf beside “${kept.of}”. The file is `;
  return el(
    "div",
    { class: "kit-opened" },
    el("h2", { tabindex: "-1", text: `${kept.says_only ? "Kept, the translations of" : "Kept:"} “${kept.title}”` }),
    !kept.says_only && el("p", {}, where, el("code", { text: kept.file }), "."),
    ...words,
    el("p", { class: "kit-buttons" }, el("a", { href: inside, target: "_blank", rel: "noopener", text: "Look inside" }), away, back),
    problem,
    el("details", {}, el("summary", { text: "Open a meeting with it" }), form.element, done),
  );
}
