// The core, fault by fault: what the histories found, and what only one moment shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Channel } from "../../kitlib/frontend/static/core/channel.js";
import { browserEnvironment } from "../../kitlib/frontend/static/core/environment.js";
import { Transport } from "../../kitlib/frontend/static/core/transport.js";
import { Browser, Clock, Server, World, settled } from "./world.mjs";

const WORDS = { scope: "seat", activity: "words", field: "first" };
const KEY = "team-1|seat-1|words|first";
const ENTRY = { meeting: "m1", team: "team-1", seat: "seat-1", activity: "words", field: "first", base: null };

async function opened(faults = () => ({})) {
  const world = new World(1, { faults: (name) => faults(name) });
  const browser = new Browser(world);
  const page = await world.open(browser, { seat: "seat-1" });
  await world.clock.advance(1000);
  return { world, browser, page, client: page.client };
}

/** A transport whose server answers as told, and the clock it waits by. */
function transportTo(answer, more = {}) {
  const clock = new Clock();
  const environment = {
    now: () => clock.now,
    setTimeout: (work, wait) => clock.add(work, wait),
    clearTimeout: (timer) => clock.clear(timer),
    cookie: () => "",
    abortController: null,
    fetch: answer,
    ...more,
  };
  const channel = new Channel(environment);
  return { clock, channel, transport: new Transport({ environment, channel, server: { base: "/", token: "" } }) };
}

const response = (status, body, ours = true) => ({ status, headers: { get: () => (ours ? "1" : null) }, json: async () => body });

test("what could not be found is not asked for again, and the page says what to do", async () => {
  const asked = [];
  const { world, client } = await opened();
  world.server.answer = (name) => (asked.push(name), [404, { error: "not_found", what: "There is no meeting “m1”.", next: "Reload." }]);
  client.set(WORDS, "kept here");
  await world.clock.advance(60_000);

  assert.equal(asked.length, 1);
  assert.deepEqual(client.connection.stopped, { what: "There is no meeting “m1”.", next: "Reload." });
  assert.equal(client.journal.leftovers(new Set()).length, 1);
});

test("a page that may not write stops, and goes on when a person asks it to", async () => {
  const { world, client } = await opened();
  const { answer } = world.server;
  world.server.answer = () => [403, { error: "forbidden", what: "This page may write for its own team only.", next: "Join again." }];
  client.set(WORDS, "still here");
  await world.clock.advance(10_000);
  world.server.answer = answer;
  await world.clock.advance(10_000);
  assert.equal(world.server.history(KEY).length, 0);

  client.connection.resume();
  client.poll();
  await world.clock.advance(3000);

  assert.equal(world.server.current(KEY).value, "still here");
});

test("a server that is busy is asked again until it has taken the words", async () => {
  let left = 4;
  const { world, client } = await opened((name) => (name === "entries" && left-- > 0 ? { status: 503 } : {}));
  client.set(WORDS, "at last");
  await world.clock.advance(30_000);

  assert.deepEqual(world.server.history(KEY).map((entry) => entry.value), ["at last"]);
});

test("one message that cannot be read does not hold up the others", async () => {
  const { world, client } = await opened();
  const { answer } = world.server;
  world.server.answer = function (name, body) {
    const isBad = name === "entries" && body.entries.some((entry) => entry.value === "bad");
    return isBad ? [422, { error: "invalid", what: "The message cannot be read.", next: "Reload." }] : answer.call(this, name, body);
  };
  client.set(WORDS, "bad");
  client.set({ ...WORDS, field: "second" }, "good");
  await world.clock.advance(5000);

  assert.equal(world.server.current("team-1|seat-1|words|second").value, "good");
  assert.equal(client.answers.refused.get(KEY).what, "The message cannot be read.");
  client.discard(WORDS);
  assert.equal(client.value(WORDS), null);
});

test("an answer that is not the kit's own is taken for none, whatever its number", async () => {
  for (const [status, body, ours] of [[404, null, true], [403, { message: "Forbidden" }, true], [500, null, true], [502, { error: "invalid" }, false]]) {
    const { transport } = transportTo(async () => response(status, body, ours));
    transport.known = true;

    await assert.rejects(transport.call("state", {}), { error: "retry", what: `The server answered ${status}.` });
  }
});

test("where the server has no kit, the page speaks to the kernel from then on", async () => {
  const sent = [];
  const { channel, transport } = transportTo(async () => response(404, null, false));
  let hear;
  channel.join({ on: (_, listener) => (hear = listener), off() {}, send: (message) => (sent.push(message), hear({ reply: message.id, body: { change: 7 } })) });

  assert.deepEqual(await transport.call("state", { meeting: "m1" }), { change: 7 });
  assert.equal(transport.base, null);
  assert.equal(sent[0].call, "state");
});

test("a request that hangs is given up, also where a browser cannot abort it", async () => {
  const { clock, transport } = transportTo(() => new Promise(() => {}));
  const answer = transport.call("state", {});
  answer.catch(() => {});
  await clock.advance(16_000);

  await assert.rejects(answer, { error: "retry" });
});

test("a browser that knows no AbortSignal.timeout saves all the same", async () => {
  const clock = new Clock();
  const window = {
    document: { cookie: "", visibilityState: "visible", addEventListener() {}, getElementById: () => null },
    navigator: {},
    Date: { now: () => clock.now },
    setTimeout: (work, wait) => clock.add(work, wait),
    clearTimeout: (timer) => clock.clear(timer),
    fetch: async () => response(200, { results: [] }),
  };
  const environment = browserEnvironment(window);
  const transport = new Transport({ environment, channel: new Channel(environment), server: { base: "/", token: "" } });

  assert.deepEqual(await transport.call("entries", { entries: [] }), { results: [] });
  assert.equal(environment.locks, null);
});

/** A widget's channel, which answers as long as it is open. */
function modelOf(name, answered) {
  let hear = () => {};
  return {
    open: true,
    on: (_, listener) => (hear = listener),
    off: () => (hear = () => {}),
    send(message) {
      if (!this.open) return;
      answered.push(name);
      hear({ reply: message.id, body: { from: name } });
    },
  };
}

test("a cell that runs again takes the page to its new channel, and one that goes gives it back", async () => {
  const { clock, channel } = transportTo();
  const answered = [];
  const [first, second, third] = ["first", "second", "third"].map((name) => modelOf(name, answered));
  channel.join(first);
  const leaveSecond = channel.join(second);
  assert.deepEqual(await channel.call("state", {}), { from: "second" });

  second.open = false;
  channel.join(third);
  leaveSecond();
  assert.deepEqual(await channel.call("state", {}), { from: "third" });

  third.open = false;
  const lost = channel.call("state", {});
  lost.catch(() => {});
  await clock.advance(9000);
  await assert.rejects(lost, { error: "retry" });
});

test("when the newest cell is taken away, the page speaks over one that is left", async () => {
  const { channel } = transportTo();
  const answered = [];
  channel.join(modelOf("first", answered));
  const leave = channel.join(modelOf("second", answered));
  leave();

  assert.deepEqual(await channel.call("state", {}), { from: "first" });
});

test("an entry that comes late does not stand before the one that is on disk", async () => {
  const { world, client } = await opened();
  world.server.erase({ ...ENTRY, value: null, writer: "w-page9-000000000000", seq: 2 });
  client.drafts.adopt([{ ...ENTRY, value: "from before it was erased", writer: "w-page9-000000000000", seq: 1 }]);
  client.flush();
  await world.clock.advance(3000);

  assert.equal(client.value(WORDS), null);
});

test("what is typed while a text is being erased is not erased with it", async () => {
  const { world, client } = await opened(() => ({ up: 500, down: 500 }));
  client.set(WORDS, "away with this");
  await world.clock.advance(4000);
  const erased = client.erase(WORDS);
  client.set(WORDS, "but not with this");
  await world.clock.advance(6000);
  await erased;

  assert.equal(client.value(WORDS), "but not with this");
  assert.equal(world.server.current(KEY).value, "but not with this");
  assert(!world.server.history(KEY).some((entry) => entry.value === "away with this"));
});

test("what is typed after erasing a text that was in conflict is not erased with it", async () => {
  const { world, client } = await opened(() => ({ up: 500, down: 500 }));
  const other = await world.open(new Browser(world), { seat: "seat-1" });
  await world.clock.advance(2000);
  other.client.set(WORDS, "theirs");
  await world.clock.advance(1000);
  client.set(WORDS, "mine");
  await world.clock.advance(3000);
  assert.equal(client.answers.conflicts.size, 1);
  const erased = client.erase(WORDS);
  client.set(WORDS, "written anew");
  await world.clock.advance(6000);
  await erased;

  assert.equal(world.server.current(KEY).value, "written anew");
});

test("of two seats chosen one after the other the last one counts, whichever answer comes first", async () => {
  const waits = [900, 10];
  const { world, client } = await opened((name) => (name === "seat" && waits.length ? { up: waits.shift() } : {}));
  const first = client.sit("seat-2");
  const second = client.sit("seat-4");
  await world.clock.advance(3000);
  await Promise.all([first, second]);
  assert.equal(client.seat, "seat-4");

  waits.push(900);
  const slow = client.sit("seat-5");
  client.askWhose("seat-6", "free", false);
  await world.clock.advance(3000);
  await slow;
  assert.equal(client.asked?.seat, "seat-6");
  assert.equal(client.seat, "seat-4");
});

test("a text that could not be erased is still there, and is sent", async () => {
  let isAway = false;
  const { world, client } = await opened((name) => (isAway && name === "erase" ? { lostUp: true } : {}));
  client.set(WORDS, "not on disk yet");
  isAway = true;
  const erased = client.erase(WORDS);
  erased.catch(() => {});
  await world.clock.advance(4000);

  await assert.rejects(erased, { error: "retry" });
  assert.equal(client.value(WORDS), "not on disk yet");
  assert.equal(world.server.current(KEY).value, "not on disk yet");
});

test("a text that could name a student, and was mended before anybody was asked, does not come back", async () => {
  const { world, client } = await opened(() => ({ up: 500, down: 500 }));
  const draft = { ...ENTRY, value: "I saw #12# today", writer: "w-gone-0000000", seq: 1 };
  client.journal.keep(draft);
  client.drafts.adopt([draft]);
  client.flush();
  client.set(WORDS, "I saw one student today");
  await world.clock.advance(40_000);

  assert.equal(world.server.current(KEY).value, "I saw one student today");
  assert.equal(client.answers.refused.size, 0);
  assert.deepEqual(client.journal.leftovers(new Set()), []);
});

test("what is typed over the refused text of an earlier page is in no conflict with what that page had saved", async () => {
  const { world, client } = await opened();
  world.server.save({ ...ENTRY, value: "I saw", writer: "w-gone-0000000", seq: 1 });
  await world.clock.advance(3000);
  const draft = { ...ENTRY, value: "I saw #12# today", writer: "w-gone-0000000", seq: 2 };
  client.journal.keep(draft);
  client.drafts.adopt([draft]);
  client.flush();
  await world.clock.advance(2000);
  assert.equal(client.answers.refused.size, 1);
  client.set(WORDS, "I saw one student today");
  await world.clock.advance(3000);

  assert.equal(client.answers.conflicts.size, 0);
  assert.equal(world.server.current(KEY).value, "I saw one student today");
});

test("a database that was put back to an older copy gets again what this page wrote since", async () => {
  const { world, client } = await opened();
  client.set({ ...WORDS, field: "second" }, "before the copy");
  await world.clock.advance(2000);
  const { entries, newest } = world.server;
  const copy = [entries.length, new Map(newest)];
  client.set(WORDS, "after the copy");
  await world.clock.advance(2000);
  [world.server.entries.length, world.server.newest] = copy;
  world.server.sent.clear();
  world.server.add({ value: 1, writer: "w-x", seq: 1 }, "||clock|end", "accepted");
  entries.length = copy[0];
  await world.clock.advance(6000);

  assert.equal(world.server.current(KEY).value, "after the copy");
});

test("two pages that end up with the same words have nothing to choose", async () => {
  const { world, client } = await opened();
  const other = await world.open(new Browser(world), { seat: "seat-1" });
  await world.clock.advance(1000);
  client.set(WORDS, "one");
  other.client.set(WORDS, "two");
  await world.clock.advance(2000);
  const [waits, stands] = client.answers.conflicts.size ? [client, other.client] : [other.client, client];
  assert.equal(waits.answers.conflicts.size, 1);
  stands.set(WORDS, waits.value(WORDS));
  await world.clock.advance(5000);

  assert.equal(waits.answers.conflicts.size, 0);
  assert.deepEqual(waits.journal.leftovers(new Set()), []);
});

test("a question about a text keeps its words until its writer has decided", async () => {
  const { world, client } = await opened();
  client.set(WORDS, "I saw #12# today");
  await world.clock.advance(3000);
  assert.equal(world.server.history(KEY).length, 0);
  assert.deepEqual(client.answers.refused.get(KEY).findings, [{ text: "#12#", what: "a student’s number" }]);

  client.confirmReview(WORDS);
  await world.clock.advance(3000);

  assert.equal(world.server.current(KEY).value, "I saw #12# today");
});

test("a piece of the journal that cannot be read is put aside and nothing else is held up", async () => {
  const world = new World(1);
  const browser = new Browser(world);
  browser.kept.set("kit.entry.m1|w-0123456789ab|team-1|seat-1|words|first", '{"value": "half of a sent');
  browser.kept.set("kit.entry.m1|w-gone-0000000|team-1|seat-1|words|second", JSON.stringify({ ...ENTRY, field: "second", value: "whole", writer: "w-gone-0000000", seq: 1 }));
  const { client } = await world.open(browser, { seat: "seat-1" });
  await world.clock.advance(3000);

  assert.deepEqual(client.journal.damaged().map(({ raw }) => raw), ['{"value": "half of a sent']);
  assert.equal(world.server.current("team-1|seat-1|words|second").value, "whole");
});

test("a page that is left sends what waits without waiting for its pause", async () => {
  const { world, page, client } = await opened();
  client.set(WORDS, "the last word");
  page.moments.hidden();
  await world.clock.advance(50);

  assert.equal(world.server.current(KEY).value, "the last word");
});

test("a server that is away is not stormed", async () => {
  let tries = 0;
  const { world, client } = await opened((name) => (name === "entries" && (tries += 1) ? { lostUp: true } : {}));
  client.set(WORDS, "waits its turn");
  await world.clock.advance(5000);
  await settled();

  assert(tries < 12, `${tries} tries`);
});

test("the fake server keeps the store's rules", () => {
  const server = new Server({ now: 0 });
  const save = (writer, seq, value, base = null) => server.save({ ...ENTRY, writer, seq, value, base });
  assert.deepEqual([save("a", 1, "x").outcome, save("a", 1, "x").rev], ["saved", 1]);
  assert.equal(save("b", 1, "y").outcome, "conflict");
  assert.equal(save("b", 2, "y", 1).outcome, "saved");
  assert.equal(save("a", 1, "x").current.value, "y");
  assert.equal(save("b", 1, "y").outcome, "saved", "what was in conflict is none once it stands");
  assert.equal(server.history(KEY).length, 3);
});
