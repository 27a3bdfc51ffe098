// Making a session one's own: its agenda, texts and minutes, with what differs in sight, kept as a version beside it.
// The server says what each change makes of it; the browser keeps what was done until it is kept for good.
import { transportOf } from "../core/page.js";
import { button, el, guardKeys, plural, setText, spokenLine } from "../ui/dom.js";
import { PlanDraft } from "./forms/draft.js";
import { fieldOf } from "./forms/fields.js";
import { languageChoice, linesAt, nameIn, sayingAct, translationList, withWords } from "./forms/translation.js";
import { DraftWork, wordsOf } from "./forms/work.js";
import { addingForm, fittingForm } from "./planner/adding.js";
import { changesList } from "./planner/changes.js";
import { beginnings } from "./planner/hours.js";
import { keptNote } from "./planner/kept.js";
import { LookPanel } from "./planner/look.js";
import { stepList } from "./planner/steps.js";
import { beginHere } from "./start/begin.js";
import { labelled } from "./start/form.js";
/** @import { Change } from "./forms/draft.js" */
/** @import { Field, FieldOf } from "./forms/fields.js" */
/** @import { Transport } from "../core/transport.js" */
/** @import { Widget } from "../ui/mount.js" */

class Planner {
  /** @param {Transport} transport @param {string} session */
  constructor(transport, session) {
    this.transport = transport;
    /** @type {any} */
    this.plan = null;
    this.session = session;
    this.draft = new PlanDraft(localStorage, session);
    /** @type {[FieldOf, Field, ReturnType<typeof translationList>][]} */
    this.fields = [];
    this.language = languageChoice(() => this.work.ask());
    /** What stands for a text in the language that is shown. @type {import("./forms/translation.js").Said} */
    this.say = (line, words, reviewed) => {
      const language = this.language.chosen;
      if (language) this.act(...sayingAct(line, language, words, reviewed));
    };
    this.kept = el("div", { role: "status" });
    this.isItself = Boolean(this.draft.when.itself); // whether a file that a hand wrote is changed, and no version made of it
    this.target = el("div", { class: "kit-plan-target", role: "radiogroup", "aria-label": "What is changed", hidden: true });
    this.title = el("h1", { text: "Make it mine", tabindex: "-1" });
    this.intro = el("p", { class: "kit-companion" });
    this.problem = el("p", { class: "kit-problem", role: "alert" });
    this.spoken = spokenLine();
    this.saved = el("p", { class: "kit-help" });
    this.work = new DraftWork(this, { kept: "What you did is kept in this browser until then, also when you reload the page.", unkept: "This browser keeps nothing: do not close this page before you are done." });
    this.looking = new LookPanel(transport, () => this.told, () => this.grid?.classList.toggle("kit-plan-looking", this.looking.isOpen));
    this.steps = stepList(this);
    this.adding = addingForm(this);
    this.changes = changesList((id, title) => this.bringBack(id, title));
    this.whole = el("div", { class: "kit-row-cells" });
    this.lost = el("div", { class: "kit-rescue", hidden: true });
    this.element = el("section", { class: "kit kit-plan", "aria-label": "Make it mine" }, this.kept, this.title, this.intro, this.target, this.problem, this.bar(), this.columns(), this.spoken);
  }

  /** What stays in sight: how long it is now, and the way back. */
  bar() {
    this.sum = el("strong", { class: "kit-plan-sum" });
    this.ends = el("span", { class: "kit-quiet" });
    return el("div", { class: "kit-plan-bar", role: "group", "aria-label": "The plan" }, this.sum, this.ends, el("span", { class: "kit-plan-undo" }, this.work.back, this.work.again));
  }

  columns() {
    this.begins = el("input", { type: "time", step: 300, oninput: () => this.setWhen() });
    this.begins.value = this.draft.when.begins;
    const when = el("label", { class: "kit-plan-begins" }, "Begins at", this.begins);
    this.teams = el("textarea", { rows: 2, oninput: () => this.setWhen() });
    this.teams.value = this.draft.when.teams;
    this.save = button("Keep as our version", () => this.keep(), { class: "kit-main" });
    this.before = button("Put the file back as it was", () => this.putBack(), { class: "kit-small", hidden: true });
    const session = el("details", { class: "kit-fold" }, el("summary", { text: "The whole session: title, outcomes, materials…" }), this.whole);
    const teams = el("details", { class: "kit-fold" }, el("summary", { text: "Teams" }), labelled("Names of the teams", this.teams, "One a line. They are filled in when you open the meeting."));
    const left = el("div", {}, el("h2", { text: "Agenda" }), el("div", { class: "kit-plan-when" }, when, fittingForm((minutes) => this.fit(minutes)), this.language.element), this.steps.element, this.lost, this.adding.element, session, teams, beginHere(this.transport));
    const right = el("aside", { class: "kit-plan-aside", "aria-label": "What comes of it" }, this.looking.element, el("h2", { text: "What differs" }), this.changes.element, this.saved, el("p", { class: "kit-buttons" }, this.save, this.work.anew, this.before));
    this.grid = el("div", { class: "kit-plan-columns" }, left, right);
    return this.grid;
  }

  // -- what somebody does ------------------------------------------------------------------

  /** @param {string} words @param {Change[]} changes @param {string} [key] of what is being typed */
  act(words, changes, key = "") {
    this.work.act(words, changes, key);
  }

  /** @param {string} id of a step that was left out @param {string} title */
  bringBack(id, title) {
    this.draft.bringBack(`Bring back “${title}”`, id);
    setText(this.spoken, `“${title}” stands in the agenda again.`);
    this.title.focus();
    this.work.ask();
  }

  setWhen() {
    this.draft.setWhen({ begins: this.begins?.value ?? "", teams: this.teams?.value ?? "" });
    if (this.plan) this.show(this.plan);
  }

  /** @param {number} minutes */
  async fit(minutes) {
    try {
      const { fitting } = await this.transport.call("plan", { ...this.told, fit: minutes });
      if (fitting.length) this.act(`Make it fit into ${plural(minutes, "minute")}`, fitting);
      else setText(this.spoken, `It fits into ${plural(minutes, "minute")} already.`);
    } catch (error) {
      setText(this.problem, wordsOf(error));
    }
  }

  async keep() {
    if (!this.save) return;
    this.save.disabled = true;
    try {
      const { when, changes } = this.draft;
      const kept = await this.transport.call("keep", this.told);
      this.draft.clear();
      const taken = { forget: () => this.forget(kept, changes), putBack: () => this.putBack() };
      this.kept.replaceChildren(keptNote(this.transport, kept, when, taken));
      this.goOn(kept.id, when);
      this.kept.scrollIntoView({ block: "start" });
      /** @type {HTMLElement | null} */ (this.kept.querySelector("h2"))?.focus();
    } catch (error) {
      setText(this.problem, wordsOf(error));
      this.problem.scrollIntoView({ block: "center" });
    }
    this.save.disabled = false;
  }

  /** What the server is asked with. */
  get told() {
    return { session: this.session, changes: this.draft.changes, itself: this.isItself };
  }

  /** Have the session’s own file be what it was before it was kept last. */
  async putBack() {
    try {
      await this.transport.call("putback", { session: this.session });
      this.kept.replaceChildren(el("p", { text: "The file is as it was before." }));
      this.work.ask();
    } catch (error) {
      setText(this.problem, wordsOf(error));
    }
  }

  /** Take what was kept off the shelf again; what was done stands here as before. @param {any} kept @param {Change[]} changes */
  async forget(kept, changes) {
    await this.transport.call("forget", { session: kept.id });
    if (kept.made) return location.assign(location.pathname);
    this.goOn(kept.from, this.draft.when);
    this.draft.act("All that was kept", changes);
    this.kept.replaceChildren(el("p", { text: `“${kept.title}” stands on the shelf no more. What you changed is here as before.` }));
    this.work.ask();
  }

  /** @param {string} session @param {{begins: string, teams: string}} when */
  goOn(session, when) {
    this.session = session;
    this.draft = new PlanDraft(localStorage, session, { ...when, itself: this.isItself });
    history.replaceState(null, "", `${location.pathname}?${new URLSearchParams({ session })}`);
    this.work.ask();
  }

  /** Show a step as people will see it. @param {string} step @param {HTMLElement} from where the focus goes back to */
  look(step, from) {
    this.looking.open(step, from);
    this.looking.update(this.plan);
  }

  // -- what is shown -----------------------------------------------------------------------

  reckon() {
    return this.transport.call("plan", { ...this.told, language: this.language.code });
  }

  /** @param {any} plan */
  show(plan) {
    this.language.update(plan.languages);
    plan.language = this.language.chosen; // which its words are in
    this.plan = plan;
    document.title = `${plan.itself ? "Our session" : "Make it mine"} · ${plan.of}`;
    setText(this.title, plan.itself ? "Our session" : "Make it mine");
    this.showTarget(plan);
    if (this.before) this.before.hidden = !plan.can_be_put_back || this.draft.acts.length > 0;
    setText(this.intro, this.introOf(plan));
    this.showLength(plan);
    this.steps.update(plan, this.draft.when.begins);
    this.adding.update(plan);
    this.changes.update(plan);
    this.looking.update(plan);
    this.showWhole(plan);
    this.showLost(plan);
    const isSound = !plan.fault && !Object.keys(plan.problems).length;
    setText(/** @type {Element} */ (this.save), plan.says_only ? "Keep the translations" : plan.itself ? "Keep our session" : plan.in_place ? "Keep our version" : "Keep as our version");
    if (this.save) this.save.disabled = !isSound || !this.draft.acts.length;
    this.work.tell();
  }

  /** What is made here. @param {any} plan */
  introOf({ itself, in_place: inPlace, says_only: saysOnly, title, of, file }) {
    if (itself) return `You change “${title}” itself, in ${file}. Meetings that are open or held keep what they had.`;
    if (inPlace) return `You change “${title}”, your own version of “${of}”.`;
    if (saysOnly) return `You translate “${of}”. Its English stays as it is, and no version is made.`;
    return `Of “${of}” you make a version of your own. It stands on the shelf beside it, as “${title}”; “${of}” stays as it is.`;
  }

  /** Of a session that a hand wrote, both can be had. @param {any} plan */
  showTarget(plan) {
    this.target.hidden = !plan.by_hand;
    if (this.target.hidden || this.target.childElementCount) return;
    const choices = /** @type {[boolean, string][]} */ ([[false, "Make a version of it, and leave its file as it is"], [true, "Change the file itself: its comments and all that you leave stay as they are"]]);
    this.target.append(
      ...choices.map(([isItself, words]) => {
        const radio = el("input", { type: "radio", name: "target", onchange: () => this.choose(isItself) });
        radio.checked = isItself === this.isItself;
        return el("label", { class: "kit-tick" }, radio, ` ${words}`);
      }),
    );
  }

  /** @param {boolean} isItself */
  choose(isItself) {
    this.isItself = isItself;
    this.draft.setWhen({ itself: isItself });
    this.work.ask();
  }

  /** No session is named: one can be begun. */
  showNothing() {
    setText(this.title, "A session of our own");
    setText(this.intro, "Begin a new one here. To change one that is there, choose it on the start page.");
    const form = beginHere(this.transport);
    form.open = true;
    this.element.replaceChildren(this.kept, this.title, this.intro, form);
  }

  /** @param {any} plan */
  showLength(plan) {
    const by = plan.minutes - plan.minutes_of;
    const differs = by ? ` (${Math.abs(by)} ${by > 0 ? "more" : "fewer"} than before)` : "";
    setText(/** @type {Element} */ (this.sum), `${plural(plan.minutes, "minute")}${differs}`);
    const [end] = beginnings(this.draft.when.begins, [plan.minutes]).slice(-1);
    const also = plan.lengths.length ? `; can be held in ${plan.lengths.join(", ")} too` : "";
    setText(/** @type {Element} */ (this.ends), `${end ? `until ${end}` : ""}${also}`.replace(/^; c/, "C"));
  }

  /** @param {any} plan */
  showWhole(plan) {
    if (!this.fields.length) {
      this.fields = plan.fields.session.map((/** @type {FieldOf} */ of) => [of, fieldOf(of, (value) => this.act(of.title, [{ session: { [of.key]: value } }], of.key)), translationList(this.say)]);
      this.whole.replaceChildren(...this.fields.map(([, { element }, words]) => withWords(element, words)));
    }
    for (const [of, field, words] of this.fields) {
      field.show(plan.values[of.key]);
      field.tell((plan.problems[of.key] ?? []).join("; "));
      words.show(linesAt(plan.words, of.key), plan.language, nameIn(of));
    }
  }

  /** Outcomes whose step is left out: somebody should look whether they hold. @param {any} plan */
  showLost(plan) {
    const lost = Object.entries(plan.lost);
    this.lost.hidden = !lost.length;
    this.lost.replaceChildren(
      el("p", { text: "You left out the step that leads to this. Will people still be able to?" }),
      el("ul", {}, ...lost.map(([outcome, step]) => el("li", {}, `${outcome} `, el("span", { class: "kit-quiet", text: `(“${step}”) ` }), button("Take it out", () => this.dropOutcome(outcome), { class: "kit-small", "aria-label": `Take out: ${outcome}` })))),
    );
  }

  /** @param {string} outcome */
  dropOutcome(outcome) {
    const left = this.plan.values.outcomes.filter((/** @type {string} */ each) => each !== outcome);
    this.act("An outcome less", [{ session: { outcomes: left } }]);
    this.title.focus();
  }
}

export default {
  /** @param {Widget} widget */
  render({ model, el: host }) {
    const planner = new Planner(transportOf(model), model.get("config").session);
    guardKeys(planner.element);
    host.append(planner.element);
    if (planner.session) planner.work.ask();
    else planner.showNothing();
  },
};
