// The slim strip that stays in sight: the running step, its time, and what the one who leads presses.
import { h, say, many } from "../shared/dom.js";
import { clockAt, press } from "../shared/clock.js";
import { goTo } from "./agenda.js";

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
export function countdown(seconds) {
  const whole = Math.abs(Math.round(seconds));
  return `${seconds < 0 ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The running step by this page's own ticking, so that the word changes without any server. */
export function reading(client) {
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

/** The slim strip that stays in sight, put at the head of the notebook's panel where there is one. */
export function strip(client, controls) {
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

export function controlsOf(client) {
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
      const had = client.value(clockAt(client, field)) ?? 0;
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
  });
  const endAt = { scope: "room", activity: "clock", field: "end" };
  const refusedWords = h("span");
  const fill = button("Go to “Next meeting”", () => {
    client.drop(endAt);
    const part = (next.closest(".jp-NotebookPanel") ?? document).querySelector(".kit-next-meeting");
    part?.scrollIntoView({ block: "center" });
    part?.querySelector("input")?.focus({ preventScroll: true });
  });
  const refused = h("span", { class: "kit-nudge", role: "alert", hidden: true }, refusedWords, fill);
  let ended = false;
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
    const asked = client.refused.get(client.key(endAt));
    refused.hidden = !asked;
    say(refusedWords, asked ? asked.what : "");
    if (finished && !ended && document.activeElement === document.body) reopen.focus();
    ended = finished;
    const leads = client.place.role === "facilitator";
    if (!leads) {
      for (const element of elements) element.hidden ||= !agenda?.own;
      end.hidden = reopen.hidden = true;
    }
  }
  const elements = [next, h("span", { class: "kit-strip-group" }, less, one, five), end, reopen, refused];
  return {
    elements,
    update,
  };
}
