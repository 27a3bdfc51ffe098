// What the wall shows, steered by the one who leads: one press shows, another press goes back to the prompt.
import { button, drawnWhenChanged, el, plural, setAttribute, setText, uniqueId } from "../../ui/dom.js";
/** @import { At } from "../../core/answers.js" */
/** @import { Client } from "../../core/client.js" */

/** @type {At} */
export const WALL_VIEW = { scope: "room", activity: "lead", field: "wall.view" };
/** @type {At} */
export const WALL_TEAM = { scope: "room", activity: "lead", field: "wall.team" };

/** @type {[view: string, words: string][]} */
export const VIEWS = [
  ["prompt", "Prompt"],
  ["results", "Results"],
  ["words", "Words"],
  ["join", "How to join"],
  ["nothing", "Nothing"],
];

/** What stands in the way of results. @param {Client} client */
function waitingWords(client) {
  const { unshown = 0, figures = [] } = client.wall ?? {};
  if (client.value(WALL_VIEW) !== "results") return "";
  if (unshown) return `${plural(unshown, "team")} ${unshown === 1 ? "has" : "have"} not shown what they answered; it stands here once they do.`;
  return figures.length ? "" : "This step has nothing to count yet.";
}

/** @param {Client} client */
export function wallControls(client) {
  const id = uniqueId("wall");
  const views = VIEWS.map(([view, words]) => ({ view, press: button(words, () => client.set(WALL_VIEW, view, { now: true }), { class: "kit-small" }) }));
  const team = el("select", { id, onchange: () => client.set(WALL_TEAM, team.value, { now: true }) });
  const whose = el("p", { class: "kit-wall-team" }, el("label", { for: id, text: "Of" }), team);
  const link = el("a", { class: "kit-projector", target: "_blank", rel: "noopener", text: "Open the wall in a new tab" });
  const waiting = el("p", { class: "kit-help", role: "status" });
  const drawTeams = drawnWhenChanged((/** @type {{id: string, label: string}[]} */ teams) => {
    team.replaceChildren(el("option", { value: "", text: "all teams" }), ...teams.map((each) => el("option", { value: each.id, text: each.label })));
  });
  return {
    element: el("div", { role: "group", "aria-label": "The wall" }, el("h3", { text: "On the wall" }), el("div", { class: "kit-views" }, ...views.map((each) => each.press)), whose, waiting, link),
    update() {
      const { base } = client.transport;
      link.hidden = !base;
      if (base) setAttribute(link, "href", `${base}kit/projector?meeting=${encodeURIComponent(client.place.meeting)}`);
      const now = client.value(WALL_VIEW) ?? "prompt";
      for (const { view, press } of views) setAttribute(press, "aria-pressed", String(view === now));
      const teams = (client.wall?.teams ?? []).map(({ id: of, label }) => ({ id: of, label }));
      drawTeams(teams);
      team.value = client.value(WALL_TEAM) ?? "";
      whose.hidden = teams.length < 2 || !["results", "words"].includes(now);
      setText(waiting, waitingWords(client));
      waiting.hidden = !waiting.textContent;
    },
  };
}
