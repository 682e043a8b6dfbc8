import { brokerConfigs, dynamicConfigs } from "./tables/index.ts";

/** How a broker takes a setting: when it starts (`read-only`), or while it runs. Undefined: Kafka does not know it. */
export function updateModeOf(setting: string): "read-only" | "cluster-wide" | "per-broker" | undefined {
  const update = (brokerConfigs.get(setting) ?? dynamicConfigs.get(setting))?.update;
  return update === "internal" ? "read-only" : update;
}
