// The agenda: each step with its time and where it stands; what to cut when it is late.
import { h, say, clockTime, many } from "../shared/dom.js";
import { press } from "../shared/clock.js";

const STATES = { done: "Done", running: "Now", ahead: "To come", "left out": "Left out" };

/** Scroll to a step of this notebook, or to the list of what to cut. @param {Element} from @param {string|null|undefined} id */
export function goTo(from, id, { focus = true } = {}) {
  const panel = from.closest(".jp-NotebookPanel") ?? document;
  const target = id === "rescue" ? panel.querySelector(".kit-rescue") : panel.querySelector(`#kit-step-${id}`);
  if (!target) return;
  // A step's heading and prompt stand in the cell above its widgets.
  const heading = target.closest(".jp-Cell")?.previousElementSibling?.querySelector("h2");
  const to = id === "rescue" ? target : (heading ?? target);
  to.scrollIntoView({ block: "start" });
  if (!focus) return;
  to.tabIndex = -1;
  to.focus({ preventScroll: true });
}

export function agendaTable(client, leads) {
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

export function rescue(client) {
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
