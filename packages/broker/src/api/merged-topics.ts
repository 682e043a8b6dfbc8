interface TopicReply<Partition> {
  readonly partitions?: readonly Partition[] | undefined;
}

/**
 * The answer about topics of which some partitions were refused before the group's coordinator was asked: one entry for each topic, the
 * refused partitions first, as Kafka has them. Where nothing was refused, the coordinator's answer is left as it is.
 */
export function mergedTopics<Partition, Topic extends TopicReply<Partition>>(
  refused: readonly Topic[],
  answered: readonly Topic[],
  keyOf: (topic: Topic) => string | undefined,
): readonly Topic[] {
  if (refused.length === 0) return answered;
  const merged = new Map<string | undefined, Topic>();
  for (const topic of [...refused, ...answered]) {
    const before = merged.get(keyOf(topic));
    const both = before === undefined ? topic : { ...topic, partitions: [...(before.partitions ?? []), ...(topic.partitions ?? [])] };
    merged.set(keyOf(topic), both);
  }
  return [...merged.values()];
}
