import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnKills } from "./kills.ts";
import { startingPoints, workingPoints } from "./points.ts";

test("the same seed gives the same deaths, another one gives others", () => {
  assert.deepEqual(drawnKills(7, 30), drawnKills(7, 30));
  assert.deepEqual(drawnKills(7, 60).slice(0, 30), drawnKills(7, 30));
  assert.notDeepEqual(drawnKills(8, 30), drawnKills(7, 30));
});

test("300 kills are at each point, at moments and during starts", () => {
  const kills = drawnKills(1, 300);
  const names = new Set(kills.map((kill) => (kill.type === "point" ? kill.name : kill.type)));
  const expected = ["moment", "start", ...[...workingPoints, ...startingPoints].map(({ name }) => name)];
  assert.deepEqual([...names].sort(), expected.sort());
});
