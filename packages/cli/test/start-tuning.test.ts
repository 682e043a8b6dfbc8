import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const tuning = pathToFileURL(join(import.meta.dirname, "../src/start-tuning.ts")).href;

/** Bit 4 of the status: the function has been optimised, by Maglev or TurboFan. */
const program = `
import { endLongStart, startIsOver, startSparingly } from ${JSON.stringify(tuning)};
let functions = 0;
const hot = () => new Function("n", "let total = " + functions++ + "; for (let i = 0; i < n; i++) total += i; return total;");
const isOptimised = (sum) => {
  for (let time = 0; time < 1_000; time++) sum(1_000);
  return (%GetOptimizationStatus(sum) & 16) !== 0;
};
startSparingly();
const whileStarting = isOptimised(hot());
startIsOver();
const afterwards = isOptimised(hot());
startSparingly();
let check;
endLongStart({ every: (_periodMs, task) => { check = task; return () => {}; } });
while (process.cpuUsage().user < 600_000) hot()(10_000);
const inALongStart = isOptimised(hot());
check();
console.log(JSON.stringify({ whileStarting, afterwards, inALongStart, whenItIsEnded: isOptimised(hot()) }));
`;

async function optimised(...flags: string[]): Promise<Readonly<Record<string, boolean>>> {
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
  return JSON.parse(stdout) as Readonly<Record<string, boolean>>;
}

test("What runs while a command starts is not compiled by V8's compilers, and what runs then is", async () => {
  const { whileStarting, afterwards } = await optimised();
  assert.deepEqual({ whileStarting, afterwards }, { whileStarting: false, afterwards: true });
});

test("A start that takes more CPU time than a small one is compiled from then on", async () => {
  const { inALongStart, whenItIsEnded } = await optimised();
  assert.deepEqual({ inALongStart, whenItIsEnded }, { inALongStart: false, whenItIsEnded: true });
});

test("Whoever runs Node with flags for its compilers is obeyed", async () => {
  const { whileStarting } = await optimised("--no-maglev");
  assert.equal(whileStarting, true);
});
