import { MillraceError, Opened, systemClock } from "@millrace/kit";
import { type Address, Link } from "./load/link.ts";
import { ProduceLoad } from "./load/produce-load.ts";
import { createTopic, offsetsOf, timestamps } from "./load/topic.ts";
import type { BrokerProcess, PeerName } from "./peers/broker-process.ts";
import { dataParent, startFresh, withLastWords } from "./peers/fresh.ts";
import { requireSpace } from "./process/disk-space.ts";
import { clientsInFlight, gigabyteBatches, kilobytes64 } from "./scenarios/produce.ts";
import type { Measured } from "./scenarios/scenario.ts";

const name = "restart";
const partitions = 50;
const gigabytes = 5;
/** Indexes, and what the brokers keep besides. */
const spareGigabytes = 1;

/** Throws IO_FAILED if there is no room for what is written; `scale` is part of the full amount. */
export function requireRestartSpace(scale: number): Promise<void> {
  return requireSpace(dataParent, (gigabytes * scale + spareGigabytes) * 1e9);
}

/** Kafka's restart takes a minute and no goal asks for it: once gives the ratio. */
export function restartedIn(round: number, peers: readonly PeerName[]): readonly PeerName[] {
  return round === 0 ? peers : peers.filter((peer) => peer !== "kafka");
}

/** Fills a peer of its own, the only one that runs, kills it and starts it again. Ends with it stopped and its data removed. */
export async function measureRestart(peer: PeerName, scale: number, profiles?: string): Promise<Measured> {
  const opened = new Opened();
  try {
    const broker = await startFresh(peer, opened, profiles === undefined ? {} : { profiles });
    return await withLastWords(name, broker, () => restarts(broker, gigabyteBatches * gigabytes * scale, opened));
  } finally {
    await opened.close();
  }
}

/**
 * Writes at least `batches` to a running broker, then measures its start after `kill -9` and after a clean stop. The disk is left as it is
 * in between: what a killed process had not brought there is part of what its next start has to cope with. What was started is added to `opened`.
 * Throws DATA_CORRUPT if records that were acknowledged are not there.
 */
export async function restarts(broker: BrokerProcess, batches: number, opened: Opened): Promise<Measured> {
  const acknowledged = await fill(broker.address, batches);
  await broker.kill();
  const killed = await startAgain(broker, acknowledged, opened);
  await killed.broker.stop();
  const stopped = await startAgain(killed.broker, acknowledged, opened);
  return { restart: killed.ms, "restart-clean": stopped.ms };
}

/** The records that were acknowledged, the same number in each partition. */
async function fill(address: Address, batches: number): Promise<number> {
  const link = await Link.open(address);
  const topic = await createTopic(link, name, partitions);
  link.close();
  const shape = { ...kilobytes64, connections: partitions, partitions, inFlight: clientsInFlight };
  const producers = await ProduceLoad.open(address, topic, shape);
  const written = await producers.run(batches);
  producers.close();
  return (written * shape.records) / partitions;
}

/** From the moment before the process is made until it has told the end of every partition. */
async function startAgain(ended: BrokerProcess, acknowledged: number, opened: Opened): Promise<{ broker: BrokerProcess; ms: number }> {
  const startedMs = systemClock.monotonicMs();
  const broker = await ended.again();
  opened.defer(() => broker.stop());
  const link = await Link.open(broker.address);
  const ends = await offsetsOf(link, name, partitions, timestamps.latest);
  const ms = systemClock.monotonicMs() - startedMs;
  link.close();
  const wrong = wrongEnds(ends, acknowledged);
  if (wrong !== undefined) throw new MillraceError("DATA_CORRUPT", wrong);
  return { broker, ms };
}

/** What to say if a partition does not end where its acknowledged records do, or is missing. */
export function wrongEnds(ends: readonly number[], acknowledged: number): string | undefined {
  if (ends.length !== partitions) return `${ends.length} of ${partitions} partitions are there`;
  const wrong = ends.flatMap((end, partition) => (end === acknowledged ? [] : [`partition ${partition} at ${end}`]));
  return wrong.length === 0 ? undefined : `${acknowledged} records were acknowledged in each partition, but it ends: ${wrong.join(", ")}`;
}
