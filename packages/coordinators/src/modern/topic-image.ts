/** What groups have to know of a topic. */
export interface TopicFacts {
  readonly id: string;
  readonly name: string;
  readonly partitionCount: number;
}

/** The cluster's topics as they are at the moment: a lookup, never changed from here. */
export interface TopicImage {
  topic(name: string): TopicFacts | undefined;
  topicById(id: string): TopicFacts | undefined;
  topics(): Iterable<TopicFacts>;
  /** Grows with each topic that is made, grown or removed. */
  readonly topicsVersion: number;
  /** The same as of the last topic that was made. */
  readonly newTopicsVersion: number;
}

/** Ids of those named topics that exist. */
export function topicIdsOf(image: TopicImage, names: Iterable<string>): Set<string> {
  const ids = new Set<string>();
  for (const name of names) {
    const topic = image.topic(name);
    if (topic !== undefined) ids.add(topic.id);
  }
  return ids;
}
