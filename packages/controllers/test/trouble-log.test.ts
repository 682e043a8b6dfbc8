import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonLogger } from "@millrace/kit";
import { TroubleLog } from "../src/trouble-log.ts";

test("trouble is told when it begins and when it is over, and not before anything has worked", () => {
  const lines: string[] = [];
  const write = (line: string) => lines.push(`${JSON.parse(line).level} ${JSON.parse(line).message}`);
  const log = new TroubleLog(jsonLogger({ level: "info", write, now: () => 0 }), "records are stored");
  log.some("nobody there");
  log.none();
  log.none();
  log.some("gone");
  log.some("still gone");
  log.none();
  assert.deepEqual(lines, ["warn records are stored no longer", "info records are stored again"]);
});
