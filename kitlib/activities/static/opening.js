// The head of a session: what it is, who and where, the agenda with its clock, and the room.
import { h, freshId } from "./shared/dom.js";
import { badge } from "./shared/badge.js";
import { mount, seatPicker } from "./shared/mount.js";
import { agendaTable, rescue } from "./opening/agenda.js";
import { controlsOf, strip } from "./opening/strip.js";
import { follower, nudges, roomPanel } from "./opening/room.js";

function damagedNotice(client) {
  const element = h("div", { class: "kit-conflict", hidden: true });
  let shown = -1;
  return {
    element,
    update() {
      const damaged = client.journal.damaged();
      element.hidden = !damaged.length;
      if (damaged.length === shown) return;
      shown = damaged.length;
      element.replaceChildren(
        h("p", { text: "Something this browser kept for you could not be read back. Copy what you need into its box, then press “Seen”." }),
        ...damaged.map(({ name, raw }) =>
          h("div", {}, h("pre", { text: raw }), h("button", { type: "button", text: "Seen", onclick: () => (client.journal.forget(name), client.tell()) })),
        ),
      );
    },
  };
}

function teamPicker(client, teams) {
  if (teams.length < 2) return null;
  const id = freshId("team");
  const options = teams.map((team) => h("option", { value: team.id, text: team.label }));
  const select = h("select", { id, onchange: () => client.sit(select.value) }, ...options);
  select.value = client.team;
  return h("p", { class: "kit-seat" }, h("label", { for: id, text: "Team on this screen" }), select);
}

export default {
  render: mount(({ root, client, config }) => {
    const leads = client.place.role === "facilitator";
    const controls = controlsOf(client);
    const word = nudges(client);
    const clock = strip(client, [...controls.elements, ...(leads ? [] : [word.element])]);
    const follow = leads ? null : follower(client, clock);
    const room = leads ? roomPanel(client) : null;
    const table = agendaTable(client, leads);
    const help = rescue(client);
    const lost = damagedNotice(client);
    const picker = seatPicker(client, leads ? "If you write too: writing as" : "Writing as");
    const pressed = badge(client, () => [
      { scope: "room", activity: "clock", field: "end" },
      ...(client.agenda?.slots ?? []).flatMap((s) => ["start", "extra", "cut"].map((w) => ({ scope: "room", activity: "clock", field: `${s.id}.${w}` }))),
    ]);
    const list = (title, entries) => entries.length && h("div", {}, h("h3", { text: title }), h("ul", {}, ...entries.map((text) => h("li", { html: text }))));
    const fold = (title, ...children) => h("details", { class: "kit-fold" }, h("summary", { text: title }), ...children);

    if (config.rehearsal) {
      root.append(h("p", { class: "kit-rehearsal" }, h("strong", { text: "Rehearsal. " }), "What is written here goes into no record. To hold the session for a district, open it from the start page."));
    }
    root.append(
      h("p", { class: "kit-place", text: leads ? config.where : `${config.team} · ${config.where}` }),
      h("p", { class: "kit-companion" }, config.companion, " ", h("a", { href: config.url, target: "_blank", rel: "noopener", text: "The original (opens in a new tab)" })),
      lost.element,
    );
    const outcomes = list("By the end", config.outcomes);
    if (outcomes) root.append(outcomes);
    root.append(h("div", { class: "kit-scroll" }, table.element), pressed.element);
    if (leads) root.append(help.element);
    const choose = leads ? teamPicker(client, config.teams) : null;
    if (choose) root.append(choose);
    root.append(picker.element);
    if (follow) root.append(follow.element);
    if (room) root.append(room.element);
    if (leads) {
      root.append(
        fold(
          "Before the meeting: what to prepare",
          ...[list("Who must be in the room", config.in_room), list("Roles to give out", config.roles), list("Materials", config.materials), list("Pre-work", config.prework), list("Care", config.care)].filter(Boolean),
          config.announcement && h("div", { class: "kit-announcement" }, h("h3", { text: "Message that announces it" }), h("div", { html: config.announcement })),
          h("p", { html: config.leads }),
          h("p", { class: "kit-help" }, "On paper: ", h("code", { text: config.handouts }), " makes the handout, a guide with these notes, and the forms."),
        ),
      );
    }
    root.append(
      fold(
        "Where this comes from",
        h("p", { text: config.honesty }),
        ...[config.edition && h("p", { html: config.edition }), list("What could not be read of the original", config.not_found)].filter(Boolean),
        h("ol", {}, ...config.sources.map((s) => h("li", { id: `source-${s.id}` }, `${s.title}. ${s.publisher}${s.year ? `, ${s.year}` : ""}. `, h("a", { href: s.url, target: "_blank", rel: "noopener", text: s.url })))),
      ),
    );

    const panel = () => root.closest(".jp-NotebookPanel") ?? root.closest(".kit-page");
    const place = () => {
      const home = panel() ?? root;
      if (clock.element.parentElement === home) return;
      home.prepend(clock.element);
      home.style.setProperty("--kit-strip-height", `${clock.element.offsetHeight || 48}px`);
    };
    const measure = new ResizeObserver(() => {
      const home = clock.element.parentElement;
      if (home) home.style.setProperty("--kit-strip-height", `${clock.element.offsetHeight}px`);
    });
    measure.observe(clock.element);
    const tick = setInterval(() => {
      place();
      clock.update();
    }, 500);
    requestAnimationFrame(place);
    return [
      picker,
      {
        update() {
          clock.update();
          controls.update();
          table.update(config);
          help.update();
          lost.update();
          pressed.update();
          word.update();
          follow?.update();
          room?.update();
        },
        close() {
          clearInterval(tick);
          measure.disconnect();
          clock.element.remove();
        },
      },
    ];
  }),
};
