import { apiVersion, clusterLabel, type KafkaTopic, type Value } from "@millrace/resources";
import type { SettingState, TopicState } from "../topics/plan.ts";
import { throttlingSettings } from "../topics/status.ts";
import type { Exported, Home } from "./exported.ts";
import { resourceName } from "./resource-name.ts";

/** The KafkaTopic that declares a topic as it is. */
export function topicResource(topic: TopicState, { cluster, namespace }: Home): Exported<KafkaTopic> {
  const { name, partitions } = topic;
  const own = Object.entries(topic.settings).filter(([setting, { isOwn }]) => isOwn && !throttlingSettings.has(setting));
  const config = own.flatMap(([setting, state]) => (state.value === null ? [] : [[setting, declaredValue(state, state.value)] as const]));
  const [replicas = 1] = partitions.map(({ becoming }) => becoming);
  const isEven = partitions.every(({ becoming }) => becoming === replicas);
  const called = resourceName(name);
  return {
    resource: {
      apiVersion,
      kind: "KafkaTopic",
      metadata: { name: called, ...(namespace === undefined ? {} : { namespace }), labels: { [clusterLabel]: cluster } },
      spec: {
        ...(called === name ? {} : { topicName: name }),
        partitions: partitions.length,
        ...(isEven ? { replicas } : {}),
        ...(config.length === 0 ? {} : { config: Object.fromEntries(config) }),
      },
    },
    notes: [
      ...(isEven ? [] : [`topic ${name}: its partitions have different numbers of replicas; spec.replicas is left out`]),
      ...own.flatMap(([setting, { value }]) => (value === null ? [`topic ${name}: Kafka does not tell the value of ${setting}`] : [])),
    ],
  };
}

/** As a file has it: numbers without quotes. */
function declaredValue({ type }: SettingState, value: string): Value {
  if (["INT", "LONG", "SHORT"].includes(type) && /^-?\d+$/.test(value)) {
    return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value);
  }
  if (type === "DOUBLE" && value !== "" && Number.isFinite(Number(value))) return Number(value);
  return type === "BOOLEAN" && /^(true|false)$/.test(value) ? value === "true" : value;
}
