// The room: for the one who leads, where each team is, its pace, a word to all; for a team, that word, and following.
import { h, freshId, say, many } from "../shared/dom.js";
import { badge } from "../shared/badge.js";
import { goTo } from "./agenda.js";

const BUSY = 15000; // ms after a key in which a page is not scrolled from under its writer

/** Where a team is, in words. */
function whereIs(client, team) {
  const agenda = client.wall?.agendas?.[team.id];
  const slot = agenda?.slots.find((s) => s.id === agenda.running);
  if (!slot) return agenda?.word === "finished" ? "finished" : "not started";
  const left = Math.round((slot.start + 60 * slot.minutes - client.now()) / 60);
  return `${slot.title}, ${left >= 0 ? `${many(left, "minute")} left` : `${many(-left, "minute")} over`}`;
}

/** For the one who leads. @param {any} client */
export function roomPanel(client) {
  const paceId = freshId("pace");
  const nudgeId = freshId("nudge");
  const at = (field) => ({ scope: "room", activity: "lead", field });
  const pace = h(
    "select",
    { id: paceId, "data-kit-field": "lead/pace", onchange: () => client.set(at("pace"), pace.value, { now: true }) },
    h("option", { value: "together", text: "All together, by your clock" }),
    h("option", { value: "own", text: "Each team at its own pace" }),
  );
  const words = h("input", { id: nudgeId, type: "text", maxlength: 200, "data-kit-field": "lead/nudge", placeholder: "For example: two more minutes, then we talk" });
  const send = h("button", { type: "button", text: "Send to the teams", onclick: () => words.value.trim() && client.set(at("nudge"), words.value.trim(), { now: true }) });
  const clear = h("button", { type: "button", text: "Take it down", onclick: () => (client.set(at("nudge"), "", { now: true }), (words.value = "")) });
  words.addEventListener("keydown", (event) => event.key === "Enter" && send.click());
  const body = h("tbody");
  const heads = ["Team", "Seats in use", "Where it is"].map((text) => h("th", { scope: "col", text }));
  const table = h("table", { class: "kit-table" }, h("caption", { text: "Teams" }), h("thead", {}, h("tr", {}, ...heads)), body);
  const join = h("div", { class: "kit-join", hidden: true });
  let codes = "";
  const status = badge(client, () => [at("pace"), at("nudge")]);
  const projector = h("a", { class: "kit-projector", target: "_blank", rel: "noopener", text: "Projector view (opens in a new tab)" });
  const element = h(
    "details",
    { class: "kit-fold", open: true },
    h("summary", { text: "The room" }),
    h("div", { class: "kit-scroll" }, table),
    h("p", { class: "kit-pace" }, h("label", { for: paceId, text: "Pace" }), pace),
    h("div", { class: "kit-box" }, h("label", { for: nudgeId, text: "A word to the teams" }), words, h("p", { class: "kit-nudge-act" }, send, clear)),
    status.element,
    join,
    h("p", {}, projector),
  );
  const rows = new Map();
  return {
    element,
    update() {
      const base = client.transport.server?.base;
      projector.parentElement.hidden = !base;
      if (base) projector.href = `${base}kit/projector?meeting=${encodeURIComponent(client.place.meeting)}`;
      const now = client.value(at("pace")) ?? "together";
      if (pace !== document.activeElement) pace.value = now;
      pace.disabled = send.disabled = !client.knows("room");
      clear.hidden = !client.value(at("nudge"));
      for (const team of client.wall?.teams ?? []) {
        if (!rows.has(team.id)) {
          const cells = { seats: h("td"), where: h("td") };
          rows.set(team.id, cells);
          body.append(h("tr", {}, h("th", { scope: "row", text: team.label }), cells.seats, cells.where));
        }
        say(rows.get(team.id).seats, String(team.seats));
        say(rows.get(team.id).where, whereIs(client, team));
      }
      const told = JSON.stringify(client.wall?.codes ?? null);
      if (told !== codes && client.wall?.codes) {
        codes = told;
        const local = ["localhost", "127.0.0.1"].includes(location.hostname);
        join.hidden = false;
        join.replaceChildren(
          h("p", {}, h("strong", { text: "Other devices join at " }), h("code", { text: local ? `…:${location.port}${base}kit/join` : `${location.origin}${base}kit/join` }), local ? " (start the kit with: kit lab --share). It shows the address." : "", " Each team has a code:"),
          h("ul", {}, ...(client.wall.teams ?? []).map((team) => h("li", {}, `${team.label}: `, h("strong", { text: client.wall.codes[team.id] })))),
        );
      }
      status.update();
    },
  };
}

/** For a team: the facilitator's word, in the strip that stays in sight, until it was read. @param {any} client */
export function nudges(client) {
  const key = `kit.nudge.${client.place.meeting}`;
  const words = h("span", { role: "status" });
  const seen = h("button", { type: "button", text: "Seen", onclick: () => (remember(), update()) });
  const element = h("div", { class: "kit-nudge", hidden: true }, words, seen);
  const stored = () => client.stored.get(client.key({ scope: "room", activity: "lead", field: "nudge" }));
  let read = "";
  try {
    read = sessionStorage.getItem(key) ?? "";
  } catch {
    /* then it is shown again after a reload */
  }
  function remember() {
    read = String(stored()?.rev ?? "");
    try {
      sessionStorage.setItem(key, read);
    } catch {
      /* then it is shown again after a reload */
    }
  }
  function update() {
    const found = stored();
    const fresh = Boolean(found?.value) && String(found.rev) !== read;
    element.hidden = !fresh;
    say(words, fresh ? `From your facilitator: ${found.value}` : "");
  }
  return { element, update };
}

/** For a team: the page goes along when the facilitator starts a step, unless someone is writing. @param {any} client */
export function follower(client, strip) {
  const id = freshId("follow");
  const tick = h("input", { id, type: "checkbox", checked: true });
  const element = h("p", {}, h("label", { for: id }, tick, " Go along when the facilitator starts a step"));
  let step = null;
  let typed = 0;
  document.addEventListener("keydown", () => (typed = Date.now()), true);
  return {
    element,
    update() {
      element.hidden = Boolean(client.agenda?.own);
      const running = client.agenda?.running ?? null;
      if (running === step) return;
      const first = step === null && !strip.element.isConnected;
      step = running;
      const writing = document.activeElement?.matches("textarea, input, select") && Date.now() - typed < BUSY;
      if (running && !first && tick.checked && !client.agenda.own && !writing) goTo(strip.element, running, { focus: false });
    },
  };
}
