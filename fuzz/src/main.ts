import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom, systemClock, systemRandom } from "@millrace/kit";
import { batchesTarget } from "./batches.ts";
import { messagesTarget, requestsTarget } from "./decoding.ts";
import { HangAlarm } from "./hang-alarm.ts";
import { liveTarget } from "./live.ts";
import { turn } from "./live-broker.ts";
import { collectGarbage, Watch } from "./memory.ts";
import { recoveryTarget } from "./recovery.ts";
import { saslTarget } from "./sasl.ts";
import { storesTarget } from "./stores.ts";
import { Finding, type Target } from "./target.ts";

const usage = `Usage: npm run fuzz -- [--frames N] [--seed N] [--target NAME]…
  Feeds mutated bytes to whatever reads bytes of strangers, and looks for crashes, hangs and growth of memory.
  --frames  how many inputs altogether (default 1000000), shared out between the targets
  --seed    repeats a run (default: a new one)
  --target  only requests, messages, batches, sasl, stores, live or recovery`;

/** What part of the inputs each target gets. The quick ones get most. */
const shares: ReadonlyArray<{ readonly share: number; readonly make: () => Target | Promise<Target> }> = [
  { share: 0.6, make: requestsTarget },
  { share: 0.2, make: messagesTarget },
  { share: 0.085, make: batchesTarget },
  { share: 0.01, make: saslTarget },
  { share: 0.005, make: storesTarget },
  { share: 0.095, make: liveTarget },
  { share: 0.005, make: recoveryTarget },
];

const { values } = parseArgs({
  options: {
    frames: { type: "string", default: "1000000" },
    seed: { type: "string" },
    target: { type: "string", multiple: true, default: [] },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(usage);
else process.exitCode = (await run()) ? 0 : 1;

async function run(): Promise<boolean> {
  const seed = Number(values.seed ?? systemRandom.below(2 ** 31));
  const targets = await Promise.all(shares.map(async ({ share, make }) => ({ share, target: await make() })));
  const chosen = targets.filter(({ target }) => values.target.length === 0 || values.target.includes(target.name));
  const whole = chosen.reduce((sum, { share }) => sum + share, 0);
  console.log(`seed ${seed}`);
  let good = true;
  for (const { share, target } of chosen) good = (await fuzz(target, Math.ceil((Number(values.frames) * share) / whole), seed)) && good;
  for (const { target } of targets) await target.close?.();
  return good;
}

async function fuzz(target: Target, inputs: number, seed: number): Promise<boolean> {
  const random = seededRandom(seed);
  const watch = new Watch();
  const alarm = new HangAlarm(`${target.name}, seed ${seed}`);
  const startMs = systemClock.monotonicMs();
  let done = 0;
  try {
    for (; done < inputs; done += target.roundInputs) {
      await target.round(random);
      await turn(); // memory that native code gave is taken back between turns only
      watch.look();
      alarm.roundEnded();
    }
  } catch (failure) {
    await keep(target.name, failure, seed);
    return false;
  } finally {
    await alarm.stop();
  }
  collectGarbage();
  const seconds = (systemClock.monotonicMs() - startMs) / 1000;
  console.log(`${target.name}: ${done} inputs in ${seconds.toFixed(1)} s, ${Math.round(done / seconds)} a second; ${watch.summary()}`);
  return watch.isSteady();
}

/** Writes the input down, so that it can become a test. */
async function keep(target: string, failure: unknown, seed: number): Promise<void> {
  console.error(`${target}, seed ${seed}:`, failure instanceof Error ? failure.message : failure);
  if (!(failure instanceof Finding)) return;
  const folder = join(import.meta.dirname, "../found", target);
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${seed}.hex`);
  await writeFile(file, `${failure.input.toString("hex")}\n`);
  console.error(`kept in ${file}`);
}
