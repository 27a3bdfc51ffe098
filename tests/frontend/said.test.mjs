// What people read on a participant's page goes through `say`, so that it can stand in their language.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";

const KIT = path.join(import.meta.dirname, "..", "..", "kitlib");
/** In English on purpose: what only the one who leads sees, and what staff do at a computer with files and timetables. */
const ENGLISH = [
  /core\/(channel|words)\.js$/,
  /ui\/(lead|tabular)\.js$/,
  /opening\/(after|agenda|controls|doors|leaders|rails|rearranging|renewal|room|steering)\.js$/,
  /screens\/(opening|step)\.js$/,
  /kinds\/schedule\//,
  /kinds\/survey\/(file|filing|keying)\.js$/,
  /kinds\/table\/(clipboard|importer)\.js$/,
];
/** And within other modules: a word to the one who leads, and what is said another way in other languages. */
const ALONE = ["${late}: what to cut", '? "an" : "a"'];
const PAGES = /core\/|ui\/|screens\/(opening\/|opening|step|prompt|earlier)|kinds\//;
const SAID = new Set(["say", "sayMany", "plural", "things", "words"]);
const READ = new Set(["text", "label", "help", "placeholder", "aria-label", "title", "add", "noun", "none", "show", "hide", "name"]);
const isWords = (text) => /^[✓⚠●○+“ ]*[A-Z][a-z’]+/.test(text) || /[a-z’]{2,} [a-z]{2,}/i.test(text);

/** The calls whose given texts people read, by the place of the text. */
const SHOWN = { button: [0], setText: [1], answerStatus: [2], tell: [0] };

/** Literals at places where people read them. @param {string} file */
function unsaid(file) {
  const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found = [];
  const check = (node) => {
    if (ts.isStringLiteralLike(node) && isWords(node.text)) found.push(node.getText());
    else if (ts.isTemplateExpression(node) && isWords([node.head, ...node.templateSpans.map((each) => each.literal)].map((each) => each.text).join(" "))) found.push(node.getText());
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(check);
  };
  (function walk(node) {
    if (ts.isCallExpression(node)) {
      const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();
      if (SAID.has(name)) return;
      for (const at of Object.hasOwn(SHOWN, name) ? SHOWN[name] : []) if (node.arguments[at]) check(node.arguments[at]);
      if (name === "el") node.arguments.slice(2).forEach(check);
    }
    if (ts.isPropertyAssignment(node) && READ.has(ts.isStringLiteral(node.name) ? node.name.text : node.name.getText())) check(node.initializer);
    ts.forEachChild(node, walk);
  })(source);
  return found.map((text) => `${path.relative(KIT, file)}: ${text}`);
}

test("no text for participants stands in a module without going through say", () => {
  const files = ["frontend/static", "kinds"].flatMap((folder) => fs.readdirSync(path.join(KIT, folder), { recursive: true }).map((name) => path.join(KIT, folder, String(name))));
  const pages = files.filter((file) => file.endsWith(".js") && PAGES.test(path.relative(KIT, file)) && !ENGLISH.some((each) => each.test(file)));
  assert.ok(pages.length > 60);
  assert.deepEqual(pages.flatMap(unsaid).filter((text) => !ALONE.some((each) => text.includes(each))), []);
});
