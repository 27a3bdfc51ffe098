// What a page knows of a meeting's answers: those on disk, those typed here, and those a person must decide between.
/** @import { Finding, Entry, Place, StoredAnswer } from "../protocol.js" */

/**
 * @typedef {{scope: "seat" | "team" | "room", activity: string, field: string, team?: string, private?: boolean}} At where an answer
 *   belongs; `private` where nobody but its seat may read it
 * @typedef {{meeting: string, team: string, seat: string, activity: string, field: string}} Address
 *
 * @typedef {Entry & {
 *   atomic?: boolean, over?: string, kept?: number, since?: number, private?: boolean
 * }} Draft an answer on its way. `private`: it is locked before it is sent. `atomic`: chosen or pressed as a whole. `over`: the draft of another page that stood
 *   in the box when this was typed. `kept`, `since`: when it was first kept, and since when it waits.
 *
 * @typedef {{mine: any, theirs: StoredAnswer, base: number | null, drafts: Draft[]}} Conflict two texts for one answer,
 *   until a person chooses
 * @typedef {{draft: string, what: string, next: string, findings?: Finding[]}} Refusal a draft that the server did not
 *   take; with `findings`, because it could name a student
 */

/** Which draft it is, whatever page sends it. @param {{writer: string, seq: number}} draft */
export function idOf({ writer, seq }) {
  return `${writer}|${seq}`;
}

/** The answers of one meeting, as far as this page knows them. Every answer has a key: team, seat, activity and field. */
export class AnswerCache {
  /** @param {Place} place */
  constructor(place) {
    this.place = place;
    this.team = place.team;
    this.seat = "";
    /** @type {Map<string, StoredAnswer>} */
    this.stored = new Map();
    /** @type {Map<string, Draft[]>} in the order in which they are sent; the last one is shown */
    this.unsent = new Map();
    /** @type {Map<string, Conflict>} */
    this.conflicts = new Map();
    /** @type {Map<string, Refusal>} */
    this.refused = new Map();
    /** @type {Map<string, string[]>} what could name a student, and is kept all the same */
    this.reviewed = new Map();
    /** @type {Map<string, string>} what a person should know of one answer */
    this.notices = new Map();
    /** @type {Set<string>} keys of answers that nobody but their seat may read */
    this.privates = new Set();
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.quiet = false;
  }

  /** @param {At} at @returns {Address} */
  address({ scope, activity, field, team }) {
    return {
      meeting: this.place.meeting,
      team: scope === "room" ? "" : (team ?? this.team),
      seat: scope === "seat" ? this.seat : "",
      activity,
      field,
    };
  }

  /** @param {Omit<Address, "meeting">} address */
  keyOf({ team, seat, activity, field }) {
    return [team, seat, activity, field].join("|");
  }

  /** @param {At} at */
  key(at) {
    return this.keyOf(this.address(at));
  }

  /** The answer as this page should show it: what was typed here, else what is stored. @param {At} at */
  value(at) {
    return this.valueOf(this.key(at));
  }

  /** @param {string} key */
  valueOf(key) {
    const conflict = this.conflicts.get(key);
    if (conflict) return conflict.mine;
    const draft = this.shownDraft(key);
    return (draft ? draft.value : this.stored.get(key)?.value) ?? null;
  }

  /** @param {string} key */
  shownDraft(key) {
    return this.unsent.get(key)?.at(-1);
  }

  /** Whether an answer waits for a person: two texts to choose from, a question, or something to mend. @param {string} key */
  isUndecided(key) {
    return this.conflicts.has(key) || this.refused.has(key);
  }

  /** The fields of an activity to which anything was written, of the team or, with `seat`, of a seat. @param {string} activity @param {string} [seat] */
  fields(activity, seat = "") {
    const start = this.keyOf({ team: this.team, seat, activity, field: "" });
    /** @type {Set<string>} */
    const found = new Set();
    for (const map of [this.stored, this.unsent, this.conflicts]) {
      for (const key of map.keys()) if (key.startsWith(start)) found.add(key.slice(start.length));
    }
    return found;
  }

  /** Row ids of a list: those that stand there from the start, then the added ones in the order they came. @param {string} activity @param {string[]} initial */
  rows(activity, initial) {
    const found = [...this.fields(activity)].filter((field) => field.includes(".")).map((field) => field.slice(0, field.lastIndexOf(".")));
    const added = [...new Set(found)].filter((row) => /^r[0-9a-z]+-/.test(row) && !initial.includes(row)).sort();
    return [...initial, ...added];
  }

  /** Take in an answer on disk, unless a newer one is known. @param {string} key @param {StoredAnswer} answer */
  learn(key, answer) {
    const known = this.stored.get(key);
    if (!known || known.rev <= answer.rev) this.stored.set(key, answer);
    const conflict = this.conflicts.get(key);
    if (conflict && conflict.theirs.rev < answer.rev) conflict.theirs = answer;
  }

  /** Be told of every change. @param {() => void} listener @returns {() => void} what ends that */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Do many changes as one: the page is drawn once, at the end. @param {() => void} work */
  batch(work) {
    const wasQuiet = this.quiet;
    this.quiet = true;
    try {
      work();
    } finally {
      this.quiet = wasQuiet;
      this.notify();
    }
  }

  notify() {
    if (this.quiet) return;
    for (const listener of [...this.listeners]) {
      try {
        listener();
      } catch (error) {
        console.error("kit:", error);
      }
    }
  }
}
