// Who does what by when, how we will know, and when we meet again.
import { say } from "../../frontend/static/core/language.js";
import { badge } from "../../frontend/static/ui/badge.js";
import { el } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { rowList } from "../../frontend/static/ui/rows.js";
import { typedColumns } from "../../frontend/static/ui/values.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */

/** @param {Client} client @param {any} config */
function nextMeeting(client, config) {
  /** @param {string} what @returns {At} */
  const at = (what) => ({ scope: "team", activity: config.id, field: `next.${what}` });
  const fields = [
    field(client, { at: () => at("date"), type: "date", label: say("When we meet again") }),
    field(client, { at: () => at("time"), type: "time", label: say("At what time") }),
    field(client, { at: () => at("owner"), type: "line", label: say("Who calls that meeting (a role)") }),
    field(client, { at: () => at("none"), type: "line", label: say("Or: no next meeting, because") }),
  ];
  const calendar = el("a", { text: say("Put it in a calendar (.ics file)"), download: "" });
  const link = el("p", { hidden: true }, calendar);
  const status = badge(client, () => fields.map((each) => each.at()));
  const cells = el("div", { class: "kit-row-cells" }, ...fields.map((each) => each.element));
  return {
    element: el("div", { class: "kit-part kit-next-meeting" }, el("h4", { text: say("Next meeting") }), cells, status.element, link),
    update() {
      for (const each of fields) each.update();
      const { base } = client.transport;
      link.hidden = !base || !client.answers.stored.get(client.key(at("date")))?.value;
      const query = new URLSearchParams({ meeting: client.place.meeting });
      if (!client.leads) query.set("team", client.team);
      if (base) calendar.href = `${base}kit/calendar?${query}`;
      status.update();
    },
  };
}

export default {
  render: mount(({ root, client, config }) => {
    const list = rowList(client, {
      activity: config.id,
      noun: say("Action"),
      add: say("Add an action"),
      empty: config.rows,
      columns: {
        what: { type: "text", label: say("What we will do"), wide: true },
        owner: { type: "short", label: say("Owner (a role)") },
        due: { type: "date", label: say("By when") },
        measure: { type: "text", label: say("How we will know") },
        status: { type: "choice", label: say("Status"), choices: config.statuses, said: true },
        ...typedColumns(config.columns),
      },
    });
    return place(root, list, nextMeeting(client, config));
  }),
};
