import assert from "node:assert/strict";
import { test } from "node:test";
import { readLine } from "./journal.ts";
import { Tally } from "./tally.ts";

const tallyOf = (lines: Readonly<Record<string, readonly string[]>>): Tally => {
  const tally = new Tally();
  for (const [program, each] of Object.entries(lines)) for (const line of each) tally.add(readLine(program, line));
  return tally;
};

test("what was acknowledged and a group has not read is lost", () => {
  const tally = tallyOf({
    p: ["acked 1000 0 7", "acked 1000 1 8"],
    g: ["read 1001 0 100 p 7"],
    h: ["read 1001 0 100 p 7", "read 1001 1 5 p 8"],
  });
  assert.deepEqual(tally.lost("g"), ["p 8"]);
  assert.deepEqual(tally.lost("h"), []);
  assert.deepEqual(tally.lost("nobody"), ["p 7", "p 8"]);
});

test("a record at two places of the log is doubled, one that is read twice is not", () => {
  const again = tallyOf({ g: ["read 1001 0 100 p 7", "read 1002 0 100 p 7"], h: ["read 1001 0 100 p 7"] });
  assert.deepEqual(again.doubled, []);
  assert.deepEqual(tallyOf({ g: ["read 1001 0 100 p 7", "read 1002 0 101 p 7"] }).doubled, ["p 7 is at 0:100 and at 0:101"]);
});

test("a span tells how much was acknowledged, for how long each partition took nothing, and what failed", () => {
  const tally = tallyOf({
    p: ["acked 1000 0 1", "acked 2000 0 2", "acked 5000 0 3", "acked 3000 1 4", "failed 4000 no such thing", "failed 9000 later"],
  });
  assert.deepEqual(tally.span(1000, 5000), {
    ackedPerSecond: 1,
    gaps: [
      { partition: 0, ms: 3000 },
      { partition: 1, ms: 2000 },
    ],
    failures: ["p: no such thing"],
  });
});

test("a line that is none is told, with its program", () => {
  assert.throws(() => readLine("p", "acked 1000"), { code: "PROTOCOL_VIOLATION", message: 'p has written "acked 1000"' });
});
