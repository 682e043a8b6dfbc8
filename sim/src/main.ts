import { parseArgs } from "node:util";
import { systemClock } from "@millrace/kit";
import { firstFinding, type Simulation, seedsFrom } from "./simulation.ts";
import { simulations } from "./simulations.ts";

const usage = `Usage: npm run sim -- [--seeds N] [--first N] [--seed N] [--only NAME]…
  Runs what the operator plans, and the broker itself, in worlds that are drawn from seeds, where whatever can fail does, and looks for what must not happen.
  --seeds  how many worlds (default 10000)
  --first  the first seed (default 0)
  --seed   one world only; what was done in it is told if anything goes wrong
  --only   ${simulations.map(({ name }) => name).join(", ")}`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "10000" },
    first: { type: "string", default: "0" },
    seed: { type: "string" },
    only: { type: "string", multiple: true, default: [] },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(usage);
else process.exitCode = await runAll(chosen());

function chosen(): readonly Simulation[] {
  const unknown = values.only.filter((name) => !simulations.some((simulation) => simulation.name === name));
  if (unknown.length > 0)
    stop(`--only: there is no ${unknown.join(", ")}; expected some of ${simulations.map(({ name }) => name).join(", ")}`);
  return simulations.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
}

/** Up to the first in which something goes wrong. */
async function runAll(simulations: readonly Simulation[]): Promise<number> {
  for (const simulation of simulations) if (!(await run(simulation))) return 1;
  return 0;
}

/** Whether nothing went wrong. */
async function run(simulation: Simulation): Promise<boolean> {
  const startMs = systemClock.monotonicMs();
  const count = values.seed === undefined ? wholeNumber("--seeds", values.seeds) : 1;
  const first = values.seed === undefined ? wholeNumber("--first", values.first) : wholeNumber("--seed", values.seed);
  const found = await firstFinding(simulation, seedsFrom(first, count));
  const seconds = ((systemClock.monotonicMs() - startMs) / 1000).toFixed(1);
  if (found === undefined) {
    console.log(`${simulation.name}: ${count} worlds, nothing went wrong (${seconds} s)`);
    return true;
  }
  const { seed, violation, command } = found;
  console.error([`${simulation.name}: seed ${seed}`, ...violation.history, violation.message, `again: ${command}`].join("\n"));
  return false;
}

function wholeNumber(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  return stop(`${option}: expected a whole number, got ${JSON.stringify(text)}`);
}

function stop(why: string): never {
  console.error(why);
  return process.exit(2);
}
