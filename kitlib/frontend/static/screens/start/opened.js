// What was just opened, with the ways in.
import { el, plural } from "../../ui/dom.js";
import { notebookLinks } from "./meetings.js";
/** @import { Opened } from "./form.js" */

/** The notebook first that this person wants. @param {Opened} answer @param {string} part */
export function openedNote({ opened: meeting }, part) {
  const wanted = (/** @type {string} */ path) => Number(path.includes(`/${part}.`));
  const notebooks = [...meeting.notebooks].sort((a, b) => wanted(b) - wanted(a));
  const facts = `${meeting.title}, ${meeting.district}, ${meeting.date}, ${plural(meeting.minutes, "minute")}. These links work on this computer.`;
  return el(
    "div",
    { class: "kit-opened" },
    el("p", {}, el("strong", { text: meeting.rehearsal ? "Your rehearsal is open. " : "The meeting is open. " }), facts),
    el("ul", { class: "kit-links" }, ...notebookLinks({ ...meeting, notebooks })),
  );
}
