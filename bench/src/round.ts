import { Opened, sleep, systemClock } from "@millrace/kit";
import type { BrokerProcess, PeerName } from "./peers/broker-process.ts";
import type { ServerCertificate } from "./peers/certificates.ts";
import { startFresh, withLastWords } from "./peers/fresh.ts";
import { readyLine } from "./peers/millrace.ts";
import { scrutinize } from "./peers/scrutiny.ts";
import { usageOf } from "./process/usage.ts";
import type { Effort, Measured, Scenario } from "./scenarios/scenario.ts";

export interface RoundOptions extends Effort {
  readonly peers: readonly PeerName[];
  readonly scenarios: readonly Scenario[];
  /** Where Millrace's CPU profile goes, if one is wanted. */
  readonly profiles?: string;
  /** The peers listen with TLS; then only the scenarios are measured, not the start and the memory. */
  readonly certificate?: ServerCertificate;
  /** Told what was measured as soon as it is. */
  readonly onMeasured: (peer: PeerName, measured: Measured) => void;
}

/**
 * Starts each peer on an empty data directory, sees to it that it checks what a broker in use has to check, then tries each scenario on all of them, one right after the other: nothing but the
 * one under load has work to do. Ends with the peers stopped and their data removed.
 */
export async function runRound(options: RoundOptions): Promise<void> {
  const opened = new Opened();
  try {
    const brokers: BrokerProcess[] = [];
    for (const peer of options.peers) brokers.push(await start(peer, options, opened));
    if (options.scenarios.length > 0)
      for (const broker of brokers) await withLastWords("scrutiny", broker, () => scrutinize(broker.address));
    for (const scenario of options.scenarios) {
      for (const broker of brokers)
        options.onMeasured(broker.name, await withLastWords(scenario.name, broker, () => scenario.run(broker, options)));
    }
    if (options.scenarios.length > 0 && options.certificate === undefined) {
      for (const { name, pid } of brokers) options.onMeasured(name, { "memory-peak": usageOf(pid).peakResidentBytes / 1e6 });
    }
  } finally {
    await opened.close();
  }
}

async function start(peer: PeerName, options: RoundOptions, opened: Opened): Promise<BrokerProcess> {
  const broker = await startFresh(peer, opened, options);
  if (options.certificate !== undefined) return broker;
  const ready: Measured = peer === "millrace" ? { "start-ready": await broker.saidMs(readyLine) } : {};
  await sleep(systemClock, options.idleMs);
  options.onMeasured(peer, { start: broker.startMs, ...ready, "memory-idle": usageOf(broker.pid).residentBytes / 1e6 });
  return broker;
}

/** The other way round in every second round, so that neither always comes second. */
export function orderOf(peers: readonly PeerName[], round: number): readonly PeerName[] {
  return round % 2 === 0 ? peers : [...peers].reverse();
}
