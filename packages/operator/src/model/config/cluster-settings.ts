import { configTexts } from "@millrace/resources";
import type { KafkaCluster } from "../cluster.ts";
import type { Properties } from "./properties.ts";

/**
 * Settings that Kafka has once for the whole cluster, whatever its nodes are started with: where there are eligible leader replicas (KIP-966),
 * as in every new cluster, their number must be the same everywhere. They are taken over when storage is formatted, and altered afterwards.
 */
export const clusterSettingNames = ["min.insync.replicas"] as const;

/** Their values, to be altered through Kafka's Admin API where they differ. What is left out is Kafka's default, which would not come back by itself. */
export function clusterSettings({ kafka }: KafkaCluster): Properties {
  return { "min.insync.replicas": configTexts(kafka.spec.kafka.config)["min.insync.replicas"] ?? "1" };
}
