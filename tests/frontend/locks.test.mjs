// What is private leaves a browser locked, is read again by its phrase alone, and is never lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Locks, isSealed, plainPhrase } from "../../kitlib/frontend/static/core/locks.js";
import { privateNote } from "../../kitlib/frontend/static/ui/private.js";
import { WORDS } from "../../kitlib/frontend/static/core/words.js";
import { Browser, World, settled } from "./world.mjs";

const PRIVATE = { scope: "seat", activity: "own", field: "thought", private: true };
const PLAIN = { scope: "seat", activity: "own", field: "said" };
const PLACE = { team: "team-1", seat: "seat-1" };
const WORD = "I was afraid to ask. ";

/** A world whose browsers have cryptography, or have none. */
function worldWith(crypto = globalThis.crypto.subtle) {
  const world = new World(1);
  const environment = world.environment.bind(world);
  world.environment = (browser, page) => ({
    ...environment(browser, page),
    crypto,
    randomBytes: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
  });
  return world;
}

/** Let the world go on until something holds: cryptography takes real time. */
async function until(world, holds) {
  for (let i = 0; i < 400; i += 1) {
    if (await holds()) return;
    await world.clock.advance(100);
    await new Promise((done) => setTimeout(done, 5));
  }
  assert.fail("it never came to hold");
}

/** What a promise comes to, while the world goes on. */
async function during(world, promise) {
  let isDone = false;
  const done = promise.finally(() => (isDone = true));
  done.catch(() => {});
  await until(world, () => isDone);
  return done;
}

const onDisk = (world) => JSON.stringify([world.server.entries, world.server.seats && [...world.server.seats]]);
const unsent = (page) => [...page.client.answers.unsent.values()].flat();

/** Write something in private and wait until the server has it. */
async function write(world, page, text = WORD) {
  page.client.set(PRIVATE, text);
  await until(world, () => !unsent(page).length);
}

test("there are 512 words, each once", () => {
  assert.equal(WORDS.length, 512);
  assert.equal(new Set(WORDS).size, 512);
});

test("private words reach the server locked and no other way, and stand in the page as they were written", async () => {
  const world = worldWith();
  const page = await world.open(new Browser(world), { seat: "seat-1" });
  await write(world, page);
  const [entry] = world.server.entries.filter(({ key }) => key.endsWith("thought"));

  assert(isSealed(entry.value));
  assert(!onDisk(world).includes("afraid"));
  assert(!JSON.stringify(world.sent ?? "").includes("afraid"));
  assert.equal(page.client.value(PRIVATE), WORD);
  assert.equal(page.browser.names?.() ?? [...page.browser.kept.keys()].filter((name) => name.startsWith("kit.entry.")).length, 0);
});

test("a page of the same browser reads them again; another device, only with the phrase", async () => {
  const world = worldWith();
  const browser = new Browser(world);
  const page = await world.open(browser, { seat: "seat-1" });
  await write(world, page);
  const phrase = page.client.locks.phrase(PLACE);
  await world.close(page);

  const again = await world.open(browser, { seat: "seat-1" });
  await until(world, () => again.client.value(PRIVATE) === WORD);

  const other = await world.open(new Browser(world), { seat: "seat-1" });
  await until(world, () => other.client.isLoaded("seat"));
  assert.equal(other.client.value(PRIVATE), null);
  assert(other.client.isShut);
  assert.equal(await during(world, other.client.locks.open(PLACE, "acorn actor album alley amber anchor")), false);
  assert(other.client.isShut);
  assert.equal(await during(world, other.client.locks.open(PLACE, ` ${phrase.toUpperCase().replaceAll("-", " ")} `)), true);
  await until(world, () => other.client.value(PRIVATE) === WORD);
});

test("what is locked on a device is closed there until its phrase is typed, and what was written before stays", async () => {
  const world = worldWith();
  const page = await world.open(new Browser(world), { seat: "seat-1" });
  await write(world, page);
  const phrase = page.client.locks.phrase(PLACE);
  page.client.locks.shut(PLACE);
  await until(world, () => page.client.isLoaded("seat"));

  assert.equal(page.client.value(PRIVATE), null);
  assert(![...page.browser.kept.values()].some((text) => text.includes(phrase)));
  await during(world, page.client.locks.open(PLACE, phrase));
  await until(world, () => page.client.value(PRIVATE) === WORD);
  await write(world, page, `${WORD}And now I ask.`);
  assert.equal(page.client.value(PRIVATE), `${WORD}And now I ask.`);
});

test("without cryptography they stay in the browser that they were written in, and come back there", async () => {
  const world = worldWith(null);
  const browser = new Browser(world);
  const page = await world.open(browser, { seat: "seat-1" });
  page.client.set(PRIVATE, WORD);
  page.client.set(PLAIN, "This is for all.");
  await until(world, () => world.server.entries.length === 1);
  await world.clock.advance(60_000);
  assert.equal(world.server.entries.length, 1);
  assert(!onDisk(world).includes("afraid"));
  await world.close(page, { gently: true });
  assert(!onDisk(world).includes("afraid"));

  const again = await world.open(browser, { seat: "seat-1" });
  await until(world, () => again.client.value(PRIVATE) === WORD);
  assert.equal(again.client.connection.trouble, "");
});

test("a page that dies before its words are locked leaves them to the next one, which locks them", async () => {
  const world = worldWith();
  const browser = new Browser(world);
  const page = await world.open(browser, { seat: "seat-1" });
  page.client.set(PRIVATE, WORD);
  await world.close(page);
  assert.equal(world.server.entries.length, 0);

  const again = await world.open(browser, { seat: "seat-1" });
  await until(world, () => world.server.entries.length > 0 && !unsent(again).length);
  assert(!onDisk(world).includes("afraid"));
  assert.equal(again.client.value(PRIVATE), WORD);
});

test("words whose answer was lost are sent again and asked about by nobody", async () => {
  const world = worldWith();
  let lost = 0;
  world.faults = (name) => (name === "entries" && lost++ < 1 ? { lostDown: true } : {});
  const page = await world.open(new Browser(world), { seat: "seat-1" });
  page.client.set(PRIVATE, WORD);
  await until(world, () => lost > 1 && !unsent(page).length);

  assert.equal(page.client.answers.conflicts.size, 0);
  assert.equal(page.client.value(PRIVATE), WORD);
});

test("two pages of one seat that write the same words have nothing to choose, and other words are chosen between", async () => {
  const world = worldWith();
  const browser = new Browser(world);
  const one = await world.open(browser, { seat: "seat-1" });
  await write(world, one, "first");
  const two = await world.open(browser, { seat: "seat-1" });
  await until(world, () => two.client.value(PRIVATE) === "first");
  two.client.set(PRIVATE, "first, and more");
  one.client.set(PRIVATE, "first, and else");
  await until(world, () => [one, two].some((page) => page.client.answers.conflicts.size));

  const page = [one, two].find((each) => each.client.answers.conflicts.size);
  const [conflict] = page.client.answers.conflicts.values();
  assert.deepEqual([conflict.mine, conflict.theirs.value].sort(), ["first, and else", "first, and more"]);
  page.client.settle(PRIVATE, "both");
  await until(world, () => !unsent(page).length);
  assert(page.client.value(PRIVATE).includes("more") && page.client.value(PRIVATE).includes("else"));
});

test("two pages of one browser that write their first private words at once have one lock", async () => {
  const world = worldWith();
  const browser = new Browser(world);
  const pages = [await world.open(browser, { seat: "seat-1" }), await world.open(browser, { seat: "seat-1" })];
  await until(world, () => pages.every((page) => page.client.isLoaded("seat")));
  const other = { ...PRIVATE, field: "other" };
  pages[0].client.set(PRIVATE, WORD);
  pages[1].client.set(other, "And this.");
  await until(world, () => pages.every((page) => !unsent(page).length));
  assert.equal(new Set(world.server.entries.map(({ value }) => value.lock)).size, 1);
  for (const page of pages) await world.close(page);

  const again = await world.open(browser, { seat: "seat-1" });
  await until(world, () => again.client.value(PRIVATE) === WORD && again.client.value(other) === "And this.");
});

test("what is emptied is kept as nothing, and needs no lock to be so", async () => {
  const world = worldWith();
  const page = await world.open(new Browser(world), { seat: "seat-1" });
  await write(world, page);
  await write(world, page, "");
  assert.equal(world.server.entries.at(-1).value, null);
});

test("the length of what is locked tells no more than a step", async () => {
  const world = worldWith();
  const page = await world.open(new Browser(world), { seat: "seat-1" });
  await settled();
  const { locks } = page.client;
  const address = { meeting: "m1", ...PLACE, activity: "own", field: "thought" };
  const lengths = await during(world, Promise.all([1, 17, 200, 600].map(async (length) => (await locks.seal(address, "x".repeat(length))).sealed.length)));
  assert.equal(lengths[0], lengths[1]);
  assert.equal(lengths[1], lengths[2]);
  assert(lengths[3] > lengths[2]);
});

test("what was locked for one box opens in no other, and what was tampered with in none", async () => {
  const world = worldWith();
  const page = await world.open(new Browser(world), { seat: "seat-1" });
  const { locks } = page.client;
  const address = { meeting: "m1", ...PLACE, activity: "own", field: "thought" };
  const sealed = await during(world, locks.seal(address, WORD));
  assert.equal(await locks.unseal(address, sealed), WORD);
  assert.equal(await locks.unseal({ ...address, field: "other" }, sealed), undefined);
  assert.equal(await locks.unseal({ ...address, seat: "seat-2" }, sealed), undefined);
  const flipped = sealed.sealed.replace(/[A-Z]/, (letter) => (letter === "A" ? "B" : "A"));
  assert.equal(await locks.unseal(address, { ...sealed, sealed: flipped }), undefined);
});

test("a phrase is reckoned with as people type it", () => {
  assert.equal(plainPhrase("  Amber, RIVER – stone "), "amber-river-stone");
  assert(Locks);
});

/** As much of a page as a sheet needs to stand on it. */
class Element {
  children = [];
  attributes = new Map();
  listeners = new Map();
  text = "";
  hidden = false;
  append(...children) {
    for (const child of children) if (child instanceof Element) child.parent = this;
    this.children.push(...children);
  }
  remove() {
    this.parent.children = this.parent.children.filter((child) => child !== this);
  }
  setAttribute = (name, value) => this.attributes.set(name, value);
  removeAttribute = (name) => this.attributes.delete(name);
  addEventListener = (name, act) => this.listeners.set(name, act);
  get textContent() {
    return this.text + this.children.map((child) => child.textContent ?? child).join(" ");
  }
  set textContent(text) {
    [this.text, this.children] = [text, []];
  }
  find(holds) {
    return holds(this) ? this : this.children.filter((child) => child instanceof Element).map((child) => child.find(holds)).find(Boolean);
  }
}

test("the phrase is printed on a sheet of its writer's own, which no request carries and which is gone from the page afterwards", async (t) => {
  const world = worldWith();
  const page = await world.open(new Browser(world), { seat: "seat-1" });
  await write(world, page);
  const sent = [];
  const { fetch } = page.client.environment;
  page.client.environment.fetch = (address, options) => sent.push([address, options]) && fetch(address, options);
  const body = new Element();
  const window = new Element();
  const printed = [];
  Object.assign(window, { document: { body, createElement: () => new Element() }, Date, print: () => printed.push(body.textContent, body.attributes.get("data-kit-prints")) });
  Object.assign(globalThis, { window, document: window.document });
  t.after(() => [delete globalThis.window, delete globalThis.document]);

  const note = privateNote(page.client);
  note.update();
  note.element.find((each) => each.textContent === "Print it for yourself").listeners.get("click")();
  const [words, marked] = printed;
  window.listeners.get("afterprint")();

  const phrase = page.client.locks.phrase(PLACE);
  assert.ok(words.includes("Yours alone") && words.includes("Seat 1") && words.includes(phrase), words);
  assert.deepEqual([marked, body.attributes.has("data-kit-prints"), body.textContent], ["yours", false, ""]);
  assert.ok(!JSON.stringify(sent).includes(phrase) && !onDisk(world).includes(phrase));
});
