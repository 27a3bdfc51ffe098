// The shelf of sessions: what people come with first, and where a session comes from last; or what was found for their words.
import { button, el, plural, setText } from "../../ui/dom.js";
import { labelled } from "./form.js";
/** @import { Transport } from "../../core/transport.js" */

/** @typedef {{id: string, title: string, about: string}} Topic */
/** @typedef {{sessions: string[], read: Record<string, string>, near: boolean}} Found `read`: how a word was read that stands nowhere */

const PAUSE = 200; // ms after a key

/** A line with what it is about in front. @param {string} what @param {...(Node | string)} said */
function fact(what, ...said) {
  return el("p", { class: "kit-help" }, el("strong", { text: `${what} ` }), ...said);
}

/** The card of one session. @param {any} session @param {any} resource @param {{choose: (id: string) => void, page: (name: string, id: string) => string | null}} acts */
function sessionCard(session, resource, { choose, page }) {
  const inside = page("session", session.id);
  const planner = page("plan", session.id);
  const place = resource.sessions.length > 1 ? `Session ${session.number} of ${resource.sessions.length} with` : "With";
  return el(
    "li",
    { class: "kit-card" },
    el("h5", { text: session.need }),
    session.need !== session.purpose && el("p", { text: session.purpose }),
    fact("Time:", `${session.lengths.join(", ")} minutes`),
    fact("In the room:", session.audience),
    fact("You leave with:", session.product),
    el("p", { class: "kit-source" }, el("strong", { text: session.title }), ` · ${place} “${resource.title}”`),
    session.version_of && el("p", { class: "kit-help", text: `Our version of: ${session.version_of}` }),
    session.conflicts > 0 && el("p", { class: "kit-help" }, `Both were changed in ${plural(session.conflicts, "place")} since. What is ours stands. Look with `, el("code", { text: `kit versions ${session.id}` })),
    el(
      "div",
      { class: "kit-buttons" },
      button("Choose", () => choose(session.id), { "aria-label": `Choose ${session.title}` }),
      inside && el("a", { href: inside, target: "_blank", rel: "noopener", "aria-label": `Look inside ${session.title}`, text: "Look inside" }),
      planner && el("a", { href: planner, target: "_blank", rel: "noopener", "aria-label": `Make ${session.title} mine`, text: "Make it mine" }),
    ),
  );
}

/** Some sessions under what brings people to them. @param {string} title @param {string} about @param {HTMLElement[]} cards */
function group(title, about, cards) {
  return el(
    "details",
    { class: "kit-topic" },
    el("summary", {}, `${title} `, el("span", { class: "kit-quiet", text: plural(cards.length, "session") })),
    el("p", { class: "kit-help", text: about }),
    el("ul", { class: "kit-shelf" }, ...cards),
  );
}

/** All sessions. */
export class Shelf {
  /** @param {any} config @param {Transport} transport @param {(id: string, most: number) => void} choose a session, and the most minutes there are */
  constructor(config, transport, choose) {
    this.transport = transport;
    this.asked = 0;
    /** @type {any} */
    this.timer = null;
    const sessions = config.shelf.flatMap((/** @type {any} */ resource) => resource.sessions);
    /** @type {Set<number>} */
    const lengths = new Set(sessions.flatMap((/** @type {any} */ session) => session.lengths));
    const options = [...lengths].sort((a, b) => a - b).map((n) => el("option", { value: n, text: `${n} minutes or less` }));
    this.search = el("input", { type: "search", placeholder: "families, attendance, PBIS…", oninput: () => this.wait() });
    this.length = el("select", { onchange: () => this.filter() }, el("option", { value: "", text: "Any length" }), ...options);
    this.said = el("p", { class: "kit-count", role: "status" });
    this.instead = el("p", { class: "kit-buttons", hidden: true });
    this.acts = {
      choose: (/** @type {string} */ id) => choose(id, this.most),
      page: (/** @type {string} */ name, /** @type {string} */ id) => transport.base && `${transport.base}kit/${name}?${new URLSearchParams({ session: id })}`,
    };
    /** @type {Map<string, () => HTMLElement>} */
    this.cards = new Map(config.shelf.flatMap((/** @type {any} */ of) => of.sessions.map((/** @type {any} */ session) => [session.id, () => sessionCard(session, of, this.acts)])));
    this.found = el("ul", { class: "kit-shelf", "aria-label": "Sessions found", hidden: true });
    this.topics = el("div", {}, ...this.groups(config));
    this.titles = config.topics.map((/** @type {Topic} */ topic) => topic.title);
    const finder = el("div", { class: "kit-find" }, labelled("What do you need?", this.search), labelled("Time you have", this.length));
    this.element = el("div", {}, finder, this.said, this.instead, this.found, this.topics, amiss(config.faults));
  }

  /** The most minutes that there are. */
  get most() {
    return Number(this.length.value) || Infinity;
  }

  /** @param {any} config @returns {HTMLElement[]} */
  groups(config) {
    const cardsOf = (/** @type {any[]} */ sessions) => sessions.map((each) => this.card(each.id));
    const all = config.shelf.flatMap((/** @type {any} */ resource) => resource.sessions);
    const byTopic = config.topics.map((/** @type {Topic} */ topic) => ({ ...topic, sessions: all.filter((/** @type {any} */ each) => each.topic === topic.id) }));
    // What stands under no topic stands with its publication, as it did before there were topics.
    const others = config.shelf.map((/** @type {any} */ of) => ({ ...of, sessions: of.sessions.filter((/** @type {any} */ each) => !each.topic) }));
    const filled = [...byTopic, ...others].filter(({ sessions }) => sessions.length);
    const groups = filled.map(({ title, about, sessions }) => group(title, about, cardsOf(sessions)));
    if (groups.length === 1) groups[0].open = true;
    return groups;
  }

  /** @param {string} id */
  card(id) {
    return this.cards.get(id)?.() ?? el("li");
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.filter(), PAUSE);
  }

  async filter() {
    const words = this.search.value.trim();
    const asked = ++this.asked;
    if (!words && this.most === Infinity) return this.show(null);
    const answer = await this.transport.call("find", { words, minutes: this.length.value }).catch(() => null);
    if (asked !== this.asked) return; // somebody typed on
    if (answer) return this.show(answer);
    setText(this.said, "The kit did not answer. Reload this page and try again.");
  }

  /** What was found, or all topics where nothing is looked for. @param {Found | null} answer */
  show(answer) {
    this.found.hidden = !answer;
    this.topics.hidden = Boolean(answer);
    this.found.replaceChildren(...(answer?.sessions ?? []).map((id) => this.card(id)));
    setText(this.said, answer ? told(answer) : "");
    const suggest = Boolean(answer && (answer.near || !answer.sessions.length));
    this.instead.hidden = !suggest;
    if (suggest) this.instead.replaceChildren("Look under: ", ...this.titles.map((/** @type {string} */ title) => button(title, () => this.lookUnder(title), { class: "kit-small" })));
  }

  /** Open one topic in place of the search. @param {string} title */
  lookUnder(title) {
    this.search.value = "";
    this.length.value = "";
    this.filter();
    const topic = [...this.topics.children].find((each) => each.querySelector("summary")?.textContent?.startsWith(title));
    if (!(topic instanceof HTMLDetailsElement)) return;
    topic.open = true;
    topic.scrollIntoView({ block: "start" });
    topic.querySelector("summary")?.focus();
  }
}

/** @param {Found} answer */
function told({ sessions, read, near }) {
  const misread = Object.entries(read).map(([word, meant]) => `Nothing holds “${word}”, so we looked for “${meant}”. `).join("");
  if (!sessions.length) return `${misread}No session found. Try other words, or more time.`;
  return near ? `${misread}No session holds all of these words. The nearest ${plural(sessions.length, "session")}:` : `${misread}${plural(sessions.length, "session")} found`;
}

/** What cannot be opened. @param {{id: string, file: string}[]} faults */
function amiss(faults) {
  const lines = faults.map(({ id, file }) => el("li", {}, el("strong", { text: id }), ": whoever wrote it sees what to mend with ", el("code", { text: `kit check ${file}` })));
  return el("div", { class: "kit-problem", hidden: !faults.length }, el("p", { text: `${plural(faults.length, "session")} cannot be opened until a file is mended. All others can.` }), el("ul", {}, ...lines));
}
