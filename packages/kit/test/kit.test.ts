import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { InvariantError, jsonLogger, ManualClock, MillraceError, seededRandom, sleep, systemRandom } from "../src/index.ts";

test("a manual clock runs what is due in the order of its time, including what that sets up", () => {
  const clock = new ManualClock(1000);
  const ran: string[] = [];
  clock.after(20, () => ran.push(`b@${clock.now()}`));
  clock.after(10, () => {
    ran.push(`a@${clock.now()}`);
    clock.after(5, () => ran.push(`c@${clock.now()}`));
  });
  const cancel = clock.after(12, () => ran.push("cancelled"));
  cancel();
  clock.advance(30);
  assert.deepEqual(ran, ["a@1010", "c@1015", "b@1020"]);
  assert.equal(clock.now(), 1030);
});

test("a period goes on until it is cancelled", () => {
  const clock = new ManualClock();
  let count = 0;
  const cancel = clock.every(10, () => count++);
  clock.advance(35);
  cancel();
  clock.advance(100);
  assert.equal(count, 3);
});

test("tasks that set each other up for now, without an end, are told", () => {
  const clock = new ManualClock();
  const again = (): void => void clock.after(0, again);
  again();
  assert.throws(() => clock.advance(1), InvariantError);
});

test("sleep ends when its time has come", async () => {
  const clock = new ManualClock();
  let woken = false;
  const slept = sleep(clock, 10).then(() => {
    woken = true;
  });
  clock.advance(9);
  await Promise.resolve();
  assert.equal(woken, false);
  clock.advance(1);
  await slept;
});

test("uuids have 22 characters of base64url and never begin like an option", () => {
  for (let turn = 0; turn < 2000; turn++) assert.match(systemRandom.uuid(), /^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
  assert.match(systemRandom.memberSuffix(), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("seeded randomness repeats itself and stays in range", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, end) => {
      const [one, other] = [seededRandom(seed), seededRandom(seed)];
      assert.equal(one.uuid(), other.uuid());
      const value = one.below(end);
      assert.equal(value, other.below(end));
      assert.ok(value >= 0 && value < end);
    }),
  );
});

test("a log line is one line of JSON at or above its level, with the fields of its children", () => {
  const lines: string[] = [];
  const logger = jsonLogger({ level: "info", write: (line) => lines.push(line), now: () => 0 }).child({ part: "log" });
  logger.debug("hidden");
  logger.warn("two\nlines", { topic: "a" });
  assert.equal(lines.length, 1);
  assert.equal(lines[0]?.indexOf("\n"), (lines[0]?.length ?? 0) - 1);
  assert.deepEqual(JSON.parse(lines[0] ?? ""), {
    time: "1970-01-01T00:00:00.000Z",
    level: "warn",
    message: "two\nlines",
    part: "log",
    topic: "a",
  });
});

test("a failure carries its code, hint and cause", () => {
  const cause = new Error("ENOSPC");
  const failure = new MillraceError("IO_FAILED", "can't write", { hint: "make room", cause });
  assert.deepEqual([failure.code, failure.message, failure.hint, failure.cause], ["IO_FAILED", "can't write", "make room", cause]);
});
