import { MillraceError } from "@millrace/kit";
import { errors } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { isTopic, type TopicMetadata } from "../cluster/metadata.ts";
import { isRetriable, requestFailed } from "../errors.ts";
import { backOffMs } from "../net/back-off.ts";

interface Inquiry {
  attempts: number;
  asking: boolean;
  failure: MillraceError | undefined;
}

/** Topics as a producer needs them: at once if they are known, otherwise asked for in the background until they are. */
export class KnownTopics {
  readonly #cluster: Cluster;
  readonly #allowAutoTopicCreation: boolean;
  readonly #onNews: () => void;
  readonly #inquiries = new Map<string, Inquiry>();

  /** `onNews` is called whenever a topic became known or can't be. */
  constructor(cluster: Cluster, allowAutoTopicCreation: boolean, onNews: () => void) {
    this.#cluster = cluster;
    this.#allowAutoTopicCreation = allowAutoTopicCreation;
    this.#onNews = onNews;
  }

  get(name: string): TopicMetadata | undefined {
    const topic = this.#cluster.cachedTopic(name);
    if (topic === undefined) this.#ask(name);
    return topic;
  }

  /** Asks again for a topic whose last description is of no use; not at once if it was asked for just now. */
  askAnew(name: string): void {
    this.#cluster.forgetTopic(name);
    this.#ask(name);
  }

  /** Why a topic is not known; `final` if there is no use in waiting. */
  failure(name: string): { readonly cause: MillraceError; readonly final: boolean } | undefined {
    const cause = this.#inquiries.get(name)?.failure;
    if (cause === undefined) return undefined;
    return { cause, final: !isRetriable(cause) };
  }

  #ask(name: string): void {
    const inquiry = this.#inquiries.get(name) ?? { attempts: 0, asking: false, failure: undefined };
    if (inquiry.asking) return;
    this.#inquiries.set(name, inquiry);
    inquiry.asking = true;
    void this.#inquire(name, inquiry);
  }

  async #inquire(name: string, inquiry: Inquiry): Promise<void> {
    const { clock, random, retryBackOff } = this.#cluster.options;
    inquiry.failure = await this.#answer(name);
    inquiry.attempts = inquiry.failure === undefined ? 1 : inquiry.attempts + 1;
    clock.after(backOffMs(retryBackOff, inquiry.attempts, random), () => {
      inquiry.asking = false;
      if (this.#cluster.cachedTopic(name) === undefined) this.#onNews();
    });
    this.#onNews();
  }

  /** Undefined if the topic is known now. */
  async #answer(name: string): Promise<MillraceError | undefined> {
    try {
      const { topics } = await this.#cluster.askMetadata([name], this.#allowAutoTopicCreation);
      const topic = topics.get(name) ?? errors.UNKNOWN_TOPIC_OR_PARTITION;
      return isTopic(topic) ? undefined : requestFailed(`topic ${name} can't be used`, topic);
    } catch (thrown) {
      if (thrown instanceof MillraceError) return thrown;
      throw thrown;
    }
  }
}
