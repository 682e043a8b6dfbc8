import {
  type AlterShareGroupOffsetsRequest,
  type AlterShareGroupOffsetsResponse,
  type DeleteShareGroupOffsetsRequest,
  type DeleteShareGroupOffsetsResponse,
  type Draft,
  errors,
} from "@millrace/protocol";
import type { Groups } from "../groups.ts";
import { Refusal } from "../refusal.ts";
import type { Turn } from "../turn.ts";
import { refuseMembers } from "./deletion.ts";
import { presentShareGroup, shareGroupToMake } from "./find-group.ts";
import { type Initialization, recordInitializing } from "./initialization.ts";
import { allPartitions, type KnownTopic, type PartitionLists, withoutTopics } from "./known-partitions.ts";
import { knownPartitionsRecord } from "./member-records.ts";

type AlteredTopic = NonNullable<Draft<AlterShareGroupOffsetsResponse>["responses"]>[number];
export type DeletedTopic = NonNullable<Draft<DeleteShareGroupOffsetsResponse>["responses"]>[number];

/** What is answered if all state is set up as is asked for. */
export interface AlteredOffsets {
  readonly topics: readonly AlteredTopic[];
  readonly initialization: Initialization;
}

const unknown = {
  errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code,
  errorMessage: "This server does not host this topic-partition.",
};

/** A group without members, which may be new, is to go on at these offsets. */
export function alterShareOffsets(
  turn: Turn,
  groups: Groups,
  { groupId, topics }: AlterShareGroupOffsetsRequest,
): AlteredOffsets | Refusal {
  const group = shareGroupToMake(groups, groupId);
  if (group instanceof Refusal) return group;
  const refusal = refuseMembers(group);
  if (refusal !== undefined) return refusal;
  const invalid = refusePartitions(turn, groupId, topics);
  if (invalid !== undefined) return invalid;
  const fresh = new Map<string, KnownTopic>();
  const startOffsets = new Map<string, Map<number, number>>();
  const answers = topics.map(({ topicName, partitions }): AlteredTopic => {
    const topic = turn.topics.topic(topicName);
    const exists = (partition: number) => topic !== undefined && partition < topic.partitionCount;
    if (topic !== undefined) {
      const known = partitions.filter(({ partitionIndex }) => exists(partitionIndex));
      const offsets = new Map(known.map(({ partitionIndex, startOffset }) => [partitionIndex, startOffset]));
      if (offsets.size > 0) startOffsets.set(topic.id, offsets);
      fresh.set(topic.id, { name: topicName, partitions: new Set(offsets.keys()), sinceMs: turn.nowMs });
    }
    const answered = partitions.map(({ partitionIndex }) => ({ partitionIndex, ...(exists(partitionIndex) ? {} : unknown) }));
    return { topicName, topicId: topic?.id, partitions: answered };
  });
  if (fresh.size > 0) turn.outcome.store([recordInitializing(group, fresh)]);
  return { topics: answers, initialization: { groupId, stateEpoch: group.epoch, startOffsets } };
}

/** Numbers that no partition has. Kafka's persister takes them for a mistake of the broker's own. */
function refusePartitions({ topics: image }: Turn, groupId: string, topics: AlterShareGroupOffsetsRequest["topics"]): Refusal | undefined {
  for (const { topicName, partitions } of topics) {
    const topicId = image.topic(topicName)?.id;
    const invalid = partitions.find(({ partitionIndex }) => partitionIndex < 0);
    if (topicId === undefined || invalid === undefined) continue;
    const message = `Initialize share group parameters has invalid partitionId - ${groupId} ${topicId} ${invalid.partitionIndex}`;
    return new Refusal(errors.UNKNOWN_SERVER_ERROR, message);
  }
  return undefined;
}

/** What is answered of topics that have nothing to be deleted, and what is to be deleted of the others. */
export interface DeletedOffsets {
  readonly topics: readonly DeletedTopic[];
  readonly states: PartitionLists;
}

/** A group without members is to forget how far it is in these topics. */
export function beginDeletingOffsets(
  turn: Turn,
  groups: Groups,
  { groupId, topics }: DeleteShareGroupOffsetsRequest,
): DeletedOffsets | Refusal {
  const group = presentShareGroup(groups, groupId);
  if (group instanceof Refusal) return group;
  const refusal = refuseMembers(group);
  if (refusal !== undefined) return refusal;
  const { known } = group;
  const states = new Map<string, Iterable<number>>();
  const deleting = new Map(known.deleting);
  if (!group.isKnown) return { topics: [], states };
  const answers = topics.flatMap(({ topicName }): DeletedTopic[] => {
    const topic = turn.topics.topic(topicName);
    if (topic === undefined) return [{ topicName, ...unknown }];
    const initialized = known.initialized.get(topic.id);
    if (initialized === undefined && !deleting.has(topic.id)) {
      return [{ topicName, ...unknown, errorMessage: "There is no offset information to delete." }];
    }
    states.set(topic.id, initialized?.partitions ?? allPartitions(topic));
    deleting.set(topic.id, topicName);
    return [];
  });
  const initialized = withoutTopics(known.initialized, new Set(states.keys()));
  turn.outcome.store([knownPartitionsRecord(groupId, { ...known, initialized, deleting })]);
  return { topics: answers, states };
}

/** The state of these topics is deleted: ids. Whoever is told that the group is gone meanwhile hears of no topic. */
export function offsetsDeleted(turn: Turn, groups: Groups, groupId: string, topicIds: ReadonlySet<string>): readonly DeletedTopic[] {
  const group = groups.share(groupId);
  if (group === undefined || !group.isKnown) return [];
  const { known } = group;
  turn.outcome.store([knownPartitionsRecord(groupId, { ...known, deleting: withoutTopics(known.deleting, topicIds) })]);
  return Array.from(topicIds, (topicId) => ({ topicId, topicName: turn.topics.topicById(topicId)?.name ?? known.deleting.get(topicId) }));
}
