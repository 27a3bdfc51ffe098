// Who is here: a role and a job a seat, never a name.
import { say, words } from "../../frontend/static/core/language.js";
import { badge } from "../../frontend/static/ui/badge.js";
import { button, el, setText, uniqueId } from "../../frontend/static/ui/dom.js";
import { field } from "../../frontend/static/ui/field.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { claimSeat } from "../../frontend/static/ui/seat.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */

const MOST_SEATS = 12;

/** One seat. */
class SeatRow {
  /** @param {Client} client @param {any} config @param {string} seat */
  constructor(client, config, seat) {
    this.client = client;
    this.seat = seat;
    const label = say("Seat {n}", { n: seat.slice(5) });
    const list = uniqueId("roles");
    const roles = el("datalist", { id: list }, ...config.roles.map((/** @type {string} */ name) => el("option", { value: name, label: words(name) })));
    /** @param {string} what @returns {() => At} */
    const at = (what) => () => ({ scope: "team", activity: config.id, field: `${seat}.${what}` });
    this.role = field(client, {
      at: at("role"),
      type: "line",
      shape: "bare",
      label: say("Role"),
      name: () => say("{seat}: role", { seat: label }),
      attributes: { list, placeholder: say("Role, not a name") },
    });
    this.job = field(client, {
      at: at("job"),
      type: "select",
      shape: "bare",
      label: say("Job today"),
      name: () => say("{seat}: job today", { seat: label }),
      none: say("No special job"),
      options: config.jobs.map((/** @type {string} */ name) => ({ value: name, label: words(name) })),
    });
    this.you = button("", () => this.claim(), { "aria-label": say("{seat} is me", { seat: label }) });
    const cells = [el("td", {}, this.role.element, roles), el("td", {}, this.job.element), el("td", { class: "kit-on-screen" }, this.you)];
    this.element = el("tr", {}, el("th", { scope: "row", text: label }), ...cells);
  }

  claim() {
    if (this.client.seat === this.seat) this.client.selectSeat(this.client.team, "");
    else claimSeat(this.client, this.seat);
  }

  update() {
    this.role.update();
    this.job.update();
    const isMine = this.client.seat === this.seat;
    setText(this.you, isMine ? say("✓ This is me") : say("This is me"));
    this.you.setAttribute("aria-pressed", String(isMine));
  }
}

/** The seats of a team. */
class Attendance {
  /** @param {Client} client @param {any} config */
  constructor(client, config) {
    this.client = client;
    this.config = config;
    this.extra = 0; // seats added on this page, and not yet used
    /** @type {SeatRow[]} */
    this.rows = [];
    this.body = el("tbody");
    this.add = button(say("Add a seat"), () => this.addSeat(), { class: "kit-add" });
    const heads = [say("Seat"), say("Role"), say("Job today")].map((text) => el("th", { scope: "col", text }));
    heads.push(el("th", { scope: "col", class: "kit-on-screen", text: say("Writing on this screen") }));
    const caption = el("caption", { text: say("One line a person. Write roles, not names.") });
    const table = el("table", { class: "kit-table kit-stack" }, caption, el("thead", {}, el("tr", {}, ...heads)), this.body);
    this.status = badge(client, () => this.rows.flatMap((row) => [row.role.at(), row.job.at()]), say("in its line"));
    this.element = el("div", {}, el("div", { class: "kit-scroll" }, table), this.add, this.status.element);
  }

  addSeat() {
    this.extra += 1;
    this.update();
    this.rows.at(-1)?.role.focus();
  }

  update() {
    const { client, config, rows } = this;
    const count = Math.min(MOST_SEATS, Math.max(client.seats.length, config.seats) + this.extra);
    while (rows.length < count) {
      const row = new SeatRow(client, config, `seat-${rows.length + 1}`);
      rows.push(row);
      this.body.append(row.element);
    }
    if (client.seats.length > config.seats) this.extra = Math.max(0, rows.length - client.seats.length);
    this.add.hidden = rows.length >= MOST_SEATS;
    for (const row of rows) row.update();
    this.status.update();
  }
}

export default {
  render: mount(({ root, client, config }) => place(root, new Attendance(client, config))),
};
