import { isDeepStrictEqual } from "node:util";
import type { Clock } from "@millrace/kit";
import { type KubeClient, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import { type TopicResult, topicFinalizer, topicStatus } from "@millrace/plans";
import type { KafkaTopic, KafkaTopicStatus } from "@millrace/resources";
import { topicKind } from "../kinds.ts";

export const topicManager = "millrace-topic-operator";

/** Writes what has become of KafkaTopics, and remembers it, so that it is known again when a watch tells of it. */
export class TopicWriter {
  readonly #client: KubeClient;
  readonly #clock: Clock;
  readonly #written = new Map<ObjectKey, KafkaTopicStatus>();

  constructor(client: KubeClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** Whether the status has changed to what was not written here: then somebody else wrote it. */
  isForeign(before: Stored<KafkaTopic>, { metadata, status }: Stored<KafkaTopic>): boolean {
    return !isDeepStrictEqual(before.status, status) && !isDeepStrictEqual(status, this.#written.get(keyOf(metadata)));
  }

  forget(key: ObjectKey): void {
    this.#written.delete(key);
  }

  /** Whether anything had to be written. */
  async writeStatus(topic: Stored<KafkaTopic>, result: TopicResult, signal: AbortSignal): Promise<boolean> {
    const { namespace = "default", name, uid } = topic.metadata;
    const key = keyOf(topic.metadata);
    const status = topicStatus(topic, result, this.#clock.now());
    if (isDeepStrictEqual(status, topic.status)) return false;
    this.#written.set(key, status);
    const { apiVersion, kind } = topicKind;
    const object = { apiVersion, kind, metadata: { namespace, name, uid }, status };
    await this.#client.apply(topicKind, object, { fieldManager: topicManager, force: true, subresource: "status", signal });
    return true;
  }

  /** The resourceVersion makes it a conflict if somebody else changed the object: the finalizers of others must not get lost. */
  async addFinalizer({ metadata }: Stored<KafkaTopic>, signal: AbortSignal): Promise<void> {
    const { finalizers = [], resourceVersion } = metadata;
    if (finalizers.includes(topicFinalizer)) return;
    await this.#patchFinalizers(metadata, { finalizers: [...finalizers, topicFinalizer], resourceVersion }, signal);
  }

  async removeFinalizer({ metadata }: Stored<KafkaTopic>, signal: AbortSignal): Promise<void> {
    const { finalizers = [], resourceVersion } = metadata;
    const left = finalizers.filter((finalizer) => finalizer !== topicFinalizer);
    await this.#patchFinalizers(metadata, { finalizers: left, resourceVersion }, signal);
  }

  async #patchFinalizers(
    name: KafkaTopic["metadata"],
    metadata: { readonly finalizers: readonly string[]; readonly resourceVersion: string },
    signal: AbortSignal,
  ): Promise<void> {
    await this.#client.patch(topicKind, name, { metadata }, { type: "merge", signal });
  }
}
