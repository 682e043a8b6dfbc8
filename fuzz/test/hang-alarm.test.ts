import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const alarm = JSON.stringify(join(import.meta.dirname, "../src/hang-alarm.ts"));

function run(silenceMsMax: number, script: string) {
  const program = `import { HangAlarm } from ${alarm}; const alarm = new HangAlarm("this run", ${silenceMsMax}); ${script}`;
  return spawnSync(process.execPath, ["--eval", program], { encoding: "utf8", timeout: 30_000 });
}

test("a loop without an end ends the process, and tells in which round", () => {
  const { signal, stderr } = run(300, "alarm.roundEnded(); for (;;);");
  assert.equal(signal, "SIGKILL");
  assert.match(stderr, /this run: round [01] does not end/);
});

test("so does a wait without an end, some time later", () => {
  const { signal, stderr } = run(100, "setInterval(() => {}, 1_000);");
  assert.equal(signal, "SIGKILL");
  assert.match(stderr, /this run: round 0 does not end/);
});

test("who does not get to work is given more time than one who does", () => {
  // Asleep as if others had the processor: longer than a silence may be, not as long as many.
  const asleep = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);";
  const { status, stderr } = run(1_000, `${asleep} await alarm.stop();`);
  assert.deepEqual([status, stderr], [0, ""]);
});

test("rounds that end are left alone", () => {
  // Short ones, and many: on a busy machine a process may have to wait for its turn for longer than one takes.
  const rounds = "for (const until = Date.now() + 2_000; Date.now() < until; ) alarm.roundEnded();";
  const { status, stderr } = run(1_500, `${rounds} await alarm.stop();`);
  assert.deepEqual([status, stderr], [0, ""]);
});
