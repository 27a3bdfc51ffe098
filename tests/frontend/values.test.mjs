// What people write in cells, copy from spreadsheets and bring in as files.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dateFrom, judgeTyped, numberFrom, readCell } from "../../kitlib/frontend/static/ui/values.js";
import { decoded, delimited } from "../../kitlib/frontend/static/ui/tabular.js";
import { inLanes } from "../../kitlib/kinds/schedule/grid.js";
import { clockOf, minuteOf } from "../../kitlib/kinds/schedule/plan.js";
import { readResults } from "../../kitlib/kinds/survey/file.js";
import { aimAt, cellsOf } from "../../kitlib/kinds/table/clipboard.js";

test("a number is read as people write it, and nothing else is a number", () => {
  const written = { "1,200": 1200, "$1,200.50": 1200.5, "40%": 40, "−3": -3, "30 minutes": 30, ".5": 0.5, "1,20": null, "twelve": null, "": null };
  for (const [words, value] of Object.entries(written)) assert.equal(numberFrom(words, "minutes"), value, words);
  assert.equal(numberFrom("30 minutes"), null);
});

test("a date is read in the ways of spreadsheets and letters, and only where there is such a day", () => {
  const written = { "2027-1-31": "2027-01-31", "1/31/27": "2027-01-31", "Jan 31, 2027": "2027-01-31", "31 January 2027": "2027-01-31", "2/30/2027": null, "soon": null };
  for (const [words, day] of Object.entries(written)) assert.equal(dateFrom(words), day, words);
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
