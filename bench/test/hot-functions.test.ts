import assert from "node:assert/strict";
import { test } from "node:test";
import { hotFunctions } from "../src/profile/hot-functions.ts";

const node = (id: number, functionName: string, url = "", lineNumber = 0) => ({ id, callFrame: { functionName, url, lineNumber } });

test("own time is summed by function, idle time left out", () => {
  const profile = {
    nodes: [
      node(1, "(idle)"),
      node(2, "append", "file:///x/log/log.js", 9),
      node(3, "", "file:///x/log/log.js", 4),
      node(4, "append", "file:///x/log/log.js", 9),
    ],
    samples: [1, 2, 4, 3, 1],
    timeDeltas: [5_000, 1_000, 2_000, 1_000, 9_000],
  };
  assert.deepEqual(hotFunctions(profile, 10), [
    { where: "append log/log.js:10", selfMs: 3, share: 0.75 },
    { where: "(anonymous) log/log.js:5", selfMs: 1, share: 0.25 },
  ]);
  assert.equal(hotFunctions(profile, 1).length, 1);
});

test("system calls are told apart by who makes them", () => {
  const profile = {
    nodes: [
      { ...node(1, "writeSync", "node:fs", 900), children: [2] },
      node(2, "writeBuffer"),
      { ...node(3, "send", "file:///x/net.js", 1), children: [4, 5] },
      node(4, "writeBuffer"),
      node(5, "(garbage collector)"),
    ],
    samples: [2, 4, 4, 5],
    timeDeltas: [1_000, 1_000, 1_000, 1_000],
  };
  const found = hotFunctions(profile, 3).map(({ where }) => where);
  assert.deepEqual(found, ["writeBuffer < send", "writeBuffer < writeSync", "(garbage collector)"]);
});
