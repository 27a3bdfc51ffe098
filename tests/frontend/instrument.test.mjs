// The form of an instrument: ids of what is new, translations by their place, and a meeting that is none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PretendServer } from "../../kitlib/frontend/static/screens/forms/pretend.js";
import { byPlace, stateWords } from "../../kitlib/frontend/static/screens/forms/translation.js";
import { nextId } from "../../kitlib/frontend/static/screens/instrument/statements.js";

test("each new statement has an id that no other act has used, also once some were taken back", () => {
  assert.equal(nextId([]), "+2");
  assert.equal(nextId([{ add: { id: "+2" } }, { drop: "+2" }, { add: { id: "+5" } }]), "+6");
});

test("what stands in several places is translated at the first of them", () => {
  const line = { english: "Coming in", within: ["items/a/domain", "items/b/domain"], state: "draft" };

  assert.deepEqual([...byPlace([line]).keys()], ["items/a/domain"]);
});

test("a translation of other English says of which it is, and never that a speaker has gone over it", () => {
  assert.equal(stateWords({ state: "reviewed", before: "", day: "2026-05-02" }), "A speaker has gone over it. (2026-05-02)");
  const words = stateWords({ state: "look again", before: "I was greeted.", day: "2026-05-02" });
  assert.match(words, /^To be looked at again: .* It was: “I was greeted\.”$/);
  assert.doesNotMatch(words, /2026|gone over/);
});

test("a preview keeps what is chosen by seat, and shows the team that is made up once it is asked to", () => {
  const server = new PretendServer();
  server.learn({ rated: [{ rated: 6 }, { rated: 6, spread: { a: [1, 2] } }] });
  const message = { team: "team-1", activity: "rated", writer: "w", seq: 1 };
  server.answer("entries", { entries: [{ ...message, seat: "seat-1", field: "own.a", value: 2 }] });

  const mine = server.answer("state", { team: "team-1", seat: "seat-1" });
  assert.equal(mine.mine.rated["own.a"].value, 2);
  assert.deepEqual(mine.shared.rated, { rated: 6 });
  assert.deepEqual(server.answer("state", { team: "team-1", seat: "seat-2" }).mine, {});

  server.answer("entries", { entries: [{ ...message, seat: "", field: "revealed", value: true }] });
  assert.deepEqual(server.answer("state", { team: "team-1", seat: "seat-1" }).shared.rated.spread, { a: [1, 2] });
  assert.equal(server.answer("door", {}).error, "forbidden");
});
