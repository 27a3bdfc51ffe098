// Piles that the kit offers: a later look takes no note out of one, and what people moved is in none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, standing } from "../../kitlib/kinds/board/piles.js";

const bus = { id: "p1", to: "", name: "Bus", rows: ["a", "b"] };
const time = { id: "p2", to: "time", name: "Time", rows: ["c"] };

test("a later look adds to the piles on the page and moves nothing", () => {
  const offered = [
    { to: "p1", name: "", rows: ["d"] },
    { to: "time", name: "Time", rows: ["e"] },
    { to: "", name: "Data", rows: ["f", "g"] },
  ];
  assert.deepEqual(joined([bus, time], offered, () => "p3"), [
    { ...bus, rows: ["a", "b", "d"] },
    { ...time, rows: ["c", "e"] },
    { id: "p3", to: "", name: "Data", rows: ["f", "g"] },
  ]);
});

test("a note that was grouped meanwhile is in no pile, and a pile of one is none", () => {
  assert.deepEqual(standing([bus, time], new Set(["a", "c"]), new Set(["time"])), [time]);
});

test("what was offered to a heading that is gone is offered no more", () => {
  assert.deepEqual(standing([bus, time], new Set(["a", "b", "c"]), new Set()), [bus]);
});
