// At the foot of a team's page, where a thumb is: all steps, the way back to the one that runs, and "I am ready".
import { say, sayMany } from "../../core/language.js";
import { button, el, setAttribute, setText, uniqueId } from "../../ui/dom.js";
import { agendaList, wholeTick } from "./agenda.js";
import { OPENING, sheetOf } from "./leaves.js";
import { readyButton } from "./ready.js";
/** @import { Client } from "../../core/client.js" */
/** @import { Stage } from "./stage.js" */

/** @param {Client} client @param {any} config @param {Stage} stage @param {HTMLElement} home */
export function foot(client, config, stage, home) {
  const id = uniqueId("steps");
  const steps = button(say("Steps"), () => turn(), { "aria-expanded": "false", "aria-controls": id });
  const turn = (isOpen = panel.hidden) => {
    panel.hidden = !isOpen;
    setAttribute(steps, "aria-expanded", String(isOpen));
  };
  const list = agendaList(client, config, stage, { gone: () => turn(false) });
  const whole = wholeTick(stage);
  const panel = el("div", { class: "kit-steps", id, hidden: true }, list.element, whole.element);
  const back = button(say("Go to the step that runs"), () => stage.go(client.agenda?.running ?? OPENING), { class: "kit-main" });
  const ready = readyButton(client);
  const bar = el("div", { class: "kit-foot-bar" }, steps, back, ready.element);
  const element = el("nav", { class: "kit kit-foot", "aria-label": say("Steps") }, panel, bar);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    turn(false);
    steps.focus();
  });
  return {
    element,
    update() {
      const place = sheetOf(home)?.panel ?? home;
      if (element.parentElement !== place) place.append(element);
      const running = client.agenda?.running ?? null;
      const of = Object.keys(config.numbers).length;
      setText(steps, config.numbers[stage.shown] ? say("Step {n} of {of}", { n: config.numbers[stage.shown], of }) : sayMany(of, "{n} step", "{n} steps"));
      back.hidden = stage.isWhole || stage.isTold || !running || stage.shown === running;
      for (const part of [list, whole, ready]) part.update();
      if (stage.shown !== running && !stage.isWhole) ready.element.hidden = true; // one says it of the step before one's eyes
    },
    close: () => element.remove(),
  };
}
