// What was typed and is not yet on disk, kept in this browser. One key per writer and answer; the newest wins.

const ENTRY = "kit.entry.";
const DAMAGED = "kit.damaged.";

/** The journal of one meeting in this browser. */
export class Journal {
  /** @param {string} meeting */
  constructor(meeting) {
    this.meeting = meeting;
    this.full = false; // the browser would not take the last one
  }

  key(message) {
    const { writer, meeting, team, seat, activity, field } = message;
    return ENTRY + [meeting, writer, team, seat, activity, field].join("|");
  }

  /** Keep a message. Returns whether the browser took it. */
  keep(message) {
    try {
      localStorage.setItem(this.key(message), JSON.stringify(message));
      this.full = false;
    } catch {
      this.full = true; // storage is full or switched off: the page itself still holds the text
    }
    return !this.full;
  }

  /** Let go of a message, unless a newer one has taken its place. */
  release(message) {
    try {
      const kept = localStorage.getItem(this.key(message));
      if (kept && JSON.parse(kept).seq <= message.seq) localStorage.removeItem(this.key(message));
    } catch {
      /* nothing was kept, or it cannot be read: leftovers() deals with that */
    }
  }

  /** Messages of earlier pages that were never confirmed. One that cannot be read is put aside, not thrown away. */
  leftovers(writer) {
    const found = [];
    let names = [];
    try {
      names = Object.keys(localStorage).filter((name) => name.startsWith(`${ENTRY}${this.meeting}|`));
    } catch {
      return found;
    }
    for (const name of names) {
      const kept = localStorage.getItem(name);
      try {
        const message = JSON.parse(kept);
        if (!message || typeof message.seq !== "number" || typeof message.field !== "string") throw new Error("cut off");
        if (message.writer !== writer) found.push(message);
      } catch {
        try {
          localStorage.setItem(name.replace(ENTRY, DAMAGED), kept);
          localStorage.removeItem(name);
        } catch {
          /* no room to move it: it stays where it is */
        }
      }
    }
    return found.sort((a, b) => a.seq - b.seq);
  }

  /** What could not be read back, as raw text. */
  damaged() {
    try {
      return Object.keys(localStorage)
        .filter((name) => name.startsWith(`${DAMAGED}${this.meeting}|`))
        .map((name) => ({ name, raw: localStorage.getItem(name) || "" }));
    } catch {
      return [];
    }
  }

  /** Forget one damaged piece, once a person has seen it. */
  forget(name) {
    localStorage.removeItem(name);
  }
}
