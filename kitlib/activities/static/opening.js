// The head of a session: what it is, who and where, the agenda with its clock, and the strip that stays in sight.
import { h, say, clockTime, many, freshId } from "./shared/dom.js";
import { badge } from "./shared/badge.js";
import { press } from "./shared/clock.js";
import { mount, seatPicker } from "./shared/mount.js";

const STATES = { done: "Done", running: "Now", ahead: "To come", "left out": "Left out" };
const WORDS = {
  "not started": ["○", "Not started"],
  "on time": ["●", ""],
  "almost done": ["◔", "Almost done"],
  "last moments": ["◕", "Last moments"],
  over: ["■", "Time is over"],
  finished: ["✓", "Finished"],
};
const SOON = 0.2;
const LAST = 0.05;

/** m:ss, with a minus when the time is over. @param {number} seconds */
function countdown(seconds) {
  const whole = Math.abs(Math.round(seconds));
  return `${seconds < 0 ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The running step by this page's own ticking, so that the word changes without any server. */
function reading(client) {
  const agenda = client.agenda;
  const slot = agenda?.slots.find((s) => s.id === agenda.running);
  if (!slot) return { word: agenda?.word ?? "not started", left: 0, slot: null };
  const left = slot.start + 60 * slot.minutes - client.now();
  const share = left / (60 * slot.minutes);
  const word = left <= 0 ? "over" : share <= LAST ? "last moments" : share <= SOON ? "almost done" : "on time";
  return { word, left, slot };
}

function lateness(agenda) {
  if (!agenda || agenda.word === "not started") return "";
  if (agenda.late >= 1) return `${many(agenda.late, "minute")} behind`;
  if (agenda.late <= -1) return `${many(-agenda.late, "minute")} ahead`;
  return "on time";
}

/** Scroll to a step of this notebook, or to the list of what to cut. @param {Element} from @param {string|null|undefined} id */
function goTo(from, id) {
  const panel = from.closest(".jp-NotebookPanel") ?? document;
  const target = id === "rescue" ? panel.querySelector(".kit-rescue") : panel.querySelector(`#kit-step-${id}`);
  if (!target) return;
  // A step's heading and prompt stand in the cell above its widgets.
  const heading = target.closest(".jp-Cell")?.previousElementSibling?.querySelector("h2");
  const to = id === "rescue" ? target : (heading ?? target);
  to.tabIndex = -1;
  to.scrollIntoView({ block: "start" });
  to.focus({ preventScroll: true });
}

/** The slim strip that stays in sight, put at the head of the notebook's panel where there is one. */
function strip(client, controls) {
  const sign = h("span", { class: "kit-strip-sign", "aria-hidden": "true" });
  const title = h("button", { type: "button", class: "kit-strip-title", onclick: () => goTo(element, client.agenda?.running) });
  const time = h("span", { class: "kit-strip-time", role: "timer", "aria-live": "off" });
  const word = h("span", { class: "kit-strip-word" });
  const behind = h("button", { type: "button", class: "kit-strip-late", onclick: () => goTo(element, "rescue") });
  const spoken = h("span", { class: "kit-hidden", role: "status" });
  const element = h("div", { class: "kit kit-clock-strip", role: "region", "aria-label": "Clock" }, sign, title, time, word, behind, ...controls, spoken);
  let before = "";
  return {
    element,
    update() {
      const { word: now, left, slot } = reading(client);
      const [mark, words] = WORDS[now];
      element.dataset.word = now.replace(" ", "-");
      say(sign, mark);
      say(title, slot ? slot.title : words);
      title.disabled = !slot;
      title.setAttribute("aria-label", slot ? `Go to the step: ${slot.title}` : words);
      say(time, slot ? countdown(left) : "");
      say(word, slot ? words : "");
      const late = lateness(client.agenda);
      const help = client.place.role === "facilitator" && client.agenda?.late >= 2 && now !== "finished";
      say(behind, help ? `${late}: what to cut` : late);
      behind.disabled = !help;
      behind.hidden = !late;
      const tell = slot ? `${now}|${slot.id}` : now;
      if (before && tell !== before) {
        const fresh = slot && !before.endsWith(`|${slot.id}`);
        say(spoken, fresh ? `Now: ${slot.title}, ${many(slot.minutes, "minute")}` : `${slot?.title ?? ""} ${words}`.trim());
      }
      before = tell;
    },
  };
}

function controlsOf(client) {
  const button = (text, act) => h("button", { type: "button", text, onclick: act });
  const running = () => client.agenda?.slots.find((s) => s.id === client.agenda.running);
  const following = () => {
    const slots = client.agenda?.slots ?? [];
    const at = slots.findIndex((s) => s.id === client.agenda.running);
    return slots.slice(at + 1).find((s) => s.state !== "left out" && s.state !== "done");
  };
  const next = button("", () => press(client, `${following().id}.start`, client.now()));
  next.className = "kit-main";
  const more = (minutes) =>
    button(`${minutes < 0 ? "−" : "+"}${Math.abs(minutes)} min`, () => {
      const field = `${client.agenda.running}.extra`;
      const had = client.value({ scope: "room", activity: "clock", field }) ?? 0;
      press(client, field, had + minutes);
    });
  const less = more(-1);
  const one = more(1);
  const five = more(5);
  let sure = false;
  const end = button("", () => {
    const early = Boolean(following());
    if (early && !sure) {
      sure = true;
      setTimeout(() => ((sure = false), update()), 6000);
      return update();
    }
    sure = false;
    press(client, "end", client.now());
    update();
    reopen.hidden = false;
    reopen.focus();
  });
  const reopen = button("Go on", () => press(client, "end", null));
  function update() {
    const agenda = client.agenda;
    const finished = agenda?.word === "finished";
    const step = running();
    const to = agenda && !finished ? following() : null;
    next.hidden = !to;
    if (to) say(next, step ? `Next: ${to.title}` : `Start: ${to.title}`);
    less.hidden = one.hidden = five.hidden = !step;
    end.hidden = !step;
    say(end, sure ? "Press again to end now" : "End");
    reopen.hidden = !finished;
  }
  return {
    elements: [next, h("span", { class: "kit-strip-group" }, less, one, five), end, reopen],
    update,
  };
}

function agendaTable(client, leads) {
  const body = h("tbody");
  const rows = new Map();
  function draw(slot) {
    const cells = { when: h("td"), minutes: h("td"), state: h("td"), act: h("td") };
    const cut = h("button", {
      type: "button",
      onclick: () => press(client, `${slot.id}.cut`, !client.value({ scope: "room", activity: "clock", field: `${slot.id}.cut` })),
    });
    const link = h("button", { type: "button", class: "kit-link", onclick: () => goTo(element, slot.id) });
    const title = h("th", { scope: "row" }, link);
    const element = h("tr", {}, title, cells.when, cells.minutes, cells.state, leads && cells.act);
    return {
      element,
      update(now) {
        say(link, slot.number ? `${slot.number}. ${now.title}` : now.title);
        element.dataset.state = now.state;
        say(cells.when, now.start && now.state !== "left out" ? `${clockTime(now.start)} – ${clockTime(now.end)}` : "");
        const plan = now.planned_start && Math.abs(now.start - now.planned_start) >= 60 ? ` (planned ${clockTime(now.planned_start)})` : "";
        if (plan && now.state !== "left out") cells.when.append(h("span", { class: "kit-planned", text: plan }));
        say(cells.minutes, now.minutes ? String(now.minutes) : "–");
        say(cells.state, STATES[now.state]);
        const isCut = Boolean(client.value({ scope: "room", activity: "clock", field: `${slot.id}.cut` }));
        const may = slot.cut !== "never" && (now.state === "ahead" || isCut);
        if (may && !cut.isConnected) cells.act.append(cut);
        if (!may) cut.remove();
        say(cut, isCut ? "Bring back" : "Leave out");
        cut.setAttribute("aria-label", `${isCut ? "Bring back" : "Leave out"}: ${now.title}`);
      },
    };
  }
  const heads = ["Step", "From – to", "Minutes", "Where we are", ...(leads ? ["Change"] : [])];
  const element = h(
    "table",
    { class: "kit-table kit-agenda" },
    h("caption", { text: "Agenda" }),
    h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col", text })))),
    body,
  );
  return {
    element,
    update(config) {
      for (const slot of client.agenda?.slots ?? []) {
        if (!rows.has(slot.id)) {
          rows.set(slot.id, draw({ ...slot, cut: config.cuts[slot.id], number: config.numbers[slot.id] }));
          body.append(rows.get(slot.id).element);
        }
        rows.get(slot.id).update(slot);
      }
    },
  };
}

function rescue(client) {
  const words = h("p");
  const list = h("ul");
  const element = h("div", { class: "kit-rescue", hidden: true }, words, list);
  let shown = "";
  return {
    element,
    update() {
      const agenda = client.agenda;
      const late = agenda?.late ?? 0;
      element.hidden = late < 2 || agenda.word === "finished";
      const told = JSON.stringify([late, agenda?.cuts, agenda?.stillLate]);
      if (element.hidden || told === shown) return;
      shown = told;
      const won = many(late - agenda.stillLate, "minute");
      const way = agenda.stillLate ? `These cuts win ${won}; you would still end ${many(agenda.stillLate, "minute")} late:` : "To end on time:";
      say(words, agenda.cuts.length ? `You are ${many(late, "minute")} behind. ${way}` : `You are ${many(late, "minute")} behind, and nothing ahead can be cut. Agree on a later end.`);
      list.replaceChildren(
        ...agenda.cuts.map((cut) => {
          const had = () => client.value({ scope: "room", activity: "clock", field: `${cut.id}.extra` }) ?? 0;
          const act = () => (cut.to ? press(client, `${cut.id}.extra`, had() + cut.to - cut.minutes) : press(client, `${cut.id}.cut`, true));
          const text = cut.to ? `Shorten “${cut.title}” from ${cut.minutes} to ${many(cut.to, "minute")}` : `Leave out “${cut.title}” (${many(cut.minutes, "minute")})`;
          const onclick = () => {
            act();
            words.tabIndex = -1;
            words.focus(); // the list is drawn anew, so its buttons cannot keep the focus
          };
          return h("li", {}, h("button", { type: "button", text, onclick }));
        }),
      );
    },
  };
}

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
    const clock = strip(client, leads ? controls.elements : []);
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
    if (leads) {
      root.append(
        fold(
          "Before the meeting: what to prepare",
          ...[list("Who must be in the room", config.in_room), list("Roles to give out", config.roles), list("Materials", config.materials), list("Pre-work", config.prework), list("Care", config.care)].filter(Boolean),
          config.announcement && h("div", { class: "kit-announcement" }, h("h3", { text: "Message that announces it" }), h("div", { html: config.announcement })),
          h("p", { html: config.leads }),
        ),
      );
    }
    root.append(
      fold(
        "Where this comes from",
        h("p", { text: config.honesty }),
        ...[config.edition && h("p", { text: config.edition }), list("What could not be read of the original", config.not_found)].filter(Boolean),
        h("ol", {}, ...config.sources.map((s) => h("li", { id: `source-${s.id}` }, `${s.title}. ${s.publisher}${s.year ? `, ${s.year}` : ""}. `, h("a", { href: s.url, target: "_blank", rel: "noopener", text: s.url })))),
      ),
    );

    const panel = () => root.closest(".jp-NotebookPanel");
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
