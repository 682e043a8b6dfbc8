import type { SettledTopic } from "@millrace/controllers";
import type { Clock } from "@millrace/kit";
import { keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import { type TopicAction, topicFinalizer } from "@millrace/plans";
import type { KafkaTopic } from "@millrace/resources";
import type { DeclaredTopics } from "./declare.ts";

/** A topic that is not as declared. */
export interface TopicFailure {
  /** The KafkaTopic's name. */
  readonly topic: string;
  readonly reason: string;
  readonly message: string;
}

export interface TopicsOutcome {
  /** What was carried out. */
  readonly done: readonly TopicAction[];
  readonly failed: readonly TopicFailure[];
}

/** How long a start waits for its topics; they come about also after that. */
const settleMsMax = 60_000;

/** What the controller has made of the topics that files declare. */
export class Settling {
  readonly #done: TopicAction[] = [];
  readonly #failed = new Map<ObjectKey, TopicFailure>();
  /** Topics that are waited for, with the generation that is declared. */
  readonly #awaited = new Map<ObjectKey, number>();
  readonly #settled = Promise.withResolvers<void>();
  #isOver = false;

  constructor({ present, pruned }: DeclaredTopics) {
    for (const { metadata } of present) this.#awaited.set(keyOf(metadata), metadata.generation ?? 0);
    // What has no finalizer is gone already.
    for (const { metadata } of pruned) if (metadata.finalizers?.includes(topicFinalizer) === true) this.#awaited.set(keyOf(metadata), 0);
    if (this.#awaited.size === 0) this.#settled.resolve();
  }

  /** For the controller to call. */
  readonly see = ({ topic, result, done }: SettledTopic): void => {
    if (this.#isOver) return;
    this.#done.push(...done);
    const key = keyOf(topic.metadata);
    if (result?.type === "failed" || result?.type === "left") this.#failed.set(key, failureOf(topic, result));
    else this.#failed.delete(key);
    if ((topic.metadata.generation ?? 0) >= (this.#awaited.get(key) ?? 0)) this.#awaited.delete(key);
    if (this.#awaited.size === 0) this.#settled.resolve();
  };

  /** What has come of the topics once there is something to say of each. */
  async outcome(clock: Clock): Promise<TopicsOutcome> {
    const cancel = clock.after(settleMsMax, () => this.#settled.resolve());
    await this.#settled.promise;
    cancel();
    this.#isOver = true;
    const late = [...this.#awaited.keys()].map((key) => {
      const topic = key.slice(key.indexOf("/") + 1);
      return { topic, reason: "NotYet", message: `nothing has come of it for ${settleMsMax / 1000} s; it is still tried` };
    });
    return { done: this.#done, failed: [...this.#failed.values(), ...late] };
  }
}

const failureOf = (
  { metadata }: Stored<KafkaTopic>,
  { reason, message }: { readonly reason: string; readonly message: string },
): TopicFailure => ({
  topic: metadata.name,
  reason,
  message,
});
