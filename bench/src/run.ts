import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@millrace/kit";
import { importCosts } from "./imports/measure.ts";
import { measureInFlight } from "./in-flight.ts";
import { measureInstall } from "./install.ts";
import { describeMachine } from "./machine.ts";
import { measures } from "./measures.ts";
import { measureOperator } from "./operator.ts";
import type { RunOptions } from "./options.ts";
import type { PeerName } from "./peers/broker-process.ts";
import { newServerCertificate } from "./peers/certificates.ts";
import { measurePlatforms } from "./platforms.ts";
import { measureRebalance } from "./rebalance.ts";
import { figure } from "./report.ts";
import { type Filling, fillings, measureRestart, requireRestartSpace, restartedIn } from "./restart.ts";
import { addValue, type Results, resultsFolder, writeResults } from "./results.ts";
import { orderOf, type RoundOptions, runRound } from "./round.ts";
import { scenarios } from "./scenarios/index.ts";
import type { Effort, Measured, Scenario } from "./scenarios/scenario.ts";
import { tlsScenarios } from "./scenarios/tls.ts";

/** Something that is measured beside the brokers that all scenarios share. */
interface Part {
  readonly name: string;
  /** Told what was measured through `round.onMeasured`. */
  run(round: Round): Promise<void>;
}

interface Round extends Omit<RoundOptions, "scenarios" | "certificate"> {
  /** Counted from 0. */
  readonly round: number;
}

/** What has no peer to be compared with, or is in no broker's process. */
const ofMillrace = (name: string, measure: (scale: number) => Measured | Promise<Measured>): Part => ({
  name,
  async run({ peers, scale, onMeasured }) {
    if (peers.includes("millrace")) onMeasured("millrace", await measure(scale));
  },
});

/** Starts with data, each of a broker of its own. */
const restartOf = (filling: Filling): Part => ({
  name: filling.name,
  async run({ round, peers, scale, profiles, onMeasured }) {
    for (const peer of restartedIn(round, peers)) onMeasured(peer, await measureRestart(filling, peer, scale, profiles));
  },
});

const parts: readonly Part[] = [
  { name: "tls", run: async (round) => runRound({ ...round, scenarios: tlsScenarios, certificate: await newServerCertificate() }) },
  ofMillrace("platforms", measurePlatforms),
  ...fillings.map(restartOf),
  ofMillrace("operator", measureOperator),
  ofMillrace("rebalance", measureRebalance),
  ofMillrace("share-in-flight", measureInFlight),
  ofMillrace("install", measureInstall),
];

/** The start alone, and what imports cost, once a run. */
const startName = "start";
const importsName = "imports";
/** What `--only` takes. */
export const knownNames = [startName, ...scenarios.map(({ name }) => name), ...parts.map(({ name }) => name), importsName];

const full: Effort = { scale: 1, idleMs: 3_000 };
const quick: Effort = { scale: 0.1, idleMs: 500 };
const importProcesses = 7;

export interface Plan {
  readonly scenarios: readonly Scenario[];
  /** Whether brokers are started on empty directories, for the scenarios or for the start itself. */
  readonly fresh: boolean;
  readonly parts: readonly Part[];
  readonly imports: boolean;
}

/** What is to be measured; `only` is empty for everything. */
export function planOf(only: readonly string[]): Plan {
  const wanted = (name: string) => only.length === 0 || only.includes(name);
  const chosen = scenarios.filter(({ name }) => wanted(name));
  const fresh = chosen.length > 0 || wanted(startName);
  return { scenarios: chosen, fresh, parts: parts.filter(({ name }) => wanted(name)), imports: wanted(importsName) };
}

/** Measures what was asked for and writes it down. `say` is told how far it is. */
export async function run(options: RunOptions, say: (line: string) => void): Promise<{ results: Results; path: string }> {
  const startedAt = new Date(systemClock.now()).toISOString();
  const name = options.name ?? startedAt.replaceAll(":", "-").slice(0, 19);
  const effort = options.quick ? quick : full;
  const profiles = options.profile ? join(resultsFolder, `${name}-profiles`) : undefined;
  if (profiles !== undefined) await mkdir(profiles, { recursive: true });
  const kept = profiles === undefined ? {} : { profiles };
  const plan = planOf(options.only);
  // Nobody wants to hear of it after ten minutes.
  for (const filling of fillings)
    if (plan.parts.some(({ name }) => name === filling.name)) await requireRestartSpace(filling, effort.scale);
  const results: Results = {
    format: 1,
    startedAt,
    machine: await describeMachine(),
    rounds: options.rounds,
    scale: effort.scale,
    measures: {},
    imports: plan.imports && options.peers.includes("millrace") ? await importCosts(importProcesses) : [],
    ...kept,
  };
  const onMeasured = (peer: PeerName, measured: Measured): void => {
    for (const [measure, value] of Object.entries(measured) as [keyof Measured, number][]) {
      addValue(results, peer, measure, value);
      say(`  ${peer.padEnd(8)} ${measures[measure].title}: ${figure(value)} ${measures[measure].unit}`);
    }
  };
  const rounds = plan.fresh || plan.parts.length > 0 ? options.rounds : 0;
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}`);
    await oneRound(plan, { ...effort, round, peers: orderOf(options.peers, round), onMeasured, ...kept });
    // Whoever interrupts a long run keeps the rounds that were whole.
    await writeResults(results, name);
  }
  return { results, path: await writeResults(results, name) };
}

async function oneRound(plan: Plan, round: Round): Promise<void> {
  if (plan.fresh) await runRound({ ...round, scenarios: plan.scenarios });
  for (const part of plan.parts) await part.run(round);
}
