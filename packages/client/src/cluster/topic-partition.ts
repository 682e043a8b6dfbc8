export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** One string for each partition; a topic's name has no slash. */
export function partitionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

/** The way most requests want partitions: under their topic, in the order in which they came. */
export function byTopic<Item extends TopicPartition>(items: readonly Item[]): Array<{ topic: string; partitions: Item[] }> {
  const topics = new Map<string, { topic: string; partitions: Item[] }>();
  for (const item of items) {
    const known = topics.get(item.topic);
    if (known === undefined) topics.set(item.topic, { topic: item.topic, partitions: [item] });
    else known.partitions.push(item);
  }
  return [...topics.values()];
}
