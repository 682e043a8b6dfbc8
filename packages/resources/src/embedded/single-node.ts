import type { Warning } from "../conditions.ts";
import { configTexts } from "../config-values.ts";
import type { Kafka, KafkaTopic } from "../generated/types.ts";
import { type TopicDeclaration, topicDeclaration } from "../topic-declaration.ts";
import { listenerSettings } from "./listener-settings.ts";
import { replicationSettings } from "./replication-settings.ts";

/** What takes effect on a single node, and what there is to say about the difference to what is declared. */
export interface Effective<T> {
  readonly effective: T;
  readonly warnings: readonly Warning[];
}

/** The broker settings of a Kafka. Whatever counts replicas is 1; where Kafka's own default is more, also if it is not declared. */
export function effectiveConfig(kafka: Kafka): Effective<Readonly<Record<string, string>>> {
  const declared = configTexts(kafka.spec.kafka.config);
  const single = replicationSettings.filter(({ name, kafkaDefault }) => kafkaDefault > 1 || declared[name] !== undefined);
  return {
    effective: {
      ...declared,
      ...listenerSettings(kafka),
      ...authorizationSettings(kafka),
      ...quotaSettings(kafka),
      ...Object.fromEntries(single.map(({ name }) => [name, "1"])),
    },
    warnings: single.flatMap(({ name }) => reduced(`spec.kafka.config[${JSON.stringify(name)}]`, declared[name])),
  };
}

/** What keeps to ACLs, and whom none can stop, as Strimzi writes it among Kafka's settings. */
function authorizationSettings({ spec }: Kafka): Readonly<Record<string, string>> {
  const { type, superUsers = [] } = spec.kafka.authorization ?? {};
  if (type !== "simple") return {};
  const className = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
  const principals = superUsers.map((name) => `User:${name}`).join(";");
  return { "authorizer.class.name": className, ...(principals === "" ? {} : { "super.users": principals }) };
}

/** Limits for all clients together, which Strimzi's plugin keeps, as Strimzi writes them among Kafka's settings. */
function quotaSettings({ spec }: Kafka): Readonly<Record<string, string>> {
  const { quotas } = spec.kafka;
  if (quotas?.type !== "strimzi") return {};
  const prefix = "client.quota.callback.static.";
  const storage = `${prefix}storage.per.volume.limit.min.available.`;
  const given: Readonly<Record<string, number | string | undefined>> = {
    "client.quota.callback.class": "io.strimzi.kafka.quotas.StaticQuotaCallback",
    [`${prefix}produce`]: quotas.producerByteRate,
    [`${prefix}fetch`]: quotas.consumerByteRate,
    [`${storage}bytes`]: quotas.minAvailableBytesPerVolume,
    [`${storage}ratio`]: quotas.minAvailableRatioPerVolume,
    [`${prefix}excluded.principal.name.list`]: quotas.excludedPrincipals?.join(";"),
  };
  return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

const minIsr = "min.insync.replicas";

/** What a KafkaTopic asks of a single node. */
export function effectiveTopic(topic: KafkaTopic): Effective<TopicDeclaration> {
  const declared = topicDeclaration(topic);
  const config = declared.config[minIsr] === undefined ? declared.config : { ...declared.config, [minIsr]: "1" };
  return {
    effective: { ...declared, replicationFactor: 1, config },
    warnings: [
      ...reduced("spec.replicas", declared.replicationFactor),
      ...reduced(`spec.config[${JSON.stringify(minIsr)}]`, declared.config[minIsr]),
    ],
  };
}

function reduced(path: string, declared: string | number | undefined): readonly Warning[] {
  if (declared === undefined || Number(declared) === 1) return [];
  return [{ reason: "SingleNode", message: `${path} is ${declared} and takes effect as 1: embedded there is one node` }];
}

/** What there is to say about metrics that get their names elsewhere. */
export function metricsWarnings({ spec }: Kafka): readonly Warning[] {
  const source = spec.kafka.metricsConfig?.valueFrom?.configMapKeyRef;
  if (source === undefined) return [];
  const rules = `the rules of ConfigMap ${source.name} are not applied`;
  return [{ reason: "MetricsNames", message: `${rules}: metrics have the names that Strimzi's example rules give them` }];
}
