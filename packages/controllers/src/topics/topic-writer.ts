import type { KubeClient, Stored } from "@millrace/kube";
import { topicFinalizer } from "@millrace/plans";
import type { KafkaTopic, KafkaTopicStatus } from "@millrace/resources";
import { topicKind } from "../kinds.ts";
import { StatusWriter } from "../status-writer.ts";

export const topicManager = "millrace-topic-operator";

/** Writes what has become of KafkaTopics. */
export class TopicWriter extends StatusWriter<KafkaTopic, KafkaTopicStatus> {
  readonly #client: KubeClient;

  constructor(client: KubeClient) {
    super(client, topicKind, topicManager);
    this.#client = client;
  }

  /** The resourceVersion makes it a conflict if somebody else changed the object: the finalizers of others must not get lost. */
  async addFinalizer({ metadata }: Stored<KafkaTopic>, signal: AbortSignal): Promise<void> {
    const { finalizers = [], resourceVersion } = metadata;
    if (finalizers.includes(topicFinalizer)) return;
    await this.#patchFinalizers(metadata, { finalizers: [...finalizers, topicFinalizer], resourceVersion }, signal);
  }

  async removeFinalizer({ metadata }: Stored<KafkaTopic>, signal: AbortSignal): Promise<void> {
    const { finalizers = [], resourceVersion } = metadata;
    if (!finalizers.includes(topicFinalizer)) return;
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
