// What people write in cells, copy from spreadsheets and bring in as files.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeTyped, readCell } from "../../kitlib/frontend/static/ui/values.js";
import { decoded, delimited } from "../../kitlib/frontend/static/ui/tabular.js";
import { inLanes } from "../../kitlib/kinds/schedule/grid.js";
import { clockOf, minuteOf } from "../../kitlib/kinds/schedule/plan.js";
import { readResults } from "../../kitlib/kinds/survey/file.js";
import { aimAt, cellsOf } from "../../kitlib/kinds/table/clipboard.js";

test("a cell reads what any file does, and says after its words what does not fit", () => {
  const minutes = { type: "number", label: "Minutes", unit: "minutes", least: 0, most: 2000, limits: "from 0 to 2,000" };
  for (const [words, value] of Object.entries({ "1,200": 1200, "$1,200.50": 1200.5, "40%": 40, "30 minutes": 30, "1 916": 1916, "": null })) assert.deepEqual(readCell(minutes, words), { value }, words);
  assert.deepEqual(readCell(minutes, "twelve"), { problem: "“twelve” is not a number such as 12 or 2.5" });
  assert.deepEqual(readCell(minutes, "2,001"), { problem: "“2,001” is not from 0 to 2,000" });
  const day = { type: "date", label: "By when" };
  for (const words of ["2027-1-31", "1/31/27", "Jan 31, 2027", "31 January 2027", "31-Jan-27"]) assert.deepEqual(readCell(day, words), { value: "2027-01-31" }, words);
  assert.deepEqual(readCell(day, "2/30/2027"), { problem: "“2/30/2027” is no day of the calendar" });
  assert.deepEqual(readCell({ type: "choice", label: "Keep", choices: ["Sí", "No"] }, "si"), { value: "Sí" });
  const tick = { type: "tick", label: "Used" };
  assert.deepEqual([readCell(tick, "x"), readCell(tick, "no"), readCell(tick, "soon")], [{ value: true }, { value: null }, { problem: "“soon” is neither yes nor no" }]);
});

test("a number that is only begun waits, and words are told at once", () => {
  const column = { type: "number", label: "Minutes", least: 0, most: 60, limits: "from 0 to 60" };
  assert.deepEqual(judgeTyped(column, "12"), { value: 12 });
  assert.equal(judgeTyped(column, "-").wait, true);
  assert.equal(judgeTyped(column, "many").early, true);
  assert.deepEqual([judgeTyped(column, "61").wait, judgeTyped(column, "61").early], [true, true]);
});

test("what may be a name is not repeated when it is no code", () => {
  const column = { type: "code", label: "Student", refusals: [{ pattern: "[a-z]{3}", words: "reads like a name" }] };
  assert.deepEqual(readCell(column, "Maria"), { problem: "is not a code: it reads like a name" });
  assert.deepEqual(readCell(column, "S-12"), { value: "S-12" });
});

test("cells that hold tabs, lines and quotes of their own come through a clipboard", () => {
  const text = 'Tool\tCost\n"Two\nlines"\t"a ""quote"""\n5" ruler\t3\n\t\n';
  assert.deepEqual(cellsOf(text), [["Tool", "Cost"], ["Two\nlines", 'a "quote"'], ['5" ruler', "3"]]);
});

test("pasted columns go by their headings where there are some, else in order", () => {
  const columns = [{ id: "what", title: "Tool" }, { id: "cost", title: "Cost" }];
  assert.deepEqual(aimAt([["Cost", "Tool"], ["3", "x"]], columns), { isHeaded: true, to: ["cost", "what"] });
  assert.deepEqual(aimAt([["ruler", "3"]], columns), { isHeaded: false, to: ["what", "cost"] });
});

test("a file is cut into rows whatever stands between its cells, and each row knows its line", () => {
  assert.deepEqual(delimited(decoded(new TextEncoder().encode('\uFEFFa;b\r\n"x\ny";2\n\n3;"4;5"')).text), [
    { line: 1, cells: ["a", "b"] },
    { line: 2, cells: ["x\ny", "2"] },
    { line: 5, cells: ["3", "4;5"] },
  ]);
});

const FORMS = [{ id: "staff", title: "Staff", points: [{ value: 1, label: "No" }, { value: 2, label: "Yes" }], instrument: { items: [{ id: "heard", text: "I am heard" }, { id: "safe", text: "I am safe" }] } }];

test("the three ways of a file of results give the same counts", () => {
  const files = [
    "form,item,point,count\nstaff,heard,1,1\nstaff,heard,2,2\nstaff,safe,Yes,1\n",
    "respondent,item,value\na,heard,No\nb,heard,Yes\nc,heard,2\na,safe,2\nb,safe,n/a\n",
    "id;I am heard;safe\na;1;2\nb;2;\nc;2;pass\n",
  ];
  for (const [i, file] of files.entries()) {
    assert.deepEqual(readResults(file, FORMS), { way: ["counts", "answers", "people"][i], forms: { staff: { people: 3, asked: null, counts: { heard: [1, 2], safe: [0, 1] } } }, refused: [] });
  }
});

test("each line that does not fit is told with its number, and the others count", () => {
  const { forms, refused } = readResults("item,point,count\nheard,1,3\nheard,1,4\nheard,9,1\nnone,1,1\nsafe,1,some\n", FORMS);
  assert.deepEqual(forms.staff.counts, { heard: [3, 0] });
  assert.deepEqual(refused.map(({ line }) => line), [3, 4, 5, 6]);
});

test("blocks that meet stand side by side, and one that meets none takes the whole width", () => {
  const { lanes, count } = inLanes([{ row: "a", from: 0, to: 60 }, { row: "b", from: 30, to: 90 }, { row: "c", from: 90, to: 120 }]);
  assert.equal(count, 2);
  assert.deepEqual([...lanes], [["a", [0, 1]], ["b", [1, null]], ["c", [0, null]]]);
});

test("a clock is the same after a way there and back", () => {
  for (const clock of ["00:00", "09:05", "23:59"]) assert.equal(clockOf(minuteOf(clock)), clock);
  assert.equal(minuteOf("24:00"), null);
});
