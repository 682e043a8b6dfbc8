import { type KubeObject, namespacedKind } from "@millrace/kube";
import {
  type Kafka,
  type KafkaNodePool,
  type KafkaRebalance,
  type KafkaTopic,
  type KafkaUser,
  kinds,
  type Secret,
} from "@millrace/resources";

export const kafkaKind = namespacedKind<Kafka>(kinds.Kafka);
export const nodePoolKind = namespacedKind<KafkaNodePool>(kinds.KafkaNodePool);
export const topicKind = namespacedKind<KafkaTopic>(kinds.KafkaTopic);
export const userKind = namespacedKind<KafkaUser>(kinds.KafkaUser);
export const rebalanceKind = namespacedKind<KafkaRebalance>(kinds.KafkaRebalance);
export const secretKind = namespacedKind<Secret>(kinds.Secret);

export interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

export const configMapKind = namespacedKind<ConfigMap>({ apiVersion: "v1", kind: "ConfigMap", plural: "configmaps" });
