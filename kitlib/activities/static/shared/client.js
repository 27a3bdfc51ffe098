// One client a page and meeting: whose page it is, what others did, and all that its answers and its outbox know.
import { Outbox } from "./outbox.js";
import { ChannelTransport, Unreachable } from "./transport.js";

const LOOK = 2000; // ms between looks at what others did
const GOING = 500; // ms that a page which is being left, as by a reload, may take to be gone

/** What all widgets of a page share of one meeting. */
export class Client extends Outbox {
  constructor(model, place) {
    super(model, place);
    this.seat = this.remembered();
    this.shared = {};
    this.counted = false; // whether `shared` is of now, and of this seat
    this.seats = [];
    this.wall = null; // what all teams send; only for the one who leads
    this.carried = []; // what is still open from earlier meetings
    this.agenda = null;
    this.change = 0;
    this.skew = 0; // seconds this browser's clock is behind the server's
    this.known = new Set(); // "team|seat" whose answers have been fetched
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.farewell();
      else this.look();
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

  /** Be told of every change; returns what ends that. */
  onChange(listener) {
    // A notebook that is opened again in the same page: nobody looked meanwhile, and others may have written.
    if (!this.listeners.size && this.counted) {
      this.known.clear();
      this.askAnew();
      this.look();
    }
    return super.onChange(listener);
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
