import { errors } from "@millrace/protocol";
import type { Group, Groups } from "../groups.ts";
import { Refusal } from "../refusal.ts";
import type { Turn } from "../turn.ts";
import { allPartitions, joined, type KnownTopic, type PartitionLists, withoutTopics } from "./known-partitions.ts";
import { knownPartitionsRecord } from "./member-records.ts";
import type { ShareGroup } from "./share-group.ts";
import type { ShareRecord } from "./share-record.ts";

export function refuseMembers({ size }: ShareGroup): Refusal | undefined {
  return size === 0 ? undefined : new Refusal(errors.NON_EMPTY_GROUP, "The group is not empty.");
}

/** The group is to be deleted: all state that is to go first. Groups of other kinds have none. */
export function beginDeletingGroup(turn: Turn, group: Group | undefined): PartitionLists | Refusal {
  if (group?.type !== "share") return new Map();
  const refusal = refuseMembers(group);
  if (refusal !== undefined) return refusal;
  if (!group.isKnown) return new Map();
  const candidates = joined(joined(group.known.initialized, group.known.initializing), unfinished(turn, group));
  const deleting = new Map(Array.from(candidates, ([topicId, { name }]) => [topicId, name]));
  turn.outcome.store([knownPartitionsRecord(group.groupId, { initializing: new Map(), initialized: new Map(), deleting })]);
  return new Map(Array.from(candidates, ([topicId, { partitions }]) => [topicId, partitions]));
}

/** Topics whose state was to be deleted before, which has not come to its end. */
function unfinished({ topics, nowMs }: Turn, { known }: ShareGroup): Map<string, KnownTopic> {
  const left = new Map<string, KnownTopic>();
  for (const topicId of known.deleting.keys()) {
    const topic = topics.topicById(topicId);
    if (topic !== undefined) left.set(topicId, { name: topic.name, partitions: allPartitions(topic), sinceMs: nowMs });
  }
  return left;
}

/** Groups forget deleted topics; the share coordinator deletes the state by itself. */
export function forgetTopics(groups: Groups, topicIds: ReadonlySet<string>): ShareRecord[] {
  return [...groups.shares()].flatMap(({ groupId, known: { initializing, initialized, deleting } }) => {
    const concerned = [initializing, initialized, deleting].some((topics) => [...topicIds].some((topicId) => topics.has(topicId)));
    if (!concerned) return [];
    const left = {
      initializing: withoutTopics(initializing, topicIds),
      initialized: withoutTopics(initialized, topicIds),
      deleting: withoutTopics(deleting, topicIds),
    };
    return [knownPartitionsRecord(groupId, left)];
  });
}
