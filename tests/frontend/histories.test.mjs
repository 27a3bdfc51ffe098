// Random histories: whatever people type, and whatever browsers, network and server do meanwhile, no word is lost, none is
// stored twice, and in the end every page shows what is on disk.
//
//   KIT_HISTORIES=20000 KIT_SEED=1 node --test tests/frontend/histories.test.mjs
//   KIT_ONLY=4711 …   one history alone, told step by step; KIT_STEPS=12 cuts it short
import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser, Server, World } from "./world.mjs";

const HISTORIES = Number(process.env.KIT_HISTORIES ?? 5000);
const SEED = Number(process.env.KIT_SEED ?? 1);
const ONLY = process.env.KIT_ONLY ? Number(process.env.KIT_ONLY) : null;
const STEPS = process.env.KIT_STEPS ? Number(process.env.KIT_STEPS) : Infinity;

const FIELDS = [
  { scope: "seat", activity: "words", field: "first" },
  { scope: "seat", activity: "words", field: "second" },
  { scope: "team", activity: "rows", field: "r1-a.text" },
  { scope: "team", activity: "rows", field: "r1-a.state", atomic: true },
  { scope: "room", activity: "earlier", field: "x.reason" },
];

/** One history, from the first page to the last question. */
class History {
  constructor(seed) {
    this.seed = seed;
    this.world = new World(seed, { faults: (name) => this.faultsOf(name), drawn: (page) => this.see(page) });
    this.seen = new Map(); // page -> what the pages of its browser have shown: a draft goes from one to the next
    const { random } = this.world;
    this.random = random;
    this.trouble = random.pick([0, 0.1, 0.4, 0.7]); // share of requests that go wrong
    this.isAway = false;
    this.isCalm = false;
    this.isFull = random.chance(0.15);
    this.isAlone = !this.isFull && random.chance(0.25); // one person with one page at a time
    this.browsers = Array.from({ length: this.isAlone ? 1 : random.between(1, 3) }, () => new Browser(this.world, { locks: this.isAlone || random.chance(0.8), quota: this.isFull ? random.between(0, 900) : Infinity }));
    this.token = 0;
    this.finals = new Map(); // page and key -> the text that was left in a box
    this.decided = new Set(); // keys at which somebody chose
    this.told = [];
  }

  get pages() {
    return this.browsers.flatMap((browser) => browser.pages);
  }

  get server() {
    return this.world.server;
  }

  tell(words) {
    this.told.push(`${this.world.clock.now % 1e7}: ${words}`);
  }

  faultsOf(name) {
    const { random } = this;
    const speed = { up: random.between(1, 200), down: random.between(1, 200) };
    if (this.isCalm) return speed;
    if (this.isAway) return random.chance(0.5) ? { ...speed, lostUp: true } : { ...speed, status: 502 };
    if (!random.chance(this.trouble)) return speed;
    const fault = random.pick(["lostUp", "lostDown", "busy", "hangUp", "hangDown", "lateUp", "slow"]);
    this.tell(`  ${name}: ${fault}`);
    return {
      lostUp: { ...speed, lostUp: true },
      lostDown: { ...speed, lostDown: true },
      busy: { ...speed, status: 503 },
      hangUp: { ...speed, lostUp: true, hang: true },
      hangDown: { ...speed, lostDown: true, hang: true },
      lateUp: { up: random.between(14000, 20000), down: 10 },
      slow: { up: random.between(500, 4000), down: random.between(500, 4000) },
    }[fault];
  }

  /** Remember what stands on a page. */
  see(page) {
    const seen = (page.browser.seen ??= new Set());
    this.seen.set(page.number, seen);
    for (const at of FIELDS) {
      const key = page.client.key(at);
      const conflict = page.client.answers.conflicts.get(key);
      seen.add(`${key} ${page.client.value(at)}`);
      if (conflict) seen.add(`${key} ${conflict.theirs.value}`);
      if (this.isAlone) {
        assert(!conflict, `who is alone is asked to choose at ${key}`);
        assert(!page.client.answers.notices.has(key), `who is alone is told of somebody else at ${key}`);
      }
    }
  }

  // -- what happens --------------------------------------------------------------------

  async open(browser, seat = this.random.pick(["seat-1", "seat-1", "seat-2"])) {
    const page = await this.world.open(browser, { seat });
    this.tell(`page ${page.number} opens in browser ${this.browsers.indexOf(browser)} at ${seat}`);
    return page;
  }

  type(page) {
    const { random } = this;
    const at = random.pick(FIELDS);
    if (!page.client.canWrite(at.scope)) return;
    const key = page.client.key(at);
    const before = page.client.value(at);
    const text = at.atomic ? this.fresh("") : random.chance(0.8) ? this.fresh(`${before ?? ""}`) : this.fresh("");
    this.giveUp(key, before, page); // who types over a text has seen it
    this.finals.set(`${page.number}:${key}`, { key, text, page, atomic: at.atomic });
    page.client.set(at, text, { now: Boolean(at.atomic) });
    if (random.chance(0.2)) page.client.flush();
    this.tell(`page ${page.number} types ${key} = ${text}`);
  }

  fresh(before) {
    this.token += 1;
    const { random } = this;
    const kept = before.replace(/!/g, "");
    if (random.chance(0.06)) return `${kept}#${this.token}#`;
    if (random.chance(0.03)) return `${kept}w${this.token}!`;
    return `${kept}w${this.token}.`;
  }

  /** A text that somebody saw and took away, or wrote over, need not be found again. */
  giveUp(key, text, except = null) {
    for (const [id, final] of this.finals) {
      const isGiven = final.text === text || `${text}`.split("\n").includes(final.text);
      if (final.key === key && isGiven && final.page !== except) this.finals.delete(id);
    }
  }

  decide(page) {
    const open = FIELDS.filter((at) => page.client.answers.isUndecided(page.client.key(at)));
    if (open.length) this.decideOn(page, this.random.pick(open));
  }

  decideOn(page, at) {
    const { client } = page;
    const key = client.key(at);
    const value = client.value(at);
    const conflict = client.answers.conflicts.get(key);
    const refusal = client.answers.refused.get(key);
    this.decided.add(key);
    if (conflict) {
      const choice = this.random.pick(["mine", "theirs", "both"]);
      this.tell(`page ${page.number} settles ${key}: ${choice} of ${conflict.mine} / ${conflict.theirs.value}`);
      if (choice === "theirs") this.giveUp(key, value);
      else this.supersede(key, value, choice === "mine" ? value : `${conflict.theirs.value ?? ""}\n${value ?? ""}`.trim(), page);
      client.settle(at, choice);
    } else if (refusal?.findings && this.random.chance(0.6)) {
      this.tell(`page ${page.number} keeps ${key} = ${value}`);
      client.confirmReview(at);
    } else if (refusal) {
      this.tell(`page ${page.number} discards ${key} = ${value}`);
      this.giveUp(key, value);
      client.discard(at);
    }
  }

  /** What stood in a box of this page now stands in another text. */
  supersede(key, before, text, page) {
    this.giveUp(key, before);
    this.finals.set(`${page.number}:${key}`, { key, text, page });
  }

  async erase(page) {
    const at = FIELDS[this.random.below(2)];
    if (!page.client.seat || !page.client.canWrite("seat")) return;
    const key = page.client.key(at);
    const before = new Map(this.finals);
    this.tell(`page ${page.number} erases ${key}`);
    this.decided.add(key);
    page.client.erase(at).then(
      () => {
        this.tell(`erased ${key}`);
        for (const [id, final] of before) if (final.key === key && this.finals.get(id) === final) this.finals.delete(id);
      },
      (error) => this.tell(`not erased: ${error.what ?? error.stack}`),
    );
    // Whenever it reaches the server, everything on disk is gone, and so is what was typed before.
    const { erase } = this.server;
    this.server.erase = (message) => {
      const stored = Server.key(message) === key ? this.server.history(key).map((entry) => entry.value) : [];
      for (const [id, final] of this.finals) if (final.key === key && (before.get(id) === final || stored.includes(final.text))) this.finals.delete(id);
      return erase.call(this.server, message);
    };
  }

  async close(page, gently) {
    this.tell(`page ${page.number} ${gently ? "is left" : "is killed"}`);
    const kept = [...page.browser.kept.values()];
    for (const [id, final] of this.finals) {
      if (final.page !== page) continue;
      const isKept = kept.some((text) => text.includes(JSON.stringify(final.text).slice(1, -1)));
      // Only a browser without room may lose what the page alone held.
      if (this.isFull && !isKept && !this.isFound(final, page)) this.finals.delete(id);
    }
    await this.world.close(page, { gently, lingers: this.isAlone ? 0 : this.random.pick([0, 0, 100, 900]) });
  }

  async step() {
    const { random } = this;
    const browser = random.pick(this.browsers);
    if (!browser.pages.length) return this.open(browser);
    const page = random.pick(browser.pages);
    const what = random.next();
    if (what < 0.55) this.type(page);
    else if (what < 0.63) this.decide(page);
    else if (what < 0.66 && !this.isAlone) await this.erase(page);
    else if (what < 0.7) this.selectSeat(page);
    else if (what < 0.75) await this.close(page, random.chance(0.5));
    else if (what < 0.8) {
      await this.close(page, random.chance(0.7));
      await this.open(browser);
    } else if (what < 0.85 && browser.pages.length < (this.isAlone ? 1 : 3)) await this.open(browser);
    else if (what < 0.9) {
      this.isAway = !this.isAway;
      this.tell(this.isAway ? "the server goes" : "the server is back");
    }
  }

  selectSeat(page) {
    const seat = this.random.pick(["seat-1", "seat-2"]);
    this.tell(`page ${page.number} sits at ${seat}`);
    page.client.selectSeat("team-1", seat);
  }

  async run() {
    for (const browser of this.browsers) await this.open(browser);
    await this.world.clock.advance(500);
    const steps = Math.min(STEPS, this.random.between(8, 40));
    for (let i = 0; i < steps; i += 1) {
      await this.step();
      await this.world.clock.advance(this.random.pick([1, 20, 150, 400, 1500, 1500, 6000]));
    }
    await this.end();
  }

  // -- what must hold ------------------------------------------------------------------

  async end() {
    this.isCalm = true;
    this.isAway = false;
    this.tell("all is calm");
    for (const browser of this.browsers) if (!browser.pages.length) await this.open(browser);
    await this.world.clock.advance(21000); // what hangs is given up, and what is late has come
    await this.quiet();
    this.checkWords();
    await this.settleAll();
    this.checkWords();
    this.checkPages();
    this.checkNothingTwice();
    this.checkNothingUnseen();
  }

  isQuiet() {
    const waits = this.pages.some(({ client }) => client.outbox.busy || client.drafts.ready().length);
    return !waits && this.browsers.every((browser) => this.leftIn(browser).every((draft) => this.isDealtWith(browser, draft)));
  }

  async quiet() {
    await this.world.clock.advance(3000);
    for (let i = 0; i < 14 && !this.isQuiet(); i += 1) await this.world.clock.advance(10000);
    await this.world.clock.advance(3000);
    if (!this.isQuiet()) await this.world.clock.advance(3000); // a page had just looked at what others left
    assert(this.isQuiet(), `something is sent again and again, or never:\n${this.waiting()}`);
  }

  /** What is not on disk yet, page by page, for whoever looks for a fault. */
  waiting() {
    const pages = this.pages.map(({ number, client }) => `page ${number}: ${JSON.stringify([[...client.answers.unsent], [...client.answers.conflicts], [...client.answers.refused], client.connection.trouble])}`);
    const browsers = this.browsers.map((browser, i) => `browser ${i}, ${browser.locks ? "with" : "without"} locks: ${JSON.stringify(this.leftIn(browser))}`);
    return [...pages, ...browsers].join("\n");
  }

  leftIn(browser) {
    return [...browser.kept].filter(([name]) => name.startsWith("kit.entry.")).map(([, text]) => JSON.parse(text));
  }

  /** Whether a page of the browser shows an open question about what its journal holds. */
  isDealtWith(browser, draft) {
    const key = Server.key(draft);
    return browser.pages.some(({ client }) => client.answers.isUndecided(key));
  }

  async settleAll() {
    for (let i = 0; i < 60; i += 1) {
      let undecided = 0;
      for (const page of this.pages) {
        for (const seat of ["seat-1", "seat-2"]) {
          const waits = [...page.client.answers.conflicts.keys(), ...page.client.answers.refused.keys()].some((key) => key.split("|")[1] === seat);
          if (waits && page.client.seat !== seat) {
            page.client.selectSeat("team-1", seat);
            await this.world.clock.advance(1000);
          }
          for (const at of FIELDS) {
            if (!page.client.answers.isUndecided(page.client.key(at))) continue;
            undecided += 1;
            this.decideOn(page, at);
          }
        }
      }
      await this.quiet();
      if (!undecided && this.browsers.every((browser) => !this.leftIn(browser).length)) return;
    }
    assert.fail("a question cannot be settled, or the journal is not empty");
  }

  isFound({ key, text, atomic }, except = null) {
    const holds = (value) => String(value ?? "").includes(text);
    if (this.server.history(key).some((entry) => holds(entry.value))) return true;
    const [, seat] = key.split("|");
    return this.pages.some((page) => {
      const { client } = page;
      const { answers } = client;
      if (page === except) return false;
      if (seat && client.seat !== seat && !answers.isUndecided(key)) return false;
      return holds(answers.valueOf(key)) || (atomic && answers.notices.has(key));
    });
  }

  checkWords() {
    for (const final of this.finals.values()) {
      if (this.isFound(final) || this.isWaiting(final)) continue;
      assert.fail(`lost: “${final.text}” at ${final.key}, typed on page ${final.page.number}`);
    }
  }

  /** Behind another question of the same answer, a draft waits in the journal until that is decided. */
  isWaiting({ key, text }) {
    return this.browsers.some((browser) => this.leftIn(browser).some((draft) => Server.key(draft) === key && draft.value === text && this.isDealtWith(browser, draft)));
  }

  checkPages() {
    for (const { client, number } of this.pages) {
      assert.equal(client.answers.unsent.size, 0, `page ${number} still holds a draft`);
      assert.equal(client.connection.trouble, "", `page ${number} says it is in trouble`);
      for (const at of FIELDS) {
        const key = client.key(at);
        assert.deepEqual(client.value(at), this.server.current(key)?.value ?? null, `page ${number} does not show what is on disk at ${key}`);
      }
    }
    for (const browser of this.browsers) assert.deepEqual(this.leftIn(browser), [], "the journal is not empty");
  }

  /** Nobody's words are replaced by somebody who never had them before their eyes. */
  checkNothingUnseen() {
    for (const { key, value, over, writer, standing } of this.server.entries) {
      if (standing !== "accepted" || value === null || !over?.value || over.writer === writer || over.value === value) continue;
      const seen = this.seen.get(parseInt(writer.slice(2, 6), 16));
      assert(seen.has(`${key} ${over.value}`), `${writer} replaced “${over.value}” at ${key} by “${value}” unseen`);
    }
  }

  checkNothingTwice() {
    const seen = new Set();
    for (const { key, value, standing, writer, seq } of this.server.entries) {
      if (value === null || standing !== "accepted" || this.decided.has(key)) continue;
      const what = `${key} ${value}`;
      assert(!seen.has(what), `stored twice: ${what} by ${writer} ${seq}`);
      seen.add(what);
    }
  }
}

async function hold(seed) {
  const history = new History(seed);
  const { error } = console;
  const errors = [];
  console.error = (...words) => errors.push(words.map((word) => word?.stack ?? word).join(" "));
  try {
    await history.run();
    assert.deepEqual(errors, []);
  } catch (failure) {
    const way = `KIT_ONLY=${seed} node --test tests/frontend/histories.test.mjs`;
    failure.message = `History ${seed} (again: ${way}):\n  ${failure.message}\n${history.told.join("\n")}\n${errors.join("\n")}`;
    throw failure;
  } finally {
    console.error = error;
  }
  if (ONLY !== null) console.log(history.told.join("\n"));
}

if (ONLY !== null) {
  test(`history ${ONLY}`, () => hold(ONLY));
} else {
  test(`no word is lost and none is stored twice in ${HISTORIES} histories`, async () => {
    for (let i = 0; i < HISTORIES; i += 1) await hold(SEED * 1_000_000 + i);
  });
}
