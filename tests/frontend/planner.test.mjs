// What somebody did to a plan: taken back one by one, kept over a reload, and told with what differs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { trimmed } from "../../kitlib/frontend/static/screens/forms/differences.js";
import { PlanDraft } from "../../kitlib/frontend/static/screens/forms/draft.js";
import { choicesOf } from "../../kitlib/frontend/static/screens/forms/choosing.js";
import { textOf, valueOf } from "../../kitlib/frontend/static/screens/forms/fields.js";
import { newRow, withSet } from "../../kitlib/frontend/static/screens/forms/rows.js";
import { linesAt, sayingAct, stateWords } from "../../kitlib/frontend/static/screens/forms/translation.js";
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

test("a new row has an id that no other has, what is needed is empty, and who answers is as in the row before", () => {
  const fields = [
    { key: "text", type: "text", required: true },
    { key: "scope", type: "choice", required: false, choices: [["seat", "Each"], ["team", "All"]] },
    { key: "check", type: "choice", required: true, choices: [["least", "Least"]] },
    { key: "uses", type: "some", required: true },
    { key: "help", type: "text", required: false },
  ];
  const rows = [{ id: "own-2", text: "A", scope: "team", check: "least", uses: ["x"], help: "h" }];

  assert.deepEqual(newRow({ has_id: true, fields }, rows), { id: "own-3", text: "", scope: "team", check: "least", uses: [] });
  assert.deepEqual(newRow({ has_id: false, fields }, []), { text: "", check: "least", uses: [] });
});

test("of a row, what is emptied is left out where it is not needed, and other words lose their translation", () => {
  const rows = [{ id: "a", text: "A", help: "h", pieces: ["x"], translations: { es: "Á" } }];

  assert.deepEqual(withSet(rows, 0, { key: "help", required: false }, null), [{ id: "a", text: "A", pieces: ["x"], translations: { es: "Á" } }]);
  assert.deepEqual(withSet(rows, 0, { key: "text", required: true }, ""), [{ id: "a", text: "", help: "h", pieces: ["x"] }]);
  assert.deepEqual(withSet(rows, 0, { key: "pieces", required: true }, [])[0].pieces, []);
  assert.equal(rows[0].help, "h");
});

test("a row of another list is chosen by its words, what fits by the server, and what the library holds by its title", () => {
  const values = { pieces: [{ id: "own-1", title: "First" }, { id: "own-2", text: "Second" }, { id: "" }] };

  assert.deepEqual(choicesOf({ key: "hands", of: "rows:pieces" }, { values }), [["own-1", "First"], ["own-2", "Second"]]);
  assert.deepEqual(choicesOf({ key: "review", of: "earlier" }, { choices: { review: [["norms", "2. Agree"]] } }), [["norms", "2. Agree"]]);
  assert.deepEqual(choicesOf({ key: "scale", of: "scales" }, { offers: { scales: [["a", "A"]] } }), [["a", "A"]]);
  assert.deepEqual(choicesOf({ key: "here", of: "rows:forms" }, {}), []);
});

test("a number that need not be whole is one, and a choice that was not made stands at what is usual", () => {
  assert.equal(valueOf({ type: "number", parts: true }, "-1.5"), -1.5);
  assert.equal(valueOf({ type: "number" }, "1.5"), "1.5");
  assert.equal(textOf({ type: "choice", default: "team" }, null), "team");
  assert.equal(textOf({ type: "text", default: "Row" }, undefined), "");
});

const LINE = { place: "a/1-b", english: "We walk", words: "", state: "new", day: "", within: ["steps/walk/title"], before: "", in_file: false, shared: false, lost: [] };

test("a translation stands below the field in which its English does, also within a row, and not below another of a like name", () => {
  const row = { ...LINE, within: ["steps/walk/activities/seen/prompts/first/text", "steps/walk/title"] };
  const other = { ...LINE, within: ["steps/walk-on/title"] };

  assert.deepEqual(linesAt([LINE, row, other], "steps/walk/title"), [LINE, row]);
  assert.deepEqual(linesAt([LINE, row, other], "steps/walk/activities/seen/prompts"), [row]);
  assert.deepEqual(linesAt([LINE, row, other], "steps/walk/activities/seen/prompt"), []);
});

test("what is typed into one translation goes on being one act, and that a speaker went over it is another", () => {
  const draft = new PlanDraft(memory(), "door");
  draft.act(...sayingAct(LINE, ["es", "Spanish"], "Cam", false));
  draft.act(...sayingAct(LINE, ["es", "Spanish"], "Caminamos", false));
  draft.act(...sayingAct(LINE, ["es", "Spanish"], "Caminamos", true));

  assert.deepEqual(draft.acts.map(({ words }) => words), ["Spanish of “We walk”", "Spanish of “We walk”"]);
  draft.undo();
  assert.deepEqual(draft.changes, [{ words: "steps/walk/title", language: "es", of: "We walk", says: "Caminamos", reviewed: false }]);
});

test("what a translation lacks of its English is told, and that others show it too", () => {
  const words = stateWords({ ...LINE, state: "draft", words: "Caminamos", shared: true, lost: ["**"] });

  assert.equal(words, "A draft: no speaker has gone over it. Whatever else says the same shows it too. Write ** as often as the English does, or it is not kept.");
});
