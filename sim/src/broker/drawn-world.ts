import type { Fault, FaultyCall } from "@millrace/files";
import { type Random, seededRandom } from "@millrace/kit";
import type { Isolation } from "./ledger.ts";

export interface WorldTopic {
  readonly name: string;
  readonly partitionCount: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** What happens to the machine, its disk, its clock and its network, at a time. */
export type Mishap = { readonly atMs: number } & (
  | { readonly type: "kill" | "losePower" | "stop" }
  /** The process dies, or the power goes, in the midst of the next but so many calls of its disk. */
  | { readonly type: "doom"; readonly calls: number; readonly death: "kill" | "losePower" }
  | { readonly type: "fault"; readonly fault: Fault }
  /** No more than so many bytes can be written for a while. */
  | { readonly type: "full"; readonly freeBytes: number; readonly forMs: number }
  | { readonly type: "slow"; readonly flush: number; readonly call: number; readonly forMs: number }
  | { readonly type: "jump"; readonly byMs: number }
  | { readonly type: "cut"; readonly all: boolean }
  | { readonly type: "hang"; readonly all: boolean; readonly forMs: number }
);

/** All that is drawn of a world before it begins. */
export interface DrawnWorld {
  readonly seed: number;
  readonly topics: readonly WorldTopic[];
  readonly properties: Readonly<Record<string, string>>;
  /** Every record is flushed before it is acknowledged, so that nothing may be lost when the power goes. */
  readonly isFlushed: boolean;
  /** Nothing is flushed, and at the end the power goes: what is left has to be the beginning of what was written. */
  readonly endsInDarkness: boolean;
  /** The system reads and writes less than it is asked for. */
  readonly isHalting: boolean;
  /** Values have so many bytes at most. */
  readonly valueBytesMax: number;
  /** So many of each. */
  readonly writers: number;
  readonly transactionalWriters: number;
  readonly members: number;
  readonly followers: number;
  readonly sharers: number;
  readonly processors: number;
  /** Which records members of the share group see, and how often each at most. */
  readonly sharesIsolation: Isolation;
  readonly deliveryCountMax: number;
  /** How long there is work, and mishaps. */
  readonly durationMs: number;
  readonly mishaps: readonly Mishap[];
}

/** Each world has some of these topics, which are called by what becomes of their records. */
const drawnTopics = ["compacted", "compacted", "aged", "sized", "cut"];

/** After so long a member of a group of the new protocol is taken for gone, in milliseconds. */
export const followerSessionMs = 500;

/** So long a member of a share group holds a record: no broker has less. */
export const shareLockMs = 1_000;

const small = {
  "offsets.topic.replication.factor": "1",
  "offsets.topic.num.partitions": "2",
  "transaction.state.log.num.partitions": "2",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
  "group.initial.rebalance.delay.ms": "0",
  "group.min.session.timeout.ms": "100",
  "group.consumer.session.timeout.ms": String(followerSessionMs),
  "group.consumer.min.session.timeout.ms": "100",
  "group.consumer.heartbeat.interval.ms": "100",
  "group.consumer.min.heartbeat.interval.ms": "10",
  "group.share.session.timeout.ms": "500",
  "group.share.min.session.timeout.ms": "100",
  "group.share.heartbeat.interval.ms": "100",
  "group.share.min.heartbeat.interval.ms": "10",
  "group.share.initialize.retry.interval.ms": "200",
  "group.share.record.lock.duration.ms": String(shareLockMs),
  "group.share.min.record.lock.duration.ms": String(shareLockMs),
  "share.coordinator.state.topic.num.partitions": "2",
  "share.coordinator.state.topic.replication.factor": "1",
  "share.coordinator.state.topic.min.isr": "1",
  "share.coordinator.state.topic.prune.interval.ms": "150",
  "share.coordinator.cold.partition.snapshot.interval.ms": "400",
  "log.cleaner.backoff.ms": "100",
  "log.cleaner.dedupe.buffer.size": String(1 << 21),
  "log.retention.check.interval.ms": "150",
  "transaction.abort.timed.out.transaction.cleanup.interval.ms": "300",
  "auto.create.topics.enable": "false",
};

export function drawnWorld(seed: number): DrawnWorld {
  const random = seededRandom(seed);
  const isFlushed = random.below(2) === 0;
  const endsInDarkness = !isFlushed && random.below(3) === 0;
  const durationMs = 150 + random.below(850);
  const deliveryCountMax = 2 + random.below(5);
  const valueBytesMax = random.below(16) === 0 ? 20_000 : 10 + random.below(300);
  return {
    ...{ seed, isFlushed, endsInDarkness, durationMs, valueBytesMax, deliveryCountMax },
    topics: ["kept", "processed", ...drawnNames(random)].map((name) => drawnTopic(name, valueBytesMax, random)),
    properties: {
      ...small,
      ...(isFlushed ? { "log.flush.interval.messages": "1" } : {}),
      "group.consumer.assignment.interval.ms": String(random.below(2) * random.below(300)),
      "group.share.assignment.interval.ms": String(random.below(2) * random.below(300)),
      "group.share.delivery.count.limit": String(deliveryCountMax),
      "share.coordinator.snapshot.update.records.per.snapshot": String(random.below(20)),
      "log.flush.offset.checkpoint.interval.ms": String(100 + random.below(2_000)),
    },
    isHalting: random.below(4) === 0,
    writers: 1 + random.below(2),
    transactionalWriters: 1 + random.below(2),
    members: random.below(3),
    followers: random.below(4),
    sharers: random.below(4),
    sharesIsolation: random.below(2) === 0 ? "read_uncommitted" : "read_committed",
    processors: Math.max(0, random.below(4) - 1),
    mishaps: drawnMishaps(durationMs, isFlushed, random),
  };
}

function drawnNames(random: Random): readonly string[] {
  return [...new Set([0, 1].map(() => drawnTopics[random.below(drawnTopics.length)] ?? "compacted"))];
}

function drawnTopic(name: string, valueBytesMax: number, random: Random): WorldTopic {
  const segmentBytes = 500 + random.below(valueBytesMax * 12);
  const own: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    compacted: {
      "cleanup.policy": "compact",
      "min.cleanable.dirty.ratio": "0.01",
      "delete.retention.ms": String(random.below(1_000)),
      "segment.ms": String(100 + random.below(1_000)),
    },
    aged: { "retention.ms": String(100 + random.below(1_500)), "segment.ms": String(100 + random.below(1_000)) },
    sized: { "retention.bytes": String(segmentBytes * (1 + random.below(3))) },
  };
  return {
    name,
    partitionCount: 1 + random.below(2),
    configs: {
      "internal.segment.bytes": String(segmentBytes),
      "index.interval.bytes": String(1 + random.below(2_000)),
      "file.delete.delay.ms": String(random.below(500)),
      "max.message.bytes": "1048588",
      ...own[name],
    },
  };
}

const faultyCalls: readonly FaultyCall[] = [
  "open",
  "read",
  "write",
  "write",
  "truncate",
  "sync",
  "sync",
  "sync",
  "rename",
  "rename",
  "remove",
  "syncDirectory",
];

function drawnMishaps(durationMs: number, isFlushed: boolean, random: Random): readonly Mishap[] {
  const death = (): "kill" | "losePower" => (isFlushed && random.below(2) === 0 ? "losePower" : "kill");
  const fault = (): Fault => {
    const call = faultyCalls[random.below(faultyCalls.length)] ?? "write";
    const code = call === "open" && random.below(2) === 0 ? "EMFILE" : "EIO";
    return { call, code, after: random.below(30), times: 1 + random.below(4), partialBytes: random.below(40) };
  };
  const draws: ReadonlyArray<(atMs: number) => Mishap> = [
    (atMs) => ({ atMs, type: death() }),
    (atMs) => ({ atMs, type: "stop" }),
    (atMs) => ({ atMs, type: "doom", calls: random.below(120), death: death() }),
    (atMs) => ({ atMs, type: "doom", calls: random.below(120), death: death() }),
    (atMs) => ({ atMs, type: "fault", fault: fault() }),
    (atMs) => ({ atMs, type: "fault", fault: fault() }),
    (atMs) => ({ atMs, type: "full", freeBytes: random.below(4_000), forMs: random.below(500) }),
    (atMs) => ({ atMs, type: "slow", flush: random.below(300), call: random.below(40), forMs: random.below(800) }),
    (atMs) => ({ atMs, type: "jump", byMs: random.below(4_000) - 2_000 }),
    (atMs) => ({ atMs, type: "cut", all: random.below(2) === 0 }),
    (atMs) => ({ atMs, type: "hang", all: random.below(2) === 0, forMs: random.below(900) }),
  ];
  const drawn = Array.from({ length: random.below(8) }, () => {
    const draw = draws[random.below(draws.length)];
    return draw === undefined ? [] : [draw(random.below(durationMs))];
  });
  return drawn.flat().toSorted((one, other) => one.atMs - other.atMs);
}
