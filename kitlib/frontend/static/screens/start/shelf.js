// The shelf of sessions: resources to unfold, each with its sessions; a word or a length leaves only what fits.
import { button, el, plural, setText } from "../../ui/dom.js";
import { fold } from "../../ui/tabular.js";
import { labelled } from "./form.js";

/** The card of one session. @param {any} session @param {Map<string, string>} titles @param {(id: string) => void} choose */
function sessionCard(session, titles, choose) {
  return el(
    "li",
    { class: "kit-card" },
    el("h5", { text: `${session.number}. ${session.title}` }),
    el("p", { text: session.purpose }),
    el("p", { class: "kit-help" }, el("strong", { text: session.lengths.join(", ") }), " minutes · ", session.audience),
    el("p", { class: "kit-help" }, "You leave with: ", session.product),
    session.version_of && el("p", { class: "kit-help", text: `Our version of: ${session.version_of}` }),
    session.conflicts > 0 && el("p", { class: "kit-help" }, `Both were changed in ${plural(session.conflicts, "place")} since. What is ours stands. Look with `, el("code", { text: `kit versions ${session.id}` })),
    session.next && el("p", { class: "kit-help", text: `Next in the series: ${titles.get(session.next) ?? session.next}` }),
    button("Choose", () => choose(session.id), { "aria-label": `Choose ${session.title}` }),
  );
}

/** One resource with its sessions. */
class Group {
  /** @param {any} resource @param {Map<string, string>} titles @param {(id: string) => void} choose */
  constructor(resource, titles, choose) {
    this.cards = resource.sessions.map((/** @type {any} */ session) => {
      const element = sessionCard(session, titles, choose);
      const words = fold(`${resource.title} ${resource.audience} ${element.textContent}`);
      return { element, words, shortest: Math.min(...session.lengths) };
    });
    this.element = el(
      "details",
      { class: "kit-resource" },
      el("summary", {}, `${resource.number}. ${resource.title} `, el("span", { class: "kit-quiet", text: plural(this.cards.length, "session") })),
      el("p", { class: "kit-help", text: `${resource.about} For: ${resource.audience}` }),
      el("ul", { class: "kit-shelf" }, ...this.cards.map((/** @type {any} */ card) => card.element)),
    );
  }

  /** Leave only what fits. @param {string[]} wanted @param {number} most @returns {number} how many are left */
  filter(wanted, most) {
    let left = 0;
    for (const card of this.cards) {
      const fits = card.shortest <= most && wanted.every((word) => card.words.includes(word));
      card.element.hidden = !fits;
      if (fits) left += 1;
    }
    this.element.hidden = !left;
    this.element.open = left > 0 && (wanted.length > 0 || most < Infinity);
    return left;
  }
}

/** All resources. */
export class Shelf {
  /** @param {any} config @param {(id: string) => void} choose */
  constructor(config, choose) {
    const sessions = config.shelf.flatMap((/** @type {any} */ resource) => resource.sessions);
    const titles = new Map(sessions.map((/** @type {any} */ session) => [session.id, session.title]));
    /** @type {Set<number>} */
    const lengths = new Set(sessions.flatMap((/** @type {any} */ session) => session.lengths));
    const options = [...lengths].sort((a, b) => a - b).map((n) => el("option", { value: n, text: `${n} minutes or less` }));
    this.search = el("input", { type: "search", placeholder: "families, schedule, math…", oninput: () => this.filter() });
    this.length = el("select", { onchange: () => this.filter() }, el("option", { value: "", text: "Any length" }), ...options);
    this.found = el("p", { class: "kit-count", role: "status" });
    /** @type {Group[]} */
    this.groups = config.shelf.map((/** @type {any} */ resource) => new Group(resource, titles, choose));
    const finder = el("div", { class: "kit-find" }, labelled("Search the shelf", this.search), labelled("Time you have", this.length));
    const faults = config.faults.map((/** @type {{id: string, file: string}} */ { id, file }) => el("li", {}, el("strong", { text: id }), ": whoever wrote it sees what to mend with ", el("code", { text: `kit check ${file}` })));
    const amiss = el("div", { class: "kit-problem", hidden: !faults.length }, el("p", { text: `${plural(faults.length, "session")} cannot be opened until a file is mended. All others can.` }), el("ul", {}, ...faults));
    this.element = el("div", {}, finder, this.found, ...this.groups.map((group) => group.element), amiss);
    if (this.groups.length === 1) this.groups[0].element.open = true;
  }

  filter() {
    const wanted = fold(this.search.value).split(" ").filter(Boolean);
    const most = Number(this.length.value) || Infinity;
    const left = this.groups.reduce((sum, group) => sum + group.filter(wanted, most), 0);
    setText(this.found, wanted.length || most < Infinity ? `${plural(left, "session")} found` : "");
  }
}
