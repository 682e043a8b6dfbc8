import { configTexts } from "./config-values.ts";
import type { KafkaTopic } from "./generated/types.ts";
import { topicNameOf } from "./labels.ts";

/** What a KafkaTopic asks of Kafka, in Kafka's terms. What is undefined is left to the brokers. */
export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number | undefined;
  readonly replicationFactor: number | undefined;
  readonly config: Readonly<Record<string, string>>;
}

export const topicDeclaration = (topic: KafkaTopic): TopicDeclaration => ({
  name: topicNameOf(topic),
  partitions: topic.spec.partitions,
  replicationFactor: topic.spec.replicas,
  config: configTexts(topic.spec.config),
});
