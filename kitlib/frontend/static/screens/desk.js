// The desk: all districts or schools, found and sorted by the server, a page at a time; and one of them by itself.
// Its address says what is shown, so that it can be kept, sent to a colleague, and gone back to.
import { called } from "../ui/called.js";
import { transportOf } from "../core/page.js";
import { el, guardKeys, plural, setText } from "../ui/dom.js";
import { Pager } from "../ui/pager.js";
import { Making } from "./desk/making.js";
import { Filters } from "./desk/filters.js";
import { placeView } from "./desk/place.js";
import { placesTable } from "./desk/places.js";
/** @import { Transport } from "../core/transport.js" */
/** @import { Widget } from "../ui/mount.js" */
/** @import { Overview } from "./desk/places.js" */

const TITLE = "All districts and schools";

/** The figures of all that fit, in a sentence. @param {Overview} answer @param {string} noun */
function inAll({ total, sums, left }, noun) {
  const words = (/** @type {number} */ n, /** @type {string} */ what) => plural(n, what).replace(/^\d+/, n.toLocaleString("en-US"));
  const still = left ? ` Still looking through ${called(plural(left, "district"))}…` : "";
  return `${called(words(total, noun))}: ${words(sums.meetings, "meeting")}, ${sums.running} open now; ${words(sums.open, "open action")}, ${sums.overdue.toLocaleString("en-US")} overdue.${still}`;
}

class Desk {
  /** @param {Transport} transport */
  constructor(transport) {
    this.transport = transport;
    this.asked = 0; // the newest question: an answer to an older one is not shown
    this.making = new Making(transport);
    this.filters = new Filters((query) => this.go(query));
    this.sums = el("p", { class: "kit-count", role: "status" });
    this.table = el("div");
    this.pager = new Pager(called("Districts"), (page) => this.go({ ...this.query, page: String(page) }));
    this.list = el("div", {}, this.filters.element, this.sums, this.table, this.pager.element);
    this.place = el("div", { hidden: true });
    this.title = el("h1", { text: called(TITLE), tabindex: "-1" });
    this.problem = el("p", { class: "kit-problem", role: "alert" });
    this.element = el("section", { class: "kit kit-desk", "aria-label": called(TITLE) }, this.title, this.problem, this.making.element, this.list, this.place);
    addEventListener("popstate", () => this.show());
  }

  /** @returns {Record<string, string>} */
  get query() {
    return Object.fromEntries(new URLSearchParams(location.search));
  }

  /** @param {Record<string, string>} query */
  go(query) {
    const filled = Object.entries(query).filter(([, value]) => value);
    const place = query.district || this.query.district;
    const address = `${location.pathname}?${new URLSearchParams(filled)}`;
    if (place) history.pushState(null, "", address);
    else history.replaceState(null, "", address); // a word that is being typed is no place to go back to
    return this.show();
  }

  async show() {
    const number = ++this.asked;
    const { query } = this;
    const call = query.district ? "place" : "desk";
    try {
      const answer = await this.transport.call(call, query);
      if (number !== this.asked) return;
      setText(this.problem, "");
      if (query.district) this.showPlace(answer);
      else this.showList(answer, query);
    } catch (error) {
      if (number !== this.asked) return;
      const { what = String(error), next = "" } = /** @type {any} */ (error);
      setText(this.problem, `${what} ${next}`);
      setText(this.sums, "");
    }
  }

  /** @param {Overview} answer @param {Record<string, string>} query */
  showList(answer, query) {
    const cameBack = this.list.hidden;
    this.list.hidden = false;
    this.place.hidden = true;
    this.place.replaceChildren();
    setText(this.title, called(TITLE));
    this.making.of("");
    document.title = called(TITLE);
    this.filters.show(query, answer.choices);
    const noun = query.level === "schools" ? "school" : "district";
    setText(this.sums, inAll(answer, noun));
    const open = (/** @type {{district: string, school: string}} */ { district, school }) => this.go({ district, school });
    const focused = this.table.contains(document.activeElement) ? document.activeElement?.textContent : null;
    this.table.replaceChildren(placesTable(answer.rows, { noun, sort: this.filters.sort, sortBy: (sort) => this.filters.sortBy(sort), open }));
    if (focused) [...this.table.querySelectorAll("button")].find((each) => each.textContent === focused)?.focus();
    this.pager.show({ page: answer.page, pages: answer.pages, total: answer.total, length: answer.rows.length, noun });
    if (cameBack) this.title.focus();
    if (answer.left) this.show();
  }

  /** @param {any} answer */
  showPlace(answer) {
    this.list.hidden = true;
    this.place.hidden = false;
    setText(this.title, answer.name);
    this.making.of(answer.district);
    document.title = answer.name;
    const turn = (/** @type {number} */ page) => this.go({ ...this.query, page: String(page) });
    this.place.replaceChildren(placeView(answer, { back: () => this.go({}), turn }));
    this.title.focus();
  }
}

export default {
  /** @param {Widget} widget */
  render({ model, el: host }) {
    const desk = new Desk(transportOf(model));
    guardKeys(desk.element);
    host.append(desk.element);
    desk.show();
    desk.making.look();
  },
};
