import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const tuning = pathToFileURL(join(import.meta.dirname, "../src/start-tuning.ts")).href;

/** Bit 4 of the status: the function has been optimised, by Maglev or TurboFan. */
const program = `
import { startIsOver, startSparingly } from ${JSON.stringify(tuning)};
const hot = () => { const sum = (n) => { let total = 0; for (let i = 0; i < n; i++) total += i; return total; }; return sum; };
const isOptimised = (sum) => {
  for (let time = 0; time < 1_000; time++) sum(1_000);
  return (%GetOptimizationStatus(sum) & 16) !== 0;
};
startSparingly();
const whileStarting = isOptimised(hot());
startIsOver();
console.log(JSON.stringify([whileStarting, isOptimised(hot())]));
`;

async function optimised(...flags: string[]): Promise<unknown> {
  const args = [
    "--allow-natives-syntax",
    "--no-concurrent-recompilation",
    "--no-concurrent-osr",
    ...flags,
    "--input-type=module",
    "-e",
    program,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: {} });
  return JSON.parse(stdout);
}

test("What runs while a command starts is not compiled by V8's compilers, and what runs then is", async () => {
  assert.deepEqual(await optimised(), [false, true]);
});

test("Whoever runs Node with flags for its compilers is obeyed", async () => {
  assert.deepEqual(await optimised("--no-maglev"), [true, true]);
});
