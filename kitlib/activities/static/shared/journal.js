// What was typed and is not yet on disk, kept in this browser. One key per writer and answer; the newest wins.

const ENTRY = "kit.entry.";
const DAMAGED = "kit.damaged.";

/** The journal of one meeting in this browser. */
export class Journal {
  /** @param {string} meeting */
  constructor(meeting) {
    this.meeting = meeting;
    this.unkept = new Set(); // names of entries that the browser had no room for: the page alone holds them
  }

  name({ writer, meeting, team, seat, activity, field }) {
    return ENTRY + [meeting, writer, team, seat, activity, field].join("|");
  }

  /** Keep a message, with the moment by this browser's clock. */
  keep(message) {
    const name = this.name(message);
    try {
      localStorage.setItem(name, JSON.stringify({ ...message, kept: Date.now() }));
      this.unkept.delete(name);
    } catch {
      this.unkept.add(name); // storage is full or switched off
    }
  }

  /** Whether the browser itself has no copy of a message. */
  lacks(message) {
    return this.unkept.has(this.name(message));
  }

  /** Let go of a message, unless a newer one has taken its place. */
  release(message) {
    const name = this.name(message);
    try {
      const kept = localStorage.getItem(name);
      if (kept && JSON.parse(kept).seq > message.seq) return;
      localStorage.removeItem(name);
      this.unkept.delete(name);
    } catch {
      /* what cannot be read is dealt with by leftovers() */
    }
  }

  /** Let go of everything that any page of this browser kept for an answer. */
  releaseAll({ meeting, team, seat, activity, field }) {
    const end = ["", team, seat, activity, field].join("|");
    for (const name of this.names(ENTRY)) {
      if (name.startsWith(`${ENTRY}${meeting}|`) && name.endsWith(end)) {
        localStorage.removeItem(name);
        this.unkept.delete(name);
      }
    }
  }

  /**
   * Messages that pages of this browser left behind, oldest first; `live` are writers whose pages are still open.
   * One that cannot be read is put aside, not thrown away.
   * @param {Set<string>} live
   */
  leftovers(live) {
    const found = [];
    for (const name of this.names(ENTRY)) {
      const kept = localStorage.getItem(name);
      try {
        const message = JSON.parse(kept);
        if (typeof message?.seq !== "number" || typeof message.field !== "string") throw new Error("cut off");
        if (!live.has(message.writer)) found.push(message);
      } catch {
        try {
          localStorage.setItem(name.replace(ENTRY, DAMAGED), kept);
          localStorage.removeItem(name);
        } catch {
          /* no room to move it: it stays where it is */
        }
      }
    }
    return found.sort((a, b) => (a.kept ?? 0) - (b.kept ?? 0) || a.seq - b.seq);
  }

  /** The pages that kept something here. */
  writers() {
    return new Set(this.names(ENTRY).map((name) => name.split("|")[1]));
  }

  /** What could not be read back, as raw text. */
  damaged() {
    return this.names(DAMAGED).map((name) => ({ name, raw: localStorage.getItem(name) || "" }));
  }

  /** Forget one damaged piece, once a person has seen it. */
  forget(name) {
    localStorage.removeItem(name);
  }

  names(start) {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(`${start}${this.meeting}|`));
    } catch {
      return [];
    }
  }
}
