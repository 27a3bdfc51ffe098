// The start page: what is open, the shelf of sessions, and one form to begin.
import { transportOf } from "../core/page.js";
import { called } from "../ui/called.js";
import { el, guardKeys } from "../ui/dom.js";
import { letterhead } from "../ui/look.js";
import { beginForm } from "./start/begin.js";
import { MeetingForm } from "./start/form.js";
import { instrumentsFold } from "./start/instruments.js";
import { MeetingsPanel } from "./start/meetings.js";
import { openedNote } from "./start/opened.js";
import { Household } from "./start/household.js";
import { Shelf } from "./start/shelf.js";
/** @import { Widget } from "../ui/mount.js" */

export default {
  /** @param {Widget} widget */
  render({ model, el: host }) {
    const config = model.get("config");
    const transport = transportOf(model);
    const household = new Household(config, transport, (districts) => form.offer(districts));
    const meetings = new MeetingsPanel(transport, { follow: (meeting) => form.follow(meeting), order: (document, values) => household.order(document, values) });
    const done = el("div", { role: "status" });
    const form = new MeetingForm(config, transport, {
      begun: () => done.replaceChildren(),
      opened(answer, part) {
        done.replaceChildren(openedNote(answer, part));
        done.scrollIntoView({ block: "center" });
        done.querySelector("a")?.focus();
        meetings.show(answer.meetings);
      },
    });
    const root = el(
      "section",
      { class: "kit kit-start", "aria-label": "Start a session" },
      letterhead(config.look),
      meetings.element,
      household.element,
      el("h3", { text: "1. Choose a session" }),
      new Shelf(config, transport, (id, most) => form.choose(id, most)).element,
      transport.base !== null && beginForm(transport),
      instrumentsFold(transport),
      el("h3", { text: "2. Open the meeting" }),
      el("p", { text: called("Leave the district empty to rehearse: nothing of a rehearsal goes into a record.") }),
      form.element,
      done,
    );
    guardKeys(root);
    host.append(root);
    meetings.show(config.meetings);
  },
};
