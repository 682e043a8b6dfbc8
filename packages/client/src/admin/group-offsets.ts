import { apis, errorByCode, errors } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { type Answer, routed, toCoordinators } from "../cluster/routing.ts";
import { byTopic, type TopicPartition } from "../cluster/topic-partition.ts";
import type { Broker } from "../net/broker.ts";
import { partitionAnswers } from "./offsets.ts";
import { type Outcome, outcomeOf, outcomes } from "./outcome.ts";

/** Newer versions say topics by id, which those of deleted topics no longer have. */
const maxVersion = 9;

export interface CommittedOffset extends TopicPartition {
  readonly offset: number;
  /** -1: not known. */
  readonly leaderEpoch: number;
  /** What the committer noted with it. */
  readonly metadata: string;
}

/** Who commits: a member of a group in a generation, or an administrator of a group without members. */
export interface Committer {
  readonly groupId: string;
  readonly memberId: string;
  readonly generationId: number;
  readonly groupInstanceId: string | null;
}

/** What a group has committed, for all partitions or some. Partitions without a committed offset are left out. Throws REQUEST_FAILED. */
export async function listGroupOffsets(
  cluster: Cluster,
  groupId: string,
  { partitions = null, requireStable = false }: { partitions?: readonly TopicPartition[] | null; requireStable?: boolean } = {},
): Promise<Outcome & { readonly offsets: readonly CommittedOffset[] }> {
  const [answer] = await routed(cluster, [groupId], toCoordinators, async (broker) => [
    await fetchOffsets(broker, groupId, partitions, requireStable),
  ]);
  return { ...outcomeOf(answer ?? { error: errors.UNKNOWN_SERVER_ERROR }), offsets: answer?.value ?? [] };
}

async function fetchOffsets(
  broker: Broker,
  groupId: string,
  partitions: readonly TopicPartition[] | null,
  requireStable: boolean,
): Promise<Answer<CommittedOffset[]>> {
  const topics =
    partitions && byTopic(partitions).map((each) => ({ name: each.topic, partitionIndexes: each.partitions.map((p) => p.partition) }));
  const reply = await broker.request(
    apis.offsetFetch,
    (version) => ({
      ...(version >= 8 ? { groups: [{ groupId, topics }] } : { groupId, topics }),
      ...(version >= 7 ? { requireStable } : {}),
    }),
    { maxVersion },
  );
  const group = reply.groups[0] ?? reply;
  const rows = group.topics.flatMap((topic) => topic.partitions.map((row) => ({ ...row, topic: topic.name })));
  const failed = group.errorCode === 0 ? rows.find((row) => row.errorCode !== 0) : group;
  if (failed !== undefined) return { error: errorByCode(failed.errorCode) };
  const value = rows
    .filter((row) => row.committedOffset >= 0)
    .map(({ topic, partitionIndex: partition, committedOffset: offset, committedLeaderEpoch: leaderEpoch, metadata }) => ({
      ...{ topic, partition, offset, leaderEpoch },
      metadata: metadata ?? "",
    }));
  return { error: errors.NONE, value };
}

export type OffsetToCommit = TopicPartition & { readonly offset: number; readonly leaderEpoch?: number; readonly metadata?: string };

/** Sets committed offsets of a group without members. */
export function alterGroupOffsets(
  cluster: Cluster,
  groupId: string,
  offsets: readonly OffsetToCommit[],
): Promise<Array<Outcome & TopicPartition>> {
  const committer = { groupId, memberId: "", generationId: -1, groupInstanceId: null };
  return onCoordinator(cluster, groupId, offsets, (broker, items) => commitOffsets(broker, committer, items));
}

/** Sends a commit to the group's coordinator. */
export async function commitOffsets(
  broker: Broker,
  { groupId, memberId, generationId, groupInstanceId }: Committer,
  offsets: readonly OffsetToCommit[],
): Promise<Array<Answer<unknown>>> {
  const topics = byTopic(offsets).map(({ topic, partitions }) => ({
    name: topic,
    partitions: partitions.map(({ partition, offset, leaderEpoch = -1, metadata = "" }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedLeaderEpoch: leaderEpoch,
      committedMetadata: metadata,
    })),
  }));
  const member = { groupId, memberId, generationIdOrMemberEpoch: generationId };
  const reply = await broker.request(
    apis.offsetCommit,
    (version) => ({ ...member, ...(version >= 7 ? { groupInstanceId } : {}), topics }),
    { maxVersion },
  );
  return partitionAnswers(offsets, reply.topics);
}

/** Forgets committed offsets of a group that is not subscribed to their topics. */
export function deleteGroupOffsets(
  cluster: Cluster,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<Array<Outcome & TopicPartition>> {
  return onCoordinator(cluster, groupId, partitions, async (broker, items) => {
    const topics = byTopic(items).map((each) => ({
      name: each.topic,
      partitions: each.partitions.map(({ partition }) => ({ partitionIndex: partition })),
    }));
    const reply = await broker.request(apis.offsetDelete, () => ({ groupId, topics }));
    if (reply.errorCode !== 0) return items.map(() => ({ error: errorByCode(reply.errorCode) }));
    return partitionAnswers(items, reply.topics);
  });
}

async function onCoordinator<Item extends TopicPartition>(
  cluster: Cluster,
  groupId: string,
  partitions: readonly Item[],
  send: (broker: Broker, items: readonly Item[]) => Promise<ReadonlyArray<Answer<unknown>>>,
): Promise<Array<Outcome & TopicPartition>> {
  const answers = await routed(
    cluster,
    partitions,
    async (_cluster, items, deadlineMs) => [{ items, to: await cluster.coordinator(groupId, deadlineMs) }],
    send,
  );
  return outcomes(partitions, answers, ({ topic, partition }) => ({ topic, partition }));
}
