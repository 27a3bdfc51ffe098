// The head of a step: its time, and for the leader the notes and the button that starts it.
import { say, words } from "../core/language.js";
import { press } from "../core/clock.js";
import { button, clockTime, el, plural, setText } from "../ui/dom.js";
import { mount } from "../ui/mount.js";

/** @type {Record<string, string>} */
const STATES = { done: say("Done"), running: say("Now"), ahead: say("To come"), "left out": say("Left out") };

/** What only the one who leads reads. @param {any} config */
function notes(config) {
  const pairs = config.difficulties.flatMap((/** @type {any} */ each) => [el("dt", { html: each.when }), el("dd", { html: each.do })]);
  return el(
    "details",
    { class: "kit-notes", open: true },
    el("summary", { text: "For you, the facilitator" }),
    el("div", { html: config.notes }),
    pairs.length > 0 && el("h4", { text: "If it gets hard" }),
    pairs.length > 0 && el("dl", {}, ...pairs),
  );
}

export default {
  render: mount(({ root, section, client, config }) => {
    const time = el("p", { class: "kit-time" });
    const start = button("", () => press(client, `${config.step}.start`, client.now()), { class: "kit-small" });
    section.id = `kit-step-${config.step}`;
    root.append(el("div", { class: "kit-step-head" }, time, start));
    if (client.leads && (config.notes || config.difficulties.length)) root.append(notes(config));
    function update() {
      const slot = client.agenda?.slots.find((each) => each.id === config.step);
      const state = slot?.state ?? "ahead";
      const when = slot?.start && slot.end && state !== "left out" ? say("{start} to {end}", { start: clockTime(slot.start), end: clockTime(slot.end) }) : "";
      section.dataset.state = state;
      setText(time, [STATES[state], when, plural(slot?.minutes ?? config.minutes, "minute"), words(config.grouping)].filter(Boolean).join(" · "));
      start.hidden = !client.leads && !client.agenda?.own;
      setText(start, state === "running" ? say("Start this step again") : say("Start this step"));
    }
    return [{ update }];
  }),
};
