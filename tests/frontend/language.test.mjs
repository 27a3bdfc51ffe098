// A page says things in its one language: what it has no words for stays English, and is known to.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.__kit = {
  language: {
    code: "pl",
    dir: "ltr",
    words: { Title: "Tytuł" },
    own: { Saved: "Zapisano", "Page {page}": "Strona {page}", "{n} note": ["{n} notatka", "{n} notatki", "{n} notatek"] },
    plurals: Array.from({ length: 200 }, (_, n) => (n === 1 ? 0 : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2)).join(""),
  },
};
const { foreign, learn, listed, onMissing, say, sayMany, worded, words } = await import("../../kitlib/frontend/static/core/language.js");

test("the kit's own words are said in the language of the page, with what is filled in", () => {
  assert.equal(say("Saved"), "Zapisano");
  assert.equal(say("Page {page}", { page: 3 }), "Strona 3");
  assert.equal(say("Page {page}", { page: "{page}" }), "Strona {page}");
});

test("a number takes the form that its language has for it, however large", () => {
  const said = [1, 2, 5, 12, 22, 101, 102, 1002, 112012].map((n) => sayMany(n, "{n} note", "{n} notes"));
  assert.deepEqual(said.map((text) => text.split(" ")[1]), ["notatka", "notatki", "notatek", "notatek", "notatki", "notatek", "notatki", "notatki", "notatek"]);
});

test("things in a row are joined as the language joins them", () => {
  assert.equal(listed(["data", "powód"]), "data i powód");
});

test("what is not translated stays in English, is known as such, and is told once", () => {
  let told = 0;
  onMissing(() => (told += 1));
  assert.equal(say("Not here: {what}", { what: "x" }), "Not here: x");
  assert.equal(words("No such text"), "No such text");
  assert.equal(words("No such text"), "No such text");
  assert.equal(foreign("No such text"), "en");
  assert.equal(foreign("What somebody wrote"), null);
  assert.equal(told, 2);
});

test("an activity's texts are translated where people read them, and nothing that is stored", () => {
  const config = { id: "a", kind: "board", title: "Title", choices: ["Title"], start: [{ id: "r", values: { text: "Title" } }], items: [{ id: "Title", text: "Title" }] };
  const drawn = worded(config);
  assert.deepEqual(drawn, { ...config, title: "Tytuł", items: [{ id: "Title", text: "Tytuł" }] });
});

test("the words of a part that comes later are learned", () => {
  learn({ Later: "Potem" });
  assert.equal(words("Later"), "Potem");
});
