// One client a page and meeting: it knows what is on disk, what is on its way, and what others changed.
import { Journal } from "./journal.js";
import { transportFor, HttpTransport, ChannelTransport, Unreachable } from "./transport.js";

const PAUSE = 300; // ms after the last key
const LONGEST_WAIT = 900; // ms after the first key that is not sent yet
const LOOK = 2000; // ms between looks at what others did
const LARGEST_FAREWELL = 60000; // bytes; browsers take no more from a page that closes

/** An id for this page load. (crypto.randomUUID is missing on plain http.) */
function writerId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return "w-" + Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/**
 * @typedef {{scope: "seat"|"team"|"room", activity: string, field: string}} At
 * @typedef {{value: any, rev: number, at: number, writer?: string}} Stored
 */

export class Client {
  constructor(model, place) {
    this.place = place;
    this.team = place.team;
    this.seat = this.remembered();
    this.writer = writerId();
    this.seq = 0;
    this.journal = new Journal(place.meeting);
    this.transport = transportFor(model);
    /** @type {Map<string, Stored>} */ this.stored = new Map();
    this.pending = new Map(); // key -> message, with `since` and `sent`
    this.conflicts = new Map(); // key -> {mine, theirs}
    this.refused = new Map(); // key -> {what, next}
    this.leftovers = this.journal.leftovers(this.writer);
    this.listeners = new Set();
    this.shared = {};
    this.seats = [];
    this.agenda = null;
    this.change = 0;
    this.skew = 0; // seconds this browser's clock is behind the server's
    this.trouble = ""; // why the last call did not get through
    this.loaded = false;
    this.busy = null;
    this.failures = 0;
    this.unsent = false; // the last save did not get through
    for (const message of this.leftovers) {
      const key = this.keyOf(message);
      if (!this.pending.has(key)) this.pending.set(key, { ...message, leftover: true, since: Date.now() });
    }
    const farewell = () => this.farewell();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") farewell();
      else this.look();
    });
    window.addEventListener("pagehide", farewell);
    window.addEventListener("beforeunload", (event) => {
      // Only where the browser itself could not keep a copy: then leaving really loses words.
      if (this.journal.full && this.pending.size) event.preventDefault();
    });
    setInterval(() => document.visibilityState === "visible" && this.listeners.size && this.look(), LOOK);
    this.look();
  }

  // -- whose page this is ---------------------------------------------------------

  seatKey() {
    return `kit.seat.${this.place.meeting}.${this.team}`;
  }

  remembered() {
    // A tab remembers its own seat; a new tab starts with the last one chosen in this browser.
    try {
      return sessionStorage.getItem(this.seatKey()) || localStorage.getItem(this.seatKey()) || "";
    } catch {
      return "";
    }
  }

  sit(team, seat) {
    this.flush();
    this.team = team;
    this.seat = seat ?? this.remembered();
    try {
      sessionStorage.setItem(this.seatKey(), this.seat);
      localStorage.setItem(this.seatKey(), this.seat);
    } catch {
      /* the choice then lasts as long as the page */
    }
    this.change = 0;
    this.stored.clear();
    this.loaded = false;
    this.tell();
    this.look();
  }

  // -- answers ----------------------------------------------------------------------

  address({ scope, activity, field }) {
    return {
      meeting: this.place.meeting,
      team: scope === "room" ? "" : this.team,
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
    const conflict = this.conflicts.get(key);
    if (conflict) return conflict.mine;
    return this.pending.get(key)?.value ?? this.stored.get(key)?.value ?? null;
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

  /** Type, choose or press: kept in this browser at once, sent after a pause. */
  set(at, value, { now = false } = {}) {
    const address = this.address(at);
    const key = this.keyOf(address);
    const waiting = this.pending.get(key);
    const conflict = this.conflicts.get(key);
    if (conflict) {
      // Goes on being typed and kept; sent once the person has chosen.
      conflict.mine = value;
      conflict.message = { ...conflict.message, value, writer: this.writer, seq: ++this.seq };
      this.journal.keep(conflict.message);
      return this.tell();
    }
    const base = waiting && !waiting.leftover ? waiting.base : (this.stored.get(key)?.rev ?? null);
    const message = { ...address, value, writer: this.writer, seq: ++this.seq, base };
    this.journal.keep(message);
    if (this.refused.delete(key) && waiting && waiting.writer !== this.writer) this.journal.release(waiting);
    this.pending.set(key, { ...message, since: waiting?.since ?? Date.now() });
    this.plan(now ? 0 : PAUSE);
    this.tell();
  }

  /** Settle a conflict: keep what was typed here, theirs, or both. @param {"mine"|"theirs"|"both"} choice */
  settle(at, choice) {
    const key = this.key(at);
    const conflict = this.conflicts.get(key);
    if (!conflict) return;
    this.conflicts.delete(key);
    this.journal.release({ ...conflict.message, seq: Infinity });
    this.stored.set(key, conflict.theirs);
    const both = `${conflict.theirs.value ?? ""}\n${conflict.mine ?? ""}`.trim();
    if (choice !== "theirs") this.set(at, choice === "mine" ? conflict.mine : both, { now: true });
    this.tell();
  }

  // -- sending ----------------------------------------------------------------------

  plan(wait) {
    const waiting = [...this.pending].filter(([key, m]) => !m.leftover && !this.refused.has(key));
    const oldest = Math.min(...waiting.map(([, m]) => m.since), Date.now());
    const latest = Math.max(0, oldest + LONGEST_WAIT - Date.now());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.min(wait, latest));
  }

  plain({ meeting, team, seat, activity, field, value, writer, seq, base }) {
    return { meeting, team, seat, activity, field, value, writer, seq, base };
  }

  /** Send what waits; one request at a time, older pages' leftovers first. */
  flush() {
    clearTimeout(this.timer);
    if (this.busy) return this.busy;
    this.busy = this.sendAll().finally(() => {
      this.busy = null;
      if (this.sendable().length) this.plan(this.trouble ? Math.min(10000, 500 * 2 ** this.failures) : PAUSE);
    });
    return this.busy;
  }

  sendable() {
    const held = new Set(this.leftovers.map((m) => this.keyOf(m)));
    const own = [...this.pending].filter(([key, m]) => !m.leftover && !held.has(key) && !this.refused.has(key));
    return this.leftovers.length ? this.leftovers : own.map(([, message]) => message);
  }

  async sendAll() {
    for (let messages = this.sendable().slice(0, 50); messages.length; messages = this.sendable().slice(0, 50)) {
      const sent = messages.map((m) => this.plain(m));
      let answer;
      try {
        answer = await this.transport.save(sent);
        if (answer === null) {
          this.transport = new ChannelTransport(this.model);
          continue;
        }
      } catch (error) {
        this.unsent = true;
        this.failed(error);
        return;
      }
      const retry = sent.filter((message, i) => !this.received(message, answer.results[i]));
      this.tell();
      this.unsent = retry.length > 0;
      if (this.unsent) {
        this.failed(Object.assign(new Unreachable(), { what: answer.results.find((r) => r.code === 503)?.what }));
        return;
      }
      this.reached();
      // Keys typed while this was on its way wait for their own pause.
      if (![...this.pending.values()].some((m) => Date.now() - m.since >= PAUSE) && !this.leftovers.length) return;
    }
  }

  /** Take in what became of one message. Returns false when it should be sent again later. */
  received(message, result) {
    const key = this.keyOf(message);
    if (!result || result.code === 503) return false;
    const mine = message.writer === this.writer;
    if (!mine) {
      this.leftovers = this.leftovers.filter((m) => m.writer !== message.writer || m.seq !== message.seq);
      if (this.pending.get(key)?.leftover) this.pending.delete(key);
    }
    const waiting = this.pending.get(key);
    if (result.code === 200) {
      const standing = result.current ?? { value: message.value, rev: result.rev, at: result.at, writer: message.writer };
      this.stored.set(key, standing);
      if (message.activity === "clock") setTimeout(() => this.look(), 0); // the agenda is reckoned by the server
      this.journal.release(message);
      if (waiting && waiting.writer === message.writer && waiting.seq === message.seq) this.pending.delete(key);
      else if (waiting) {
        waiting.base = standing.rev;
        waiting.since = Date.now();
        this.journal.keep(this.plain(waiting));
      }
    } else if (result.code === 409) {
      this.conflicts.set(key, { mine: waiting?.value ?? message.value, theirs: result.current, message });
      this.pending.delete(key);
    } else {
      this.refused.set(key, { what: result.what, next: result.next });
      if (!waiting) this.pending.set(key, { ...message, since: Date.now() });
    }
    return true;
  }

  failed(error) {
    this.failures = Math.min(this.failures + 1, 5);
    this.trouble = error.what || "The connection is lost.";
    this.tell();
  }

  reached() {
    const before = this.trouble;
    this.failures = 0;
    this.trouble = "";
    if (before) this.tell();
  }

  /** The page goes: send what waits without waiting for an answer. The journal keeps it in any case. */
  farewell() {
    const own = [...this.pending.values()].filter((m) => !m.leftover && !this.refused.has(this.keyOf(m)));
    if (!own.length || !(this.transport instanceof HttpTransport)) return;
    const messages = own.map((m) => this.plain(m));
    if (JSON.stringify(messages).length < LARGEST_FAREWELL) this.transport.save(messages, true).catch(() => {});
  }

  // -- looking ------------------------------------------------------------------------

  async look() {
    if (this.looking) {
      this.again = true; // something changed since that look began
      return;
    }
    this.looking = true;
    const { team, seat } = this;
    try {
      const query = { meeting: this.place.meeting, team, seat, since: String(this.change) };
      let state = await this.transport.state(query);
      if (state === null) {
        this.transport = new ChannelTransport(this.model);
        state = await this.transport.state(query);
      }
      if (state.what) throw Object.assign(new Unreachable(), { what: state.what });
      if (team === this.team && seat === this.seat) this.see(state);
      if (!this.unsent || !this.sendable().length) this.reached(); // reading works; whether writing does, a save tells
      if (this.sendable().length) this.flush();
    } catch (error) {
      this.failed(error);
    } finally {
      this.looking = false;
      if (this.again) {
        this.again = false;
        this.look();
      }
    }
  }

  see(state) {
    this.skew = state.now - Date.now() / 1000;
    this.agenda = state.agenda;
    if (state.mine) {
      this.change = state.change;
      this.shared = state.shared;
      this.seats = state.seats;
      this.take(state.mine, this.team, this.seat);
      this.take(state.team, this.team, "");
      this.take(state.room, "", "");
      this.loaded = true;
    }
    this.tell();
  }

  take(answers, team, seat) {
    for (const [activity, fields] of Object.entries(answers)) {
      for (const [field, stored] of Object.entries(fields)) {
        const key = this.keyOf({ team, seat, activity, field });
        const known = this.stored.get(key);
        if (!known || known.rev <= stored.rev) this.stored.set(key, stored);
      }
    }
  }

  /** Seconds since 1970 by the server's clock. */
  now() {
    return Date.now() / 1000 + this.skew;
  }

  // -- who wants to know ----------------------------------------------------------------

  onChange(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell() {
    for (const listener of this.listeners) {
      try {
        listener();
      } catch (error) {
        console.error("kit:", error);
      }
    }
  }
}

/** The client of this page for a meeting; all widgets of a notebook share it. */
export function clientFor(model) {
  const place = model.get("place");
  const clients = (globalThis.__kitClients ??= new Map());
  const key = `${place.meeting}|${place.team}`;
  if (!clients.has(key)) clients.set(key, new Client(model, place));
  const client = clients.get(key);
  client.model = model; // the newest is the one whose channel is alive
  if (client.transport instanceof ChannelTransport) client.transport.use(model);
  return client;
}
