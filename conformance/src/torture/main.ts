import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { messageOf, seededRandom, systemClock } from "@millrace/kit";
import { startMillrace } from "../peers/millrace.ts";
import { drawnKills } from "./kills.ts";
import { PoweredFolder } from "./power.ts";
import { type Round, tortureConfig, tortured, wrongs } from "./round.ts";

const killsPerRound = 30;

const usage = `Usage: npm run torture -- [--kills N] [--seed N] [--power]
  Kills the broker again and again while Kafka's own clients and librdkafka work, and looks whether all is true that they were told.
  --kills  how many times (default 300), in rounds of ${killsPerRound} with data of their own
  --seed   of the first round (default 1); the next round has the next one
  --power  the power goes with each kill, and with it what was not flushed (Linux and root); everything is flushed before it is acknowledged`;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    power: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

// Brokers and clients end with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));
if (values.help) console.log(usage);
else process.exitCode = (await runAll(wholeNumber("--kills", values.kills), wholeNumber("--seed", values.seed))) ? 0 : 1;

async function runAll(kills: number, firstSeed: number): Promise<boolean> {
  const sums = new Map<string, number>();
  for (let done = 0, seed = firstSeed; done < kills; done += killsPerRound, seed += 1) {
    const round = await runRound(Math.min(killsPerRound, kills - done), seed);
    if (round === undefined) return false;
    for (const { counts } of Object.values(round.findings)) add(sums, "", counts);
    add(sums, "died: ", round.deaths);
  }
  console.log(`${kills} kills, nothing went wrong`);
  for (const [what, count] of [...sums].sort()) console.log(`  ${what}: ${count}`);
  return true;
}

function add(sums: Map<string, number>, prefix: string, counts: Readonly<Record<string, number>>): void {
  for (const [what, count] of Object.entries(counts)) sums.set(prefix + what, (sums.get(prefix + what) ?? 0) + count);
}

async function withoutPower(dataDir: string, kills: number, seed: number): Promise<Round> {
  const peer = await startMillrace({ dataDir, config: tortureConfig });
  try {
    return await tortured(peer, drawnKills(seed, kills));
  } finally {
    await peer.kill9();
  }
}

async function withPower(dataDir: string, kills: number, seed: number): Promise<Round> {
  const powered = await PoweredFolder.mount(join(dataDir, "data"));
  try {
    const peer = await startMillrace({ dataDir, config: { ...tortureConfig, "log.flush.interval.messages": "1" } });
    const random = seededRandom(seed);
    try {
      return await tortured(peer, drawnKills(seed, kills), () => powered.lose(random.below(1_000_000)));
    } finally {
      await peer.kill9();
    }
  } finally {
    await powered.close();
  }
}

/** Undefined if anything went wrong; what it was is told, and the broker's data stays. */
async function runRound(kills: number, seed: number): Promise<Round | undefined> {
  const startMs = systemClock.monotonicMs();
  const dataDir = await mkdtemp(join(tmpdir(), "millrace-torture-"));
  let failures: readonly string[] = [];
  let round: Round | undefined;
  try {
    round = values.power ? await withPower(dataDir, kills, seed) : await withoutPower(dataDir, kills, seed);
    failures = Object.entries(wrongs(round)).flatMap(([work, wrong]) => wrong.map((each) => `${work}: ${each}`));
  } catch (thrown) {
    failures = [messageOf(thrown)];
  }
  const seconds = Math.round((systemClock.monotonicMs() - startMs) / 1000);
  if (failures.length > 0) {
    console.error(
      [
        `seed ${seed}:`,
        ...failures,
        `again: npm run torture -- --kills ${kills} --seed ${seed}${values.power ? " --power" : ""}`,
        `data: ${dataDir}`,
      ].join("\n"),
    );
    return undefined;
  }
  console.log(`seed ${seed}: ${kills} kills, nothing went wrong (${seconds} s)`);
  await rm(dataDir, { recursive: true, force: true });
  return round;
}

function wholeNumber(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  console.error(`${option}: expected a whole number, got ${JSON.stringify(text)}`);
  return process.exit(2);
}
