// The head of a session: what it is, who and where, the agenda with its clock, and the room.
import { say, words } from "../core/language.js";
import { called } from "../ui/called.js";
import { button, drawnWhenChanged, el, setText, uniqueId } from "../ui/dom.js";
import { mount } from "../ui/mount.js";
import { seatPicker } from "../ui/seat.js";
import { answerStatus } from "../ui/status.js";
import { afterPanel } from "./opening/after.js";
import { agendaList, rescue, wholeTick } from "./opening/agenda.js";
import { ClockControls } from "./opening/controls.js";
import { foot } from "./opening/foot.js";
import { leadersWord } from "./opening/leaders.js";
import { nudges } from "./opening/nudges.js";
import { rails } from "./opening/rails.js";
import { Rearrange } from "./opening/rearranging.js";
import { renewalPanel, renewedNotice } from "./opening/renewal.js";
import { roomPanel } from "./opening/room.js";
import { seatChip } from "./opening/sitting.js";
import { Stage } from "./opening/stage.js";
import { Strip } from "./opening/strip.js";
import { titleKeeper } from "./opening/title.js";
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
      el("p", { text: say("Something this browser kept for you could not be read back. Copy what you need into its box, then press “Seen”.") }),
      ...damaged.map(({ name, raw }) => el("div", {}, el("pre", { text: raw }), button(say("Seen"), seen(name)))),
    );
  });
  return { element, update: () => draw(client.journal.damaged()) };
}

/** Where the server will not answer this page any more, with what to do. @param {Client} client */
function stoppedNotice(client) {
  const says = el("p");
  const again = button(say("Try again"), () => {
    client.connection.resume();
    client.poll();
  });
  const join = el("a", { href: `${client.transport.base ?? "/"}kit/join`, text: say("Join again") });
  const element = el("div", { role: "alert", hidden: true }, el("div", { class: "kit-conflict" }, says, again, join));
  return {
    element,
    update() {
      const { stopped } = client.connection;
      element.hidden = !stopped;
      join.hidden = !/\bjoin\b/i.test(stopped?.next ?? ""); // only who came by a code can come by it again
      setText(says, stopped ? say("{what} {next} What you typed here is kept in this browser.", { what: say(stopped.what), next: say(stopped.next) }) : "");
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
  return entries.length > 0 && el("div", {}, el("h3", { text: title }), el("ul", {}, ...entries.map((html) => el("li", { html: words(html) }))));
}

/** @param {string} title @param {...import("../ui/dom.js").Child} children */
function fold(title, ...children) {
  return el("details", { class: "kit-fold" }, el("summary", { text: title }), ...children);
}

/** For the one who leads. @param {any} plan */
function preparation(plan) {
  const announcement = plan.announcement && el("div", { class: "kit-announcement" }, el("h3", { text: "Message that announces it" }), el("div", { html: plan.announcement }));
  return fold(
    "Before the meeting: what to prepare",
    titledList("Who must be in the room", plan.in_room),
    titledList("Roles to give out", plan.roles),
    titledList("Materials", plan.materials),
    titledList("Pre-work", plan.prework),
    titledList("Care", plan.care),
    announcement,
    el("p", { html: plan.leads }),
    el("p", { class: "kit-help" }, "On paper: ", el("code", { text: plan.handouts }), " makes the handout, a guide with these notes, and the forms."),
  );
}

/** @param {any} config */
function sources(config) {
  const list = config.sources.map((/** @type {any} */ source) => {
    const link = el("a", { href: source.url, target: "_blank", rel: "noopener", text: source.url });
    return el("li", { id: `source-${source.id}`, dir: "auto" }, `${source.title}. ${source.publisher}${source.year ? `, ${source.year}` : ""}. `, link);
  });
  return fold(
    say("Where this comes from"),
    el("p", { text: words(config.honesty) }),
    config.edition && el("p", { html: words(config.edition) }),
    titledList(say("What could not be read of the original"), config.not_found),
    el("ol", {}, ...list),
  );
}

/** What one finished looks like; only where a server has a page for it. @param {Client} client */
function exampleLink(client) {
  const { base } = client.transport;
  if (!base) return false;
  const { meeting, team } = client.place;
  const href = `${base}kit/example?${new URLSearchParams({ meeting, team })}`;
  return el("p", {}, el("a", { class: "kit-example", href, target: "_blank", rel: "noopener", text: say("See a finished one, made up (opens in a new tab)") }));
}

/** @param {any} config @param {boolean} leads */
function head(config, leads) {
  const rehearsal = el("p", { class: "kit-rehearsal" }, el("strong", { text: say("Rehearsal.") }), " ", called(say("What is written here goes into no record. To hold the session for a district, open it from the start page.")));
  const original = el("a", { href: config.url, target: "_blank", rel: "noopener", text: say("The original (opens in a new tab)") });
  return [
    config.titled && el("h1", { dir: "auto", text: words(config.name) }),
    config.rehearsal && rehearsal,
    el("p", { class: "kit-place", text: leads ? config.where : `${config.team} · ${words(config.where)}` }),
    el("p", { class: "kit-companion" }, el("span", { text: words(config.companion) }), " ", original),
  ];
}

/** Everything that can be pressed on the clock. @param {Client} client @returns {At[]} */
function clockPlaces(client) {
  const fields = (client.agenda?.slots ?? []).flatMap((slot) => ["start", "extra", "cut"].map((what) => `${slot.id}.${what}`));
  return ["end", ...fields].map((field) => ({ scope: "room", activity: "clock", field }));
}

/** The page of the one who leads: the agenda and the room stay beside the step. @param {import("../ui/mount.js").Drawing} drawing @param {Stage} stage @param {HTMLElement[]} notices */
function leading({ root, client, config }, stage, notices) {
  const controls = new ClockControls(client, stage);
  const help = rescue(client);
  const pressed = answerStatus(client, () => clockPlaces(client), say("The clock"));
  const rearrange = config.renewable ? new Rearrange(client) : null;
  const left = [agendaList(client, config, stage, { rearrange }), help, pressed, ...(rearrange ? [rearrange] : []), wholeTick(stage)];
  const beside = rails(root, left, [roomPanel(client, config)]);
  const chip = seatChip(client);
  const others = leadersWord(client);
  const strip = new Strip(client, root, stage, [...controls.elements, chip.element, beside.opener, ...notices], () => {
    beside.open(true);
    help.element.tabIndex = -1;
    help.element.focus();
  });
  strip.facts.append(others.element);
  const after = afterPanel(client, config, root);
  root.append(after.element);
  return [strip, controls, others, chip, beside, after];
}

/** A team's page: the agenda and "I am ready" lie at its foot. @param {import("../ui/mount.js").Drawing} drawing @param {Stage} stage @param {HTMLElement[]} notices */
function joining({ root, client, config }, stage, notices) {
  const controls = new ClockControls(client, stage);
  const word = nudges(client);
  const chip = seatChip(client);
  const strip = new Strip(client, root, stage, [...controls.elements, chip.element, word.element, ...notices], () => {});
  return [strip, controls, chip, word, foot(client, config, stage, root)];
}

export default {
  render: mount((drawing) => {
    const { root, client, config } = drawing;
    const { leads } = client;
    const stage = new Stage(client, config, root);
    const notices = [damagedNotice(client), stoppedNotice(client), renewedNotice(client)];
    const around = (leads ? leading : joining)(drawing, stage, notices.map((notice) => notice.element));
    const picker = seatPicker(client, leads ? "If you write too: writing as" : say("Writing as"));
    const children = [
      ...head(config, leads),
      leads && config.teams.length > 1 && teamPicker(client, config.teams),
      picker.element,
      titledList(say("By the end"), config.outcomes),
      config.example && exampleLink(client),
      leads && preparation(config.preparation),
      leads && config.renewable && renewalPanel(client),
      sources(config),
    ];
    root.append(...children.filter((child) => child instanceof Node));
    return [stage, picker, ...around, titleKeeper(client, config, root), ...notices];
  }),
};
