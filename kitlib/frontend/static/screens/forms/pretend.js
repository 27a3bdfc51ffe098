// A meeting that is none: what a page draws of an activity before anybody keeps it. What is typed stays in this page.
import { Client } from "../../core/client.js";
/** @import { Environment } from "../../core/environment.js" */

const SEATS = 6;
const [TEAM, MEETING] = ["team-1", "preview"];
const AGENDA = { slots: [], running: null, word: "not started", late: 0, cuts: [], stillLate: 0, own: false };

/** What stands for the browser's own storage. */
function memory() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => void kept.set(name, value),
    removeItem: (/** @type {string} */ name) => void kept.delete(name),
    names: () => [...kept.keys()],
  };
}

/** What stands for the server. */
export class PretendServer {
  constructor() {
    /** @type {{team: string, seat: string, activity: string, field: string, value: any, rev: number, at: number, writer: string}[]} the newest of each place */
    this.entries = [];
    this.change = 1;
    /** @type {Record<string, [Record<string, any>, Record<string, any>]>} what each activity lets a seat see of a team that is made up: before it shows its answers, and after */
    this.shared = {};
  }

  /** @param {Record<string, [Record<string, any>, Record<string, any>]>} shared */
  learn(shared) {
    this.shared = shared;
    this.change += 1;
  }

  /** @param {(entry: {team: string, seat: string}) => boolean} fits */
  answers(fits) {
    /** @type {Record<string, Record<string, any>>} */
    const found = {};
    for (const { activity, field, ...told } of this.entries.filter(fits)) (found[activity] ??= {})[field] = { value: told.value, rev: told.rev, at: told.at, writer: told.writer };
    return found;
  }

  /** @param {string} activity */
  isRevealed(activity) {
    return this.entries.some((entry) => entry.activity === activity && entry.field === "revealed" && entry.value);
  }

  /** @param {string} team @param {string} seat */
  state(team, seat) {
    const seats = Array.from({ length: SEATS }, (_, n) => ({ id: `seat-${n + 1}`, label: `Seat ${n + 1}`, taken: false, holding: "yours" }));
    return {
      change: this.change,
      now: Date.now() / 1000,
      agenda: AGENDA,
      seat: seat ? "yours" : "",
      seats,
      whole: true,
      mine: this.answers((entry) => Boolean(seat) && entry.seat === seat),
      team: this.answers((entry) => entry.team === team && !entry.seat),
      room: this.answers((entry) => !entry.team),
      shared: Object.fromEntries(Object.entries(this.shared).map(([activity, [before, after]]) => [activity, this.isRevealed(activity) ? after : before])),
    };
  }

  /** @param {any} message */
  save(message) {
    const { team, seat, activity, field, value, writer } = message;
    this.entries = this.entries.filter((each) => each.team !== team || each.seat !== seat || each.activity !== activity || each.field !== field);
    const entry = { team, seat, activity, field, value, writer, rev: (this.change += 1), at: Date.now() / 1000 };
    this.entries.push(entry);
    return { outcome: "saved", rev: entry.rev, at: entry.at };
  }

  /** The answer to a call. @param {string} name @param {any} body */
  answer(name, body) {
    if (name === "state") return this.state(body.team, body.seat);
    if (name === "entries") return { results: body.entries.map((/** @type {any} */ each) => this.save(each)) };
    if (name === "seat") return { holding: "yours" };
    return { error: "forbidden", what: "This is a preview: that is not part of it.", next: "Try it in a rehearsal." };
  }
}

/** @param {PretendServer} server @returns {Environment} */
function environmentOf(server) {
  const session = memory();
  session.setItem(`kit.seat.${MEETING}.${TEAM}`, "seat-1");
  return {
    now: () => Date.now(),
    setTimeout: (work, wait) => window.setTimeout(work, wait),
    clearTimeout: (timer) => window.clearTimeout(timer),
    randomBytes: (bytes) => window.crypto.getRandomValues(new Uint8Array(bytes)),
    crypto: null,
    storage: memory(),
    session,
    locks: null,
    async fetch(address, { body }) {
      const { pathname, searchParams } = new URL(address, "http://preview");
      const asked = body ? JSON.parse(body) : Object.fromEntries(searchParams);
      const said = server.answer(pathname.split("/").at(-1) ?? "", asked);
      return { status: 200, headers: { get: () => "1" }, json: async () => said };
    },
    abortController: null,
    socket: null,
    cookie: () => "",
    isVisible: () => document.visibilityState === "visible",
    watch() {},
  };
}

/** A client that the parts of a page find by its place, as in a meeting. @returns {{server: PretendServer, client: Client, place: any}} */
export function pretendMeeting() {
  const server = new PretendServer();
  const place = { meeting: MEETING, team: TEAM, role: "team" };
  const client = new Client({ environment: environmentOf(server), place, server: { base: "/", token: "" } });
  const kit = (/** @type {any} */ (globalThis).__kit ??= {});
  (kit.clients ??= new Map()).set(`${MEETING}|${TEAM}|team`, client);
  client.start();
  return { server, client, place };
}
