import { type Draft, errors, type OffsetFetchRequest, type OffsetFetchResponse, ZERO_UUID } from "@millrace/protocol";
import type { CommittedOffset, OffsetStore } from "./offset-store.ts";

export type OffsetFetchGroup = OffsetFetchRequest["groups"][number];
type FetchedPartition = Draft<OffsetFetchResponse["groups"][number]["topics"][number]["partitions"][number]>;
export type FetchedGroup = Draft<OffsetFetchResponse["groups"][number]>;

/**
 * What the group has committed for the partitions that are asked for; -1 where that is nothing. A null list asks for all. With
 * `requireStable`, partitions for which an open transaction has an offset have to be asked for again (KIP-447).
 */
export function fetchOffsets(offsets: OffsetStore, { groupId, topics }: OffsetFetchGroup, requireStable: boolean): FetchedGroup {
  const committed = offsets.of(groupId);
  const found = (topic: string, index: number, offset: CommittedOffset | undefined) =>
    requireStable && offsets.isPending(groupId, topic, index) ? unstable(index) : fetched(index, offset);
  if (topics === null) {
    return {
      groupId,
      topics: Array.from(committed, ([name, partitions]) => ({
        name,
        partitions: Array.from(partitions, ([partitionIndex, offset]) => found(name, partitionIndex, offset)),
      })),
    };
  }
  return {
    groupId,
    topics: topics.map(({ name, topicId, partitionIndexes }) => ({
      name,
      topicId,
      partitions: partitionIndexes.map((index) => found(name, index, ofTopic(committed.get(name)?.get(index), topicId))),
    })),
  };
}

/** An offset of an earlier topic of the same name is none. Where either side does not know the id, the name has to do. */
function ofTopic(offset: CommittedOffset | undefined, topicId: string): CommittedOffset | undefined {
  if (offset === undefined || offset.topicId === ZERO_UUID || topicId === ZERO_UUID) return offset;
  return offset.topicId === topicId ? offset : undefined;
}

const nothing = { committedOffset: -1, committedLeaderEpoch: -1, metadata: "" };

function unstable(partitionIndex: number): FetchedPartition {
  return { partitionIndex, ...nothing, errorCode: errors.UNSTABLE_OFFSET_COMMIT.code };
}

function fetched(partitionIndex: number, offset: CommittedOffset | undefined): FetchedPartition {
  if (offset === undefined) return { partitionIndex, ...nothing, errorCode: 0 };
  const { offset: committedOffset, leaderEpoch: committedLeaderEpoch, metadata } = offset;
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode: 0 };
}
