import { ApiCounts } from "./api-counts.ts";
import { ListenerCounts } from "./listener-counts.ts";
import { TopicCounts } from "./topic-counts.ts";

/** What the broker counts about itself while it works: plain numbers, read only when somebody asks for metrics. */
export class BrokerCounts {
  readonly apis = new Map<string, ApiCounts>();
  readonly listeners = new Map<string, ListenerCounts>();
  readonly topics = new Map<string, TopicCounts>();
  /** Fetches that wait for records. */
  parkedFetches = 0;
  readonly #deletedTopics = new TopicCounts();

  api(name: string): ApiCounts {
    return madeOnce(this.apis, name, () => new ApiCounts());
  }

  listener(name: string): ListenerCounts {
    return madeOnce(this.listeners, name, () => new ListenerCounts());
  }

  topic(name: string): TopicCounts {
    return madeOnce(this.topics, name, () => new TopicCounts());
  }

  /** A deleted topic is told no more, but stays in the sums. */
  deleteTopic(name: string): void {
    const counts = this.topics.get(name);
    if (counts !== undefined) this.#deletedTopics.add(counts);
    this.topics.delete(name);
  }

  /** Of all topics that ever were. */
  allTopics(): TopicCounts {
    const all = new TopicCounts();
    for (const counts of [this.#deletedTopics, ...this.topics.values()]) all.add(counts);
    return all;
  }
}

function madeOnce<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
