import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@millrace/kit";
import { importCosts } from "./imports/measure.ts";
import { describeMachine } from "./machine.ts";
import { measures } from "./measures.ts";
import type { RunOptions } from "./options.ts";
import type { PeerName } from "./peers/broker-process.ts";
import { figure } from "./report.ts";
import { addValue, type Results, resultsFolder, writeResults } from "./results.ts";
import { orderOf, runRound } from "./round.ts";
import { scenarios } from "./scenarios/index.ts";
import type { Effort, Measured } from "./scenarios/scenario.ts";

/** What `--only` takes besides the scenarios: the start alone, and what imports cost. */
const startName = "start";
const importsName = "imports";
export const knownNames = [startName, ...scenarios.map(({ name }) => name), importsName];

const full: Effort = { scale: 1, idleMs: 3_000 };
const quick: Effort = { scale: 0.1, idleMs: 500 };
const importProcesses = 7;

/** Measures what was asked for and writes it down. `say` is told how far it is. */
export async function run(options: RunOptions, say: (line: string) => void): Promise<{ results: Results; path: string }> {
  const startedAt = new Date(systemClock.now()).toISOString();
  const name = options.name ?? startedAt.replaceAll(":", "-").slice(0, 19);
  const effort = options.quick ? quick : full;
  const profiles = options.profile ? join(resultsFolder, `${name}-profiles`) : undefined;
  if (profiles !== undefined) await mkdir(profiles, { recursive: true });
  const wanted = (one: string) => options.only.length === 0 || options.only.includes(one);
  const chosen = scenarios.filter((scenario) => wanted(scenario.name));
  const results: Results = {
    format: 1,
    startedAt,
    machine: await describeMachine(),
    rounds: options.rounds,
    scale: effort.scale,
    measures: {},
    imports: wanted(importsName) && options.peers.includes("millrace") ? await importCosts(importProcesses) : [],
    ...(profiles === undefined ? {} : { profiles }),
  };
  const onMeasured = (peer: PeerName, measured: Measured): void => {
    for (const [measure, value] of Object.entries(measured) as [keyof Measured, number][]) {
      addValue(results, peer, measure, value);
      say(`  ${peer.padEnd(8)} ${measures[measure].title}: ${figure(value)} ${measures[measure].unit}`);
    }
  };
  const rounds = chosen.length > 0 || wanted(startName) ? options.rounds : 0;
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}`);
    const peers = orderOf(options.peers, round);
    await runRound({ ...effort, peers, scenarios: chosen, onMeasured, ...(profiles === undefined ? {} : { profiles }) });
  }
  return { results, path: await writeResults(results, name) };
}
