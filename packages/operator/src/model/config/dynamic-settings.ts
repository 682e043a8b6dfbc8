import { brokerConfigs, updateModeOf } from "@millrace/configs";
import { whenTaken } from "@millrace/plans/settings";
import { configTexts } from "@millrace/resources";
import type { KafkaCluster } from "../cluster.ts";
import { clusterSettingNames } from "./cluster-settings.ts";
import { connectionLimits, limitsOfConnections } from "./listener-sections.ts";
import type { Properties } from "./properties.ts";

/** Names of all settings of a Kafka that its brokers take while they run, but for those that it has once for the whole cluster anyway. */
export function dynamicSettingNames({ kafka, listeners }: KafkaCluster): readonly string[] {
  const others: readonly string[] = clusterSettingNames;
  const names = [...brokerConfigs.keys(), ...listeners.flatMap(limitsOfConnections)];
  return names.filter((name) => whenTaken(kafka, name, updateModeOf) === "running" && !others.includes(name));
}

/** Those that are declared, with their values. */
export function dynamicSettings(cluster: KafkaCluster): Properties {
  const { kafka, listeners } = cluster;
  const declared: Properties = Object.assign({}, ...listeners.map(connectionLimits), configTexts(kafka.spec.kafka.config));
  const names = new Set(dynamicSettingNames(cluster));
  return Object.fromEntries(Object.entries(declared).filter(([name]) => names.has(name)));
}

/** Names of what is declared although nobody reads it. */
export const unreadSettingNames = ({ kafka }: KafkaCluster): readonly string[] =>
  Object.keys(configTexts(kafka.spec.kafka.config)).filter((name) => whenTaken(kafka, name, updateModeOf) === "never");
