import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MillraceError, messageOf, seededRandom } from "@millrace/kit";
import { startMillrace } from "../peers/millrace.ts";
import type { Peer } from "../peers/peer.ts";
import { History } from "./history.ts";
import { drawnKills } from "./kills.ts";
import { PoweredFolder } from "./power.ts";
import { type Round, tortureConfig, tortured, wrongs } from "./round.ts";

const killsPerRound = 30;
/** What is acknowledged is on the disk. */
const flushing = { "log.flush.interval.messages": "1" };
const seedEnd = 1_000_000_000;

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
    for (const cause of round.deaths) add(sums, "died: ", { [cause]: 1 });
  }
  console.log(`${kills} kills, nothing went wrong`);
  for (const [what, count] of [...sums].sort()) console.log(`  ${what}: ${count}`);
  return true;
}

function add(sums: Map<string, number>, prefix: string, counts: Readonly<Record<string, number>>): void {
  for (const [what, count] of Object.entries(counts)) sums.set(prefix + what, (sums.get(prefix + what) ?? 0) + count);
}

/** Throws what went wrong with the broker or with a client; what is wrong with what was told is in the findings. */
async function tortureIn(dataDir: string, kills: number, seed: number, history: History): Promise<Round> {
  const powered = values.power ? await PoweredFolder.mount(join(dataDir, "data")) : undefined;
  const random = seededRandom(seed);
  let peer: Peer | undefined;
  try {
    peer = await startMillrace({ dataDir, config: powered === undefined ? tortureConfig : { ...tortureConfig, ...flushing } });
    const died = async (): Promise<void> => await powered?.lose(random.below(seedEnd));
    return await tortured(peer, drawnKills(seed, kills), { history, died });
  } finally {
    await peer?.kill9();
    await powered?.close();
  }
}

/** Undefined if anything went wrong; what it was is told, and the broker's data stays. */
async function runRound(kills: number, seed: number): Promise<Round | undefined> {
  const dataDir = await mkdtemp(join(tmpdir(), "millrace-torture-"));
  const history = new History();
  const again = `again: npm run torture -- --kills ${kills} --seed ${seed}${values.power ? " --power" : ""}`;
  const fail = (failures: readonly string[]): undefined => {
    console.error([`seed ${seed}:`, ...history.lines, ...failures, again, `data: ${dataDir}`].join("\n"));
  };
  try {
    const round = await tortureIn(dataDir, kills, seed, history);
    const wrong = Object.entries(wrongs(round)).flatMap(([work, each]) => each.map((what) => `${work}: ${what}`));
    if (wrong.length > 0) return fail(wrong);
    console.log(`seed ${seed}: ${kills} kills, nothing went wrong (${history.seconds} s)`);
    await rm(dataDir, { recursive: true, force: true });
    return round;
  } catch (thrown) {
    const hint = thrown instanceof MillraceError && thrown.hint !== undefined ? [thrown.hint] : [];
    return fail([messageOf(thrown), ...hint]);
  }
}

function wholeNumber(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  console.error(`${option}: expected a whole number, got ${JSON.stringify(text)}`);
  return process.exit(2);
}
