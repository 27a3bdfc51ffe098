// An instrument: own ratings first, then the spread, then the agreed rating with its reason.
import { say, sayMany } from "../../frontend/static/core/language.js";
import { badge } from "../../frontend/static/ui/badge.js";
import { ItemList, ownItem } from "../../frontend/static/ui/choices.js";
import { el, setText } from "../../frontend/static/ui/dom.js";
import { mount } from "../../frontend/static/ui/mount.js";
import { readersNote } from "../../frontend/static/ui/readers.js";
import { revealButton } from "../../frontend/static/ui/reveal.js";
import { seatPicker } from "../../frontend/static/ui/seat.js";
import { Together } from "./together.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Item } from "../../frontend/static/ui/choices.js" */
/** @import { Reveal } from "../../frontend/static/ui/reveal.js" */

const READERS = ` ${say("Nobody sees your ratings until the team shows the spread, and then only how many chose each point. “Pass” is an answer too.")}`;

/** Each seat's own rating of every statement. @param {Client} client @param {any} config @param {Reveal} reveal */
function ownRatings(client, config, reveal) {
  const { instrument } = config;
  const points = [...config.points, { value: "pass", label: say("Pass") }];
  /** @param {Item} item @returns {At} */
  const at = (item) => ({ scope: "seat", activity: config.id, field: `own.${item.id}` });
  const list = new ItemList(
    instrument.items,
    (item, number) => ownItem(client, () => at(item), item, number, points),
    (item) => client.value(at(item)) !== null,
  );
  const progress = el("p", { class: "kit-count" });
  const status = badge(client, () => instrument.items.map(at), say("above"));
  const intro = instrument.intro && el("p", { class: "kit-help", text: instrument.intro });
  const readers = el("p", { class: "kit-who" }, el("strong", { text: say("Your team, as a spread") }), READERS);
  return {
    element: el("div", {}, intro, readers, list.element, progress, status.element),
    update() {
      list.update();
      const done = list.count();
      const all = done === list.length ? `${say("✓ You are done.")} ` : "";
      const late = reveal.isShown() ? `. ${say("The spread is already shown; changes still count.")}` : "";
      setText(progress, client.seat ? all + say("{n} of {all} rated", { n: done, all: list.length }) + late : say("Choose your seat first."));
      status.update();
    },
  };
}

/** @param {Client} client @param {any} config */
function spreadReveal(client, config) {
  return revealButton(client, {
    activity: config.id,
    count: () => client.shared[config.id]?.rated ?? 0,
    done: (n) => sayMany(n, "{n} seat rated so far.", "{n} seats rated so far."),
    few: (n) => sayMany(n, "Only {n} seat rated so far: people could tell whose rating is whose.", "Only {n} seats rated so far: people could tell whose rating is whose."),
    show: say("Show the spread to the team"),
    hide: say("Hide the spread"),
  });
}

/** What the team says, once it has shown the spread. @param {Client} client @param {any} config @param {Reveal} reveal */
function ourRatings(client, config, reveal) {
  const isPlaced = config.again || !config.shown_again;
  const box = el("div", { hidden: true }, readersNote("team"));
  /** @type {Together | null} drawn once it is shown: a long instrument opens in half the time */
  let together = null;
  return {
    element: el("div", { class: "kit-part" }, el("h4", { text: say("Together") }), reveal.element, box),
    update() {
      box.hidden = !reveal.isShown() || !isPlaced;
      if (box.hidden) return;
      if (!together) {
        together = new Together(client, config);
        box.append(together.element);
      }
      together.update();
    },
  };
}

export default {
  render: mount(({ root, client, config }) => {
    const picker = seatPicker(client);
    const reveal = spreadReveal(client, config);
    const own = ownRatings(client, config, reveal);
    const ours = ourRatings(client, config, reveal);
    const ownBox = config.again ? el("details", {}, el("summary", { text: say("Your own ratings") }), own.element) : own.element;
    // Where the ratings are talked through in a later step, nothing here invites a press that would reveal them early.
    if (config.again) root.append(picker.element, ours.element, ownBox);
    else root.append(picker.element, ownBox, ...(config.shown_again ? [] : [ours.element]));
    return [picker, own, reveal, ours];
  }),
};
