// The form that orders documents: which sort, and what the template of that sort asks for.
import { el, setText, uniqueId } from "../../ui/dom.js";
import { labelled } from "../start/form.js";

/**
 * @typedef {{name: string, label: string, sort: "text" | "choice" | "many" | "tick" | "date" | "number", of: string,
 *            options: [string, string][], value: string, required: boolean, help: string}} Field
 * @typedef {{name: string, title: string, about: string, fields: Field[]}} Form
 * @typedef {{forms: Form[], offers: Record<string, [string, string][]>}} Forms
 */

/** Some words of a choice of which none need be made. @type {Record<string, string>} */
const NONE = { held: "All sessions", sessions: "Choose a session…", languages: "English" };

/** @param {Field} field @param {[string, string][]} offered */
function select(field, offered) {
  const options = field.of ? [["", field.required ? NONE.sessions : NONE[field.of]], ...offered] : field.options;
  return el("select", { required: field.required }, ...options.map(([value, text]) => el("option", { value, text })));
}

/** A box for words, with what it may be offered below it. @param {Field} field @param {[string, string][]} offered */
function box(field, offered) {
  const types = { date: "date", number: "number" };
  const list = field.of ? uniqueId("offered") : null;
  const input = el("input", { type: /** @type {Record<string, string>} */ (types)[field.sort] ?? "text", list, autocomplete: "off", required: field.required, min: field.sort === "number" ? 1 : null });
  const data = list && el("datalist", { id: list }, ...offered.map(([value, words]) => el("option", { value, text: words })));
  return { input, data };
}

/** One control: its element, and how its value is read. @param {Field} field @param {[string, string][]} offered */
function control(field, offered) {
  if (field.sort === "tick") {
    const tick = el("input", { type: "checkbox" });
    const element = el("div", { class: "kit-cell" }, el("label", { class: "kit-tick" }, tick, ` ${field.label}`), field.help && el("p", { class: "kit-help", text: field.help }));
    return { element, read: () => tick.checked, write: () => {} };
  }
  if (field.sort === "many") {
    const first = field.value.split(",");
    const ticks = field.options.map(([value, words]) => ({ value, words, tick: el("input", { type: "checkbox", checked: first.includes(value) }) }));
    const labels = ticks.map(({ tick, words }) => el("label", { class: "kit-tick" }, tick, ` ${words}`));
    const element = el("fieldset", { class: "kit-cell kit-ticks" }, el("legend", { text: field.label }), ...labels);
    return { element, read: () => ticks.filter(({ tick }) => tick.checked).map(({ value }) => value), write: () => {} };
  }
  const { input, data } = field.sort === "choice" ? { input: select(field, offered), data: null } : box(field, offered);
  if (field.value) input.value = field.value;
  const element = el("div", {}, labelled(field.label, input, field.help), data);
  const write = (/** @type {string} */ value) => {
    input.value = value;
  };
  return { element, read: () => input.value, write };
}

export class OrderForm {
  /** @param {Forms} forms @param {(document: string, values: Record<string, any>) => Promise<void>} order */
  constructor({ forms, offers }, order) {
    this.forms = forms;
    this.offers = offers;
    this.order = order;
    /** @type {Record<string, ReturnType<typeof control>>} */
    this.controls = {};
    this.district = "";
    this.what = el("select", { onchange: () => this.showFields() }, ...forms.map(({ name, title }) => el("option", { value: name, text: title })));
    this.about = el("p", { class: "kit-help" });
    this.fields = el("div", { class: "kit-form" });
    this.problem = el("p", { class: "kit-problem", role: "alert" });
    this.submit = el("button", { type: "submit", class: "kit-main", text: "Make them" });
    this.element = el("form", { onsubmit: (/** @type {Event} */ event) => this.send(event) }, labelled("What to make", this.what), this.about, this.fields, this.submit, this.problem);
    this.showFields();
  }

  showFields() {
    const form = this.forms.find(({ name }) => name === this.what.value) ?? this.forms[0];
    setText(this.about, form.about);
    this.controls = Object.fromEntries(form.fields.map((field) => [field.name, control(field, this.offers[field.of] ?? [])]));
    this.fields.replaceChildren(...Object.values(this.controls).map(({ element }) => element));
    if (this.district) this.controls.district?.write(this.district);
  }

  /** Offer a district; none where all are in sight. @param {string} name */
  of(name) {
    if (name === this.district) return;
    this.district = name;
    this.controls.district?.write(name);
  }

  /** @param {Event} event */
  async send(event) {
    event.preventDefault();
    setText(this.problem, "");
    this.submit.disabled = true;
    try {
      await this.order(this.what.value, Object.fromEntries(Object.entries(this.controls).map(([name, { read }]) => [name, read()])));
    } catch (error) {
      const { what = String(error), next = "" } = /** @type {any} */ (error);
      setText(this.problem, `${what} ${next}`);
    }
    this.submit.disabled = false;
  }
}
