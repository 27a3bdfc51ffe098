// The kit's own sentences in a state's words for its districts and schools.
import assert from "node:assert/strict";
import test from "node:test";
import { called } from "../../kitlib/frontend/static/ui/called.js";

const SAID = { district: "parish", districts: "parishes", school: "academy", schools: "academies" };

test("a state's words stand in the place of the kit's, one and many, small and large", () => {
  assert.equal(called("All districts and schools: a school of a district. Districts!", SAID), "All parishes and academies: an academy of a parish. Parishes!");
});

test("without words of a state a sentence stays as it is", () => {
  assert.equal(called("All districts and schools", {}), "All districts and schools");
});
