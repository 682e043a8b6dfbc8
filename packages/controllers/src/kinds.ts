import { namespacedKind } from "@millrace/kube";
import { type Kafka, type KafkaTopic, type KafkaUser, kinds, type Secret } from "@millrace/resources";

export const kafkaKind = namespacedKind<Kafka>(kinds.Kafka);
export const topicKind = namespacedKind<KafkaTopic>(kinds.KafkaTopic);
export const userKind = namespacedKind<KafkaUser>(kinds.KafkaUser);
export const secretKind = namespacedKind<Secret>(kinds.Secret);
