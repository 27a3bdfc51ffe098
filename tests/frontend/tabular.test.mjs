// The browser's reading of texts, cells and files, held to the same cases as Python's (tests/test_tabular.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as values from "../../kitlib/frontend/static/ui/tabular.js";

const cases = JSON.parse(readFileSync(new URL("../content/tabular-cases.json", import.meta.url), "utf8"));
const torn = (text) => text.replace(/(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\udc80");
const readers = {
  number: values.numberFrom,
  whole: values.wholeFrom,
  day: (text, serials) => values.dayFrom(text, { serials }),
  time: values.timeFrom,
  yes_no: values.yesNoFrom,
  choice: values.choiceFrom,
  fold: (text) => ({ value: values.fold(text) }),
  plain_cell: (text) => ({ value: values.plainCell(text) }),
  delimited: (text) => ({ value: values.delimited(text).map(({ line, cells }) => [line, ...(cells ?? [])]) }),
};

for (const [kind, read] of Object.entries(readers)) {
  for (const { text, options = [], ...meant } of cases[kind]) {
    test(`${kind}: ${JSON.stringify([text, ...options])}`, () => {
      assert.deepStrictEqual(read(text, ...options), meant);
    });
  }
}

for (const { bytes, value, note = "" } of cases.decoded) {
  test(`decoded: ${bytes}`, () => {
    const found = values.decoded(Buffer.from(bytes, "base64"));
    assert.deepStrictEqual({ text: torn(found.text), note: found.note }, { text: value, note });
  });
}

test("every group of cases is held to", () => {
  assert.deepStrictEqual(Object.keys(cases).filter((key) => key !== "about"), [...Object.keys(readers), "decoded"]);
});
