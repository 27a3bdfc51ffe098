// The one form that opens a meeting.
import { CallError } from "../../core/transport.js";
import { called } from "../../ui/called.js";
import { button, el, plural, setText, shortDay, uniqueId } from "../../ui/dom.js";
import { fold } from "../../ui/tabular.js";
/** @import { Transport } from "../../core/transport.js" */
/** @import { Meeting, MeetingsAnswer } from "./meetings.js" */

/** @typedef {{opened: Meeting, meetings: MeetingsAnswer}} Opened */

/** A control with its label. @param {string} label @param {HTMLElement} input @param {string} [help] */
export function labelled(label, input, help) {
  const id = uniqueId("start");
  input.id = id;
  if (help) input.setAttribute("aria-describedby", `${id}-help`);
  return el("div", { class: "kit-cell" }, el("label", { for: id, text: label }), input, help && el("p", { class: "kit-help", id: `${id}-help`, text: help }));
}

/** Session, length, district, school, teams and date. */
export class MeetingForm {
  /** @param {any} config @param {Transport} transport @param {{begun: () => void, opened: (answer: Opened, part: string) => void}} told */
  constructor(config, transport, { begun, opened }) {
    this.config = config;
    this.transport = transport;
    this.begun = begun;
    this.opened = opened;
    this.districts = uniqueId("districts");
    this.session = el("select", { required: true, onchange: () => this.showLengths() }, el("option", { value: "", text: "Choose a session…" }), ...this.sessionGroups());
    this.minutes = el("select");
    this.district = el("input", { type: "text", list: this.districts, autocomplete: "off", onchange: () => this.showSchools() });
    this.school = el("select", {}, el("option", { value: "", text: called("Whole district") }));
    this.teams = el("textarea", { rows: 2 });
    this.teams.value = "Team 1";
    this.date = el("input", { type: "date", value: config.today, required: true });
    this.time = el("input", { type: "time", step: 300 });
    this.after = ""; // the meeting that this one follows
    this.follows = el("p", { class: "kit-follows", role: "status", hidden: true });
    this.names = el("datalist");
    this.part = el("select", {}, el("option", { value: "facilitator", text: "I lead it" }), el("option", { value: "team-1", text: "I sit with the first team" }));
    this.problem = el("p", { class: "kit-problem", role: "alert" });
    this.submit = el("button", { type: "submit", class: "kit-main", text: "Open the meeting" });
    this.element = this.build();
  }

  /** @returns {HTMLOptGroupElement[]} */
  sessionGroups() {
    return this.config.shelf.map((/** @type {any} */ resource) => {
      const options = resource.sessions.map((/** @type {any} */ session) => el("option", { value: session.id, text: session.title }));
      return el("optgroup", { label: resource.title }, ...options);
    });
  }

  build() {
    const { config } = this;
    const loaded = config.districts.length
      ? `One of ${config.districts.length} loaded. Leave it empty to rehearse.`
      : called("No district is loaded yet: add yours under “Your districts and schools”. Leave it empty to rehearse.");
    this.names = el("datalist", { id: this.districts });
    this.offer(config.districts);
    return el(
      "form",
      { class: "kit-form", onsubmit: (/** @type {Event} */ event) => this.send(event) },
      el("div", { class: "kit-cell kit-cell-wide" }, this.follows),
      labelled("Session", this.session),
      labelled("Length", this.minutes, "Shorter lengths leave out or shorten steps by the session’s own cuts."),
      labelled(called("District"), this.district, loaded),
      labelled(called("School"), this.school),
      labelled("Teams", this.teams, "One a line. Each gets a notebook of its own."),
      labelled("Date", this.date),
      labelled("Time", this.time, "If you like: it stands on every page, and in the calendar."),
      labelled("Your part", this.part, "The facilitator’s notebook has the notes and the clock’s buttons."),
      this.names,
      el("div", { class: "kit-cell kit-cell-wide" }, this.submit, this.problem),
    );
  }

  /** Offer districts, such as one that was just added. @param {{code: string, name: string}[]} districts */
  offer(districts) {
    this.config.districts = districts;
    this.names.replaceChildren(...districts.map(({ name }) => el("option", { value: name })));
  }

  /** Choose a session, in the longest of its lengths that fits, and go to the form. @param {string} id @param {number} [most] minutes */
  choose(id, most = Infinity) {
    this.session.value = id;
    this.showLengths();
    const fitting = [...this.minutes.options].find(({ value }) => Number(value) <= most); // the longest stands first
    if (fitting) this.minutes.value = fitting.value;
    this.element.scrollIntoView({ block: "start" });
    this.session.focus();
  }

  /** Fill in what the next meeting of a series begins with. @param {Meeting} meeting */
  async follow(meeting) {
    const { session, date, time } = meeting.follow;
    this.choose(session || meeting.session);
    this.after = meeting.id;
    this.district.value = meeting.rehearsal ? "" : meeting.district;
    await this.showSchools();
    this.school.value = meeting.school;
    this.teams.value = meeting.teams.join("\n");
    if (date) this.date.value = date;
    this.time.value = time;
    this.follows.hidden = false;
    const drop = button("Begin from nothing", () => this.forget(), { class: "kit-small" });
    this.follows.replaceChildren(`Follows “${meeting.title}” of ${shortDay(meeting.date)}. Its roles, its agreements as you edited them, and its open actions go over. `, drop);
  }

  /** Let the meeting follow none. */
  forget() {
    this.after = "";
    this.follows.hidden = true;
    this.session.focus();
  }

  showLengths() {
    const sessions = this.config.shelf.flatMap((/** @type {any} */ resource) => resource.sessions);
    const chosen = sessions.find((/** @type {any} */ session) => session.id === this.session.value);
    this.minutes.replaceChildren(...(chosen?.lengths ?? []).map((/** @type {number} */ n) => el("option", { value: n, text: plural(n, "minute") })));
  }

  async showSchools() {
    const name = fold(this.district.value);
    const known = this.config.districts.find((/** @type {any} */ district) => [district.name, district.code].some((each) => fold(each) === name));
    const names = known ? await this.transport.call("schools", { district: known.code }).catch(() => []) : [];
    const options = Array.isArray(names) ? names.map((each) => el("option", { value: each, text: each })) : [];
    this.school.replaceChildren(el("option", { value: "", text: called("Whole district") }), ...options);
  }

  /** @param {Event} event */
  async send(event) {
    event.preventDefault();
    setText(this.problem, "");
    this.begun();
    this.submit.disabled = true;
    setText(this.submit, "Opening…");
    try {
      this.opened(await this.transport.call("open", this.asked()), this.part.value);
      this.after = "";
      this.follows.hidden = true;
    } catch (error) {
      this.tell(error);
    }
    this.submit.disabled = false;
    setText(this.submit, "Open the meeting");
  }

  asked() {
    return {
      session: this.session.value,
      minutes: this.minutes.value,
      district: this.district.value.trim(),
      school: this.school.value,
      date: this.date.value,
      time: this.time.value,
      after: this.after,
      teams: this.teams.value.split("\n"),
    };
  }

  /** @param {unknown} error */
  tell(error) {
    if (error instanceof CallError && error.error !== "retry") {
      setText(this.problem, `${error.what}${/[.!?]$/.test(error.what) ? "" : "."} ${error.next}`);
      return;
    }
    const words = error instanceof Error ? error.message : String(error);
    setText(this.problem, `The kit did not answer (${words}). Reload this page and try again.`);
  }
}
