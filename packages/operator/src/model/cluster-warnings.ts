import { configTexts, type Warning } from "@millrace/resources";
import { brokersOf, type ClusterNode, controllersOf, type KafkaCluster, votersOf } from "./cluster.ts";
import { usesEphemeral } from "./storage.ts";
import { minorOf } from "./versions.ts";

interface WarningRule {
  readonly reason: string;
  readonly holds: (cluster: KafkaCluster) => boolean;
  readonly message: (cluster: KafkaCluster) => string;
}

const config = ({ kafka }: KafkaCluster, name: string): string | undefined => configTexts(kafka.spec.kafka.config)[name];

const unset = (reason: string, name: string): WarningRule => ({
  reason,
  holds: (cluster) => brokersOf(cluster).length < 2 || config(cluster, name) !== undefined,
  message: () =>
    `${name} is not set in spec.kafka.config, so that it is 1: what is on a single broker is not there while the broker is not`,
});

const unused = (reason: string, name: string): WarningRule => ({
  reason,
  holds: (cluster) => config(cluster, name) === undefined,
  message: () => `${name} does nothing in Kafka with KRaft; take it out of spec.kafka.config`,
});

const losesAll = (role: string, nodes: (cluster: KafkaCluster) => readonly ClusterNode[]): WarningRule => ({
  reason: "KafkaStorage",
  holds: (cluster) =>
    nodes(cluster).length !== 1 || !cluster.pools.some(({ name, storage }) => name === nodes(cluster)[0]?.pool && usesEphemeral(storage)),
  message: () => `A single ${role} with ephemeral storage loses all its data whenever its pod is replaced`,
});

/** What a person should know of a Kafka that works; reasons are Strimzi's. */
const rules: readonly WarningRule[] = [
  unset("KafkaDefaultReplicationFactor", "default.replication.factor"),
  unset("KafkaMinInsyncReplicas", "min.insync.replicas"),
  losesAll("broker", brokersOf),
  losesAll("controller", controllersOf),
  {
    reason: "KafkaKRaftControllerNodeCount",
    holds: (cluster) => votersOf(cluster).length % 2 === 1,
    message: (cluster) => {
      const count = votersOf(cluster).length;
      return `${count} controllers bear no more of them missing than ${count - 1} do; an odd number, at least three, is best`;
    },
  },
  {
    reason: "KafkaMetadataVersion",
    holds: ({ version, metadataVersion }) => minorOf(metadataVersion) === minorOf(version.version),
    message: ({ version, metadataVersion }) =>
      `The metadata is of version ${metadataVersion}, older than Kafka ${version.version}: an upgrade is perhaps not finished`,
  },
  unused("KafkaInterBrokerProtocolVersionInKRaft", "inter.broker.protocol.version"),
  unused("KafkaLogMessageFormatVersionInKRaft", "log.message.format.version"),
  {
    reason: "QuotasPluginConflict",
    holds: (cluster) => cluster.kafka.spec.kafka.quotas === undefined || config(cluster, "client.quota.callback.class") === undefined,
    message: ({ kafka }) =>
      `client.quota.callback.class in spec.kafka.config is passed over: spec.kafka.quotas asks for the plug-in of type ${kafka.spec.kafka.quotas?.type}`,
  },
  {
    reason: "DeprecatedObjects",
    holds: ({ listeners }) => listeners.every(({ type }) => type !== "ingress"),
    message: () => "Listeners of type ingress are deprecated; tlsroute takes their place",
  },
  {
    reason: "CruiseControlNotUsed",
    holds: ({ kafka }) => Object.keys(kafka.spec.cruiseControl ?? {}).every((name) => name === "autoRebalance"),
    message: () => "spec.cruiseControl is passed over but for autoRebalance: Millrace balances by itself and runs no Cruise Control",
  },
];

export function clusterWarnings(cluster: KafkaCluster): readonly Warning[] {
  return rules.filter(({ holds }) => !holds(cluster)).map(({ reason, message }) => ({ reason, message: message(cluster) }));
}
