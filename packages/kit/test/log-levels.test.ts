import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonLogger, LogLevels } from "../src/index.ts";

test("a logger has its own level, else that of the nearest name above it, at last root's", () => {
  const levels = new LogLevels("warn");
  assert.equal(levels.of("kafka.log.cleaner"), "warn");
  levels.set("kafka", "error");
  levels.set("kafka.log", "debug");
  assert.equal(levels.of("kafka.log.cleaner"), "debug");
  assert.equal(levels.of("kafka.logs"), "error");
  assert.equal(levels.of("other"), "warn");
  levels.set("kafka.log", undefined);
  assert.equal(levels.of("kafka.log.cleaner"), "error");
  levels.set("root", undefined);
  assert.equal(levels.of("root"), "warn");
});

test("a changed level holds for the next line, of children too", () => {
  const lines: string[] = [];
  const root = jsonLogger({ level: "info", write: (line) => lines.push(line), now: () => 0 });
  const child = root.named("kafka.log").child({ topic: "a" });
  child.debug("hidden");
  root.levels.set("kafka.log", "debug");
  child.debug("shown");
  root.debug("hidden too");
  assert.ok(child.isEnabled("debug"));
  root.levels.set("kafka.log", "fatal");
  child.error("hidden as well");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [{ time: "1970-01-01T00:00:00.000Z", level: "debug", message: "shown", logger: "kafka.log", topic: "a" }],
  );
  assert.deepEqual([...root.levels.all()].map(([name]) => name).sort(), ["kafka.log", "root"]);
});
