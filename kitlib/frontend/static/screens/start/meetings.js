// The meetings that are open or held, each with the way to its notebooks.
import { el, plural } from "../../ui/dom.js";

/** @typedef {{id: string, title: string, district: string, date: string, minutes: number, state: string, rehearsal: boolean,
 *             notebooks: string[], teams: string[]}} Meeting */

const NEWEST = 4; // meetings that stand open above the shelf; the others are folded away
/** @type {Record<string, string>} */
const STATES = { open: "Open", running: "Running now", held: "Held" };

/** The address that opens a notebook on this server, or null where there is no Jupyter page. @param {string} path */
function addressOf(path) {
  const data = document.getElementById("jupyter-config-data");
  if (!data) return null;
  const base = JSON.parse(data.textContent || "{}").baseUrl || "/";
  return `${base}doc/tree/${path.split("/").map(encodeURIComponent).join("/")}`;
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

/** @param {Meeting[]} meetings @param {string} caption */
function meetingsTable(meetings, caption) {
  const rows = meetings.map((meeting) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", text: meeting.title }),
      el("td", { text: meeting.district }),
      el("td", { text: `${meeting.date}, ${meeting.minutes} min` }),
      el("td", { text: STATES[meeting.state] }),
      el("td", {}, el("ul", { class: "kit-links" }, ...notebookLinks(meeting))),
    ),
  );
  const heads = ["Session", "District", "Date and length", "Where it stands", "Open it"].map((text) => el("th", { scope: "col", text }));
  const table = el("table", { class: "kit-table kit-stack" }, el("caption", { text: caption }), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows));
  return el("div", { class: "kit-scroll" }, table);
}

/** The newest in sight, the others folded away. */
export function meetingsPanel() {
  const element = el("div");
  return {
    element,
    /** @param {Meeting[]} meetings */
    show(meetings) {
      const earlier = meetings.slice(NEWEST);
      element.hidden = !meetings.length;
      element.replaceChildren(el("h3", { text: "Open and held meetings" }), meetingsTable(meetings.slice(0, NEWEST), "Newest first"));
      if (earlier.length) element.append(el("details", {}, el("summary", { text: plural(earlier.length, "earlier meeting") }), meetingsTable(earlier, "Earlier meetings")));
    },
  };
}
