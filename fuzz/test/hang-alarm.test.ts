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

test("rounds that end are left alone", () => {
  // Short ones, and many: on a busy machine a process may have to wait for its turn for longer than one takes.
  const rounds = "for (const until = Date.now() + 2_000; Date.now() < until; ) alarm.roundEnded();";
  const { status, stderr } = run(1_500, `${rounds} await alarm.stop();`);
  assert.deepEqual([status, stderr], [0, ""]);
});
