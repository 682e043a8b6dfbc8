export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Partitions by topic. Never changed, only replaced. */
export type PartitionSet = ReadonlyMap<string, ReadonlySet<number>>;

export const noPartitions: PartitionSet = new Map();

export function hasPartition(set: PartitionSet, { topic, partition }: TopicPartition): boolean {
  return set.get(topic)?.has(partition) ?? false;
}

export function withPartitions(set: PartitionSet, added: Iterable<TopicPartition>): PartitionSet {
  const changed = new Map<string, Set<number>>();
  for (const { topic, partition } of added) {
    const partitions = changed.get(topic) ?? new Set(set.get(topic));
    changed.set(topic, partitions.add(partition));
  }
  return new Map<string, ReadonlySet<number>>([...set, ...changed]);
}

export function* partitionsOf(set: PartitionSet): Iterable<TopicPartition> {
  for (const [topic, partitions] of set) for (const partition of partitions) yield { topic, partition };
}
