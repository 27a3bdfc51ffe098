// Bringing in a file: read here, shown with what was refused, then sent; and undone.
import { button, el, plural, setText, uniqueId } from "../../frontend/static/ui/dom.js";
import { dataTable } from "../../frontend/static/ui/spread.js";
import { answerStatus } from "../../frontend/static/ui/status.js";
import { decoded } from "../../frontend/static/ui/tabular.js";
import { readResults } from "./file.js";
/** @import { At } from "../../frontend/static/core/answers.js" */
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { Form, FormResults, Refused } from "./file.js" */

const LINES_TOLD = 30; // refused lines that are listed

/** What the file looks like. @param {Form[]} forms */
function fileHelp(forms) {
  const ids = forms.map((form) => {
    const items = form.instrument.items.map((item) => el("li", {}, el("code", { text: item.id }), ` ${item.text}`));
    return el("div", {}, el("p", {}, el("strong", { text: `${form.title}: ` }), el("code", { text: form.id })), el("ul", { class: "kit-plain" }, ...items));
  });
  const counts = el("li", {}, el("code", { text: "form,item,point,count" }), " with a line for each number; for all who answered ", el("code", { text: "students,people,,412" }));
  const answers = el("li", {}, el("code", { text: "respondent,form,item,value" }), " with a line for each answer");
  return el(
    "details",
    {},
    el("summary", { text: "What the file looks like" }),
    el("p", {}, "A CSV file in one of three ways. The first line names the columns; a statement is named by its id or its words."),
    el("ul", {}, counts, answers, el("li", { text: "one line for each person and one column for each statement, as survey tools export it" })),
    el("p", { text: "Names and ids of people in the file are not sent; they stay in this browser." }),
    el("details", {}, el("summary", { text: "The ids of the statements" }), ...ids),
  );
}

/** Whether a file is a workbook, new (.xlsx) or old (.xls). @param {ArrayBuffer} bytes */
function isWorkbook(bytes) {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  return (first === 0x50 && second === 0x4b) || (first === 0xd0 && second === 0xcf);
}

/** The lines that were not taken. @param {Refused[]} refused */
function refusedLines(refused) {
  const listed = refused.slice(0, LINES_TOLD).map(({ line, why }) => el("li", { text: `Line ${line}: ${why}` }));
  const more = refused.length - listed.length;
  const summary = el("summary", { text: `${plural(refused.length, "line")} not taken` });
  return el("details", { open: true, hidden: !refused.length }, summary, el("ul", {}, ...listed, more > 0 && el("li", { text: `and ${more} more` })));
}

/** The box that takes a file. */
export class Filing {
  /** @param {Client} client @param {any} config */
  constructor(client, config) {
    this.client = client;
    this.config = config;
    /** @type {Form[]} */
    this.forms = config.forms;
    /** @type {[field: string, before: any][]} what stood here before the last file */
    this.before = [];
    const id = uniqueId("file");
    const onchange = () => this.input.files?.[0] && this.look(this.input.files[0]);
    this.input = el("input", { id, type: "file", accept: ".csv,.tsv,.txt,text/csv", "data-kit-field": `${config.id}/file`, onchange });
    this.spoken = el("p", { role: "status", class: "kit-count" });
    this.preview = el("div", { class: "kit-preview", hidden: true });
    this.undo = button("Undo: put back what stood here", () => this.takeBack(), { hidden: true });
    this.status = answerStatus(client, () => this.before.map(([field]) => this.at(field)), "The numbers of the file");
    this.element = el("div", { class: "kit-file" }, el("label", { for: id, text: "Bring in a file" }), this.input, fileHelp(this.forms), this.preview, this.spoken, this.undo, this.status.element);
  }

  update() {
    this.input.disabled = !this.client.isLoaded("team");
    this.status.update();
  }

  /** @param {string} field @returns {At} */
  at(field) {
    return { scope: "team", activity: this.config.id, field };
  }

  // -- looking -----------------------------------------------------------------------------

  /** @param {File} file */
  async look(file) {
    const bytes = await file.arrayBuffer();
    if (isWorkbook(bytes)) return this.close("This is a workbook. Save it as “CSV UTF-8” and bring that in. Nothing was brought in.");
    const { text, note } = decoded(bytes);
    const { forms, refused } = readResults(text, this.forms);
    const found = this.forms.filter((form) => forms[form.id]);
    const table = dataTable(`What “${file.name}” holds`);
    table.update(["Form", "People", "What is brought in"], found.map((form) => this.formLine(form, forms[form.id])));
    const bring = button("Bring in", () => this.bringIn(forms), { class: "kit-main" });
    const cancel = button(found.length ? "Leave it" : "Close", () => this.close("Nothing was brought in."));
    const buttons = el("p", { class: "kit-buttons" }, found.length > 0 && bring, cancel);
    this.preview.replaceChildren(...(found.length ? [table.element] : []), refusedLines(refused), buttons);
    this.preview.hidden = false;
    const told = `The file was read on this computer. Nothing was sent yet. ${plural(refused.length, "line")} not taken.`;
    setText(this.spoken, `${found.length ? told : "Nothing in this file fits."}${note && ` ${note}`}`);
    (found.length ? bring : cancel).focus();
  }

  /** @param {Form} form @param {FormResults} results */
  formLine(form, { people, asked, counts }) {
    if (people < this.config.smallest) return [form.title, this.config.few, "Too few: only their number is brought in"];
    return [form.title, asked ? `${people} of ${asked}` : String(people), `${Object.keys(counts).length} of ${form.instrument.items.length} statements`];
  }

  // -- bringing in -------------------------------------------------------------------------

  /** @param {Record<string, FormResults>} found */
  bringIn(found) {
    this.before = [];
    for (const form of this.forms) if (found[form.id]) this.bringInForm(form, found[form.id]);
    const hasChanged = this.before.length > 0;
    this.undo.hidden = !hasChanged;
    this.close(hasChanged ? "Brought in. What stood here before can be put back." : "The same numbers stood here already.");
    if (hasChanged) this.undo.focus();
  }

  /** @param {Form} form @param {FormResults} results */
  bringInForm(form, { people, asked, counts }) {
    const isSmall = people < this.config.smallest;
    this.put(`people.${form.id}`, people);
    if (asked !== null) this.put(`asked.${form.id}`, asked);
    for (const item of form.instrument.items) this.put(`counts.${form.id}.${item.id}`, (!isSmall && counts[item.id]) || null);
  }

  /** @param {string} field @param {any} value */
  put(field, value) {
    const before = this.client.value(this.at(field));
    if (JSON.stringify(before) === JSON.stringify(value)) return;
    this.before.push([field, before]);
    this.client.set(this.at(field), value, { now: true });
  }

  takeBack() {
    for (const [field, value] of this.before.splice(0)) this.client.set(this.at(field), value, { now: true });
    this.input.focus();
    this.undo.hidden = true;
    setText(this.spoken, "Put back as it was.");
  }

  /** @param {string} words */
  close(words) {
    if (this.preview.contains(document.activeElement)) this.input.focus();
    this.preview.hidden = true;
    this.preview.replaceChildren();
    this.input.value = "";
    setText(this.spoken, words);
  }
}
