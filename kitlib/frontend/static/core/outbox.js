// On its way to disk: drafts are sent, one request at a time, until the server has said what became of each.
import { CallError } from "./transport.js";
/** @import { Entry, SaveResult } from "../protocol.js" */
/** @import { Draft } from "./answers.js" */
/** @import { Connection } from "./connection.js" */
/** @import { Drafts } from "./drafts.js" */
/** @import { Environment } from "./environment.js" */
/** @import { Locks } from "./locks.js" */
/** @import { Transport } from "./transport.js" */

const PAUSE = 300; // ms after the last key
const LONGEST_WAIT = 900; // ms after the first key that is not sent yet
const AT_ONCE = 50; // messages in one request
const BYTES_AT_ONCE = 1_000_000;
const LARGEST_LAST = 60000; // bytes; browsers take no more from a page that closes

/** A draft as it goes over the wire, where it is not private. @param {Draft} draft @returns {Entry} */
function messageOf({ meeting, team, seat, activity, field, value, writer, seq, base, sure, shows }) {
  return { meeting, team, seat, activity, field, value, writer, seq, base, ...(sure ? { sure } : {}), ...(shows === undefined ? {} : { shows }) };
}

/** The one way by which drafts leave a page. */
export class Outbox {
  /**
   * @param {{environment: Environment, drafts: Drafts, locks: Locks, transport: Transport, connection: Connection,
   *          changed: () => void, saved: (draft: Draft) => void}} parts
   */
  constructor({ environment, drafts, locks, transport, connection, changed, saved }) {
    this.environment = environment;
    this.drafts = drafts;
    this.locks = locks;
    this.transport = transport;
    this.connection = connection;
    this.changed = changed;
    this.saved = saved;
    this.unsent = false; // the last request did not get through
    this.single = false; // send one at a time, to find the message that the server cannot take
    /** @type {Promise<void> | null} */
    this.busy = null;
    /** @type {any} */
    this.timer = null;
  }

  /** Send soon: after the pause that follows the last key, or `now`. */
  plan(now = false) {
    if (this.connection.trouble && this.timer) return; // the next try has its time
    const time = this.environment.now();
    const own = this.ready().filter((draft) => draft.writer === this.drafts.writer);
    const oldest = Math.min(...own.map((draft) => draft.since ?? time), time);
    this.wake(now ? 0 : Math.min(PAUSE, Math.max(0, oldest + LONGEST_WAIT - time)));
  }

  /** @param {number} wait */
  wake(wait) {
    this.environment.clearTimeout(this.timer);
    this.timer = this.environment.setTimeout(() => this.flush(), wait);
  }

  /** Send what waits; one request at a time. @returns {Promise<void>} */
  flush() {
    this.environment.clearTimeout(this.timer);
    this.timer = null;
    this.busy ??= this.sendAll().finally(() => {
      this.busy = null;
      if (this.connection.stopped || !this.ready().length) return;
      if (this.connection.trouble) this.wake(this.connection.pause);
      else this.plan();
    });
    return this.busy;
  }

  /** What may go now. What is private waits until its seat has a lock that is open here. */
  ready() {
    return this.drafts.ready().filter((draft) => !draft.private || this.locks.canSeal(draft));
  }

  /** A draft as it goes over the wire. @param {Draft} draft @returns {Promise<Entry>} */
  async message(draft) {
    const message = messageOf(draft);
    return draft.private ? { ...message, value: await this.locks.seal(draft, draft.value) } : message;
  }

  /** The drafts of the next request. */
  nextBatch() {
    const found = [];
    let bytes = 0;
    for (const draft of this.ready().slice(0, this.single ? 1 : AT_ONCE)) {
      bytes += JSON.stringify(draft.value ?? "").length * 2;
      if (found.length && bytes > BYTES_AT_ONCE) break;
      found.push(draft);
    }
    return found;
  }

  async sendAll() {
    while (!this.connection.stopped) {
      const batch = this.nextBatch();
      if (!batch.length || !(await this.send(batch))) return;
      const time = this.environment.now();
      // Keys typed while this was on its way wait for their own pause.
      if (!this.ready().some((draft) => time - (draft.since ?? 0) >= PAUSE)) return;
    }
  }

  /** @param {Draft[]} batch @returns {Promise<boolean>} whether to go on at once */
  async send(batch) {
    let results;
    try {
      const entries = await Promise.all(batch.map((draft) => this.message(draft)));
      results = (await this.transport.call("entries", { ...this.drafts.place, entries })).results;
      await Promise.all(results.map((/** @type {SaveResult} */ result, /** @type {number} */ i) => this.unlock(batch[i], result)));
    } catch (error) {
      return this.notTaken(batch, error instanceof CallError ? error : new CallError("retry", String(error)));
    }
    const again = batch.filter((draft, i) => !this.received(draft, results[i]));
    this.changed();
    this.unsent = again.length > 0;
    if (this.unsent) {
      const why = results.find((/** @type {SaveResult} */ each) => each?.outcome === "retry");
      this.connection.failed(new CallError("retry", why?.what ?? "", why?.next));
      return false;
    }
    this.single = false;
    this.connection.reached();
    return true;
  }

  /** The private text that stands in the place of a draft, as its writer reads it. @param {Draft} draft @param {SaveResult} result */
  async unlock(draft, result) {
    if (!draft?.private || !("current" in result) || !result.current) return;
    result.current.value = (await this.locks.unseal(draft, result.current.value)) ?? null;
  }

  /** @param {Draft} draft @param {SaveResult} result */
  received(draft, result) {
    const dealtWith = this.drafts.received(draft, result);
    if (dealtWith) this.saved(draft);
    return dealtWith;
  }

  /** A request that was not taken as a whole. @param {Draft[]} batch @param {CallError} error */
  notTaken(batch, error) {
    if (error.error !== "invalid" && error.error !== "too_large") {
      this.unsent = true;
      this.connection.failed(error);
      return false;
    }
    // Find out which message it is by sending one at a time.
    if (batch.length > 1) this.single = true;
    else this.received(batch[0], { outcome: "invalid", what: error.what, next: error.next });
    this.changed();
    return true;
  }

  /** The page goes: send what waits without waiting for an answer. The journal keeps it in any case. */
  flushOnHide() {
    const ready = this.ready();
    // To lock takes a moment, which a page that goes may not have: what is private is in the journal in any case.
    if (ready.some((draft) => draft.private)) this.flush();
    const entries = ready.filter((draft) => !draft.private).map(messageOf);
    if (!entries.length || !this.transport.base || this.connection.stopped) return;
    const bytes = new TextEncoder().encode(JSON.stringify(entries)).length;
    if (bytes < LARGEST_LAST) this.transport.call("entries", { ...this.drafts.place, entries }, { keepalive: true }).catch(() => {});
  }

  /**
   * Take away for good every version of a private answer; `seen` is the newest change this page knows of: what others wrote
   * at it since is not meant, however late this arrives. Throws CallError where it was not erased.
   * @param {import("./answers.js").At} at @param {number} seen
   */
  async erase(at, seen) {
    const { drafts } = this;
    const address = drafts.cache.address(at);
    const key = drafts.cache.keyOf(address);
    const message = drafts.make(address, null, { base: null }); // what is typed from here on is not meant
    drafts.held.add(key);
    try {
      await this.busy; // what is on its way arrives first, and is then erased too
      const answer = await this.transport.call("erase", { ...messageOf(message), seen });
      drafts.forget(key, message, answer);
    } finally {
      drafts.held.delete(key);
      this.changed();
      this.plan();
    }
  }
}
