// How modules are written, and how a page without the server's extension gets them.
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

test("bundles that come over a channel become one blob each, that of a kind after the shared one that it imports", async () => {
  const made = [];
  const before = [globalThis.URL.createObjectURL, globalThis.document];
  globalThis.document = { getElementById: () => null, createElement: () => ({ append() {}, remove() {} }) };
  const drawn = [];
  globalThis.drawn = (...words) => drawn.push(words);
  const shared = `export const modules = {"frontend/static/cell.js": {draw: ({answer, load}) => Promise.all(Object.values(answer.assets.bundles).map(load)).then(globalThis.drawn)}};`;
  const kind = 'import { modules as before } from "./shared.js";\nexport const modules = {...before};';
  const assets = { version: "v1", modules: {}, bundles: { exit: "exit", survey: "survey" }, styles: [], texts: { shared, exit: kind, survey: kind } };
  const answer = { place: {}, screens: { opening: [] }, assets };
  let hear;
  const model = {
    get: () => ({ session: "", screen: "opening" }),
    on: (_, listener) => (hear = listener),
    off() {},
    send: (message) => queueMicrotask(() => hear({ reply: message.id, body: answer })),
  };
  try {
    // Node imports no blob: what the loader would import stands behind data addresses.
    globalThis.URL.createObjectURL = (blob) => {
      made.push(blob);
      return `data:text/javascript,${encodeURIComponent(shared)}//${made.length}`;
    };
    const loader = await import("../../kitlib/frontend/static/loader.js");
    loader.default.render({ model, el: { append() {} } })();
    await new Promise((done) => setTimeout(done, 50));

    const texts = await Promise.all(made.map((blob) => blob.text()));
    assert.equal(texts.length, 3);
    assert.equal(texts[0], shared);
    for (const text of texts.slice(1)) assert.match(text, /^import \{ modules as before \} from "data:/);
    assert.equal(drawn.length, 1);
  } finally {
    [globalThis.URL.createObjectURL, globalThis.document] = before;
  }
});
