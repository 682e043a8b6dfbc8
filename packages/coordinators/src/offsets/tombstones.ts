import type { GroupRecord } from "../group-record.ts";
import type { OffsetStore } from "./offset-store.ts";

export function offsetTombstone(groupId: string, topic: string, partition: number): GroupRecord {
  return { type: "OffsetCommit", groupId, topic, partition, value: null };
}

export function groupTombstone(groupId: string): GroupRecord {
  return { type: "GroupMetadata", groupId, value: null };
}

/** Tombstones for all that a group has committed. */
export function* groupOffsetTombstones(offsets: OffsetStore, groupId: string): Iterable<GroupRecord> {
  for (const [topic, partitions] of offsets.of(groupId)) {
    for (const partition of partitions.keys()) yield offsetTombstone(groupId, topic, partition);
  }
  for (const { topic, partition } of offsets.pending(groupId)) {
    if (offsets.get(groupId, topic, partition) === undefined) yield offsetTombstone(groupId, topic, partition);
  }
}

/** Tombstones for the offsets of deleted topics. Offsets of old do not say which topic of that name they were for. */
export function* topicTombstones(offsets: OffsetStore, deletedIds: ReadonlyMap<string, string>, zeroId: string): Iterable<GroupRecord> {
  for (const [groupId, topics] of offsets.groups()) {
    for (const [topic, partitions] of topics) {
      const deletedId = deletedIds.get(topic);
      if (deletedId === undefined) continue;
      for (const [partition, { topicId }] of partitions) {
        if (topicId === zeroId || topicId === deletedId) yield offsetTombstone(groupId, topic, partition);
      }
    }
  }
  for (const { groupId, topic, partition, offset } of offsets.pending()) {
    const deletedId = deletedIds.get(topic);
    if (deletedId !== undefined && (offset.topicId === zeroId || offset.topicId === deletedId))
      yield offsetTombstone(groupId, topic, partition);
  }
}
