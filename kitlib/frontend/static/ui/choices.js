// Items to answer one by one, each a group of native radios; in a long list, a way to jump between its domains.
import { say } from "../core/language.js";
import { button, el, setText } from "./dom.js";
import { field } from "./field.js";
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */
/** @import { Option } from "./controls.js" */
/** @import { Field } from "./field.js" */

/** @typedef {{id: string, text: string, domain?: string, help?: string, reverse?: boolean}} Item */

const LONG_LIST = 10; // items from which on the domains are listed with a way to each

/** One item with its points, as a seat answers it. @param {Client} client @param {() => At} at @param {Item} item @param {number} number @param {Option[]} points @param {() => boolean} [isClosed] */
export function ownItem(client, at, item, number, points, isClosed) {
  return field(client, {
    at,
    type: "radios",
    shape: "item",
    label: item.text,
    question: [el("span", { class: "kit-number", text: `${number}. ` }), el("span", { text: item.text })],
    help: item.help,
    options: points,
    isClosed,
  });
}

/** Items under the headings of their domains. */
export class ItemList {
  /** @param {Item[]} items @param {(item: Item, number: number) => Field} draw @param {(item: Item) => boolean} isDone */
  constructor(items, draw, isDone) {
    this.isDone = isDone;
    this.drawn = items.map((item, i) => ({ item, field: draw(item, i + 1) }));
    const domains = [...new Set(items.map((item) => item.domain ?? ""))];
    const isHeaded = domains.some(Boolean) && domains.length < items.length;
    this.sections = (isHeaded ? domains : [null]).map((domain) => this.section(domain));
    this.isLong = isHeaded && items.length >= LONG_LIST;
    const jumps = this.sections.filter(({ domain }) => domain).map(({ jump }) => jump);
    const nav = this.isLong && el("nav", { class: "kit-jumps", "aria-label": say("Parts of the list") }, ...jumps);
    this.element = el("div", {}, nav, ...this.sections.map(({ element }) => element));
  }

  /** @param {string | null} domain */
  section(domain) {
    const own = this.drawn.filter(({ item }) => domain === null || (item.domain ?? "") === domain);
    const heading = domain ? el("h5", { class: "kit-domain", text: domain, tabindex: "-1" }) : null;
    const jump = button("", () => this.jumpTo(own, heading), { class: "kit-jump" });
    return { domain, own, jump, element: el("div", { class: "kit-items" }, heading, ...own.map((each) => each.field.element)) };
  }

  /** To the first open item of a domain. @param {{item: Item, field: Field}[]} own @param {HTMLElement | null} heading */
  jumpTo(own, heading) {
    const open = own.find(({ item }) => !this.isDone(item));
    if (open) open.field.focus();
    else heading?.focus();
    (open?.field.element ?? heading)?.scrollIntoView({ block: "center" });
  }

  /** How many are done. */
  count() {
    return this.drawn.filter(({ item }) => this.isDone(item)).length;
  }

  get length() {
    return this.drawn.length;
  }

  update() {
    for (const { field: each } of this.drawn) each.update();
    if (!this.isLong) return;
    for (const { domain, own, jump } of this.sections) {
      const n = own.filter(({ item }) => this.isDone(item)).length;
      setText(jump, say("{mark}{domain}: {n} of {all}", { mark: n === own.length ? "✓ " : "", domain, n, all: own.length }));
      jump.toggleAttribute("data-done", n === own.length);
    }
  }
}
