// The places of a map: one for each area and tier, with its entries and the button that adds one.
import { say } from "../../frontend/static/core/language.js";
import { button, el, keepingFocus } from "../../frontend/static/ui/dom.js";
/** @import { SupportMap } from "./support.js" */

/** One place. */
export class MapPlace {
  /** @param {SupportMap} map @param {any} area @param {any} tier */
  constructor(map, area, tier) {
    this.map = map;
    this.area = area.id;
    this.tier = tier.id;
    this.where = `${area.text}, ${tier.title.split(":")[0]}`;
    this.list = el("ul", { class: "kit-map-list" });
    this.none = el("p", { class: "kit-map-none", text: say("Nothing in use") });
    this.add = button(say("+ Add"), () => map.add(area.id, tier.id), { class: "kit-map-add", "aria-label": say("Add to {where}", { where: this.where }) });
    this.element = el("div", { class: "kit-map-cell" }, this.none, this.list, this.add);
    this.listen();
  }

  listen() {
    const { element, map } = this;
    element.addEventListener("dragover", (event) => {
      if (!map.dragged) return;
      event.preventDefault();
      event.stopPropagation();
      element.classList.add("kit-map-over");
    });
    element.addEventListener("dragleave", (event) => {
      if (!element.contains(/** @type {Node | null} */ (event.relatedTarget))) element.classList.remove("kit-map-over");
    });
    element.addEventListener("drop", (event) => {
      element.classList.remove("kit-map-over");
      if (!map.dragged) return;
      event.preventDefault();
      event.stopPropagation();
      map.move(map.dragged, this.area, this.tier);
    });
  }

  /** @param {boolean} isUsed @param {boolean} isReady */
  update(isUsed, isReady) {
    this.none.hidden = isUsed || !isReady;
    this.element.classList.toggle("kit-map-gap", !isUsed);
    this.add.disabled = !isReady;
  }
}

/** Where an entry stands that has no place. */
export function unplaced() {
  const list = el("ul", { class: "kit-map-list" });
  const element = el("div", { class: "kit-map-cell", hidden: true }, el("h4", { text: say("Not placed: choose an area and a tier") }), list);
  return { element, list, where: say("not placed"), area: "", tier: "" };
}

/** @param {string} help */
const helpWords = (help) => help && el("span", { class: "kit-help", text: help });

/** All places in their frame: side by side where there is room, area by area where there is not. */
export class MapFrame {
  /** @param {any} config @param {MapPlace[]} places */
  constructor(config, places) {
    this.config = config;
    this.places = places;
    this.element = el("div");
    /** @type {boolean | null} */
    this.isWide = null;
  }

  /** @param {any} area @param {any} tier */
  cell(area, tier) {
    return this.places.find((place) => place.area === area.id && place.tier === tier.id)?.element;
  }

  /** @param {boolean} isWide */
  arrange(isWide) {
    if (isWide === this.isWide) return;
    this.isWide = isWide;
    keepingFocus(() => this.element.replaceChildren(...(isWide ? [this.table()] : this.config.areas.map((/** @type {any} */ area) => this.area(area)))));
  }

  table() {
    const { areas, tiers } = this.config;
    const heads = tiers.map((/** @type {any} */ tier) => el("th", { scope: "col" }, tier.title, helpWords(tier.help)));
    const rows = areas.map((/** @type {any} */ area) => {
      const cells = tiers.map((/** @type {any} */ tier) => el("td", {}, this.cell(area, tier)));
      return el("tr", {}, el("th", { scope: "row" }, area.text, helpWords(area.help)), ...cells);
    });
    const corner = el("th", { scope: "col" }, el("span", { class: "kit-hidden", text: say("Area") }));
    const caption = el("caption", { class: "kit-hidden", text: say("Map by area and tier") });
    return el("table", { class: "kit-map-grid" }, caption, el("thead", {}, el("tr", {}, corner, ...heads)), el("tbody", {}, ...rows));
  }

  /** @param {any} area */
  area(area) {
    const tiers = this.config.tiers.map((/** @type {any} */ tier) => el("div", {}, el("h5", { text: tier.title }), this.cell(area, tier)));
    return el("div", { class: "kit-map-area" }, el("h4", { text: area.text }), area.help && el("p", { class: "kit-help", text: area.help }), ...tiers);
  }
}
