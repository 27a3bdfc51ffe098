// What was typed and is not on disk yet: written here or left by an earlier page, judged by what the server says of it,
// and decided upon by the person who wrote it.
import { say } from "./language.js";
import { idOf } from "./answers.js";
/** @import { SaveResult, StoredAnswer } from "../protocol.js" */
/** @import { Address, AnswerCache, At, Conflict, Draft } from "./answers.js" */
/** @import { Environment } from "./environment.js" */
/** @import { Journal } from "./journal.js" */

export const CLOCKS = ["clock", "pace"]; // after a press on one, the server reckons the agenda anew
const TAKEN = say("Someone else chose first; theirs is shown. Choose again to change it.");

/** Two texts that were written apart, one below the other; of other values the last. @param {Draft[]} drafts */
function joined(drafts) {
  const values = [...new Set(drafts.map(({ value }) => value))];
  return values.every((value) => typeof value === "string") ? values.filter(Boolean).join("\n") : values.at(-1);
}

/** The drafts of a page. All of them are in its cache, and in the journal of its browser. */
export class Drafts {
  /** @param {{environment: Environment, cache: AnswerCache, journal: Journal, writer: string}} parts */
  constructor({ environment, cache, journal, writer }) {
    this.environment = environment;
    this.cache = cache;
    this.journal = journal;
    this.writer = writer;
    this.seq = 0;
    /** @type {Set<string>} keys of which nothing is sent just now */
    this.held = new Set();
  }

  /** Which team's page this is. */
  get place() {
    return { meeting: this.cache.place.meeting, team: this.cache.team };
  }

  // -- writing -------------------------------------------------------------------------

  /**
   * Keep what was typed, chosen or pressed. `now` is for what is chosen or pressed as a whole: where another page was
   * first, that one's choice stands and the person is told.
   * @param {At} at @param {any} value @param {{now?: boolean}} [options]
   */
  write(at, value, { now = false } = {}) {
    const address = this.cache.address(at);
    const key = this.cache.keyOf(address);
    if (at.private) this.cache.privates.add(key);
    this.cache.notices.delete(key);
    const conflict = this.cache.conflicts.get(key);
    if (conflict) this.writeInConflict(conflict, address, value, now);
    else this.writeOver(this.cache.shownDraft(key) ?? null, key, address, value, now);
  }

  /** It still builds on what it was typed over, not on theirs, which nobody has agreed to yet. @param {Conflict} conflict @param {Address} address @param {any} value @param {boolean} now */
  writeInConflict(conflict, address, value, now) {
    const draft = this.make(address, value, { base: conflict.base, now });
    conflict.mine = value;
    conflict.drafts = [...conflict.drafts.filter((each) => each.writer !== this.writer), draft];
    this.journal.keep(draft);
  }

  /** @param {Draft | null} before what stood in the box and is not on disk @param {string} key @param {Address} address @param {any} value @param {boolean} now */
  writeOver(before, key, address, value, now) {
    const wasRefused = this.cache.refused.delete(key);
    if (!before) {
      const draft = this.make(address, value, { base: this.cache.stored.get(key)?.rev ?? null, now });
      this.journal.keep(draft);
      return this.push(key, draft);
    }
    const isMine = before.writer === this.writer;
    const stored = this.cache.stored.get(key);
    // Where an earlier text of the same page is on disk already, only its answer was lost.
    const base = stored?.writer === before.writer ? stored.rev : before.base;
    const since = isMine && !wasRefused ? before.since : undefined;
    const draft = this.make(address, value, { base, over: isMine ? before.over : idOf(before), since, now });
    this.journal.keep(draft);
    if (isMine || wasRefused) this.remove(key, before);
    if (!isMine && wasRefused) this.journal.release(before);
    this.push(key, draft);
  }

  /** @param {Address} address @param {any} value @param {{base: number | null, over?: string, since?: number, now?: boolean}} more @returns {Draft} */
  make(address, value, { base, over, since = this.environment.now(), now = false }) {
    const key = this.cache.keyOf(address);
    const sure = this.cache.reviewed.get(key);
    this.seq += 1;
    return {
      ...address,
      value,
      writer: this.writer,
      seq: this.seq,
      base,
      since,
      ...(sure && { sure }),
      ...(this.cache.place.shows !== undefined && { shows: this.cache.place.shows }),
      ...(this.cache.privates.has(key) && { private: true }),
      ...(over && { over }),
      ...(now && { atomic: true }),
    };
  }

  /** Take over drafts that earlier pages of this browser left: they go first, each in its turn. @param {Draft[]} found */
  adopt(found) {
    for (const draft of found) {
      const key = this.cache.keyOf(draft);
      if (draft.private) this.cache.privates.add(key);
      draft.since = this.environment.now();
      const queue = this.cache.unsent.get(key) ?? [];
      const place = queue.findIndex((each) => each.writer === this.writer);
      this.cache.unsent.set(key, place < 0 ? [...queue, draft] : [...queue.slice(0, place), draft, ...queue.slice(place)]);
    }
  }

  /** Ids of all drafts that this page deals with. */
  known() {
    const waiting = [...this.cache.unsent.values()].flat();
    const undecided = [...this.cache.conflicts.values()].flatMap((conflict) => conflict.drafts);
    return new Set([...waiting, ...undecided].map(idOf));
  }

  /** What may go now: of each answer the first draft, those that earlier pages left before all others. @returns {Draft[]} */
  ready() {
    const first = [];
    for (const [key, [draft]] of this.cache.unsent) {
      if (!this.held.has(key) && this.cache.refused.get(key)?.draft !== idOf(draft)) first.push(draft);
    }
    return [...first.filter((draft) => draft.writer !== this.writer), ...first.filter((draft) => draft.writer === this.writer)];
  }

  // -- what became of a draft --------------------------------------------------------------

  /** Take in what became of one draft. @param {Draft} draft @param {SaveResult | undefined} result @returns {boolean} false when it should be sent again later */
  received(draft, result) {
    const key = this.cache.keyOf(draft);
    switch (result?.outcome) {
      case "saved":
        this.saved(key, draft, result);
        return true;
      case "conflict":
        this.cache.learn(key, result.current);
        if (draft.atomic) this.yieldTo(key, draft);
        else this.clash(key, draft, result.current);
        return true;
      case "needs_review":
        this.refuse(key, draft, { what: "", next: "", findings: result.findings });
        return true;
      case "invalid":
        this.refuse(key, draft, { what: result.what, next: result.next });
        return true;
      default:
        return false;
    }
  }

  /** @param {string} key @param {Draft} draft @param {{rev: number, at: number, current?: StoredAnswer}} result */
  saved(key, draft, { rev, at, current }) {
    // An entry that comes late has a higher revision than the one that stands.
    this.cache.learn(key, current ?? { value: draft.value, rev, at, writer: draft.writer });
    this.journal.release(draft);
    this.remove(key, draft);
    this.rebase(key, draft, current?.writer === draft.writer ? current.rev : rev);
    this.resolve(key);
  }

  /** What was typed over a draft that is now on disk builds on it. @param {string} key @param {Draft} draft @param {number} rev */
  rebase(key, draft, rev) {
    for (const later of this.cache.unsent.get(key) ?? []) {
      if (later.writer !== draft.writer && later.over !== idOf(draft)) continue;
      later.base = rev;
      later.since = this.environment.now(); // keys typed while it was on its way wait for their own pause
      this.journal.keep(later);
    }
  }

  /** Another page chose or pressed first: its choice stands, and the person is told. What was pressed since, unseeing, yields in its turn. @param {string} key @param {Draft} draft */
  yieldTo(key, draft) {
    this.journal.release(draft);
    this.remove(key, draft);
    if (!CLOCKS.includes(draft.activity)) this.cache.notices.set(key, TAKEN);
  }

  /** Another page wrote first: both texts are kept until the person has chosen. @param {string} key @param {Draft} draft @param {StoredAnswer} theirs */
  clash(key, draft, theirs) {
    const chain = this.chain(key, draft);
    const before = this.cache.conflicts.get(key);
    // What was typed here before the draft of an earlier page came back belongs to the same choice.
    const beside = (this.cache.unsent.get(key) ?? []).filter((each) => each.writer === this.writer && !chain.includes(each));
    const mine = before ? before.mine : joined([/** @type {Draft} */ (chain.at(-1)), ...beside]);
    for (const each of [...chain, ...beside]) this.remove(key, each);
    if (!this.cache.unsent.has(key)) this.cache.refused.delete(key);
    const drafts = [...(before?.drafts ?? []), ...chain, ...beside];
    this.cache.conflicts.set(key, { mine, theirs: this.cache.stored.get(key) ?? theirs, base: before ? before.base : draft.base, drafts });
    this.resolve(key);
  }

  /** A draft and what was typed over it, one after the other. @param {string} key @param {Draft} draft @returns {Draft[]} */
  chain(key, draft) {
    const found = [draft];
    for (const later of this.cache.unsent.get(key) ?? []) {
      const last = /** @type {Draft} */ (found.at(-1));
      const newer = later.writer === last.writer && later.seq > last.seq;
      if (newer || later.over === idOf(last)) found.push(later);
    }
    return found;
  }

  /** A conflict between two equal texts is none. @param {string} key */
  resolve(key) {
    const conflict = this.cache.conflicts.get(key);
    if (!conflict || JSON.stringify(conflict.mine ?? "") !== JSON.stringify(conflict.theirs.value ?? "")) return;
    this.cache.conflicts.delete(key);
    for (const draft of conflict.drafts) this.journal.release(draft);
  }

  /** @param {string} key @param {Draft} draft @param {{what: string, next: string, findings?: any[]}} why */
  refuse(key, draft, why) {
    const queue = this.cache.unsent.get(key) ?? [];
    const place = queue.findIndex((each) => idOf(each) === idOf(draft));
    if (place < 0) return; // something was typed since, and will be judged itself
    if (place === queue.length - 1) {
      this.cache.refused.set(key, { draft: idOf(draft), ...why });
      return;
    }
    // What was typed over it takes its place. Otherwise the journal keeps it, and it comes up when the others are done.
    this.remove(key, draft);
    if (queue[place + 1].over === idOf(draft)) this.journal.release(draft);
  }

  // -- what people decide --------------------------------------------------------------------

  /** Settle a conflict: keep what was typed here, theirs, or both. @param {At} at @param {"mine" | "theirs" | "both"} choice */
  settle(at, choice) {
    const key = this.cache.key(at);
    const conflict = this.cache.conflicts.get(key);
    if (!conflict) return;
    this.cache.conflicts.delete(key);
    this.cache.learn(key, conflict.theirs);
    this.setRefusedAside(key);
    if (choice !== "theirs") {
      const both = `${conflict.theirs.value ?? ""}\n${conflict.mine ?? ""}`.trim();
      const draft = this.make(this.cache.address(at), choice === "mine" ? conflict.mine : both, { base: conflict.theirs.rev });
      this.push(key, draft);
      this.journal.keep(draft);
    }
    for (const draft of conflict.drafts) this.journal.release(draft);
  }

  /** What was refused stays in the journal until the others are done. @param {string} key */
  setRefusedAside(key) {
    const shown = this.cache.shownDraft(key);
    if (shown && this.cache.refused.delete(key)) this.remove(key, shown);
  }

  /** Keep a text that could name a student: its writer has looked at what was found and decided. @param {At} at */
  confirmReview(at) {
    const key = this.cache.key(at);
    const findings = this.cache.refused.get(key)?.findings;
    const draft = this.cache.shownDraft(key);
    if (!findings || !draft) return;
    const sure = [...(this.cache.reviewed.get(key) ?? []), ...findings.map((each) => each.text)];
    this.cache.reviewed.set(key, sure);
    this.cache.refused.delete(key);
    draft.sure = sure;
    this.journal.keep(draft);
  }

  /** Give up an answer that was not taken; what is on disk is shown again. @param {At} at */
  discard(at) {
    const key = this.cache.key(at);
    const shown = this.cache.shownDraft(key);
    if (!shown || !this.cache.refused.delete(key)) return;
    this.journal.release(shown);
    this.remove(key, shown);
  }

  /** Every version of an answer is gone; what was typed since `erased` was sent goes on. @param {string} key @param {Draft} erased @param {StoredAnswer} answer */
  forget(key, erased, answer) {
    const drafts = [...(this.cache.unsent.get(key) ?? []), ...(this.cache.conflicts.get(key)?.drafts ?? [])];
    const since = drafts.findLast((draft) => draft.writer === this.writer && draft.seq > erased.seq);
    this.journal.releaseAll(erased);
    for (const map of [this.cache.unsent, this.cache.conflicts, this.cache.refused, this.cache.notices, this.cache.reviewed]) map.delete(key);
    this.cache.stored.set(key, answer);
    if (!since) return;
    since.base = answer.value === null || answer.writer === this.writer ? answer.rev : null; // what others wrote since was not seen here
    delete since.over;
    this.push(key, since);
    this.journal.keep(since);
  }

  /** The database is an older one than before (a copy was put back): what this page wrote since is offered again. @param {number} change */
  offerAgain(change) {
    for (const [key, stored] of [...this.cache.stored]) {
      if (stored.rev <= change) continue;
      this.cache.stored.delete(key);
      if (stored.writer !== this.writer || this.cache.unsent.has(key)) continue;
      const [team, seat, activity, field] = key.split("|");
      const draft = this.make({ meeting: this.cache.place.meeting, team, seat, activity, field }, stored.value, { base: null });
      this.journal.keep(draft);
      this.push(key, draft);
    }
  }

  // -- the queues ----------------------------------------------------------------------------

  /** @param {string} key @param {Draft} draft */
  push(key, draft) {
    this.cache.unsent.set(key, [...(this.cache.unsent.get(key) ?? []), draft]);
  }

  /** @param {string} key @param {Draft} draft */
  remove(key, draft) {
    const left = (this.cache.unsent.get(key) ?? []).filter((each) => idOf(each) !== idOf(draft));
    if (left.length) this.cache.unsent.set(key, left);
    else this.cache.unsent.delete(key);
  }
}
