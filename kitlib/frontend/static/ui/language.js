// What people read in the language they choose; what is not translated stays in English and says so.
import { el, setText, tabMemory, uniqueId } from "./dom.js";
/** @import { Client } from "../core/client.js" */

/** The words of one instrument in the language chosen on this page. `element` is the choice, to be placed above them. */
export class Translator {
  /** @param {Client} client @param {any} instrument @param {any[]} points */
  constructor(client, instrument, points) {
    this.instrument = instrument;
    const items = instrument.items.map((/** @type {any} */ item) => item.translations);
    /** @type {(Record<string, string> | undefined)[]} */
    this.translated = [instrument.titles, instrument.intros, ...items, ...points.map((point) => point.translations)];
    this.offered = Object.keys(instrument.languages);
    /** @type {[HTMLElement, string, Record<string, string>][]} */
    this.bound = [];
    this.memory = tabMemory(`kit.language.${client.place.meeting}`);
    const id = uniqueId("language");
    const options = this.offered.map((language) => el("option", { value: language, text: this.label(language), lang: language }));
    this.select = el("select", { id, onchange: () => this.choose(this.select.value) }, el("option", { value: "en", text: "English", lang: "en" }), ...options);
    this.note = el("p", { class: "kit-help", role: "status" });
    const choice = this.offered.length > 0 && el("p", { class: "kit-seat" }, el("label", { for: id, text: "Language" }), this.select);
    this.element = el("div", {}, choice, this.note);
    this.choose(this.memory.get() || "en");
  }

  /** @param {string} language */
  isDraft(language) {
    return language !== "en" && !this.instrument.reviewed.includes(language);
  }

  /** @param {string} language */
  label(language) {
    const name = this.instrument.languages[language];
    return this.isDraft(language) ? `${name} (draft)` : name;
  }

  /** Keep the words of a node in the chosen language from now on. @param {HTMLElement} node @param {string} english @param {Record<string, string>} [translations] */
  words(node, english, translations = {}) {
    this.bound.push([node, english, translations]);
    this.show(node, english, translations);
    return node;
  }

  /** @param {HTMLElement} node @param {string} english @param {Record<string, string>} translations */
  show(node, english, translations) {
    const words = translations?.[this.select.value];
    setText(node, words ?? english);
    const language = words ? this.select.value : "en";
    if (node.lang !== language) node.lang = language;
  }

  /** @param {string} language */
  choose(language) {
    const chosen = this.offered.includes(language) ? language : "en";
    this.select.value = chosen;
    this.memory.set(chosen);
    for (const each of this.bound) this.show(...each);
    const isPartial = chosen !== "en" && this.translated.some((each) => each && !each[chosen]);
    const told = [
      this.isDraft(chosen) && `This ${this.instrument.languages[chosen]} text is a draft. Ask a speaker to read it before you rely on it.`,
      isPartial && "What is not translated yet stays in English.",
    ];
    setText(this.note, told.filter(Boolean).join(" "));
    this.note.hidden = !this.note.textContent;
  }
}
