import { namespacedKind } from "@millrace/kube";
import { type Kafka, type KafkaTopic, kinds } from "@millrace/resources";

export const kafkaKind = namespacedKind<Kafka>(kinds.Kafka);
export const topicKind = namespacedKind<KafkaTopic>(kinds.KafkaTopic);
