// Who is here: a role and a job a seat, never a name.
import { h, freshId } from "./shared/dom.js";
import { badge } from "./shared/badge.js";
import { conflictPanel } from "./shared/conflict.js";
import { mount, place, takeSeat } from "./shared/mount.js";

function seatRow(client, config, seat) {
  const at = (what) => ({ scope: "team", activity: config.id, field: `${seat}.${what}` });
  const label = `Seat ${seat.slice(5)}`;
  const list = freshId("roles");
  const role = h("input", {
    type: "text",
    list,
    "aria-label": `${label}: role`,
    "data-kit-field": `${config.id}/${seat}.role`,
    placeholder: "Role, not a name",
    oninput: () => client.set(at("role"), role.value),
    onblur: () => client.flush(),
  });
  const job = h(
    "select",
    { "aria-label": `${label}: job today`, "data-kit-field": `${config.id}/${seat}.job`, onchange: () => client.set(at("job"), job.value, { now: true }) },
    h("option", { value: "", text: "No special job" }),
    ...config.jobs.map((name) => h("option", { value: name, text: name })),
  );
  const you = h("button", { type: "button", onclick: () => (client.seat === seat ? client.sit(client.team, "") : takeSeat(client, seat)) });
  const conflict = conflictPanel(client, () => at("role"), () => `${label}: role`);
  const element = h(
    "tr",
    {},
    h("th", { scope: "row", text: label }),
    h("td", {}, role, conflict.element, h("datalist", { id: list }, ...config.roles.map((name) => h("option", { value: name })))),
    h("td", {}, job),
    h("td", {}, you),
  );
  return {
    element,
    seat,
    update() {
      for (const [input, what] of [[role, "role"], [job, "job"]]) {
        const value = client.value(at(what)) ?? "";
        if (input.value !== value) input.value = value;
      }
      role.disabled = job.disabled = !client.knows("team");
      conflict.update();
      const sitting = client.seat === seat;
      you.textContent = sitting ? "✓ This is me" : "This is me";
      you.setAttribute("aria-pressed", String(sitting));
      you.setAttribute("aria-label", `${label} is me`);
    },
  };
}

export default {
  render: mount(({ root, client, config }) => {
    const body = h("tbody");
    const rows = new Map();
    let extra = 0;
    const add = h("button", {
      type: "button",
      class: "kit-add",
      text: "Add a seat",
      onclick: () => {
        extra += 1;
        update();
        [...rows.values()].at(-1).element.querySelector("input").focus();
      },
    });
    const table = h(
      "table",
      { class: "kit-table kit-stack" },
      h("caption", { text: "One line a person. Write roles, not names." }),
      h("thead", {}, h("tr", {}, ...["Seat", "Role", "Job today", "Writing on this screen"].map((text) => h("th", { scope: "col", text })))),
      body,
    );
    const status = badge(client, () =>
      [...rows.keys()].flatMap((seat) => ["role", "job"].map((what) => ({ scope: "team", activity: config.id, field: `${seat}.${what}` }))),
    );
    function update() {
      const count = Math.min(12, Math.max(client.seats.length, config.seats) + extra);
      for (let n = 1; n <= count; n += 1) {
        const seat = `seat-${n}`;
        if (!rows.has(seat)) {
          rows.set(seat, seatRow(client, config, seat));
          body.append(rows.get(seat).element);
        }
      }
      if (client.seats.length > config.seats) extra = Math.max(0, rows.size - client.seats.length);
      add.hidden = rows.size >= 12;
      for (const row of rows.values()) row.update();
      status.update();
    }
    root.append(h("div", { class: "kit-scroll" }, table), add);
    return place(root, { element: status.element, update });
  }),
};
