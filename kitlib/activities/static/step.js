// The head of a step: its time, and for the leader the notes and the button that starts it.
import { h, say, clockTime, many } from "./shared/dom.js";
import { press } from "./shared/clock.js";
import { mount } from "./shared/mount.js";

const STATES = { done: "Done", running: "Now", ahead: "To come", "left out": "Left out" };

export default {
  render: mount(({ root, section, client, config }) => {
    const time = h("p", { class: "kit-time" });
    const start = h("button", { type: "button", onclick: () => press(client, `${config.step}.start`, client.now()) });
    const leads = client.place.role === "facilitator";
    const slot = () => client.agenda?.slots.find((s) => s.id === config.step);
    section.id = `kit-step-${config.step}`;
    root.append(h("div", { class: "kit-step-head" }, time, start));
    if (leads && (config.notes || config.difficulties.length)) {
      const notes = h(
        "details",
        { class: "kit-notes", open: true },
        h("summary", { text: "For you, the facilitator" }),
        h("div", { html: config.notes }),
      );
      if (config.difficulties.length) {
        const pairs = config.difficulties.flatMap((d) => [h("dt", { html: d.when }), h("dd", { html: d.do })]);
        notes.append(h("h4", { text: "If it gets hard" }), h("dl", {}, ...pairs));
      }
      root.append(notes);
    }
    return [
      {
        update() {
          const now = slot();
          const length = many(now?.minutes ?? config.minutes, "minute");
          const when = now?.start && now.state !== "left out" ? [`${clockTime(now.start)} to ${clockTime(now.end)}`] : [];
          const state = now?.state ?? "ahead";
          section.dataset.state = state;
          say(time, [STATES[state], ...when, length, config.grouping].filter(Boolean).join(" · "));
          start.hidden = !leads && !client.agenda?.own;
          say(start, state === "running" ? "Start this step again" : "Start this step");
        },
      },
    ];
  }),
};
