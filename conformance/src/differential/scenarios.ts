import type { Case } from "../suite.ts";
import { clusterScenarios } from "./cases/cluster.ts";
import { configResourceScenarios } from "./cases/config-resources.ts";
import { consumerGroupScenarios } from "./cases/consumer-groups.ts";
import { featureScenarios } from "./cases/features.ts";
import { fetchScenarios } from "./cases/fetch.ts";
import { groupKindScenarios } from "./cases/group-kinds.ts";
import { metadataScenarios } from "./cases/metadata.ts";
import { offsetScenarios } from "./cases/offsets.ts";
import { partitionScenarios } from "./cases/partitions.ts";
import { produceScenarios } from "./cases/produce.ts";
import { topicScenarios } from "./cases/topics.ts";
import { cased } from "./scenario.ts";

/** All scenarios; names of topics begin with `prefix`, for brokers that are used more than once. */
export function scenarios(prefix = ""): Case[] {
  return [
    topicScenarios,
    metadataScenarios,
    offsetScenarios,
    produceScenarios,
    fetchScenarios,
    clusterScenarios,
    partitionScenarios,
    featureScenarios,
    configResourceScenarios,
    consumerGroupScenarios,
    groupKindScenarios,
  ]
    .flat()
    .map((each) => cased(each, prefix));
}
