// The meetings that are open or held, each with the way to its notebooks.
import { jupyterServer } from "../../core/transport.js";
import { called } from "../../ui/called.js";
import { button, el, setText, shortDay } from "../../ui/dom.js";
import { Pager } from "../../ui/pager.js";
/** @import { Transport } from "../../core/transport.js" */

/** @typedef {{session: string, title: string, state: string, date: string}} Stop a session on the path of a resource */
/** @typedef {{id: string, session: string, title: string, district: string, school: string, date: string, minutes: number, state: string, rehearsal: boolean,
 *             notebooks: string[], teams: string[], path?: Stop[], follow: {session: string, date: string, time: string}}} Meeting */

/** @typedef {{rows: Meeting[], total: number, page: number, pages: number, left: number}} MeetingsAnswer `left`: districts that are still looked at */

const NEWEST = 4; // meetings that stand open above the shelf; the others are folded away
/** @type {Record<string, string>} */
export const STATES = { open: "Open", running: "Running now", held: "Held" };
/** @type {Record<string, (date: string) => string>} */
const STOPS = { held: (date) => `✓ held ${date}`, running: () => "running now", open: (date) => `open for ${date}`, next: () => "← next" };

/** The address that opens a notebook on this server, or null where there is no Jupyter page. @param {string} path */
function addressOf(path) {
  const base = jupyterServer(document)?.base;
  return base ? `${base}doc/tree/${path.split("/").map(encodeURIComponent).join("/")}` : null;
}

/** The way to all districts and schools, where there is a server that shows them. */
function deskLink() {
  const base = jupyterServer(document)?.base;
  return base && el("a", { href: `${base}kit/desk`, target: "_blank", rel: "noopener", text: called("All districts and schools") });
}

/** @param {string} path @param {string} text */
function link(path, text) {
  const href = addressOf(path);
  return href ? el("a", { href, target: "_blank", rel: "noopener", text }) : el("code", { text: path });
}

/** @param {Pick<Meeting, "notebooks" | "teams">} meeting */
export function notebookLinks({ notebooks, teams }) {
  return notebooks.map((path) => {
    const name = (path.split("/").pop() ?? "").replace(".ipynb", "");
    const team = teams[Number(name.replace("team-", "")) - 1];
    return el("li", {}, link(path, name === "facilitator" ? "Lead it (facilitator)" : `Join as ${team ?? name}`));
  });
}

/** How far a place has come on the path of a resource. @param {Stop[]} path */
export function pathList(path) {
  const held = path.filter(({ state }) => state === "held").length;
  const stops = path.map(({ title, state, date }) => el("li", { "data-state": state }, title, " ", el("span", { class: "kit-quiet", text: STOPS[state]?.(date) ?? "" })));
  return el("details", { class: "kit-path" }, el("summary", { text: `Series: ${held} of ${path.length} held` }), el("ol", {}, ...stops));
}

/** The day and hour of a meeting for any calendar. @param {Pick<Meeting, "id" | "title" | "date">} meeting */
export function calendarLink({ id, title, date }) {
  const base = jupyterServer(document)?.base;
  const query = new URLSearchParams({ meeting: id, of: "meeting" });
  return base && el("p", {}, el("a", { href: `${base}kit/calendar?${query}`, download: "", text: "Put it in a calendar", "aria-label": `Put it in a calendar: ${title}, ${date}` }));
}

/** @typedef {{follow: (meeting: Meeting) => void, order: (document: string, values: Record<string, any>) => Promise<void>}} Acts what can be done with a meeting */

/** What can be done with a meeting by button: its documents, and the one after it. @param {Meeting} meeting @param {Acts} acts */
function acting(meeting, { order, follow }) {
  const problem = el("span", { role: "alert", class: "kit-problem" });
  const of = ` of ${meeting.title}, ${meeting.date}`;
  const make = (/** @type {string} */ text, /** @type {string} */ document, /** @type {Record<string, any>} */ values) =>
    button(text, () => order(document, values).catch((error) => setText(problem, `${error.what ?? error} ${error.next ?? ""}`)), { class: "kit-small", "aria-label": `${text}${of}` });
  const { session, district } = meeting;
  const record = !meeting.rehearsal && make("Make the record", "records", { session, district, format: ["html", "pdf", "docx"] });
  const handouts = meeting.state === "open" && make("Print handouts", "handouts", { session, minutes: String(meeting.minutes), district: meeting.rehearsal ? "" : district, format: ["pdf", "docx"] });
  const next = !meeting.rehearsal && button("Open the next one", () => follow(meeting), { class: "kit-small", "aria-label": `Open the next one after ${meeting.title} of ${meeting.date}` });
  return el("div", { class: "kit-buttons" }, record, handouts, next, problem);
}

/** @param {Meeting} meeting @param {Acts} [acts] */
function onward(meeting, acts) {
  const date = calendarLink(meeting);
  return el("div", {}, meeting.state === "open" && date, (meeting.path?.length ?? 0) > 1 && pathList(meeting.path ?? []), acts && acting(meeting, acts));
}

/** @param {Meeting[]} meetings @param {string} caption @param {Acts} [acts] */
export function meetingsTable(meetings, caption, acts) {
  const rows = meetings.map((meeting) =>
    el(
      "tr",
      { "data-state": meeting.state },
      el("th", { scope: "row", text: meeting.title }),
      el("td", { text: [meeting.district, meeting.school].filter(Boolean).join(", ") }),
      el("td", { text: `${shortDay(meeting.date)}, ${meeting.minutes} min` }),
      el("td", { text: STATES[meeting.state] }),
      el("td", {}, el("ul", { class: "kit-links" }, ...notebookLinks(meeting)), onward(meeting, acts)),
    ),
  );
  const heads = ["Session", "District", "Date and length", "Where it stands", "Open it"].map((text) => el("th", { scope: "col", text: called(text) }));
  const table = el("table", { class: "kit-table kit-stack" }, el("caption", { text: caption }), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows));
  return el("div", { class: "kit-scroll" }, table);
}

/** The newest in sight, the others a page at a time. */
export class MeetingsPanel {
  /** @param {Transport} transport @param {Acts} acts */
  constructor(transport, acts) {
    this.transport = transport;
    this.acts = acts;
    this.newest = el("div");
    this.page = el("div");
    this.summary = el("summary");
    this.pager = new Pager("Meetings", (page) => this.turn(page));
    this.all = el("details", {}, this.summary, this.page, this.pager.element);
    this.desk = el("p", {}, deskLink());
    this.element = el("div", {}, el("h3", { text: "Open and held meetings" }), this.desk, this.newest, this.all);
  }

  /** The first page. @param {MeetingsAnswer} answer */
  show(answer) {
    const { rows, total, left } = answer;
    this.element.hidden = !total && !left;
    this.newest.replaceChildren(meetingsTable(rows.slice(0, NEWEST), "Newest first", this.acts));
    this.all.hidden = total <= NEWEST;
    setText(this.summary, `All ${total.toLocaleString("en-US")} meetings`);
    this.showPage(answer);
    if (left) this.turn(1, true);
  }

  /** @param {MeetingsAnswer} answer */
  showPage({ rows, page, pages, total }) {
    this.page.replaceChildren(meetingsTable(rows, "All meetings, newest first", this.acts));
    this.pager.show({ page, pages, total, length: rows.length, noun: "meeting" });
  }

  /** @param {number} page @param {boolean} [all] whether the newest are shown anew too */
  async turn(page, all = false) {
    const answer = await this.transport.call("meetings", { page }).catch(() => null);
    if (!answer) return this.pager.fail();
    if (all) this.show(answer);
    else this.showPage(answer);
  }
}
