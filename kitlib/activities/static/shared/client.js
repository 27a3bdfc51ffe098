// One client a page and meeting: it knows what is on disk, what is on its way, and what others changed.
import { Journal } from "./journal.js";
import { transportFor, HttpTransport, ChannelTransport, Unreachable } from "./transport.js";

const PAUSE = 300; // ms after the last key
const LONGEST_WAIT = 900; // ms after the first key that is not sent yet
const LOOK = 2000; // ms between looks at what others did
const LONGEST_PAUSE = 10000; // ms between tries while nothing gets through
const AT_ONCE = 50; // messages in one request
const BYTES_AT_ONCE = 1_000_000;
const CLOCKS = ["clock", "pace"]; // after a press on one, the server reckons the agenda anew
const GOING = 500; // ms that a page which is being left, as by a reload, may take to be gone
const LARGEST_FAREWELL = 60000; // bytes; browsers take no more from a page that closes

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

export class Client {
  constructor(model, place) {
    this.model = model;
    this.place = place;
    this.team = place.team;
    this.seat = this.remembered();
    this.writer = writerId();
    this.seq = 0;
    this.journal = new Journal(place.meeting);
    this.transport = transportFor(model);
    /** @type {Map<string, Stored>} */ this.stored = new Map();
    /** @type {Map<string, Message>} */ this.pending = new Map();
    /** @type {Map<string, Conflict>} */ this.conflicts = new Map();
    /** @type {Map<string, {what: string, next: string}>} */ this.refused = new Map();
    /** @type {Map<string, string[]>} */ this.sure = new Map(); // what could name a student, and is kept all the same
    /** @type {Map<string, string>} */ this.notices = new Map(); // what a person should know of one answer
    /** @type {Message[]} */ this.leftovers = []; // of earlier pages, oldest first
    this.listeners = new Set();
    this.shared = {};
    this.counted = false; // whether `shared` is of now, and of this seat
    this.seats = [];
    this.wall = null; // what all teams send; only for the one who leads
    this.carried = []; // what is still open from earlier meetings
    this.agenda = null;
    this.change = 0;
    this.skew = 0; // seconds this browser's clock is behind the server's
    this.trouble = ""; // why the last call did not get through
    this.unsent = false; // the last save did not get through
    this.failures = 0;
    this.single = false; // send one at a time, to find the message that the server cannot take
    this.known = new Set(); // "team|seat" whose answers have been fetched
    this.busy = null;
    /** @type {Map<string, Promise<void>>} */ this.leaving = new Map(); // other pages with words in the journal, until they are gone
    this.holdName();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.farewell();
      else this.look();
    });
    window.addEventListener("pagehide", () => this.farewell());
    window.addEventListener("beforeunload", (event) => {
      // Only where the browser itself could not keep a copy: then leaving really loses words.
      if (this.journal.unkept.size) event.preventDefault();
    });
    setInterval(() => document.visibilityState === "visible" && this.listeners.size && this.look(), LOOK);
    setInterval(() => this.adopt(), 15 * LOOK);
    // What earlier pages left comes first: whoever counts rows when the answers are here counts theirs too,
    // and nobody types into a box whose words are still on their way back.
    this.adopt()
      .then(() => this.leaving.size && Promise.race([Promise.all(this.leaving.values()), new Promise((on) => setTimeout(on, GOING))]))
      .finally(() => this.look());
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
    this.askAnew(); // what others wrote was shown to the seat before, not to this one
    this.tell();
    this.look();
  }

  /** What others did is asked for from the start at the next look, and is not known until then. */
  askAnew() {
    this.change = 0;
    this.shared = {};
    this.counted = false;
  }

  /** Whether the answers of this scope have been fetched. Until then nobody should write over what is not shown. */
  knows(scope) {
    const team = [...this.known].some((place) => place.startsWith(`${this.team}|`));
    return scope === "seat" ? this.known.has(`${this.team}|${this.seat}`) : scope === "team" ? team : this.known.size > 0;
  }

  // -- answers ----------------------------------------------------------------------

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
    this.plan(now ? 0 : PAUSE);
    this.tell();
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

  /** Take away for good what this seat wrote in private. Throws Unreachable where the server cannot be asked. */
  async erase(at) {
    const key = this.key(at);
    this.pending.delete(key);
    await this.busy; // what is on its way arrives first, and is then erased too
    const message = { ...this.address(at), value: null, writer: this.writer, seq: ++this.seq, base: null };
    const answer = await this.transport.erase(message);
    if (answer.what) throw Object.assign(new Error(answer.what), answer);
    this.journal.releaseAll(message);
    this.leftovers = this.leftovers.filter((m) => this.keyOf(m) !== key);
    for (const map of [this.pending, this.conflicts, this.refused, this.notices, this.sure]) map.delete(key);
    this.stored.set(key, answer);
    this.tell();
  }

  /** Take in an answer on disk, unless a newer one is known. */
  learn(key, stored) {
    const known = this.stored.get(key);
    if (!known || known.rev <= stored.rev) this.stored.set(key, stored);
    const conflict = this.conflicts.get(key);
    if (conflict && conflict.theirs.rev < stored.rev) conflict.theirs = stored;
  }

  // -- earlier pages of this browser -------------------------------------------------

  /** Hold this writer's name as long as the page lives, so that other pages leave its journal alone. */
  holdName() {
    navigator.locks?.request(`kit.${this.writer}`, () => new Promise(() => {})).catch(() => {});
  }

  /** Take over what a page left as soon as it is gone: after a reload the page before may hold its name a moment longer. */
  outwait(writer) {
    if (this.leaving.has(writer)) return;
    const gone = navigator.locks.request(`kit.${writer}`, () => {}).then(() => {
      this.leaving.delete(writer);
      return this.adopt();
    });
    this.leaving.set(writer, gone);
  }

  /** Take over what pages that are gone left in the journal: show the newest of each answer, send them all. */
  async adopt() {
    const live = new Set([this.writer]);
    try {
      const { held } = await navigator.locks.query();
      for (const { name } of held) live.add(name.slice("kit.".length));
      for (const writer of this.journal.writers()) if (writer !== this.writer && live.has(writer)) this.outwait(writer);
    } catch {
      /* no locks on plain http: a message sent by two pages is still stored once */
    }
    const known = new Set(this.leftovers.map((m) => `${m.writer}|${m.seq}`));
    const dealtWith = new Set([...this.conflicts.values()].flatMap((c) => c.kept.map((m) => `${m.writer}|${m.seq}`)));
    const fresh = this.journal
      .leftovers(live)
      .filter((m) => !known.has(`${m.writer}|${m.seq}`) && !dealtWith.has(`${m.writer}|${m.seq}`))
      .filter((m) => !this.refused.has(this.keyOf(m)));
    if (!fresh.length) return;
    this.leftovers.push(...fresh);
    for (const message of fresh) {
      const key = this.keyOf(message);
      if (this.pending.get(key)?.writer !== this.writer) this.pending.set(key, { ...message, since: Date.now() });
    }
    this.tell();
    this.flush();
  }

  // -- sending ----------------------------------------------------------------------

  plan(wait) {
    if (this.trouble && this.timer) return; // the next try has its time
    const own = this.sendable().filter((m) => m.writer === this.writer);
    const oldest = Math.min(...own.map((m) => m.since ?? Date.now()), Date.now());
    const latest = Math.max(0, oldest + LONGEST_WAIT - Date.now());
    this.wake(Math.min(wait, latest));
  }

  wake(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  plain({ meeting, team, seat, activity, field, value, writer, seq, base, sure }) {
    return { meeting, team, seat, activity, field, value, writer, seq, base, ...(sure ? { sure } : {}) };
  }

  /** Send what waits; one request at a time, what earlier pages left first. */
  flush() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.busy) return this.busy;
    this.busy = this.sendAll().finally(() => {
      this.busy = null;
      if (!this.sendable().length) return;
      if (this.trouble) this.wake(Math.min(LONGEST_PAUSE, 500 * 2 ** this.failures));
      else this.plan(PAUSE);
    });
    return this.busy;
  }

  /** What may go now. An answer that an earlier page left waits for its turn, and so does what was typed over it. */
  sendable() {
    const held = new Set(this.leftovers.map((m) => this.keyOf(m)));
    const first = [];
    for (const message of this.leftovers) {
      if (!first.some((m) => this.keyOf(m) === this.keyOf(message))) first.push(message);
    }
    const own = [...this.pending]
      .filter(([key, m]) => m.writer === this.writer && !held.has(key) && !this.refused.has(key))
      .map(([, message]) => message);
    return [...first, ...own];
  }

  batch() {
    const found = [];
    let bytes = 0;
    for (const message of this.sendable().slice(0, this.single ? 1 : AT_ONCE)) {
      bytes += JSON.stringify(message.value ?? "").length * 2;
      if (found.length && bytes > BYTES_AT_ONCE) break;
      found.push(message);
    }
    return found;
  }

  async sendAll() {
    for (let messages = this.batch(); messages.length; messages = this.batch()) {
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
      if (!Array.isArray(answer.results)) {
        // The request as a whole was not taken: find out which message it is by sending one at a time.
        if (sent.length > 1) this.single = true;
        else this.received(messages[0], { code: 422, what: answer.what, next: answer.next });
        this.tell();
        continue;
      }
      const retry = messages.filter((message, i) => !this.received(message, answer.results[i]));
      this.tell();
      this.unsent = retry.length > 0;
      if (this.unsent) {
        this.failed(Object.assign(new Unreachable(), { what: answer.results.find((r) => r.code === 503)?.what }));
        return;
      }
      this.single = false;
      this.reached();
      // Keys typed while this was on its way wait for their own pause.
      if (!this.sendable().some((m) => Date.now() - (m.since ?? 0) >= PAUSE)) return;
    }
  }

  /** Take in what became of one message. Returns false when it should be sent again later. */
  received(message, result) {
    if (!result || result.code === 503) return false;
    const key = this.keyOf(message);
    const same = (m) => m && m.writer === message.writer && m.seq === message.seq;
    const newest = same(this.pending.get(key)); // nothing was typed since
    const waiting = newest ? null : this.pending.get(key);
    this.leftovers = this.leftovers.filter((m) => !same(m));
    if (result.code === 200) {
      this.learn(key, { value: message.value, rev: result.rev, at: result.at, writer: message.writer });
      if (result.current) this.learn(key, result.current);
      this.journal.release(message);
      if (newest) this.pending.delete(key);
      this.follow(key, waiting, result.rev);
      if (CLOCKS.includes(message.activity)) setTimeout(() => this.look(), 0); // the agenda is reckoned by the server
    } else if (result.code === 409) {
      this.learn(key, result.current);
      if (message.atomic) this.yieldTo(key, message, newest);
      else this.clash(key, message, waiting, result.current);
    } else if (newest || !waiting) {
      this.refused.set(key, { what: result.what, next: result.next, findings: result.findings });
      if (!newest) this.pending.set(key, { ...message, since: Date.now() });
    }
    return true;
  }

  /** What was typed after a message that is now on disk builds on it. */
  follow(key, waiting, rev) {
    for (const later of [waiting, ...this.leftovers.filter((m) => this.keyOf(m) === key)]) {
      if (!later) continue;
      later.base = rev;
      if (later.writer === this.writer) {
        later.since = Date.now();
        this.journal.keep(later);
      }
    }
  }

  /** Another page chose or pressed first: its choice stands, and the person is told. */
  yieldTo(key, message, newest) {
    this.journal.release(message);
    if (newest) this.pending.delete(key);
    else if (this.pending.has(key)) this.pending.get(key).base = this.stored.get(key).rev;
    if (!CLOCKS.includes(message.activity)) this.notices.set(key, "Someone else chose first; theirs is shown. Choose again to change it.");
    if (CLOCKS.includes(message.activity)) setTimeout(() => this.look(), 0);
  }

  /** Another page wrote first: both texts are kept until the person has chosen. */
  clash(key, message, waiting, theirs) {
    const before = this.conflicts.get(key);
    const kept = [...(before?.kept ?? []), message, ...(waiting ? [waiting] : [])];
    const mine = before?.mine ?? waiting?.value ?? message.value;
    if (mine === theirs.value) {
      for (const each of kept) this.journal.release(each);
    } else {
      this.conflicts.set(key, { mine, theirs, kept });
    }
    this.pending.delete(key);
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
    const messages = this.sendable().map((m) => this.plain(m));
    if (!messages.length || !(this.transport instanceof HttpTransport)) return;
    const bytes = new TextEncoder().encode(JSON.stringify(messages)).length;
    if (bytes < LARGEST_FAREWELL) this.transport.save(messages, true).catch(() => {});
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
      const query = { meeting: this.place.meeting, team, seat, since: String(this.change), leads: this.place.role === "facilitator" ? "1" : "" };
      let state = await this.transport.state(query);
      if (state === null) {
        this.transport = new ChannelTransport(this.model);
        state = await this.transport.state(query);
      }
      if (state.what) throw Object.assign(new Unreachable(), { what: state.what });
      if (team === this.team && seat === this.seat) this.see(state);
      else this.again = true;
      if (!this.unsent || !this.sendable().length) this.reached(); // reading works; whether writing does, a save tells
      if (!this.busy && this.sendable().length) this.flush();
      if (this.place.role === "facilitator") await this.lookAround();
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

  /** What all teams send, for the one who leads. A server that is away is told of by the looking itself. */
  async lookAround() {
    try {
      const wall = await this.transport.wall({ meeting: this.place.meeting, since: String(this.wall?.change ?? 0) });
      if (!wall || wall.what) return;
      this.wall = { ...(this.wall ?? { teams: [], wrote: {}, texts: [] }), ...wall };
      this.tell();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
  }

  see(state) {
    this.skew = state.now - Date.now() / 1000;
    this.agenda = state.agenda;
    if (state.change < this.change) this.stepBack(state.change);
    if (state.mine) {
      this.change = state.change;
      this.shared = state.shared;
      this.counted = true;
      this.seats = state.seats;
      this.carried = state.carried;
      this.take(state.mine, this.team, this.seat);
      this.take(state.team, this.team, "");
      this.take(state.room, "", "");
      this.known.add(`${this.team}|${this.seat}`);
    }
    this.tell();
  }

  /** The database is an older one than before (a copy was put back): what this page wrote since is offered again. */
  stepBack(change) {
    for (const [key, stored] of [...this.stored]) {
      if (stored.rev <= change) continue;
      this.stored.delete(key);
      if (stored.writer !== this.writer || this.pending.has(key)) continue;
      const [team, seat, activity, field] = key.split("|");
      const address = { meeting: this.place.meeting, team, seat, activity, field };
      const message = { ...address, value: stored.value, writer: this.writer, seq: ++this.seq, base: null };
      this.journal.keep(message);
      this.pending.set(key, { ...message, since: Date.now() });
    }
  }

  take(answers, team, seat) {
    for (const [activity, fields] of Object.entries(answers)) {
      for (const [field, stored] of Object.entries(fields)) {
        this.learn(this.keyOf({ team, seat, activity, field }), stored);
      }
    }
  }

  /** Seconds since 1970 by the server's clock. */
  now() {
    return Date.now() / 1000 + this.skew;
  }

  // -- who wants to know ----------------------------------------------------------------

  onChange(listener) {
    // A notebook that is opened again in the same page: nobody looked meanwhile, and others may have written.
    if (!this.listeners.size && this.counted) {
      this.known.clear();
      this.askAnew();
      this.look();
    }
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
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

/**
 * What the server reckons from an activity's answers is asked for as soon as they are on disk, not at the next look.
 * @param {any} client @param {string} activity
 */
export function lookOnceSaved(client, activity) {
  let waited = false;
  return {
    update() {
      const waits = [...client.pending.values()].some((message) => message.activity === activity);
      if (waited && !waits) setTimeout(() => client.look(), 0);
      waited = waits;
    },
  };
}

/** The client of this page for a meeting; all widgets of a notebook share it. */
export function clientFor(model) {
  const place = model.get("place");
  const clients = (globalThis.__kitClients ??= new Map());
  const key = `${place.meeting}|${place.team}|${place.role}`;
  if (!clients.has(key)) clients.set(key, new Client(model, place));
  const client = clients.get(key);
  client.model = model; // the newest is the one whose channel is alive
  if (client.transport instanceof ChannelTransport) client.transport.use(model);
  return client;
}
