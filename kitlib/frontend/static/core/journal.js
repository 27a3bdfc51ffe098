// What was typed and is not yet on disk, kept in this browser. One key per writer and answer; the newest wins.
/** @import { Environment } from "./environment.js" */
/** @import { Draft } from "./answers.js" */

const ENTRY = "kit.entry.";
const DAMAGED = "kit.damaged.";

/** The journal of one meeting in this browser. */
export class Journal {
  /** @param {Environment} environment @param {string} meeting */
  constructor(environment, meeting) {
    this.environment = environment;
    this.storage = environment.storage;
    this.meeting = meeting;
    /** @type {Set<string>} names of entries that the browser had no room for: the page alone holds them */
    this.unkept = new Set();
  }

  /** @param {Pick<Draft, "writer" | "meeting" | "team" | "seat" | "activity" | "field">} of */
  name({ writer, meeting, team, seat, activity, field }) {
    return ENTRY + [meeting, writer, team, seat, activity, field].join("|");
  }

  /** Keep a draft, with the moment at which it was first kept; a newer one of the same page stays. @param {Draft} draft */
  keep(draft) {
    const name = this.name(draft);
    if ((this.read(name)?.seq ?? 0) > draft.seq) return;
    draft.kept ??= this.environment.now();
    try {
      this.storage.setItem(name, JSON.stringify(draft));
      this.unkept.delete(name);
    } catch {
      if (this.read(name)?.seq !== draft.seq) this.unkept.add(name); // storage is full or switched off
    }
  }

  /** Whether the browser itself has no copy of a draft. @param {Draft} draft */
  lacks(draft) {
    return this.unkept.has(this.name(draft));
  }

  /** Whether the browser lacks a copy of anything that is not on disk yet. */
  get isIncomplete() {
    return this.unkept.size > 0;
  }

  /** Let go of a draft, unless a newer one has taken its place. @param {Draft} draft */
  release(draft) {
    const name = this.name(draft);
    const kept = this.read(name);
    if (kept && kept.seq > draft.seq) return;
    this.remove(name);
  }

  /** Let go of everything that any page of this browser kept for an answer up to the moment at which it was erased. @param {Draft} erased */
  releaseAll({ team, seat, activity, field, since = Infinity }) {
    const end = ["", team, seat, activity, field].join("|");
    for (const name of this.names(ENTRY)) {
      if (name.endsWith(end) && !((this.read(name)?.kept ?? 0) > since)) this.remove(name);
    }
  }

  /**
   * Drafts that pages of this browser left behind, oldest first; `live` are writers whose pages are still open.
   * One that cannot be read is put aside, not thrown away.
   * @param {Set<string>} live @returns {Draft[]}
   */
  leftovers(live) {
    const found = [];
    for (const name of this.names(ENTRY)) {
      const draft = this.read(name);
      if (!draft) this.putAside(name);
      else if (!live.has(draft.writer)) found.push(draft);
    }
    return found.sort((a, b) => (a.kept ?? 0) - (b.kept ?? 0) || a.seq - b.seq);
  }

  /** The pages that kept something here. */
  writers() {
    return new Set(this.names(ENTRY).map((name) => name.split("|")[1]));
  }

  /** What could not be read back, as raw text. */
  damaged() {
    return this.names(DAMAGED).map((name) => ({ name, raw: this.storage.getItem(name) ?? "" }));
  }

  /** Forget one damaged piece, once a person has seen it. @param {string} name */
  forget(name) {
    this.remove(name);
  }

  /** @param {string} name @returns {Draft | null} null also for what cannot be read */
  read(name) {
    try {
      const draft = JSON.parse(this.storage.getItem(name) ?? "null");
      return typeof draft?.seq === "number" && typeof draft.field === "string" ? draft : null;
    } catch {
      return null;
    }
  }

  /** @param {string} name */
  putAside(name) {
    try {
      const kept = this.storage.getItem(name);
      if (kept === null) return;
      this.storage.setItem(name.replace(ENTRY, DAMAGED), kept);
      this.storage.removeItem(name);
    } catch {
      /* no room to move it: it stays where it is */
    }
  }

  /** @param {string} name */
  remove(name) {
    try {
      this.storage.removeItem(name);
    } catch {
      /* storage is switched off: there is nothing to remove */
    }
    this.unkept.delete(name);
  }

  /** @param {string} start */
  names(start) {
    try {
      return this.storage.names().filter((name) => name.startsWith(`${start}${this.meeting}|`));
    } catch {
      return [];
    }
  }
}
