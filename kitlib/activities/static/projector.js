// The projector's view: the step, its prompt and the clock in large type, and what the teams write when asked for.
import { h, say, many } from "./shared/dom.js";
import { clientFor } from "./shared/client.js";
import { countdown, reading } from "./opening/strip.js";

export default {
  render({ model, el }) {
    const client = clientFor(model);
    const config = model.get("config");
    const byId = new Map(config.steps.map((step) => [step.id, step]));
    const clock = h("p", { class: "kit-big-clock", role: "timer", "aria-live": "off" });
    const word = h("p", { class: "kit-big-word", role: "status" });
    const title = h("h1");
    const prompt = h("div", { class: "kit-big-prompt" });
    const count = h("p", { class: "kit-big-count" });
    const nudge = h("p", { class: "kit-big-nudge", role: "status", hidden: true });
    const wall = h("ul", { class: "kit-wall kit-big-wall", hidden: true });
    let walled = false;
    const showWall = h("button", { type: "button", "aria-pressed": "false", text: "What the teams write", onclick: () => {
      walled = !walled;
      showWall.setAttribute("aria-pressed", String(walled));
      update();
    } });
    let size = 1;
    const scale = (by) => {
      size = Math.min(2, Math.max(0.6, size + by));
      root.style.setProperty("--kit-scale", String(size));
    };
    const full = h("button", { type: "button", text: "Full screen", onclick: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()) });
    const controls = h("div", { class: "kit-big-controls" }, full, h("button", { type: "button", text: "Larger", onclick: () => scale(0.15) }), h("button", { type: "button", text: "Smaller", onclick: () => scale(-0.15) }), showWall);
    const root = h(
      "section",
      { class: "kit kit-big", "aria-label": config.name },
      h("header", {}, h("p", { class: "kit-big-where", text: `${config.name} · ${config.where}` }), clock),
      word,
      title,
      prompt,
      nudge,
      count,
      wall,
      controls,
    );
    el.append(root);
    let step = null;
    let texts = "";

    function update() {
      const { word: now, left, slot } = reading(client);
      root.dataset.word = now.replace(" ", "-");
      say(clock, slot ? countdown(left) : "");
      const near = { "almost done": "Almost done", "last moments": "Last moments", over: "Time is over" };
      say(word, near[now] ?? "");
      const id = slot?.id ?? null;
      if (id !== step || !title.textContent) {
        step = id;
        const found = byId.get(id);
        say(title, found ? `${found.number}. ${found.title}` : now === "finished" ? "Thank you" : config.name);
        if (found) prompt.innerHTML = found.prompt; // rendered by Python from the session file
        else prompt.replaceChildren(h("p", { text: now === "finished" ? "What you wrote is kept." : "We begin soon. By the end:" }), now !== "finished" && h("ul", {}, ...config.outcomes.map((text) => h("li", { text }))));
      }
      const activities = config.activities[id] ?? [];
      const wrote = activities.flatMap((activity) => Object.values(client.wall?.wrote[activity] ?? {}));
      const seats = Math.max(0, ...activities.map((a) => Object.values(client.wall?.wrote[a] ?? {}).reduce((n, t) => n + t.seats, 0)));
      const teams = wrote.filter((t) => t.team).length;
      say(count, seats ? `${many(seats, "person").replace("persons", "people")} answered` : teams ? `${many(Math.min(teams, (client.wall?.teams ?? []).length), "team")} wrote` : "");
      const word2 = client.value({ scope: "room", activity: "lead", field: "nudge" });
      nudge.hidden = !word2;
      say(nudge, word2 ?? "");
      const found = (client.wall?.texts ?? []).filter((t) => activities.includes(t.activity)).slice(0, 60);
      wall.hidden = !walled;
      const told = JSON.stringify(found.map((t) => t.text));
      if (walled && told !== texts) {
        texts = told;
        const several = (client.wall?.teams ?? []).length > 1;
        wall.replaceChildren(...found.map((t) => h("li", {}, h("span", { text: t.text }), several && h("span", { class: "kit-wall-from", text: t.team }))));
      }
    }
    update();
    client.onChange(update);
    setInterval(update, 500);
  },
};
