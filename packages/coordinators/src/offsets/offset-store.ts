import type { OffsetCommitValue } from "@millrace/protocol";

/** A committed offset as its record holds it. An `expireTimestamp` of -1: it lives as long as the group's rules let it. */
export type CommittedOffset = OffsetCommitValue;

type ByPartition = Map<number, CommittedOffset>;
export type OffsetsByTopic = ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>>;

const none: OffsetsByTopic = new Map();

/** Committed offsets of all groups. Holds no empty maps, so that a group without offsets leaves nothing behind. */
export class OffsetStore {
  readonly #groups = new Map<string, Map<string, ByPartition>>();

  get(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#groups.get(groupId)?.get(topic)?.get(partition);
  }

  of(groupId: string): OffsetsByTopic {
    return this.#groups.get(groupId) ?? none;
  }

  groups(): Iterable<readonly [groupId: string, offsets: OffsetsByTopic]> {
    return this.#groups;
  }

  put(groupId: string, topic: string, partition: number, offset: CommittedOffset): void {
    const topics = childOf(this.#groups, groupId);
    childOf(topics, topic).set(partition, offset);
  }

  remove(groupId: string, topic: string, partition: number): void {
    const topics = this.#groups.get(groupId);
    const partitions = topics?.get(topic);
    if (topics === undefined || partitions === undefined) return;
    partitions.delete(partition);
    if (partitions.size === 0) topics.delete(topic);
    if (topics.size === 0) this.#groups.delete(groupId);
  }
}

function childOf<Key, ChildKey, Value>(parents: Map<Key, Map<ChildKey, Value>>, key: Key): Map<ChildKey, Value> {
  let child = parents.get(key);
  if (child === undefined) {
    child = new Map();
    parents.set(key, child);
  }
  return child;
}
