// Who does what by when, how we will know, and when we meet again.
import { h, freshId } from "./shared/dom.js";
import { badge } from "./shared/badge.js";
import { conflictPanel } from "./shared/conflict.js";
import { typedColumns } from "./shared/cells.js";
import { rowList } from "./shared/rows.js";
import { mount, place } from "./shared/mount.js";

function nextMeeting(client, config) {
  const fields = [
    ["next.date", "date", "When we meet again"],
    ["next.owner", "text", "Who calls that meeting (a role)"],
    ["next.none", "text", "Or: no next meeting, because"],
  ];
  const at = (field) => ({ scope: "team", activity: config.id, field });
  const inputs = fields.map(([field, type, label]) => {
    const id = freshId("next");
    const input = h("input", {
      id,
      type,
      "data-kit-field": `${config.id}/${field}`,
      oninput: () => (type === "date" && input.value !== "" && input.value < "2000") || client.set(at(field), input.value),
      onblur: () => client.flush(),
    });
    const conflict = conflictPanel(client, () => at(field), () => label);
    return { field, input, conflict, element: h("div", { class: "kit-cell" }, h("label", { for: id, text: label }), input, conflict.element) };
  });
  const calendar = h("a", { text: "Put it in a calendar (.ics file)", download: "" });
  const link = h("p", { hidden: true }, calendar);
  const status = badge(client, () => fields.map(([field]) => at(field)));
  return {
    element: h("div", { class: "kit-part kit-next-meeting" }, h("h4", { text: "Next meeting" }), h("div", { class: "kit-row-cells" }, ...inputs.map((i) => i.element)), status.element, link),
    update() {
      for (const { field, input, conflict } of inputs) {
        const value = client.value(at(field)) ?? "";
        if (input.value !== value && !(input.type === "date" && input === document.activeElement)) input.value = value;
        input.disabled = !client.knows("team");
        conflict.update();
      }
      const base = client.transport.server?.base;
      link.hidden = !base || !client.stored.get(client.key(at("next.date")))?.value;
      const { meeting, role } = client.place;
      if (base) calendar.href = `${base}kit/calendar?${new URLSearchParams(role === "team" ? { meeting, team: client.team } : { meeting })}`;
      status.update();
    },
  };
}

export default {
  render: mount(({ root, client, config }) =>
    place(
      root,
      rowList(client, {
        activity: config.id,
        noun: "Action",
        add: "Add an action",
        empty: config.rows,
        columns: {
          what: { type: "text", label: "What we will do", wide: true },
          owner: { type: "short", label: "Owner (a role)" },
          due: { type: "date", label: "By when" },
          measure: { type: "text", label: "How we will know" },
          status: { type: "choice", label: "Status", choices: config.statuses },
          ...typedColumns(config.columns),
        },
      }),
      nextMeeting(client, config),
    ),
  ),
};
