// On its way to disk: what was typed here is sent, and what earlier pages of this browser left, until the server has it.
import { Answers } from "./answers.js";
import { transportFor, HttpTransport, ChannelTransport, Unreachable } from "./transport.js";

const PAUSE = 300; // ms after the last key
const LONGEST_WAIT = 900; // ms after the first key that is not sent yet
const LONGEST_PAUSE = 10000; // ms between tries while nothing gets through
const AT_ONCE = 50; // messages in one request
const BYTES_AT_ONCE = 1_000_000;
const CLOCKS = ["clock", "pace"]; // after a press on one, the server reckons the agenda anew
const LARGEST_FAREWELL = 60000; // bytes; browsers take no more from a page that closes

/** The answers, and the one way by which they leave this page. `look`, of the client, asks what came of it. */
export class Outbox extends Answers {
  constructor(model, place) {
    super(place);
    this.model = model;
    this.transport = transportFor(model);
    /** @type {Message[]} */ this.leftovers = []; // of earlier pages, oldest first
    /** @type {Map<string, Promise<void>>} */ this.leaving = new Map(); // other pages with words in the journal, until they are gone
    this.trouble = ""; // why the last call did not get through
    this.unsent = false; // the last save did not get through
    this.failures = 0;
    this.single = false; // send one at a time, to find the message that the server cannot take
    this.busy = null;
    this.holdName();
    window.addEventListener("pagehide", () => this.farewell());
    window.addEventListener("beforeunload", (event) => {
      // Only where the browser itself could not keep a copy: then leaving really loses words.
      if (this.journal.unkept.size) event.preventDefault();
    });
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

  /** Send soon: after the pause that follows the last key, or `now`. */
  plan(now = false) {
    if (this.trouble && this.timer) return; // the next try has its time
    const own = this.sendable().filter((m) => m.writer === this.writer);
    const oldest = Math.min(...own.map((m) => m.since ?? Date.now()), Date.now());
    const latest = Math.max(0, oldest + LONGEST_WAIT - Date.now());
    this.wake(now ? 0 : Math.min(PAUSE, latest));
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
      else this.plan();
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
}
