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
  const merged = new Map<string | undefined, { readonly topic: Topic; readonly partitions: Partition[] }>();
  for (const topic of [...refused, ...answered]) {
    const known = merged.get(keyOf(topic));
    if (known === undefined) merged.set(keyOf(topic), { topic, partitions: [...(topic.partitions ?? [])] });
    else for (const partition of topic.partitions ?? []) known.partitions.push(partition);
  }
  return Array.from(merged.values(), ({ topic, partitions }) => ({ ...topic, partitions }));
}
