import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const alarm = JSON.stringify(join(import.meta.dirname, "../src/hang-alarm.ts"));

function run(script: string) {
  const program = `import { HangAlarm } from ${alarm}; const alarm = new HangAlarm("this run", 300); ${script}`;
  return spawnSync(process.execPath, ["--eval", program], { encoding: "utf8", timeout: 30_000 });
}

test("a loop without an end ends the process, and tells in which round", () => {
  const { signal, stderr } = run("alarm.roundEnded(); for (;;);");
  assert.equal(signal, "SIGKILL");
  assert.match(stderr, /this run: round [01] does not end/);
});

test("rounds that end are left alone", () => {
  const busy = "for (let at = 0; at < 8; at++) { const until = Date.now() + 100; while (Date.now() < until); alarm.roundEnded(); }";
  const { status, stderr } = run(`${busy} await alarm.stop();`);
  assert.deepEqual([status, stderr], [0, ""]);
});
