// How a page without the server's extension gets its modules: each once, with all that it imports before it.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), "../../kitlib");
const files = ["frontend/static", "kinds"].flatMap((folder) => readdirSync(join(PACKAGE, folder), { recursive: true }).map((file) => posix.join(folder, file.replaceAll("\\", "/"))));
const sources = Object.fromEntries(files.filter((file) => file.endsWith(".js")).map((file) => [file, readFileSync(join(PACKAGE, file), "utf8")]));
const IMPORT = /^(import [^"\n]* from )"(\.[^"]+)"/gm;

test("every import stands on one line at the start of it, names a file that there is, and goes round in no circle", () => {
  const done = new Set();
  const visit = (path, above) => {
    assert(path in sources, `${above.at(-1)} imports ${path}, which is not there`);
    assert(!above.includes(path), `a circle: ${[...above, path].join(" -> ")}`);
    if (done.has(path)) return;
    for (const [, , specifier] of sources[path].matchAll(IMPORT)) visit(posix.join(posix.dirname(path), specifier), [...above, path]);
    done.add(path);
  };
  for (const [path, text] of Object.entries(sources)) {
    visit(path, []);
    const left = text.replace(IMPORT, "").split("\n").filter((line) => /^\s*(import|export)\b.*["'`]\.{1,2}\//.test(line));
    assert.deepEqual(left, [], path);
  }
});

test("modules that come over a channel are assembled once each, in the order of their imports", async () => {
  const made = [];
  const before = [globalThis.URL.createObjectURL, globalThis.document];
  globalThis.URL.createObjectURL = (blob) => (made.push(blob), `blob:${made.length}`);
  globalThis.document = { getElementById: () => null, createElement: () => ({ append() {}, remove() {} }) };
  const assets = { version: "v1", modules: { exit: "kinds/exit/screen.js" }, styles: [], sources };
  const answer = { place: {}, screens: { opening: [] }, assets };
  let hear;
  const model = {
    get: () => ({ session: "", screen: "opening" }),
    on: (_, listener) => (hear = listener),
    off() {},
    send: (message) => queueMicrotask(() => hear({ reply: message.id, body: answer })),
  };
  try {
    const loader = await import("../../kitlib/frontend/static/loader.js");
    loader.default.render({ model, el: { append() {} } })();
    await new Promise((done) => setTimeout(done, 50));

    const texts = await Promise.all(made.map((blob) => blob.text()));
    assert(texts.length > 1);
    assert.equal(new Set(texts).size, texts.length);
    texts.forEach((text, i) => {
      for (const [, number] of text.matchAll(/from "blob:(\d+)"/g)) assert(Number(number) <= i, "a module comes before what it imports");
      assert.doesNotMatch(text, /^import [^"\n]* from "\./m);
    });
  } finally {
    [globalThis.URL.createObjectURL, globalThis.document] = before;
  }
});
