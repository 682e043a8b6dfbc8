import { isObject, type OpenObject, type Value, valueFromYaml } from "@millrace/resources";
import { textKey } from "../checks/references.ts";
import type { KafkaCluster } from "../cluster.ts";

/** What the operator has to know of a node, by the names that Strimzi's rules give it. */
const rules: readonly OpenObject[] = [
  { pattern: "kafka.server<type=KafkaServer, name=BrokerState><>Value", name: "kafka_server_kafkaserver_brokerstate", type: "GAUGE" },
  {
    pattern: "kafka.log<type=LogManager, name=remainingLogsToRecover, dir=(.+)><>Value",
    name: "kafka_log_logmanager_remaininglogstorecover",
    type: "GAUGE",
    labels: { dir: "$1" },
  },
];

const objectNames = ["kafka.server:type=KafkaServer,name=BrokerState", "kafka.log:type=LogManager,name=remainingLogsToRecover,*"];

/** What narrows down which MBeans are read, by the name of today and an earlier one. */
const narrowing = ["includeObjectNames", "whitelistObjectNames"] as const;

/** Whether the agent runs in a node. Strimzi's reporter tells the operator by itself what it has to know. */
export const hasAgent = ({ kafka }: Pick<KafkaCluster, "kafka">): boolean =>
  kafka.spec.kafka.metricsConfig?.type !== "strimziMetricsReporter";

/** The user's own configuration of the agent, or why there is none in the text. */
function userConfig({ kafka }: Pick<KafkaCluster, "kafka">, texts: ReadonlyMap<string, string>): OpenObject | string {
  const { metricsConfig } = kafka.spec.kafka;
  if (metricsConfig === undefined) return { includeObjectNames: [] };
  const { name: configMap = "", key = "" } = metricsConfig.valueFrom?.configMapKeyRef ?? {};
  const read = valueFromYaml(texts.get(textKey({ configMap, key })) ?? "", `${configMap}/${key}`);
  const [problem] = read.problems;
  if (problem !== undefined) return `line ${problem.line}: ${problem.message}`;
  const value = read.value ?? {};
  return isObject(value) && isRules(value.rules) ? value : "expected a configuration of the Prometheus JMX exporter";
}

const isRules = (value: Value | undefined): value is readonly Value[] | undefined | null =>
  value === undefined || value === null || Array.isArray(value);

/** What stands against the ConfigMap that `metricsConfig` refers to. */
export function agentProblems(cluster: Pick<KafkaCluster, "kafka">, texts: ReadonlyMap<string, string>): readonly string[] {
  const config = hasAgent(cluster) ? userConfig(cluster, texts) : {};
  return typeof config === "string" ? [`the ConfigMap of spec.kafka.metricsConfig can't be used: ${config}`] : [];
}

/** `metrics-config.json` of the agent: ours first, as the first rule that fits a value counts, then the user's. */
export function agentConfig(cluster: KafkaCluster, texts: ReadonlyMap<string, string>): string {
  const user = userConfig(cluster, texts);
  const config = typeof user === "string" ? {} : user;
  const widened = narrowing.flatMap((name) => (Array.isArray(config[name]) ? [[name, [...objectNames, ...config[name]]] as const] : []));
  const userRules = Array.isArray(config.rules) ? config.rules : [];
  return JSON.stringify({ ...config, ...Object.fromEntries(widened), rules: [...rules, ...userRules] }, undefined, 2);
}
