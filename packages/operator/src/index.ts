export type { ClusterNode, KafkaCluster, NodePool } from "./model/cluster.ts";
export { type Facts, podSetFacts } from "./model/facts.ts";
export { type ClusterResult, type Declared, kafkaCluster } from "./model/kafka-cluster.ts";
export type { ModelSettings } from "./model/settings.ts";
