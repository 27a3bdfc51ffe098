// Which pieces of a page belong to which step, and when somebody is in the middle of an answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OPENING, leavesOf } from "../../kitlib/frontend/static/screens/opening/leaves.js";
import { isWriting } from "../../kitlib/frontend/static/screens/opening/stage.js";
import { breakUntil, endBreak, takeBreak } from "../../kitlib/frontend/static/core/clock.js";
import { reading } from "../../kitlib/frontend/static/screens/opening/reading.js";
import { tabTitle } from "../../kitlib/frontend/static/screens/opening/title.js";

const piece = (heading) => ({ querySelector: () => (heading ? { textContent: heading } : null) });
const HEADINGS = new Map([["seats", "1. Who is here"], ["talk", "2. Talk"], ["end", "10. Talk again"]]);

test("a step begins at its heading and ends before the next one", () => {
  const pieces = [piece("Protocol 1"), piece(""), piece("1. Who is here¶"), piece(""), piece("2. Talk"), piece("10. Talk again"), piece("")];
  const leaves = leavesOf(pieces, HEADINGS);

  assert.deepEqual(leaves.get(OPENING), pieces.slice(0, 2));
  assert.deepEqual(leaves.get("seats"), pieces.slice(2, 4));
  assert.deepEqual(leaves.get("talk"), pieces.slice(4, 5));
  assert.deepEqual(leaves.get("end"), pieces.slice(5));
});

const control = (kind, place) => ({ closest: () => (place ? {} : null), matches: (selector) => selector.startsWith(kind === "text" ? "textarea" : "input, button") });

test("whoever has a text box in hand is writing, however long ago the last key was", () => {
  assert.equal(isWriting(control("text", true), 1e9), true);
});

test("whoever tapped a choice a moment ago is still choosing, and a minute later is not", () => {
  assert.equal(isWriting(control("choice", true), 1000), true);
  assert.equal(isWriting(control("choice", true), 60000), false);
});

test("a control that is no answer holds nothing up", () => {
  assert.equal(isWriting(control("text", false), 0), false);
  assert.equal(isWriting(null, 0), false);
});

test("a tab is called after the step, whose page it is, and the session", () => {
  const agenda = { running: "talk", slots: [{ id: "talk", title: "Talk" }] };
  const config = { team: "Grade 3", name: "Shared beliefs" };

  assert.equal(tabTitle({ agenda, leads: false }, config), "Talk · Grade 3 · Shared beliefs");
  assert.equal(tabTitle({ agenda: null, leads: true }, config), "Leading · Shared beliefs");
});

function room(at) {
  const values = new Map();
  const slots = [{ id: "talk", title: "Talk", state: "running", minutes: 10, start: 0, end: 600 }];
  const client = { place: { role: "facilitator" }, agenda: { running: "talk", word: "on time", slots }, at, now: () => client.at, value: ({ field }) => values.get(field) ?? null, set: ({ field }, value) => values.set(field, value), values };
  return client;
}

test("a break stands on every page, gives its minutes to the step, and can be made longer or taken back", () => {
  const client = room(60);
  takeBreak(client, 5);
  assert.equal(reading(client).word, "break");
  assert.equal(reading(client).left, 300);
  takeBreak(client, 1);
  assert.deepEqual([breakUntil(client), client.values.get("talk.extra")], [420, 6]);

  endBreak(client);
  assert.deepEqual([breakUntil(client), client.values.get("talk.extra")], [null, 0]);
  assert.equal(reading(client).word, "on time");
});

test("after a break the step has the minutes that it had before", () => {
  const client = room(60);
  takeBreak(client, 5);
  client.at = 361;

  assert.equal(breakUntil(client), null);
  assert.equal(Math.round(reading(client).left), 539);
});
