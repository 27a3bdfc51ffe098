// What is in use and what is a goal, by area and tier; gaps and overlaps in words.
import { say, sayMany } from "../../frontend/static/core/language.js";
import { drawnWhenChanged, el, plural, setText } from "../../frontend/static/ui/dom.js";
import { pollWhenCounted } from "../../frontend/static/ui/fresh.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { readersNote } from "../../frontend/static/ui/readers.js";
import { SupportMap } from "./support.js";
/** @import { Client } from "../../frontend/static/core/client.js" */

/** A list of what was found, with what it means. @param {string} help */
function findingList(help) {
  const head = el("h4");
  const note = el("p", { class: "kit-help", text: help });
  const list = el("ul");
  return {
    element: el("div", {}, head, note, list),
    /** @param {{words: string}[]} found @param {string} title */
    show(found, title) {
      setText(head, title);
      note.hidden = list.hidden = !found.length;
      list.replaceChildren(...found.map(({ words }) => el("li", { text: words })));
    },
  };
}

/** Gaps and overlaps, as the server reckons them. @param {Client} client @param {any} config */
function findings(client, config) {
  const gaps = findingList(say("A gap is a place with nothing in use. Not each one must be filled."));
  const overlaps = findingList(say("An overlap can be meant. Look at whether both are needed."));
  const element = el("div", { class: "kit-part kit-map-found", hidden: true }, gaps.element, overlaps.element);
  const places = config.areas.length * config.tiers.length;
  const draw = drawnWhenChanged((shared) => {
    element.hidden = !shared?.entries;
    if (!shared) return;
    gaps.show(shared.gaps, shared.gaps.length ? sayMany(shared.gaps.length, "{n} gap in {places} places", "{n} gaps in {places} places", { places }) : say("No gaps"));
    overlaps.show(shared.overlaps, shared.overlaps.length ? plural(shared.overlaps.length, "overlap") : say("No overlaps found"));
  });
  return { element, update: () => draw(client.shared[config.id]) };
}

export default {
  render: mount(({ root, client, config }) => {
    root.append(readersNote("team"));
    return place(root, new SupportMap(client, config), findings(client, config), pollWhenCounted(client, config.id, () => true));
  }),
};
