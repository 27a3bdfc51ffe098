// An instrument made or changed by form: what is said of it and its statements on the left; on the right how people will
// see it, and what differs from what is kept. The browser keeps what was done until it is kept for good.
import { transportOf } from "../core/page.js";
import { button, drawnWhenChanged, el, guardKeys, plural, setAttribute, setText, spokenLine } from "../ui/dom.js";
import { differenceLine } from "./forms/differences.js";
import { PlanDraft } from "./forms/draft.js";
import { fieldOf } from "./forms/fields.js";
import { PreviewPane } from "./forms/preview.js";
import { byPlace, languageChoice, sayingAct, translationField } from "./forms/translation.js";
import { DraftWork, wordsOf } from "./forms/work.js";
import { scaleSection } from "./instrument/scale.js";
import { statementList } from "./instrument/statements.js";
/** @import { Difference } from "./forms/differences.js" */
/** @import { Change } from "./forms/draft.js" */
/** @import { Field, FieldOf } from "./forms/fields.js" */
/** @import { Line } from "./forms/translation.js" */
/** @import { Transport } from "../core/transport.js" */
/** @import { Widget } from "../ui/mount.js" */

const EMPTY = "must not be empty";
const TRANSLATED = ["title", "intro", "made_by"];
const FIRST = ["title", "readers", "version"]; // the others follow in the order of the model
const ELSEWHERE = ["scale"]; // has a place of its own

class InstrumentForm {
  /** @param {Transport} transport @param {string} id empty for a new one */
  constructor(transport, id) {
    this.transport = transport;
    this.id = id;
    /** @type {any} */
    this.plan = null;
    this.isFirst = true;
    this.isStrict = false; // whether what is still empty is told, too
    this.draft = new PlanDraft(localStorage, `instrument/${id}`);
    /** @type {Map<string, Line>} */
    this.words = new Map();
    /** @type {{of: FieldOf, field: Field, words: ReturnType<typeof translationField>}[]} */
    this.fields = [];
    this.kept = el("div", { role: "status" });
    this.title = el("h1", { text: "A form to rate", tabindex: "-1" });
    this.intro = el("p", { class: "kit-companion" });
    this.where = el("p", { class: "kit-help" });
    this.problem = el("p", { class: "kit-problem", role: "alert" });
    this.spoken = spokenLine();
    this.saved = el("span", { class: "kit-quiet" });
    this.work = new DraftWork(this, { kept: "Not kept yet. This browser holds what you did, also when you reload the page.", unkept: "This browser holds nothing: keep it before you close this page." });
    this.language = languageChoice(() => this.work.ask());
    /** What stands for a text in the language that is shown. @type {import("./forms/translation.js").Said} */
    this.say = (line, words, reviewed) => {
      const language = this.language.chosen;
      if (language) this.act(...sayingAct(line, language, words, reviewed));
    };
    this.about = el("div", { class: "kit-row-cells" });
    this.newer = el("div", { class: "kit-conflict", role: "status", hidden: true });
    this.scale = scaleSection(this);
    this.statements = statementList(this);
    this.differences = el("div", { class: "kit-plan-changes" });
    this.preview = new PreviewPane(() => this.call("preview-instrument"), transport.base ?? "/");
    this.element = el("section", { class: "kit kit-plan kit-instrument", "aria-label": "A form to rate" }, this.kept, this.title, this.intro, this.where, this.problem, this.bar(), this.columns(), this.spoken);
    this.drawDifferences = drawnWhenChanged((/** @type {Difference[]} */ all) => this.showDifferences(all));
  }

  bar() {
    this.sum = el("strong", { class: "kit-plan-sum" });
    this.save = button("Keep it", () => this.keep(), { class: "kit-main" });
    return el("div", { class: "kit-plan-bar", role: "group", "aria-label": "The form" }, this.sum, this.saved, el("span", { class: "kit-plan-undo" }, this.work.back, this.work.again, this.save));
  }

  columns() {
    const left = el("div", {}, this.language.element, this.about, this.newer, el("h2", { text: "What people choose from" }), this.scale.element, el("h2", { text: "Statements" }), el("p", { class: "kit-help", text: "Each says one thing that people can find true or not. Those of a domain stand under its heading, and are summed." }), this.statements.element, el("h2", { text: "What differs" }), this.differences, el("p", { class: "kit-buttons" }, this.work.anew));
    const right = el("aside", { class: "kit-plan-aside", "aria-label": "As people will see it" }, el("h2", { text: "As people will see it" }), this.preview.element);
    return el("div", { class: "kit-plan-columns" }, left, right);
  }

  // -- what somebody does ------------------------------------------------------------------

  /** @param {string} words @param {Change[]} changes @param {string} [key] of what is being typed */
  act(words, changes, key = "") {
    this.work.act(words, changes, key);
    this.showSave();
  }

  async keep() {
    if (!this.save || !this.plan) return;
    this.isStrict = true;
    if (!(await this.work.fetch())) return; // what was done last may have mended what was wrong, or the other way round
    if (!this.isSound) return this.goToProblem();
    if (!this.draft.acts.length) return;
    this.save.disabled = true;
    try {
      const kept = await this.call("keep-instrument");
      this.draft.clear();
      this.goOn(kept.id);
      this.showKept(kept);
    } catch (error) {
      setText(this.problem, wordsOf(error));
      this.problem.scrollIntoView({ block: "center" });
    }
    this.save.disabled = false;
  }

  goToProblem() {
    const first = /** @type {HTMLElement | null} */ (this.element.querySelector('[aria-invalid="true"]'));
    const fold = first?.closest("details");
    if (fold) fold.open = true;
    first?.focus();
    setText(this.spoken, "Something must be mended first.");
  }

  /** @param {any} kept */
  showKept({ id, title, files, refused }) {
    const named = files.flatMap((/** @type {string} */ file, /** @type {number} */ n) => [n ? ", " : "", el("code", { text: file })]);
    this.kept.replaceChildren(
      el("div", { class: "kit-opened" }, el("h2", { tabindex: "-1", text: `Kept: “${title}”` }), el("p", {}, ...(files.length ? ["It lies in ", ...named, ". "] : []), "Sessions name it as ", el("code", { text: `instrument: ${id}` }), ". Meetings that are open go on with what they were opened with."), ...refused.map((/** @type {string} */ why) => el("p", { class: "kit-problem", text: `A translation was not kept. ${why}` }))),
    );
    this.kept.scrollIntoView({ block: "start" });
    /** @type {HTMLElement | null} */ (this.kept.querySelector("h2"))?.focus();
  }

  /** @param {string} id */
  goOn(id) {
    this.id = id;
    this.isStrict = false;
    this.isFirst = true;
    this.draft = new PlanDraft(localStorage, `instrument/${id}`);
    history.replaceState(null, "", `${location.pathname}?${new URLSearchParams({ instrument: id })}`);
    this.work.ask();
  }

  // -- what is shown -----------------------------------------------------------------------

  /** @param {"instrument" | "keep-instrument" | "preview-instrument"} name @param {any} [more] */
  call(name, more = {}) {
    return this.transport.call(name, { instrument: this.id, changes: this.draft.changes, ...more });
  }

  reckon() {
    return this.call("instrument", { language: this.language.code, first: this.isFirst });
  }

  /** What is wrong at a place; of a new one not what nobody has come to yet. @param {string} place */
  problemAt(place) {
    const all = this.plan?.problems[place] ?? [];
    const isUntouched = this.plan?.is_new && !this.isStrict && !this.draft.acts.some(({ key }) => key === place);
    return all.filter((/** @type {string} */ words) => !isUntouched || words !== EMPTY).join("; ");
  }

  get isSound() {
    return !this.plan.fault && !Object.keys(this.plan.problems).length;
  }

  /** @param {any} plan */
  show(plan) {
    this.plan = plan;
    const name = plan.values.title || "A new form to rate";
    document.title = `${name} · A form to rate`;
    setText(this.title, plan.is_new ? "Make a new form to rate" : `Change “${plan.of}”`);
    setText(this.intro, this.introOf(plan));
    if (plan.asked_in) this.showWhere(plan);
    this.language.update(plan.languages);
    this.words = byPlace(plan.words);
    const shown = { plan, words: this.words, language: this.language.chosen };
    setText(/** @type {Element} */ (this.sum), plural(plan.items.length, "statement"));
    this.showAbout(shown);
    this.showNewer(plan);
    this.scale.update(shown);
    this.statements.update(shown);
    this.drawDifferences(plan.differences);
    this.work.tell();
    this.showSave();
    this.preview.update();
  }

  /** There is something to keep, or nothing. */
  showSave() {
    if (this.save) setAttribute(this.save, "aria-disabled", this.draft.acts.length ? null : "true");
  }

  /** @param {any} plan */
  introOf(plan) {
    if (plan.is_new) return "It is kept in your own folder. Sessions can then ask it, in the meeting or as a survey.";
    if (plan.in_place) return "This one is your own. What you change is kept in its file; all else in that file stays as it is.";
    return `It is by ${plan.by}. What you change is kept as your own, and takes its place here; the file that came with it stays as it is.`;
  }

  /** @param {any} plan */
  showWhere({ asked_in: sessions, is_new: isNew }) {
    this.isFirst = false;
    const asked = sessions.length > 3 ? `${sessions.slice(0, 3).map((/** @type {string} */ each) => `“${each}”`).join(", ")} and ${plural(sessions.length - 3, "more session")}` : sessions.map((/** @type {string} */ each) => `“${each}”`).join(", ");
    setText(this.where, isNew ? "" : `${asked ? `Asked in ${asked}. ` : ""}Meetings that are open go on with what they were opened with.`);
  }

  /** @param {import("./instrument/statements.js").Shown} shown */
  showAbout({ plan, words, language }) {
    if (!this.fields.length) {
      const all = plan.fields.instrument.filter((/** @type {FieldOf} */ { key }) => !ELSEWHERE.includes(key));
      const first = FIRST.flatMap((key) => all.filter((/** @type {FieldOf} */ of) => of.key === key));
      const asked = [...first, ...all.filter((/** @type {FieldOf} */ of) => !first.includes(of))];
      this.fields = asked.map((/** @type {FieldOf} */ of) => ({ of, field: fieldOf(of, (value) => this.act(of.title, [{ instrument: { [of.key]: value } }], of.key)), words: translationField(this.say) }));
      this.about.replaceChildren(...this.fields.map(({ of, field, words: box }) => el("div", { class: of.lines > 1 || of.key === "title" ? "kit-cell-wide" : null }, field.element, TRANSLATED.includes(of.key) && box.element)));
    }
    for (const { of, field, words: box } of this.fields) {
      field.show(plan.values[of.key]);
      field.tell(this.problemAt(of.key));
      if (TRANSLATED.includes(of.key)) box.show(words.get(of.key), language, of.title);
    }
  }

  /** That it asks something else than what was asked under its version. @param {any} plan */
  showNewer({ newer }) {
    this.newer.hidden = !newer;
    if (this.newer.dataset.version === newer) return;
    this.newer.dataset.version = newer;
    const make = button(`Make it version ${newer}`, () => this.act("Another version", [{ instrument: { version: newer } }]));
    this.newer.replaceChildren(el("p", { text: "It asks something else now, so it needs another version: else rounds held before would be compared with what they did not ask. The version before is kept beside it, with what became of each statement." }), make);
  }

  /** @param {Difference[]} all */
  showDifferences(all) {
    if (!all.length) return this.differences.replaceChildren(el("p", { class: "kit-help", text: "Nothing yet. What you change stands here, before it is kept." }));
    const groups = new Map();
    for (const each of all) groups.set(each.id, [...(groups.get(each.id) ?? []), each]);
    this.differences.replaceChildren(el("ul", { class: "kit-plain" }, ...[...groups.values()].map((of) => el("li", {}, el("h3", { text: of[0].step }), ...of.map(differenceLine)))));
  }
}

/** What people see of one, and nothing to fill in. @param {Transport} transport @param {string} id */
function looking(transport, id) {
  const title = el("h1", { text: "A form to rate" });
  const about = el("p", { class: "kit-companion" });
  const change = el("a", { href: `${transport.base ?? "/"}kit/instrument?${new URLSearchParams({ instrument: id })}` });
  const problem = el("p", { class: "kit-problem", role: "alert" });
  const preview = new PreviewPane(() => transport.call("preview-instrument", { instrument: id, changes: [] }), transport.base ?? "/");
  transport.call("instrument", { instrument: id, changes: [] }).then((plan) => {
    document.title = `${plan.of} · A form to rate`;
    setText(title, plan.of);
    setText(about, `By ${plan.by}. ${plural(plan.items.length, "statement")}, version ${plan.values.version}.`);
    setText(change, plan.in_place ? "Change it" : "Make it ours");
    preview.update(0);
  }).catch((error) => setText(problem, wordsOf(error)));
  return el("section", { class: "kit kit-plan kit-instrument kit-looking", "aria-label": "A form to rate" }, title, about, el("p", { class: "kit-buttons" }, change), problem, preview.element);
}

export default {
  /** @param {Widget} widget */
  render({ model, el: host }) {
    const { instrument, look } = model.get("config");
    const transport = transportOf(model);
    if (look) {
      host.append(looking(transport, instrument));
      return;
    }
    const form = new InstrumentForm(transport, instrument);
    guardKeys(form.element);
    host.append(form.element);
    form.work.ask();
  },
};
