// What the one who leads has beside each activity: open, close or hide it for the teams, reveal what they rated,
// who has answered, and the words of the teams as they come.
import { h, freshId, say, many, clockTime } from "./dom.js";

/** Whether teams see an activity now. @param {any} client @param {any} config @returns {"open"|"closed"|"hidden"} */
export function shown(client, config) {
  const pressed = client.value({ scope: "room", activity: "lead", field: `show.${config.id}` });
  return pressed || (config.hidden ? "hidden" : "open");
}

/** How many answered, team by team. */
function answered(client, config) {
  const wrote = client.wall?.wrote[config.id] ?? {};
  const teams = client.wall?.teams ?? [];
  const told = teams.map((team) => {
    const of = wrote[team.id] ?? { seats: 0, team: false };
    const who = of.seats ? `${of.seats} of ${many(Math.max(team.seats, of.seats), "seat")}` : of.team ? "yes" : "not yet";
    return `${team.label}: ${who}`;
  });
  return told.length ? `Answered: ${told.join(" · ")}` : "";
}

/** The words of the teams, newest first; drawn by key, so that reading is not disturbed. */
function wallList(client, config) {
  const list = h("ul", { class: "kit-wall" });
  const summary = h("summary");
  const element = h("details", { class: "kit-wall-box", hidden: true }, summary, list);
  const drawn = new Map();
  return {
    element,
    update() {
      const texts = (client.wall?.texts ?? []).filter((t) => t.activity === config.id);
      element.hidden = !texts.length;
      say(summary, `What the teams write (${texts.length})`);
      if (!element.open) return;
      const several = (client.wall?.teams ?? []).length > 1;
      const keys = new Set();
      let before = null;
      for (const text of texts) {
        const key = `${text.at}|${text.field}|${text.team}|${text.text}`;
        keys.add(key);
        if (!drawn.has(key)) {
          const from = [several && text.team, text.label, clockTime(text.at)].filter(Boolean).join(" · ");
          drawn.set(key, h("li", {}, h("span", { text: text.text }), h("span", { class: "kit-wall-from", text: from })));
        }
        const item = drawn.get(key);
        const place = before ? before.nextSibling : list.firstChild;
        if (place !== item) list.insertBefore(item, place);
        before = item;
      }
      for (const [key, item] of drawn) {
        if (!keys.has(key)) {
          item.remove();
          drawn.delete(key);
        }
      }
    },
  };
}

/** The bar above an activity in the facilitator's notebook, and the wall below it. */
export function leadBar(client, config) {
  const id = freshId("show");
  const at = { scope: "room", activity: "lead", field: `show.${config.id}` };
  const select = h(
    "select",
    { id, "data-kit-field": `lead/show.${config.id}`, onchange: () => client.set(at, select.value, { now: true }) },
    h("option", { value: "open", text: "open" }),
    h("option", { value: "closed", text: "closed: to read only" }),
    h("option", { value: "hidden", text: "hidden" }),
  );
  const reveal = h("button", {
    type: "button",
    hidden: !config.reveals,
    onclick: () => {
      for (const team of client.wall?.teams ?? []) {
        client.set({ scope: "team", team: team.id, activity: config.id, field: "revealed" }, true, { now: true });
      }
      say(spoken, "Shown in every team.");
    },
    text: "Show the results in every team",
  });
  const count = h("span", { class: "kit-lead-count" });
  const spoken = h("span", { class: "kit-hidden", role: "status" });
  const wall = wallList(client, config);
  wall.element.addEventListener("toggle", () => wall.update());
  const bar = h("div", { class: "kit-lead" }, h("label", { for: id, text: "For the teams" }), select, reveal, count, spoken);
  return {
    bar,
    wall: wall.element,
    update() {
      const now = shown(client, config);
      if (select.value !== now && select !== document.activeElement) select.value = now;
      select.disabled = !client.knows("room");
      say(count, answered(client, config));
      wall.update();
    },
  };
}

/** What a team's page says of an activity that the facilitator has closed or not yet opened. */
export function curtain(client, config, body) {
  const words = h("p", { class: "kit-curtain", hidden: true });
  return {
    element: words,
    update() {
      const now = shown(client, config);
      body.hidden = now === "hidden";
      body.disabled = now === "closed";
      words.hidden = now === "open";
      say(words, now === "hidden" ? "Your facilitator opens this when it is time." : now === "closed" ? "Your facilitator has closed this. You can still read it." : "");
    },
  };
}
