// A world of its own for the core: a clock that a test moves, browsers that keep and forget, a network that loses,
// and a server that keeps the store's rules.
import { Client } from "../../kitlib/frontend/static/core/client.js";

/** Random numbers that come again for the same seed. */
export function randomOf(seed) {
  let state = (seed * 2654435761 + 88675123) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    chance: (share) => next() < share,
    below: (n) => Math.floor(next() * n),
    between: (from, to) => from + Math.floor(next() * (to - from)),
    pick: (list) => list[Math.floor(next() * list.length)],
  };
}

/** Time that passes only when a test says so. */
export class Clock {
  constructor() {
    this.now = 1_800_000_000_000;
    this.timers = new Map();
    this.last = 0;
  }

  add(work, wait, page = null) {
    this.last += 1;
    this.timers.set(this.last, { at: this.now + Math.max(0, wait), work, page });
    return this.last;
  }

  clear(timer) {
    this.timers.delete(timer);
  }

  /** Let time pass, with everything that is due in it, each in its turn. */
  async advance(milliseconds) {
    const end = this.now + milliseconds;
    await settled();
    for (;;) {
      let due = null;
      for (const [id, timer] of this.timers) if (timer.at <= end && (!due || timer.at < due.at)) due = { id, ...timer };
      if (!due) break;
      this.timers.delete(due.id);
      this.now = Math.max(this.now, due.at);
      if (!due.page || due.page.alive) {
        due.work();
        await settled();
      }
    }
    this.now = end;
  }
}

/** When everything that waits for nothing but its turn has had it. */
export const settled = () => new Promise((done) => setImmediate(done));

/** What the store and the service do with entries, for one meeting. */
export class Server {
  constructor(clock) {
    this.clock = clock;
    this.entries = [];
    this.newest = new Map(); // address -> newest accepted entry
    this.sent = new Map(); // writer and number -> entry
    this.touched = new Map(); // address -> the newest entry there, whatever became of it
    this.listeners = new Set(); // what each open socket does when something changed
  }

  static key({ team, seat, activity, field }) {
    return [team, seat, activity, field].join("|");
  }

  current(key) {
    return this.newest.get(key) ?? null;
  }

  history(key) {
    return this.entries.filter((entry) => entry.key === key);
  }

  add(message, key, standing) {
    const over = this.current(key);
    const entry = { key, over: over && { value: over.value, writer: over.writer }, value: message.value, writer: message.writer, seq: message.seq, rev: this.entries.length + 1, at: this.clock.now / 1000, standing };
    this.entries.push(entry);
    this.sent.set(`${message.writer}|${message.seq}`, entry);
    this.touched.set(key, entry.rev);
    for (const tell of this.listeners) tell();
    if (standing === "accepted") this.newest.set(key, entry);
    return entry;
  }

  static told = ({ value, rev, at, writer }) => ({ value, rev, at, writer });

  save(message) {
    const text = typeof message.value === "string" ? message.value : "";
    if (text.includes("!")) return { outcome: "invalid", what: "It holds a mark that does not fit.", next: "Take it out." };
    const findings = (text.match(/#\d+#/g) ?? []).filter((found) => !(message.sure ?? []).includes(found));
    if (findings.length) return { outcome: "needs_review", findings: findings.map((found) => ({ text: found, what: "a student’s number" })) };
    const key = Server.key(message);
    const before = this.sent.get(`${message.writer}|${message.seq}`);
    const current = this.current(key);
    const entry = before ?? this.add(message, key, standing(message, current));
    const stands = this.current(key) ?? entry;
    const stale = entry.standing === "stale" && JSON.stringify(stands.value) !== JSON.stringify(entry.value);
    const result = { outcome: stale ? "conflict" : "saved", rev: entry.rev, at: entry.at };
    return stands === entry ? result : { ...result, current: Server.told(stands) };
  }

  erase(message) {
    const key = Server.key(message);
    const isSince = (entry) => (entry.writer === message.writer ? entry.seq > message.seq : entry.rev > message.seen);
    for (const entry of this.history(key)) if (!isSince(entry)) Object.assign(entry, { value: null, standing: "erased" });
    const stands = this.history(key).findLast((entry) => entry.standing === "accepted");
    const empty = this.add(message, key, stands ? "overtaken" : "accepted");
    this.newest.set(key, stands ?? empty);
    return Server.told(stands ?? empty);
  }

  state({ team, seat, since }) {
    const change = this.entries.length;
    const after = Number(since) < change ? Number(since) : 0;
    const clock = { change, seats: [], seat: seat ? "yours" : "", now: this.clock.now / 1000, agenda: { slots: [], running: null, word: "not started", late: 0, cuts: [], stillLate: 0, own: false } };
    if (Number(since) > 0 && Number(since) === change) return clock;
    const found = { mine: {}, team: {}, room: {} };
    for (const [key, entry] of this.newest) {
      if (this.touched.get(key) <= after) continue;
      const [ofTeam, ofSeat, activity, field] = key.split("|");
      const place = !ofTeam ? "room" : ofTeam !== team ? null : !ofSeat ? "team" : ofSeat === seat ? "mine" : null;
      if (place) (found[place][activity] ??= {})[field] = Server.told(entry);
    }
    return { ...clock, whole: !after, ...found, shared: {}, carried: [] };
  }

  /** Seats stay with whoever asks here: whose a seat is, the real server decides; what its lock is, this one keeps too. */
  seat({ team, seat, lock, proof }) {
    this.seats ??= new Map();
    const key = `${team}|${seat}`;
    const held = this.seats.get(key);
    if (lock && (!held || held.lock.id === lock.id)) this.seats.set(key, { lock, proof });
    else if (proof && held?.proof !== proof) return { holding: "another's", salt: held?.lock.salt, rounds: held?.lock.rounds };
    const now = this.seats.get(key);
    return now ? { holding: "yours", lock: now.lock } : { holding: "yours" };
  }

  /** What a request comes back with: status and body. */
  answer(name, body) {
    if (name === "entries") return [200, { results: body.entries.map((message) => this.save(message)) }];
    if (name === "erase") return [200, this.erase(body)];
    if (name === "seat") return [200, this.seat(body)];
    if (name === "state") return [200, this.state(body)];
    return [404, { error: "not_found", what: "There is no such call.", next: "Reload the page." }];
  }
}

function standing(message, current) {
  if (!current || current.rev === message.base) return "accepted";
  if (current.writer === message.writer) return message.seq > current.seq ? "accepted" : "overtaken";
  return JSON.stringify(current.value) === JSON.stringify(message.value) ? "accepted" : "stale";
}

/** Bytes that no other page draws. */
function bytesOf(page, time, count) {
  return Uint8Array.from({ length: count }, (_, i) => [page >> 8, page, time >> 8, time][i] ?? 0);
}

/** A browser: what it keeps, and which pages are open in it. */
export class Browser {
  constructor(world, { quota = Infinity, locks = true } = {}) {
    this.world = world;
    this.kept = new Map();
    this.quota = quota;
    this.locks = locks;
    this.held = new Map(); // name -> {page, waiting}
    this.pages = [];
  }

  storage(page, kept = this.kept) {
    const alive = () => {
      if (!page.alive) throw new Error("The page is gone.");
    };
    return {
      getItem: (name) => (alive(), kept.get(name) ?? null),
      setItem: (name, value) => {
        alive();
        let size = name.length + value.length;
        for (const [other, text] of kept) if (other !== name) size += other.length + text.length;
        if (size > this.quota) throw new Error("QuotaExceededError");
        kept.set(name, value);
      },
      removeItem: (name) => (alive(), kept.delete(name)),
      names: () => (alive(), [...kept.keys()]),
    };
  }

  locksOf(page) {
    return {
      hold: (name) => this.held.set(name, { page, waiting: [] }),
      held: async () => [...this.held.keys()],
      untilFree: (name) => new Promise((done) => (this.held.has(name) ? this.held.get(name).waiting.push(() => page.alive && done()) : done())),
    };
  }

  free(page) {
    for (const [name, { page: holder, waiting }] of this.held) {
      if (holder !== page) continue;
      this.held.delete(name);
      for (const done of waiting) done();
    }
  }
}

/** Clock, network, server and browsers. `faults()` says what becomes of one request; `drawn()` is called when a page draws. */
export class World {
  constructor(seed, { faults = () => ({}), drawn = () => {} } = {}) {
    this.drawn = drawn;
    this.random = randomOf(seed);
    this.clock = new Clock();
    this.server = new Server(this.clock);
    this.faults = faults;
    this.pages = 0;
  }

  environment(browser, page) {
    const { clock } = this;
    return {
      now: () => clock.now,
      setTimeout: (work, wait) => clock.add(work, wait, page),
      clearTimeout: (timer) => clock.clear(timer),
      randomBytes: (count) => bytesOf(page.number, (page.draws = (page.draws ?? 0) + 1), count),
      crypto: null,
      storage: browser.storage(page),
      session: browser.storage(page, page.session),
      locks: browser.locks ? browser.locksOf(page) : null,
      fetch: (address, options) => this.fetch(page, address, options),
      abortController: null,
      socket: () => this.socket(page),
      cookie: () => "_xsrf=abc",
      isVisible: () => true,
      watch: (moments) => (page.moments = moments),
    };
  }

  /** A connection on which the server tells that something changed; it opens or not, and ends, as the network has it. */
  socket(page) {
    const { server, clock } = this;
    const { up = 10, down = 10, lostUp = false, lostDown = false, status = 0 } = this.faults("changes");
    const socket = { onopen: null, onmessage: null, onclose: null, close: () => end(0) };
    const tell = () => clock.add(() => page.alive && socket.onmessage(), down);
    const end = (wait) => clock.add(() => {
      server.listeners.delete(tell);
      if (page.alive) socket.onclose();
    }, wait);
    if (lostUp || status) end(up);
    else {
      clock.add(() => {
        if (!page.alive) return;
        server.listeners.add(tell);
        socket.onopen();
      }, up);
      if (lostDown) end(up + 5000);
    }
    return socket;
  }

  /** Open a page of the meeting in a browser. */
  async open(browser, { seat = "", session = new Map(), role = "team" } = {}) {
    this.pages += 1;
    const page = { number: this.pages, alive: true, browser, session };
    if (seat) browser.kept.set("kit.seat.m1.team-1", seat);
    const place = { meeting: "m1", team: "team-1", role };
    page.client = new Client({ environment: this.environment(browser, page), place, server: { base: "/", token: "" } });
    page.client.subscribe(() => this.drawn(page));
    browser.pages.push(page);
    page.client.start();
    await settled();
    return page;
  }

  /** End a page: at once, or as a browser does that lets it say good-bye. Its name stays held for a moment. */
  async close(page, { gently = false, lingers = 0 } = {}) {
    if (gently) page.moments.hidden();
    page.alive = false;
    page.browser.pages = page.browser.pages.filter((each) => each !== page);
    if (lingers) this.clock.add(() => page.browser.free(page), lingers);
    else page.browser.free(page);
    await settled();
  }

  /** A request on its way: what reaches the server, when, and whether its answer comes back. */
  fetch(page, address, options) {
    const url = new URL(address, "http://kit");
    const name = url.pathname.split("/").pop();
    const body = options.body ? JSON.parse(options.body) : Object.fromEntries(url.searchParams);
    const { up = 10, down = 10, lostUp = false, lostDown = false, status = 0, hang = false } = this.faults(name);
    return new Promise((resolve, reject) => {
      const fail = () => !hang && page.alive && reject(new TypeError("Failed to fetch"));
      const come = (ours, [code, answer]) => {
        const headers = { get: (header) => (header === "X-Kit" && ours ? "1" : null) };
        if (page.alive) resolve({ status: code, headers, json: async () => structuredClone(answer) });
      };
      if (lostUp) return this.clock.add(fail, up);
      if (status) return this.clock.add(() => come(status !== 502, [status, { error: "retry", what: "The database is busy.", next: "Wait." }]), up);
      return this.clock.add(() => {
        const answer = this.server.answer(name, body);
        this.clock.add(() => (lostDown ? fail() : come(true, answer)), down);
      }, up);
    });
  }
}
