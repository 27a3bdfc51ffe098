// What somebody did to a plan: taken back one by one, kept over a reload, and told with what differs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { trimmed } from "../../kitlib/frontend/static/screens/forms/differences.js";
import { PlanDraft } from "../../kitlib/frontend/static/screens/forms/draft.js";
import { textOf, valueOf } from "../../kitlib/frontend/static/screens/forms/fields.js";
import { beginnings } from "../../kitlib/frontend/static/screens/planner/hours.js";

function memory() {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, text), removeItem: (name) => kept.delete(name), kept };
}

test("what was done and not kept stands there again after a reload, and can be taken back and done again", () => {
  const store = memory();
  const draft = new PlanDraft(store, "bias");
  draft.act("Leave out", [{ drop: "a" }]);
  draft.act("Move", [{ move: "b", after: "" }]);
  draft.setWhen({ begins: "15:30" });
  draft.undo();

  const again = new PlanDraft(store, "bias");
  assert.deepEqual(again.changes, [{ drop: "a" }]);
  assert.equal(again.when.begins, "15:30");
  again.redo();
  assert.deepEqual(again.changes, [{ drop: "a" }, { move: "b", after: "" }]);
  assert.deepEqual(new PlanDraft(store, "other").changes, []);
});

test("what is typed into one place is one act", () => {
  const draft = new PlanDraft(memory(), "bias");
  for (const title of ["O", "Ou", "Our"]) draft.act("Title", [{ session: { title } }], "title");
  draft.act("Minutes", [{ step: "a", keys: { minutes: 5 } }], "steps/a/minutes");

  assert.deepEqual(draft.changes, [{ session: { title: "Our" } }, { step: "a", keys: { minutes: 5 } }]);
  draft.undo();
  draft.undo();
  assert.deepEqual(draft.changes, []);
});

test("a step that is brought back was never left out, unless an earlier version did", () => {
  const draft = new PlanDraft(memory(), "bias");
  draft.act("Leave out", [{ drop: "a" }]);
  draft.bringBack("Bring back", "a");
  draft.bringBack("Bring back", "of-before");

  assert.deepEqual(draft.changes, [{ back: "of-before" }]);
});

test("a browser that keeps nothing says so, and one that kept what cannot be read begins anew", () => {
  const full = { ...memory(), setItem: () => { throw new Error("full"); } };
  const draft = new PlanDraft(full, "bias");
  draft.act("Leave out", [{ drop: "a" }]);
  assert.equal(draft.isKept, false);

  const damaged = memory();
  damaged.setItem("kit.plan.bias", "{");
  assert.deepEqual(new PlanDraft(damaged, "bias").changes, []);
});

test("each step begins where the one before ends, also over noon", () => {
  assert.deepEqual(beginnings("11:50", [5, 15, 60]), ["11:50", "11:55", "12:10", "1:10"]);
  assert.deepEqual(beginnings("", [5]), ["", ""]);
});

test("an empty field takes its key out, where it may be missing; a list is read by its lines", () => {
  assert.equal(valueOf({ type: "text", required: false }, "  "), null);
  assert.equal(valueOf({ type: "text", required: true }, ""), "");
  assert.equal(valueOf({ type: "number", required: true }, "12"), 12);
  assert.equal(valueOf({ type: "number", required: true }, "1e3"), "1e3");
  assert.deepEqual(valueOf({ type: "lines", required: true }, "One\n\n two \n"), ["One", "two"]);
  assert.equal(textOf({ type: "text" }, null) + textOf({ type: "number" }, undefined) + textOf({ type: "lines" }, null), "");
});

test("of a long text that was changed in one line, that line is shown", () => {
  assert.deepEqual(trimmed("a\nb\nc", "a\nB\nc"), ["b", "B"]);
  assert.deepEqual(trimmed("a\nb", "a\nb\nc"), ["", "c"]);
});
