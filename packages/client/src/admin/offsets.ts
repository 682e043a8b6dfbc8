import { apis, errors } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { type Answer, routed, toLeaders } from "../cluster/routing.ts";
import { byTopic, partitionKey, type TopicPartition } from "../cluster/topic-partition.ts";
import { answersFrom, type Outcome, outcomes } from "./outcome.ts";

/** Offsets that have names, with the timestamps that stand for them in the protocol. */
const specialTimestamps = {
  latest: -1,
  earliest: -2,
  "max-timestamp": -3,
  "earliest-local": -4,
  "latest-tiered": -5,
  "earliest-pending-upload": -6,
} as const;

/** The first version of ListOffsets that knows a special timestamp; older ones take it for a time. */
const firstVersions: Readonly<Record<number, number>> = { [-3]: 7, [-4]: 8, [-5]: 9, [-6]: 11 };

/** Which offset is asked for: one that has a name, or that of the first record not older than a time in ms since the epoch. */
export type OffsetSpec = keyof typeof specialTimestamps | number;

export type IsolationLevel = "read_uncommitted" | "read_committed";

export interface ListedOffset extends Outcome, TopicPartition {
  /** -1 if there is no such record. */
  readonly offset: number;
  /** Of the record there; -1 if it is not known. */
  readonly timestampMs: number;
  readonly leaderEpoch: number;
}

/** In place of a follower's id: who asks is a client, and is told what clients may see. */
const replicaIdOfClients = -1;

/** Looks offsets up. With `read_committed` "latest" is the end of what is decided. */
export async function listOffsets(
  cluster: Cluster,
  wanted: ReadonlyArray<TopicPartition & { readonly at: OffsetSpec }>,
  { isolation = "read_uncommitted" }: { isolation?: IsolationLevel } = {},
): Promise<ListedOffset[]> {
  const { requestTimeoutMs: timeoutMs } = cluster.options;
  const answers = await routed(cluster, wanted, toLeaders, async (broker, items) => {
    const topics = byTopic(items).map(({ topic, partitions }) => ({
      name: topic,
      partitions: partitions.map(({ partition, at }) => ({ partitionIndex: partition, timestamp: timestampOf(at) })),
    }));
    const minVersion = Math.max(...items.map(({ at }) => firstVersions[timestampOf(at)] ?? 0));
    const draft = { replicaId: replicaIdOfClients, isolationLevel: isolationLevels[isolation], topics, timeoutMs };
    const reply = await broker.request(apis.listOffsets, () => draft, { minVersion });
    return partitionAnswers(items, reply.topics);
  });
  return outcomes(wanted, answers, named).map((outcome, position) => {
    const { offset = -1, timestamp: timestampMs = -1, leaderEpoch = -1 } = answers[position]?.value ?? {};
    return { ...outcome, offset, timestampMs, leaderEpoch };
  });
}

export interface DeletedRecords extends Outcome, TopicPartition {
  /** The offset of the first record that is left; -1 after an error. */
  readonly logStartOffset: number;
}

/** Deletes the records of each partition that stand before an offset; "end": all that there are. */
export async function deleteRecords(
  cluster: Cluster,
  wanted: ReadonlyArray<TopicPartition & { readonly before: number | "end" }>,
): Promise<DeletedRecords[]> {
  const { requestTimeoutMs: timeoutMs } = cluster.options;
  const answers = await routed(cluster, wanted, toLeaders, async (broker, items) => {
    const topics = byTopic(items).map(({ topic, partitions }) => ({
      name: topic,
      partitions: partitions.map(({ partition, before }) => ({ partitionIndex: partition, offset: before === "end" ? -1 : before })),
    }));
    const reply = await broker.request(apis.deleteRecords, () => ({ topics, timeoutMs }));
    return partitionAnswers(items, reply.topics);
  });
  return outcomes(wanted, answers, named).map((outcome, position) => ({
    ...outcome,
    logStartOffset: outcome.error === errors.NONE ? (answers[position]?.value?.lowWatermark ?? -1) : -1,
  }));
}

function timestampOf(at: OffsetSpec): number {
  return typeof at === "number" ? at : specialTimestamps[at];
}

/** The protocol's numbers. */
export const isolationLevels: Record<IsolationLevel, number> = { read_uncommitted: 0, read_committed: 1 };

/** Finds each partition's row in a reply that has them by topic. */
export function partitionAnswers<Row extends { readonly partitionIndex: number; readonly errorCode: number }>(
  items: readonly TopicPartition[],
  topics: ReadonlyArray<{ readonly name: string; readonly partitions: readonly Row[] }>,
): Array<Answer<Row>> {
  const rows = topics.flatMap(({ name, partitions }) => partitions.map((row) => ({ ...row, key: partitionKey(name, row.partitionIndex) })));
  return answersFrom(
    items,
    (item) => partitionKey(item.topic, item.partition),
    rows,
    (row) => row.key,
  );
}

function named({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}
