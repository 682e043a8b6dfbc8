import type { BrokerParts } from "../broker-parts.ts";
import { levelOf } from "../metadata/features.ts";

/** Whether streams groups are served: that is for `group.coordinator.rebalance.protocols` and the feature `streams.version` to say. */
export function servesStreamsGroups({ configs, metadata }: Pick<BrokerParts, "configs" | "metadata">): boolean {
  return configs.broker.groupCoordinatorRebalanceProtocols.includes("streams") && levelOf(metadata.image, "streams.version") >= 1;
}

/** Whether the consumer protocol is served: that is for `group.coordinator.rebalance.protocols` and the feature `group.version` to say. */
export function servesConsumerGroups({ configs, metadata }: Pick<BrokerParts, "configs" | "metadata">): boolean {
  return configs.broker.groupCoordinatorRebalanceProtocols.includes("consumer") && levelOf(metadata.image, "group.version") >= 1;
}

/** Whether share groups are served: that is for the feature `share.version` alone to say, as in Kafka. */
export function servesShareGroups({ metadata }: Pick<BrokerParts, "metadata">): boolean {
  return levelOf(metadata.image, "share.version") >= 1;
}
