import { MillraceError, Opened, systemClock } from "@millrace/kit";
import { type Address, Link } from "./load/link.ts";
import { ProduceLoad, type ProduceShape } from "./load/produce-load.ts";
import { createTopic, offsetsOf, timestamps } from "./load/topic.ts";
import type { MeasureName } from "./measures.ts";
import type { BrokerProcess, PeerName } from "./peers/broker-process.ts";
import { dataParent, startFresh, withLastWords } from "./peers/fresh.ts";
import { scrutinize } from "./peers/scrutiny.ts";
import { requireSpace } from "./process/disk-space.ts";
import { usageOf } from "./process/usage.ts";
import { clientsInFlight, gigabyteBatches, kilobytes64 } from "./scenarios/produce.ts";
import type { Measured } from "./scenarios/scenario.ts";

/** What a broker is filled with before it is started again, and what comes of it. */
export interface Filling {
  /** Also of the topic. */
  readonly name: string;
  readonly shape: ProduceShape;
  /** Requests of the full run. */
  readonly requests: number;
  /** Of the disk, in the full run. */
  readonly gigabytes: number;
  /** Resident memory once it is filled. */
  readonly memory: MeasureName;
  /** Starts after `kill -9` and after a clean stop, until all partitions answer. */
  readonly killed: MeasureName;
  readonly stopped: MeasureName;
  /** The former, until any request is answered. */
  readonly killedFirst: MeasureName;
}

const filled = { partitions: 50, gigabytes: 5 };

export const fillings: readonly Filling[] = [
  {
    name: "restart",
    shape: { ...kilobytes64, connections: filled.partitions, partitions: filled.partitions, inFlight: clientsInFlight },
    requests: gigabyteBatches * filled.gigabytes,
    gigabytes: filled.gigabytes,
    memory: "memory-filled",
    killed: "restart",
    stopped: "restart-clean",
    killedFirst: "restart-first",
  },
  {
    name: "restart-partitions",
    shape: { records: 10, valueBytes: 100, connections: 50, partitions: 5_000, partitionsEach: 100, inFlight: 1 },
    requests: 500,
    gigabytes: 0.3,
    memory: "memory-partitions",
    killed: "restart-partitions",
    stopped: "restart-partitions-clean",
    killedFirst: "restart-partitions-first",
  },
];

/** Indexes, and what the brokers keep besides. */
const spareGigabytes = 1;

/** Throws IO_FAILED if there is no room for what is written; `scale` is part of the full amount. */
export function requireRestartSpace({ gigabytes }: Filling, scale: number): Promise<void> {
  return requireSpace(dataParent, (gigabytes * scale + spareGigabytes) * 1e9);
}

/** Kafka's restart takes a minute and no goal asks for it: once gives the ratio. */
export function restartedIn(round: number, peers: readonly PeerName[]): readonly PeerName[] {
  return round === 0 ? peers : peers.filter((peer) => peer !== "kafka");
}

/** Fills a peer of its own, the only one that runs, kills it and starts it again. Ends with it stopped and its data removed. */
export async function measureRestart(filling: Filling, peer: PeerName, scale: number, profiles?: string): Promise<Measured> {
  const opened = new Opened();
  try {
    const broker = await startFresh(peer, opened, profiles === undefined ? {} : { profiles });
    return await withLastWords(filling.name, broker, async () => {
      await scrutinize(broker.address);
      return restarts(filling, broker, filling.requests * scale, opened);
    });
  } finally {
    await opened.close();
  }
}

/**
 * Sends at least `requests` to a running broker, then measures its start after `kill -9` and after a clean stop. The disk is left as it is
 * in between: what a killed process had not brought there is part of what its next start has to cope with. What was started is added to `opened`.
 * Throws DATA_CORRUPT if records that were acknowledged are not there.
 */
export async function restarts(filling: Filling, broker: BrokerProcess, requests: number, opened: Opened): Promise<Measured> {
  const acknowledged = await fill(filling, broker.address, requests);
  const megabytes = usageOf(broker.pid).residentBytes / 1e6;
  await broker.kill();
  const killed = await startAgain(filling, broker, acknowledged, opened);
  await killed.broker.stop();
  const stopped = await startAgain(filling, killed.broker, acknowledged, opened);
  return {
    [filling.memory]: megabytes,
    [filling.killed]: killed.ms,
    [filling.killedFirst]: killed.broker.startMs,
    [filling.stopped]: stopped.ms,
  };
}

/** The records that were acknowledged, the same number in each partition. */
async function fill({ name, shape }: Filling, address: Address, requests: number): Promise<number> {
  const { partitions, partitionsEach = 1 } = shape;
  const link = await Link.open(address);
  const topic = await createTopic(link, name, partitions);
  link.close();
  const producers = await ProduceLoad.open(address, topic, shape);
  const sent = await producers.run(requests);
  producers.close();
  return (sent * partitionsEach * shape.records) / partitions;
}

/** From the moment before the process is made until it has told the end of every partition. */
async function startAgain(
  { name, shape: { partitions } }: Filling,
  ended: BrokerProcess,
  acknowledged: number,
  opened: Opened,
): Promise<{ broker: BrokerProcess; ms: number }> {
  const startedMs = systemClock.monotonicMs();
  const broker = await ended.again();
  opened.defer(() => broker.stop());
  const link = await Link.open(broker.address);
  const ends = await offsetsOf(link, name, partitions, timestamps.latest);
  const ms = systemClock.monotonicMs() - startedMs;
  link.close();
  const wrong = wrongEnds(ends, partitions, acknowledged);
  if (wrong !== undefined) throw new MillraceError("DATA_CORRUPT", wrong);
  return { broker, ms };
}

/** What to say if a partition does not end where its acknowledged records do, or is missing. */
export function wrongEnds(ends: readonly number[], partitions: number, acknowledged: number): string | undefined {
  if (ends.length !== partitions) return `${ends.length} of ${partitions} partitions are there`;
  const wrong = ends.flatMap((end, partition) => (end === acknowledged ? [] : [`partition ${partition} at ${end}`]));
  return wrong.length === 0 ? undefined : `${acknowledged} records were acknowledged in each partition, but it ends: ${wrong.join(", ")}`;
}
