// The head of a session: what it is, who and where, the agenda with its clock, and the room.
import { button, drawnWhenChanged, el, setText, uniqueId } from "../ui/dom.js";
import { mount } from "../ui/mount.js";
import { seatPicker } from "../ui/seat.js";
import { answerStatus } from "../ui/status.js";
import { agendaTable, rescue } from "./opening/agenda.js";
import { ClockControls } from "./opening/controls.js";
import { follower, nudges } from "./opening/following.js";
import { roomPanel } from "./opening/room.js";
import { Strip } from "./opening/strip.js";
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */

/** What this browser kept and cannot read back. @param {Client} client */
function damagedNotice(client) {
  const element = el("div", { class: "kit-conflict", hidden: true });
  const draw = drawnWhenChanged((/** @type {{name: string, raw: string}[]} */ damaged) => {
    element.hidden = !damaged.length;
    const seen = (/** @type {string} */ name) => () => {
      client.journal.forget(name);
      client.notify();
    };
    element.replaceChildren(
      el("p", { text: "Something this browser kept for you could not be read back. Copy what you need into its box, then press “Seen”." }),
      ...damaged.map(({ name, raw }) => el("div", {}, el("pre", { text: raw }), button("Seen", seen(name)))),
    );
  });
  return { element, update: () => draw(client.journal.damaged()) };
}

/** Where the server will not answer this page any more, with what to do. @param {Client} client */
function stoppedNotice(client) {
  const words = el("p");
  const again = button("Try again", () => {
    client.connection.resume();
    client.poll();
  });
  const element = el("div", { role: "alert", hidden: true }, el("div", { class: "kit-conflict" }, words, again));
  return {
    element,
    update() {
      const { stopped } = client.connection;
      element.hidden = !stopped;
      setText(words, stopped ? `${stopped.what} ${stopped.next} What you typed here is kept in this browser.` : "");
    },
  };
}

/** @param {Client} client @param {{id: string, label: string}[]} teams */
function teamPicker(client, teams) {
  const id = uniqueId("team");
  const options = teams.map((team) => el("option", { value: team.id, text: team.label }));
  const select = el("select", { id, onchange: () => client.selectSeat(select.value) }, ...options);
  select.value = client.team;
  return el("p", { class: "kit-seat" }, el("label", { for: id, text: "Team on this screen" }), select);
}

/** @param {string} title @param {string[]} entries */
function titledList(title, entries) {
  return entries.length > 0 && el("div", {}, el("h3", { text: title }), el("ul", {}, ...entries.map((html) => el("li", { html }))));
}

/** @param {string} title @param {...import("../ui/dom.js").Child} children */
function fold(title, ...children) {
  return el("details", { class: "kit-fold" }, el("summary", { text: title }), ...children);
}

/** For the one who leads. @param {any} config */
function preparation(config) {
  const announcement = config.announcement && el("div", { class: "kit-announcement" }, el("h3", { text: "Message that announces it" }), el("div", { html: config.announcement }));
  return fold(
    "Before the meeting: what to prepare",
    titledList("Who must be in the room", config.in_room),
    titledList("Roles to give out", config.roles),
    titledList("Materials", config.materials),
    titledList("Pre-work", config.prework),
    titledList("Care", config.care),
    announcement,
    el("p", { html: config.leads }),
    el("p", { class: "kit-help" }, "On paper: ", el("code", { text: config.handouts }), " makes the handout, a guide with these notes, and the forms."),
  );
}

/** @param {any} config */
function sources(config) {
  const list = config.sources.map((/** @type {any} */ source) => {
    const link = el("a", { href: source.url, target: "_blank", rel: "noopener", text: source.url });
    return el("li", { id: `source-${source.id}` }, `${source.title}. ${source.publisher}${source.year ? `, ${source.year}` : ""}. `, link);
  });
  return fold(
    "Where this comes from",
    el("p", { text: config.honesty }),
    config.edition && el("p", { html: config.edition }),
    titledList("What could not be read of the original", config.not_found),
    el("ol", {}, ...list),
  );
}

/** @param {any} config @param {boolean} leads */
function head(config, leads) {
  const rehearsal = el("p", { class: "kit-rehearsal" }, el("strong", { text: "Rehearsal. " }), "What is written here goes into no record. To hold the session for a district, open it from the start page.");
  const original = el("a", { href: config.url, target: "_blank", rel: "noopener", text: "The original (opens in a new tab)" });
  return [
    config.rehearsal && rehearsal,
    el("p", { class: "kit-place", text: leads ? config.where : `${config.team} · ${config.where}` }),
    el("p", { class: "kit-companion" }, config.companion, " ", original),
  ];
}

/** Everything that can be pressed on the clock. @param {Client} client @returns {At[]} */
function clockPlaces(client) {
  const fields = (client.agenda?.slots ?? []).flatMap((slot) => ["start", "extra", "cut"].map((what) => `${slot.id}.${what}`));
  return ["end", ...fields].map((field) => ({ scope: "room", activity: "clock", field }));
}

export default {
  render: mount(({ root, client, config }) => {
    const { leads } = client;
    const controls = new ClockControls(client);
    const word = nudges(client);
    const strip = new Strip(client, root, [...controls.elements, ...(leads ? [] : [word.element])]);
    const table = agendaTable(client, config);
    const pressed = answerStatus(client, () => clockPlaces(client), "The clock");
    const notices = [damagedNotice(client), stoppedNotice(client)];
    const picker = seatPicker(client, leads ? "If you write too: writing as" : "Writing as");
    const help = leads ? [rescue(client)] : [];
    const company = leads ? roomPanel(client) : follower(client, () => strip.element);
    const children = [
      ...head(config, leads),
      ...notices.map((notice) => notice.element),
      titledList("By the end", config.outcomes),
      el("div", { class: "kit-scroll" }, table.element),
      pressed.element,
      ...help.map((part) => part.element),
      leads && config.teams.length > 1 && teamPicker(client, config.teams),
      picker.element,
      company.element,
      leads && preparation(config),
      sources(config),
    ];
    root.append(...children.filter((child) => child instanceof Node));
    return [picker, strip, controls, table, pressed, word, company, ...help, ...notices];
  }),
};
