// One district or school: what is open, and what was held.
import { button, el, plural, shortDay } from "../../ui/dom.js";
import { Pager } from "../../ui/pager.js";
import { meetingsTable } from "../start/meetings.js";
/** @import { Meeting } from "../start/meetings.js" */

/**
 * @typedef {{sort: "action" | "question", what: string, owner: string, due: string, label: string, date: string,
 *            school: string, resource: string, overdue: boolean}} OpenItem
 * @typedef {{name: string, of: string, meetings: Meeting[], total: number, page: number, pages: number, items: OpenItem[]}} PlaceAnswer
 */

/** @param {OpenItem[]} items @param {string} caption @param {boolean} isDated */
function itemsTable(items, caption, isDated) {
  const rows = items.map(({ what, owner, due, label, date, school, resource, overdue }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", text: what || "(no words)" }),
      isDated && el("td", { "data-head": "By when", text: due ? `${overdue ? "⚠ overdue, " : ""}${shortDay(due)}` : "no date" }),
      el("td", { "data-head": "Owner", text: owner }),
      el("td", { "data-head": "From", text: [label, school, resource, shortDay(date)].filter(Boolean).join(" · ") }),
    ),
  );
  const heads = [isDated ? "What" : "Question", ...(isDated ? ["By when"] : []), "Owner", "From"].map((text) => el("th", { scope: "col", text }));
  return el("div", { class: "kit-scroll" }, el("table", { class: "kit-table kit-stack" }, el("caption", { text: caption }), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)));
}

/** @param {PlaceAnswer} answer @param {{back: () => void, turn: (page: number) => void}} told */
export function placeView(answer, { back, turn }) {
  const { of, items, meetings, total, page, pages } = answer;
  const actions = items.filter(({ sort }) => sort === "action");
  const questions = items.filter(({ sort }) => sort === "question");
  const pager = new Pager("Meetings", turn);
  pager.show({ page, pages, total, length: meetings.length, noun: "meeting" });
  return el(
    "div",
    {},
    el("p", {}, button("Back to the list", back)),
    of && el("p", { class: "kit-count", text: of }),
    el("h2", { text: "What is open" }),
    actions.length > 0 && itemsTable(actions, plural(actions.length, "open action"), true),
    questions.length > 0 && itemsTable(questions, plural(questions.length, "held question"), false),
    !items.length && el("p", { text: "Nothing is open." }),
    el("h2", { text: "Meetings" }),
    meetings.length > 0 ? meetingsTable(meetings, "Newest first") : el("p", { text: "Nobody has met here yet." }),
    pager.element,
  );
}
