type ByPartition<Value> = Map<number, Value>;
type ByTopic<Value> = Map<string, ByPartition<Value>>;

export type ReadonlyByTopic<Value> = ReadonlyMap<string, ReadonlyMap<number, Value>>;

/** Something for each of many groups' partitions. Holds no empty maps, so that a group without any leaves nothing behind. */
export class OffsetTree<Value> {
  readonly #groups = new Map<string, ByTopic<Value>>();

  get(groupId: string, topic: string, partition: number): Value | undefined {
    return this.#groups.get(groupId)?.get(topic)?.get(partition);
  }

  of(groupId: string): ReadonlyByTopic<Value> | undefined {
    return this.#groups.get(groupId);
  }

  groups(): Iterable<readonly [groupId: string, topics: ReadonlyByTopic<Value>]> {
    return this.#groups;
  }

  *all(): Iterable<readonly [groupId: string, topic: string, partition: number, value: Value]> {
    for (const [groupId, topics] of this.#groups) {
      for (const [topic, partitions] of topics) {
        for (const [partition, value] of partitions) yield [groupId, topic, partition, value];
      }
    }
  }

  put(groupId: string, topic: string, partition: number, value: Value): void {
    const topics = childOf(this.#groups, groupId);
    childOf(topics, topic).set(partition, value);
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
