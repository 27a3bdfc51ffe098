// One client a page and meeting: whose page it is, what others did, and all that its answers and its outbox know.
import { say } from "./language.js";
import { AnswerCache } from "./answers.js";
import { Channel } from "./channel.js";
import { Connection } from "./connection.js";
import { CLOCKS, Drafts } from "./drafts.js";
import { Journal } from "./journal.js";
import { Leftovers } from "./leftovers.js";
import { Locks, isSealed } from "./locks.js";
import { Outbox } from "./outbox.js";
import { Poller } from "./poller.js";
import { Push } from "./push.js";
import { CallError, Transport } from "./transport.js";
/** @import { Agenda, Answers, Carried, Place, Seat, State, Wall } from "../protocol.js" */
/** @import { At, Draft } from "./answers.js" */
/** @import { Environment } from "./environment.js" */

/** What people call a seat: "Seat 3", and the role that somebody gave it. @param {string} label */
const seatName = (label) => label.replace(/^Seat (\d+)/, (_, n) => say("Seat {n}", { n }));

/** What all widgets of a page share of one meeting. */
export class Client {
  /** @param {{environment: Environment, place: Place, server: {base: string, token: string} | null}} parts */
  constructor({ environment, place, server }) {
    this.environment = environment;
    this.place = place;
    this.answers = new AnswerCache(place);
    this.channel = new Channel(environment);
    this.transport = new Transport({ environment, channel: this.channel, server });
    this.connection = new Connection(() => this.notify());
    this.journal = new Journal(environment, place.meeting);
    const writer = Array.from(environment.randomBytes(12), (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.drafts = new Drafts({ environment, cache: this.answers, journal: this.journal, writer: `w-${writer}` });
    this.locks = new Locks({
      environment,
      meeting: place.meeting,
      ask: (body) => this.transport.call("seat", { meeting: place.meeting, ...body }),
      changed: () => this.lockChanged(),
    });
    this.outbox = new Outbox({
      environment,
      drafts: this.drafts,
      locks: this.locks,
      transport: this.transport,
      connection: this.connection,
      changed: () => this.notify(),
      saved: (draft) => this.afterSaving(draft),
    });
    this.leftovers = new Leftovers({ environment, journal: this.journal, drafts: this.drafts, found: () => this.sendLeftovers() });
    this.push = new Push({ environment, address: () => this.transport.changesOf(place), changed: () => this.poller.nudge() });
    this.poller = new Poller({
      environment,
      connection: this.connection,
      isWatched: () => this.answers.listeners.size > 0,
      isPushed: () => this.push.isOpen,
      ask: () => this.ask(),
    });

    /** @type {Record<string, any>} what each activity lets this seat see of the others */
    this.shared = {};
    this.counted = false; // whether `shared` is of now, and of this seat
    /** @type {Seat[]} */
    this.seats = [];
    /** @type {Wall | null} what all teams send; only for the one who leads */
    this.wall = null;
    /** @type {Carried[]} what is still open from earlier meetings */
    this.carried = [];
    /** @type {import("../protocol.js").CarriedMore | undefined} */
    this.carriedMore = undefined;
    /** @type {Agenda | null} */
    this.agenda = null;
    this.change = 0;
    this.skew = 0; // seconds this browser's clock is behind the server's
    /** @type {Set<string>} "team|seat" whose answers have been fetched */
    this.loaded = new Set();
    /** @type {{seat: string, holding: string, hasLock: boolean} | null} a seat that somebody else uses, or used: whoever chose it is asked */
    this.asked = null;
    /** @type {string | null} the seat that was just chosen, until the server has said whose it is */
    this.sitting = null;
    this.choices = 0; // how often a seat was chosen here: an answer about an earlier choice changes nothing
    this.isRereading = false; // whether what is private is not shown as it is, until the next answer
    this.leftSeat = ""; // the one that this page sat at before, while its private words are open on the device
    this.seatProblem = ""; // why a seat could not be taken
    this.isOccupied = () => false; // whether somebody writes on this page just now, as whatever shows it knows
    this.answers.seat = this.rememberedSeat();
  }

  /**
   * What earlier pages left comes first: whoever counts rows when the answers are here counts theirs too,
   * and nobody types into a box whose words are still on their way back.
   */
  start() {
    this.environment.watch({
      shown: () => {
        this.connection.resume();
        this.poll();
      },
      hidden: () => this.outbox.flushOnHide(),
      // Only where the browser itself could not keep a copy: then leaving really loses words.
      leaving: (event) => this.journal.isIncomplete && event.preventDefault(),
    });
    return this.leftovers.begin().finally(() => {
      this.poller.start();
      this.push.open();
    });
  }

  // -- answers -----------------------------------------------------------------------

  /** @param {At} at */
  key(at) {
    return this.answers.key(at);
  }

  /** The answer as this page should show it; null where there is none. @param {At} at @returns {any} */
  value(at) {
    return this.answers.value(at);
  }

  /** Type, choose or press: kept in this browser at once, sent after a pause; with `now`, without a pause. @param {At} at @param {any} value @param {{now?: boolean}} [options] */
  set(at, value, options = {}) {
    this.drafts.write(at, value, options);
    this.outbox.plan(options.now);
    this.notify();
  }

  /** @param {At} at @param {"mine" | "theirs" | "both"} choice */
  settle(at, choice) {
    this.drafts.settle(at, choice);
    this.sendNow();
  }

  /** Keep a text that could name a student. @param {At} at */
  confirmReview(at) {
    this.drafts.confirmReview(at);
    this.sendNow();
  }

  /** Give up an answer that was not taken. @param {At} at */
  discard(at) {
    this.drafts.discard(at);
    this.sendNow();
  }

  /** Take away for good what this seat wrote in private. Throws CallError where it was not erased. @param {At} at */
  erase(at) {
    return this.outbox.erase(at, this.change);
  }

  sendNow() {
    this.outbox.flush();
    this.notify();
  }

  flush() {
    return this.outbox.flush();
  }

  /** Do many changes as one. @param {() => void} work */
  batch(work) {
    this.answers.batch(work);
  }

  notify() {
    this.answers.notify();
  }

  /** Be told of every change. @param {() => void} listener @returns {() => void} what ends that */
  subscribe(listener) {
    // A notebook that is opened again in the same page: nobody looked meanwhile, and others may have written.
    if (!this.answers.listeners.size && this.counted) {
      this.loaded.clear();
      this.forgetOthers();
      this.poll();
    }
    return this.answers.subscribe(listener);
  }

  // -- whose page this is --------------------------------------------------------------

  get team() {
    return this.answers.team;
  }

  get seat() {
    return this.answers.seat;
  }

  get leads() {
    return this.place.role === "facilitator";
  }

  /** What people call this seat. */
  get seatLabel() {
    return this.seats.find((each) => each.id === this.seat)?.label ?? seatName(this.seat.replace("seat-", "Seat "));
  }

  /** Whether what this seat wrote in private cannot be read here before its phrase is typed. */
  get isShut() {
    return Boolean(this.seat) && (this.isRereading || this.locks.isShut({ team: this.team, seat: this.seat }));
  }

  seatKey() {
    return `kit.seat.${this.place.meeting}.${this.team}`;
  }

  rememberedSeat() {
    // A tab remembers its own seat; a new tab starts with the last one chosen in this browser.
    const { session, storage } = this.environment;
    try {
      return session.getItem(this.seatKey()) || storage.getItem(this.seatKey()) || "";
    } catch {
      return "";
    }
  }

  /** Sit down at a seat, where it is this device's or free; otherwise its person is asked (`asked`). Throws CallError. @param {string} seat */
  async sit(seat) {
    const { team } = this;
    const choice = ++this.choices;
    if (!seat) return this.selectSeat(team, "");
    const answer = await this.transport.call("seat", { meeting: this.place.meeting, team, seat });
    if (answer.holding === "yours") await this.locks.learn({ team, seat }, answer.lock ?? null);
    if (choice !== this.choices) return;
    if (answer.holding === "yours") {
      this.asked = null;
      this.selectSeat(team, seat);
    } else this.askWhose(seat, answer.holding, Boolean(answer.salt));
  }

  /** Let its person say whether a seat that somebody uses, or used, is theirs. @param {string} seat @param {string} holding @param {boolean} hasLock */
  askWhose(seat, holding, hasLock) {
    this.choices++;
    this.asked = { seat, holding, hasLock };
    this.notify();
  }

  /** Take over a seat of another device, by its phrase. Throws CallError. @param {string} seat @param {string} phrase @returns {Promise<boolean>} */
  async takeOver(seat, phrase) {
    const isOpen = await this.locks.open({ team: this.team, seat }, phrase);
    if (isOpen) await this.sit(seat);
    return isOpen;
  }

  /** Sit down at a seat of a team without asking; without `seat`, at the one that this browser remembers. @param {string} team @param {string} [seat] */
  selectSeat(team, seat) {
    const { session, storage } = this.environment;
    this.outbox.flush();
    this.leftSeat = team === this.team && this.seat && this.seat !== seat ? this.seat : "";
    this.answers.team = team;
    this.answers.seat = seat ?? this.rememberedSeat();
    try {
      session.setItem(this.seatKey(), this.seat);
      storage.setItem(this.seatKey(), this.seat);
    } catch {
      /* the choice then lasts as long as the page */
    }
    this.forgetOthers(); // what others wrote was shown to the seat before, not to this one
    this.notify();
    this.poll();
  }

  /** What others did is asked for from the start at the next poll, and is not known until then. */
  forgetOthers() {
    this.change = 0;
    this.shared = {};
    this.counted = false;
  }

  /** Whether the answers of this scope have been fetched. Until then nobody should write over what is not shown. @param {"seat" | "team" | "room"} scope */
  isLoaded(scope) {
    if (scope === "seat") return this.loaded.has(`${this.team}|${this.seat}`);
    if (scope === "room") return this.loaded.size > 0;
    return [...this.loaded].some((place) => place.startsWith(`${this.team}|`));
  }

  /** Whether a person may write an answer of this scope now. @param {"seat" | "team" | "room"} scope */
  canWrite(scope) {
    const isSeated = Boolean(this.seat) && !this.asked && !this.sitting; // while a seat is in question nobody knows whose it would be
    return this.isLoaded(scope) && (scope !== "seat" || isSeated);
  }

  // -- what others did ------------------------------------------------------------------

  poll() {
    return this.poller.poll();
  }

  /** Ask the server once what there is to see. */
  async ask() {
    const { team, seat } = this;
    const query = { meeting: this.place.meeting, team, seat, since: String(this.change), leads: this.leads ? "1" : "" };
    const state = await this.transport.call("state", query);
    await this.openPrivate(state, team, seat);
    if (team === this.team && seat === this.seat) {
      this.applyState(state);
      if (seat && state.seat !== "yours") await this.returnToSeat(seat);
    } else this.poller.again = true;
    const waits = this.outbox.ready().length > 0;
    if (!this.outbox.unsent || !waits) this.connection.reached(); // reading works; whether writing does, a save tells
    if (waits && !this.outbox.busy) this.outbox.flush();
    if (this.leads) await this.askForWall();
  }

  /** Read what this seat wrote in private, where its lock is open here. @param {State} state @param {string} team @param {string} seat */
  async openPrivate(state, team, seat) {
    if (state.seat === "yours" && !this.locks.known.has(`${team}|${seat}`)) await this.learnLock(team, seat);
    for (const [activity, fields] of Object.entries(state.mine ?? {})) {
      for (const [field, stored] of Object.entries(fields)) {
        if (!isSealed(stored.value)) continue;
        const address = { meeting: this.place.meeting, team, seat, activity, field };
        this.answers.privates.add(this.answers.keyOf(address));
        const [activityThen, fieldThen] = stored.sealedAs ?? [activity, field];
        stored.value = (await this.locks.unseal({ ...address, activity: activityThen, field: fieldThen }, stored.value)) ?? null;
      }
    }
  }

  /** Whether the meeting took in a newer version of its session since this page was made. */
  get isOutdated() {
    return this.isLoaded("room") && (this.answers.stored.get("||lead|renewed")?.value ?? 0) !== (this.place.shows ?? 0);
  }

  /** The page is shown anew, once, when what was typed is on disk and nobody writes; where it cannot be, it says what to do. */
  followRenewal() {
    const { session, reload } = this.environment;
    if (!reload || !this.isOutdated || this.outbox.ready().length || this.isOccupied()) return;
    const name = `kit.renewed.${this.place.meeting}`;
    const now = String(this.answers.stored.get("||lead|renewed")?.value);
    try {
      if (session.getItem(name) === now) return;
      session.setItem(name, now);
    } catch {
      return; // it could not be told that it was loaded anew already
    }
    reload(this.place.meeting);
  }

  /** What draws on this page was asked for anew: from now on it shows what the meeting does. @param {Place} place */
  renewed({ shows }) {
    if (shows === this.place.shows) return;
    this.place.shows = shows;
    this.change = 0;
    this.poll();
  }

  /** @param {string} team @param {string} seat */
  async learnLock(team, seat) {
    const answer = await this.transport.call("seat", { meeting: this.place.meeting, team, seat });
    if (answer.holding === "yours") await this.locks.learn({ team, seat }, answer.lock ?? null);
  }

  /** The seat that this page remembers is not its own, or not any more: it is taken again, or its person is asked. @param {string} seat */
  async returnToSeat(seat) {
    this.selectSeat(this.team, "");
    this.leftSeat = ""; // nobody left it: it was never this page's, or is not any more
    await this.sit(seat);
  }

  /** A lock was opened or shut: what is private is read anew. */
  lockChanged() {
    for (const key of this.answers.privates) if (!this.answers.unsent.has(key)) this.answers.stored.delete(key);
    this.isRereading = true;
    this.change = 0;
    this.notify();
    this.poll();
  }

  /** What all teams send, for the one who leads. A server that is away is told of by the poll itself. */
  async askForWall() {
    try {
      const wall = await this.transport.call("wall", { meeting: this.place.meeting, since: String(this.wall?.change ?? 0) });
      this.wall = { .../** @type {any} */ (this.wall ?? { teams: [], wrote: {}, texts: [] }), ...wall };
      this.notify();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
    }
  }

  /** @param {State} state */
  applyState(state) {
    this.skew = state.now - this.environment.now() / 1000;
    this.agenda = state.agenda;
    this.seats = state.seats.map((seat) => ({ ...seat, label: seatName(seat.label) }));
    if (state.change < this.change) {
      this.drafts.offerAgain(state.change);
      this.change = state.change;
    }
    if (state.mine) {
      this.change = state.change;
      this.isRereading = false;
      if (state.whole) {
        this.shared = {};
        this.carried = state.carried ?? [];
        this.carriedMore = state.carriedMore;
      }
      Object.assign(this.shared, state.shared);
      this.counted = true;
      this.learnAll(state.mine, this.team, this.seat);
      this.learnAll(state.team ?? {}, this.team, "");
      this.learnAll(state.room ?? {}, "", "");
      if (state.seat === "yours" || !this.seat) this.loaded.add(`${this.team}|${this.seat}`);
    }
    this.followRenewal();
    this.notify();
  }

  /** @param {Answers} answers @param {string} team @param {string} seat */
  learnAll(answers, team, seat) {
    for (const [activity, fields] of Object.entries(answers)) {
      for (const [field, stored] of Object.entries(fields)) {
        const key = this.answers.keyOf({ team, seat, activity, field });
        this.answers.learn(key, stored);
        this.drafts.resolve(key);
      }
    }
  }

  /** Seconds since 1970 by the server's clock. */
  now() {
    return this.environment.now() / 1000 + this.skew;
  }

  // -- inside ---------------------------------------------------------------------------

  /** @param {Draft} draft */
  afterSaving(draft) {
    // The agenda is reckoned by the server.
    if (CLOCKS.includes(draft.activity)) this.environment.setTimeout(() => this.poll(), 0);
  }

  sendLeftovers() {
    this.notify();
    this.outbox.flush();
  }
}
