// What a page knows of a meeting's answers: those on disk, those typed here, and those a person must decide between.
import { Journal } from "./journal.js";

/** An id for this page load. (crypto.randomUUID is missing on plain http.) */
function writerId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return "w-" + Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/**
 * @typedef {{scope: "seat"|"team"|"room", activity: string, field: string}} At where an answer belongs
 * @typedef {{value: any, rev: number, at: number, writer: string}} Stored an answer on disk
 * @typedef {{meeting: string, team: string, seat: string, activity: string, field: string, value: any,
 *            writer: string, seq: number, base: number|null, atomic?: boolean, since?: number}} Message an answer on its way
 * @typedef {{mine: any, theirs: Stored, kept: Message[]}} Conflict two texts for one answer, until a person chooses
 */

/** The answers of one meeting, as far as this page knows them. */
export class Answers {
  constructor(place) {
    this.place = place;
    this.team = place.team;
    this.seat = "";
    this.writer = writerId();
    this.seq = 0;
    this.journal = new Journal(place.meeting);
    /** @type {Map<string, Stored>} */ this.stored = new Map();
    /** @type {Map<string, Message>} */ this.pending = new Map();
    /** @type {Map<string, Conflict>} */ this.conflicts = new Map();
    /** @type {Map<string, {what: string, next: string}>} */ this.refused = new Map();
    /** @type {Map<string, string[]>} */ this.sure = new Map(); // what could name a student, and is kept all the same
    /** @type {Map<string, string>} */ this.notices = new Map(); // what a person should know of one answer
    this.listeners = new Set();
  }

  // -- which answer -------------------------------------------------------------------

  address({ scope, activity, field, team }) {
    return {
      meeting: this.place.meeting,
      team: scope === "room" ? "" : (team ?? this.team),
      seat: scope === "seat" ? this.seat : "",
      activity,
      field,
    };
  }

  keyOf({ team, seat, activity, field }) {
    return [team, seat, activity, field].join("|");
  }

  key(at) {
    return this.keyOf(this.address(at));
  }

  /** The answer as this page should show it: what was typed here, else what is stored. */
  value(at) {
    const key = this.key(at);
    if (this.conflicts.has(key)) return this.conflicts.get(key).mine;
    return (this.pending.has(key) ? this.pending.get(key).value : this.stored.get(key)?.value) ?? null;
  }

  /** Row ids of a list: those that stand there from the start, then the added ones in the order they came. */
  rows(activity, initial) {
    const found = new Set();
    const start = [this.team, "", activity, ""].join("|");
    for (const map of [this.stored, this.pending]) {
      for (const key of map.keys()) {
        if (key.startsWith(start)) {
          const field = key.slice(start.length);
          const dot = field.lastIndexOf(".");
          if (dot > 0) found.add(field.slice(0, dot));
        }
      }
    }
    const added = [...found].filter((row) => /^r[0-9a-z]+-/.test(row) && !initial.includes(row)).sort();
    return [...initial, ...added];
  }

  // -- what people do with it: `plan` and `flush`, of the outbox, send it ------------------------------------------------------------

  /**
   * Type, choose or press: kept in this browser at once, sent after a pause.
   * `now` is for what is chosen or pressed as a whole; it is sent without a pause, and where another page was
   * first, that one's choice stands and the person is told.
   */
  set(at, value, { now = false } = {}) {
    const address = this.address(at);
    const key = this.keyOf(address);
    const waiting = this.pending.get(key);
    const conflict = this.conflicts.get(key);
    const own = waiting && waiting.writer === this.writer;
    // In a conflict the text still builds on what it was typed over, not on theirs, which nobody has agreed to yet.
    const seen = conflict ? conflict.kept[0].base : (this.stored.get(key)?.rev ?? null);
    const base = own ? waiting.base : seen;
    const sure = this.sure.has(key) ? { sure: this.sure.get(key) } : {};
    const message = { ...address, value, writer: this.writer, seq: ++this.seq, base, ...sure, ...(now ? { atomic: true } : {}) };
    this.journal.keep(message);
    this.notices.delete(key);
    if (conflict) {
      conflict.mine = value; // goes on being typed and kept; sent once the person has chosen
      conflict.kept.push(message);
      return this.tell();
    }
    if (this.refused.delete(key) && waiting && !own) this.journal.release(waiting);
    this.pending.set(key, { ...message, since: own && !this.refused.has(key) ? waiting.since : Date.now() });
    this.plan(now);
    this.tell();
  }

  /** Settle a conflict: keep what was typed here, theirs, or both. @param {"mine"|"theirs"|"both"} choice */
  settle(at, choice) {
    const key = this.key(at);
    const conflict = this.conflicts.get(key);
    if (!conflict) return;
    this.conflicts.delete(key);
    for (const message of conflict.kept) this.journal.release(message);
    this.learn(key, conflict.theirs);
    const both = `${conflict.theirs.value ?? ""}\n${conflict.mine ?? ""}`.trim();
    if (choice !== "theirs") {
      this.set(at, choice === "mine" ? conflict.mine : both);
      this.flush();
    }
    this.tell();
  }

  /** Keep a text that could name a student: its writer has looked at what was found and decided. */
  keep(at) {
    const key = this.key(at);
    const asked = this.refused.get(key);
    if (!asked?.findings) return;
    this.sure.set(key, [...(this.sure.get(key) ?? []), ...asked.findings.map((f) => f.text)]);
    this.set(at, this.value(at));
    this.flush();
  }

  /** Give up an answer that was not taken; what is on disk is shown again. */
  drop(at) {
    const key = this.key(at);
    const waiting = this.pending.get(key);
    if (waiting) this.journal.release(waiting);
    this.pending.delete(key);
    this.refused.delete(key);
    this.tell();
  }

  /** Take in an answer on disk, unless a newer one is known. */
  learn(key, stored) {
    const known = this.stored.get(key);
    if (!known || known.rev <= stored.rev) this.stored.set(key, stored);
    const conflict = this.conflicts.get(key);
    if (conflict && conflict.theirs.rev < stored.rev) conflict.theirs = stored;
  }

  // -- who wants to know -----------------------------------------------------------------

  onChange(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Do many `set`s as one: the page is drawn once, at the end. @param {() => void} work */
  together(work) {
    this.quiet = true;
    try {
      work();
    } finally {
      this.quiet = false;
      this.tell();
    }
  }

  tell() {
    if (this.quiet) return;
    for (const listener of this.listeners) {
      try {
        listener();
      } catch (error) {
        console.error("kit:", error);
      }
    }
  }
}
