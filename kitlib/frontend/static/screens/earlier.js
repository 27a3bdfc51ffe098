// What earlier meetings left open: each action is done, goes on, gets a new date with a reason, or is dropped.
import { habits, listed, say, sayMany } from "../core/language.js";
import { badge } from "../ui/badge.js";
import { el, setText } from "../ui/dom.js";
import { field } from "../ui/field.js";
import { mount } from "../ui/mount.js";
/** @import { Carried, CarriedMore } from "../protocol.js" */
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */

/** @type {Record<Carried["sort"], Record<string, string>>} */
const OUTCOMES = {
  action: { done: say("Done"), "under way": say("Under way"), moved: say("New date"), dropped: say("Dropped") },
  question: { answered: say("Answered"), "under way": say("Still open"), dropped: say("Dropped") },
};

/** A day as people write it. @param {string} iso */
function longDay(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return new Intl.DateTimeFormat(habits(), { dateStyle: "long" }).format(new Date(year, month - 1, day));
}

/** What is open too and not shown here. @param {CarriedMore | undefined} more */
function moreWords(more) {
  if (!more) return "";
  const days = more.days.map(longDay);
  const records = days.length > 1 ? say("records of {days} and {last}", { days: days.slice(0, -1).join(", "), last: days.at(-1) }) : say("record of {day}", { day: days[0] });
  return say("And {count} more; see the {records}.", { count: more.count, records });
}

/** What is known of a thing, in one line. @param {Carried} thing */
function facts(thing) {
  const known = [
    thing.owner,
    thing.due && say("due {day}", { day: longDay(thing.due) }),
    thing.measure && say("we will know by: {measure}", { measure: thing.measure }),
    thing.moved && sayMany(thing.moved, "moved {n} time before", "moved {n} times before"),
    `${thing.label}, ${longDay(thing.date)}`,
  ];
  return known.filter(Boolean).join(" · ");
}

/** One thing that is still open. @param {Client} client @param {Carried} thing */
function openThing(client, thing) {
  /** @param {string} column @returns {At} */
  const at = (column) => ({ scope: "room", activity: "earlier", field: `${thing.id}.${column}` });
  const options = Object.entries(OUTCOMES[thing.sort]).map(([value, label]) => ({ value, label }));
  const outcome = field(client, { at: () => at("outcome"), type: "radios", shape: "item", label: thing.what, help: facts(thing), options });
  const due = field(client, { at: () => at("due"), type: "date", label: say("New date") });
  const why = field(client, { at: () => at("reason"), type: "lines", label: say("Why") });
  const more = el("div", { class: "kit-row-cells" }, due.element, why.element);
  const missing = el("p", { class: "kit-help" });
  const status = badge(client, () => ["outcome", "due", "reason"].map(at));
  /** Whether a field has a question that must stay in sight. @param {string} column */
  const isAsked = (column) => client.answers.isUndecided(client.key(at(column)));
  return {
    element: el("li", { class: "kit-row" }, outcome.element, more, missing, status.element),
    update() {
      const now = client.value(at("outcome"));
      due.element.hidden = now !== "moved" && !isAsked("due");
      more.hidden = (!now || now === "done" || now === "under way") && !isAsked("due") && !isAsked("reason");
      const lacks = [!client.value(at("due")) && say("a new date"), !client.value(at("reason")) && say("a reason")].filter((each) => each !== false);
      setText(missing, now === "moved" && lacks.length ? say("Still missing: {lacks}.", { lacks: listed(lacks) }) : "");
      for (const each of [outcome, due, why, status]) each.update();
    },
  };
}

export default {
  render: mount(({ root, section, client }) => {
    const lists = { action: el("ol", { class: "kit-rows" }), question: el("ol", { class: "kit-rows" }) };
    const heads = { action: el("h4", { text: say("Open actions") }), question: el("h4", { text: say("Questions held") }) };
    const intro = el("p", { class: "kit-help" });
    const more = el("p", { class: "kit-help" });
    root.append(intro, heads.action, lists.action, heads.question, lists.question, more);
    /** @type {Map<string, ReturnType<typeof openThing>>} */
    const drawn = new Map();
    function update() {
      section.hidden = !client.carried.length;
      for (const thing of client.carried) {
        if (drawn.has(thing.id)) continue;
        const made = openThing(client, thing);
        drawn.set(thing.id, made);
        lists[thing.sort].append(made.element);
      }
      heads.action.hidden = !lists.action.children.length;
      heads.question.hidden = !lists.question.children.length;
      setText(more, moreWords(client.carriedMore));
      setText(intro, sayMany(client.carried.length, "{n} thing still open. Say what became of each, before you begin.", "{n} things still open. Say what became of each, before you begin."));
      for (const each of drawn.values()) each.update();
    }
    return [{ update }];
  }),
};
