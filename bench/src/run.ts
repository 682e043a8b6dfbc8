import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@millrace/kit";
import { importCosts } from "./imports/measure.ts";
import { measureInFlight } from "./in-flight.ts";
import { describeMachine } from "./machine.ts";
import { measures } from "./measures.ts";
import { measureOperator } from "./operator.ts";
import type { RunOptions } from "./options.ts";
import type { PeerName } from "./peers/broker-process.ts";
import { newServerCertificate } from "./peers/certificates.ts";
import { measurePlatforms } from "./platforms.ts";
import { measureRebalance } from "./rebalance.ts";
import { figure } from "./report.ts";
import { measureRestart, requireRestartSpace, restartedIn } from "./restart.ts";
import { addValue, type Results, resultsFolder, writeResults } from "./results.ts";
import { orderOf, type RoundOptions, runRound } from "./round.ts";
import { scenarios } from "./scenarios/index.ts";
import type { Effort, Measured, Scenario } from "./scenarios/scenario.ts";
import { tlsScenarios } from "./scenarios/tls.ts";

/** What `--only` takes besides the scenarios: the start alone, the start with data, all with TLS, platforms in a test, the operator, the planner of rebalances, the memory of records in flight, and what imports cost. */
const startName = "start";
const restartName = "restart";
const tlsName = "tls";
const platformsName = "platforms";
const operatorName = "operator";
const rebalanceName = "rebalance";
const inFlightName = "share-in-flight";
const importsName = "imports";
const others = [tlsName, platformsName, restartName, operatorName, rebalanceName, inFlightName, importsName];
type Parts = [boolean, boolean, boolean, boolean, boolean, boolean, boolean];
export const knownNames = [startName, ...scenarios.map(({ name }) => name), ...others];

const full: Effort = { scale: 1, idleMs: 3_000 };
const quick: Effort = { scale: 0.1, idleMs: 500 };
const importProcesses = 7;

export interface Plan {
  readonly scenarios: readonly Scenario[];
  /** Whether brokers are started on empty directories, for the scenarios or for the start itself. */
  readonly fresh: boolean;
  /** Whether brokers with TLS are started, for the scenarios that are about it. */
  readonly tls: boolean;
  /** Whether platforms are started in this process, as tests do. */
  readonly platforms: boolean;
  readonly restart: boolean;
  /** Whether the operator runs on a Kubernetes whose nodes run nothing. It has no peer to be compared with. */
  readonly operator: boolean;
  /** Whether rebalances are planned, in this process. */
  readonly rebalance: boolean;
  /** Whether the memory of records in flight is measured, in this process. */
  readonly inFlight: boolean;
  readonly imports: boolean;
}

/** What is to be measured; `only` is empty for everything. */
export function planOf(only: readonly string[]): Plan {
  const wanted = (name: string) => only.length === 0 || only.includes(name);
  const chosen = scenarios.filter(({ name }) => wanted(name));
  const fresh = chosen.length > 0 || wanted(startName);
  const [tls, platforms, restart, operator, rebalance, inFlight, imports] = others.map(wanted) as Parts;
  return { scenarios: chosen, fresh, tls, platforms, restart, operator, rebalance, inFlight, imports };
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
  if (plan.restart) await requireRestartSpace(effort.scale);
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
  const inRounds = [plan.fresh, plan.tls, plan.platforms, plan.restart, plan.operator, plan.rebalance, plan.inFlight];
  const rounds = inRounds.some(Boolean) ? options.rounds : 0;
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}`);
    await oneRound(plan, { ...effort, round, peers: orderOf(options.peers, round), onMeasured, ...kept });
  }
  return { results, path: await writeResults(results, name) };
}

interface Round extends Omit<RoundOptions, "scenarios" | "certificate"> {
  /** Counted from 0. */
  readonly round: number;
}

async function oneRound(plan: Plan, { round, ...common }: Round): Promise<void> {
  const { peers, scale, profiles, onMeasured } = common;
  if (plan.fresh) await runRound({ ...common, scenarios: plan.scenarios });
  if (plan.tls) await runRound({ ...common, scenarios: tlsScenarios, certificate: await newServerCertificate() });
  if (plan.platforms && peers.includes("millrace")) onMeasured("millrace", await measurePlatforms());
  if (plan.operator && peers.includes("millrace")) onMeasured("millrace", await measureOperator(scale));
  if (plan.rebalance && peers.includes("millrace")) onMeasured("millrace", measureRebalance(scale));
  if (plan.inFlight && peers.includes("millrace")) onMeasured("millrace", measureInFlight(scale));
  for (const peer of plan.restart ? restartedIn(round, peers) : []) onMeasured(peer, await measureRestart(peer, scale, profiles));
}
