// Bad days: whatever goes wrong while people write, every word comes once and in its order, the page says what is wrong, and
// afterwards it sees again what others wrote.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser, World, settled } from "./world.mjs";

const WORDS = { scope: "seat", activity: "words", field: "first" };
const KEY = "team-1|seat-1|words|first";
const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

/** What goes wrong: `faults` of requests meanwhile, for `lasts` ms; or what `happens` to the computer. `told` is what the page says. */
const DAYS = {
  "the server is killed and started again": { lasts: 20 * SECOND, faults: () => ({ lostUp: true }), told: /Failed to fetch|connection/i },
  "the server is killed after it has taken the words": { lasts: 20 * SECOND, faults: () => ({ lostDown: true }), told: /Failed to fetch|connection/i },
  "the database is locked, or its disk is full, for a minute": { lasts: 60 * SECOND, faults: () => ({ status: 503 }), told: /database is busy/ },
  "the proxy is started again": { lasts: 10 * SECOND, faults: () => ({ status: 502 }), told: /./ },
  "the network is another one, on which nothing answers": { lasts: 45 * SECOND, faults: () => ({ lostUp: true, hang: true }), told: /./ },
  "the clock is set back by a day": { happens: (computer) => (computer.off -= DAY) },
  "the clock is set on by a day": { happens: (computer) => (computer.off += DAY) },
  // No timer runs meanwhile, and connections are gone without a word.
  "the laptop sleeps for a night": { happens: (computer, world) => (world.server.listeners.clear(), (world.clock.now += DAY / 2)) },
};

for (const [name, { lasts = 0, faults, happens, told }] of Object.entries(DAYS)) {
  test(`nothing is lost when ${name}`, async () => {
    const computer = { off: 0 };
    let isBad = false;
    const world = new World(7, { faults: (call) => (isBad ? faults(call) : {}) });
    const environment = world.environment.bind(world);
    world.environment = (browser, page) => ({ ...environment(browser, page), now: () => world.clock.now + computer.off });
    const { client } = await world.open(new Browser(world), { seat: "seat-1" });
    const type = (text) => client.set(WORDS, text);

    type("before");
    await world.clock.advance(3 * SECOND);
    type("before, and just then");
    isBad = Boolean(faults);
    happens?.(computer, world);
    const said = new Set();
    for (let i = 0; i < lasts; i += 5 * SECOND) {
      type(`meanwhile ${i}`);
      await world.clock.advance(5 * SECOND);
      said.add(client.connection.trouble);
    }
    isBad = false;
    type("afterwards");
    world.server.save({ team: "", seat: "", activity: "room", field: "of-all", value: "by another page", writer: "other", seq: 1, base: null });
    await world.clock.advance(40 * SECOND);
    await settled();

    const kept = world.server.history(KEY);
    assert.equal(world.server.current(KEY).value, "afterwards");
    assert.equal(new Set(kept.map(({ writer, seq }) => `${writer}|${seq}`)).size, kept.length, "nothing is doubled");
    assert.ok(kept.every(({ standing }) => standing === "accepted"), "nobody is asked to choose");
    assert.ok(!told || [...said].some((words) => told.test(words)), [...said].join());
    assert.equal(client.connection.trouble, "");
    assert.equal(client.value({ scope: "room", activity: "room", field: "of-all" }), "by another page");
    assert.ok(Math.abs(client.now() - world.clock.now / 1000) < 1, "the meeting's clock is the room's");
  });
}
