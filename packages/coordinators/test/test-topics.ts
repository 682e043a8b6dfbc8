import type { TopicFacts, TopicImage } from "../src/index.ts";

/** Topics that can be made, grown and removed. */
export class TestTopics implements TopicImage {
  readonly #topics = new Map<string, TopicFacts>();
  topicsVersion = 0;
  newTopicsVersion = 0;
  #made = 0;

  topic(name: string): TopicFacts | undefined {
    return this.#topics.get(name);
  }

  topicById(id: string): TopicFacts | undefined {
    for (const topic of this.#topics.values()) if (topic.id === id) return topic;
    return undefined;
  }

  topics(): Iterable<TopicFacts> {
    return this.#topics.values();
  }

  /** A topic that is there already is grown. */
  make(name: string, partitionCount: number): TopicFacts {
    const present = this.#topics.get(name);
    const id = present?.id ?? (this.#made === 0 ? topicIdOf(name) : `${this.#made}${topicIdOf(name)}`.slice(0, 22));
    const topic = { id, name, partitionCount: Math.max(partitionCount, present?.partitionCount ?? 0) };
    this.#topics.set(name, topic);
    this.#made++;
    this.topicsVersion++;
    if (present === undefined) this.newTopicsVersion = this.topicsVersion;
    return topic;
  }

  remove(name: string): void {
    if (this.#topics.delete(name)) this.topicsVersion++;
  }
}

export function topicIdOf(topic: string): string {
  return topic.padEnd(22, "A");
}
