import { type Draft, type OffsetFetchRequest, type OffsetFetchResponse, ZERO_UUID } from "@millrace/protocol";
import type { CommittedOffset, OffsetStore } from "./offset-store.ts";

export type OffsetFetchGroup = OffsetFetchRequest["groups"][number];
type FetchedPartition = Draft<OffsetFetchResponse["groups"][number]["topics"][number]["partitions"][number]>;
export type FetchedGroup = Draft<OffsetFetchResponse["groups"][number]>;

/** What the group has committed for the partitions that are asked for; -1 where that is nothing. A null list asks for all. */
export function fetchOffsets(offsets: OffsetStore, { groupId, topics }: OffsetFetchGroup): FetchedGroup {
  const committed = offsets.of(groupId);
  if (topics === null) {
    return {
      groupId,
      topics: Array.from(committed, ([name, partitions]) => ({
        name,
        partitions: Array.from(partitions, ([partitionIndex, offset]) => fetched(partitionIndex, offset)),
      })),
    };
  }
  return {
    groupId,
    topics: topics.map(({ name, topicId, partitionIndexes }) => ({
      name,
      topicId,
      partitions: partitionIndexes.map((index) => fetched(index, ofTopic(committed.get(name)?.get(index), topicId))),
    })),
  };
}

/** An offset of an earlier topic of the same name is none. Where either side does not know the id, the name has to do. */
function ofTopic(offset: CommittedOffset | undefined, topicId: string): CommittedOffset | undefined {
  if (offset === undefined || offset.topicId === ZERO_UUID || topicId === ZERO_UUID) return offset;
  return offset.topicId === topicId ? offset : undefined;
}

function fetched(partitionIndex: number, offset: CommittedOffset | undefined): FetchedPartition {
  if (offset === undefined) return { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: "", errorCode: 0 };
  const { offset: committedOffset, leaderEpoch: committedLeaderEpoch, metadata } = offset;
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode: 0 };
}
