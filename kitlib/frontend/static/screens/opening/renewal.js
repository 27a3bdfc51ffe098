// A newer version of the session: taken in by the one who leads, who first sees what comes of it; and a word to a page that shows the older one.
import { say } from "../../core/language.js";
import { CallError } from "../../core/transport.js";
import { button, el, plural, setText } from "../../ui/dom.js";
/** @import { Renewal } from "../../protocol.js" */
/** @import { Client } from "../../core/client.js" */

const HOW = { reworded: "there, and in the record under the words as they were", left: "in the record alone, under the words as they were" };

const FOLLOWS = say("The plan of this meeting was changed. This page follows as soon as you pause. What you typed is kept.");
const RUN_AGAIN = "The plan of this meeting was changed. Run this notebook again to see it. What you typed is kept, and stays with the question under which it was typed.";

/** What changed, and what becomes of the answers. @param {Renewal} found */
function told({ changes, moved }) {
  const carried = moved.filter(({ how }) => how === "carried").reduce((sum, { number }) => sum + number, 0);
  const others = moved.flatMap(({ how, question, number }) => (how === "carried" ? [] : [`“${question}”: ${plural(number, "answer")}, ${HOW[how]}.`]));
  return [
    el("ul", {}, ...changes.map((text) => el("li", { text }))),
    el("p", { text: `${plural(carried, "answer")} as before.` }),
    el("ul", {}, ...others.map((text) => el("li", { text }))),
  ];
}

/** For the one who leads, on their own computer. @param {Client} client */
export function renewalPanel(client) {
  const { meeting } = client.place;
  const said = el("p", { role: "status" });
  const shown = el("div");
  /** @param {"look" | "take" | "back"} act @param {string} [content] */
  async function ask(act, content = "") {
    try {
      /** @type {Renewal} */
      const found = await client.transport.call("renewal", { meeting, do: act, content });
      shown.replaceChildren();
      if (act !== "look") return client.poll();
      setText(said, found.content ? "What changed in the newer version:" : "This meeting shows the newest version.");
      if (found.content) shown.append(...told(found), button("Take it in", () => ask("take", found.content)));
      if (found.showings > 1) shown.append(button("Take the last one back", () => ask("back")));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setText(said, `${error.what} ${error.next}`);
    }
  }
  return el("details", { class: "kit-fold" }, el("summary", { text: "If the session's file was changed" }), button("See what changed", () => ask("look")), said, shown);
}

/** On a page that shows an older version than its meeting does now. @param {Client} client */
export function renewedNotice(client) {
  const { environment } = client;
  const words = el("p", { class: "kit-conflict" });
  const element = el("div", { role: "status", hidden: true }, words);
  return {
    element,
    update() {
      const follows = Boolean(environment.reload);
      element.hidden = !client.isOutdated || (follows && !client.isOccupied());
      setText(words, follows ? FOLLOWS : RUN_AGAIN);
    },
  };
}
