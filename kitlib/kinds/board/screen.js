// Short notes on a wall, grouped under headings by dragging or by a button, then dots within a limit.
import { say, sayMany } from "../../frontend/static/core/language.js";
import { el, setText } from "../../frontend/static/ui/dom.js";
import { mount } from "../../frontend/static/ui/mount.js";
import { readersNote } from "../../frontend/static/ui/readers.js";
import { revealButton } from "../../frontend/static/ui/reveal.js";
import { seatPicker } from "../../frontend/static/ui/seat.js";
import { Ballot } from "./dots.js";
import { elsewhere } from "./elsewhere.js";
import { Wall } from "./wall.js";
import { Composer } from "./write.js";
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Tell } from "./wall.js" */

/** What happened, spoken; and what went wrong, standing where it happened. @returns {{spoken: HTMLElement, tell: Tell}} */
function teller() {
  const spoken = el("p", { class: "kit-hidden", role: "status" });
  const seen = el("p", { class: "kit-problem", role: "alert" });
  return {
    spoken,
    tell(words, where = null) {
      where?.append(seen);
      setText(seen, where ? words : "");
      if (!where) setText(spoken, words);
    },
  };
}

/** @param {Client} client @param {any} config */
function dotsReveal(client, config) {
  return revealButton(client, {
    activity: config.id,
    count: () => client.shared[config.id]?.voted ?? 0,
    done: (n, isShown) => isShown ? sayMany(n, "{n} seat placed dots; dots can still be moved.", "{n} seats placed dots; dots can still be moved.") : sayMany(n, "{n} seat placed dots so far. Nobody sees whose or how many before they are shown.", "{n} seats placed dots so far. Nobody sees whose or how many before they are shown."),
    few: (n) => sayMany(n, "Only {n} seat placed dots so far: people could tell whose dots are whose.", "Only {n} seats placed dots so far: people could tell whose dots are whose."),
    show: say("Show the dots"),
    hide: say("Hide the dots"),
  });
}

export default {
  render: mount(({ root, client, config }) => {
    // Where the board is shown once more in a later step, dots are placed there and not before.
    const hasDots = config.votes > 0 && !config.shown_again;
    const { spoken, tell } = teller();
    const reveal = hasDots ? dotsReveal(client, config) : null;
    const ballot = reveal && new Ballot(client, config, reveal, tell);
    const picker = seatPicker(client);
    const composer = new Composer(client, config, tell);
    const wall = new Wall(client, config, ballot, tell);
    const others = config.visibility === "room" ? [elsewhere(client, config)] : [];
    const question = el("p", { class: "kit-question", text: config.question });
    root.append(question, picker.element, readersNote(config.visibility), composer.element, wall.element, ...others.map((part) => part.element), spoken);
    return [picker, composer, wall, ...(reveal ? [reveal] : []), ...others];
  }),
};
