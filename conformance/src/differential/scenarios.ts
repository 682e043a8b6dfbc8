import type { Case } from "../suite.ts";
import { aclCases } from "./cases/acls.ts";
import { classicGroupScenarios } from "./cases/classic-groups.ts";
import { clusterScenarios } from "./cases/cluster.ts";
import { configResourceScenarios } from "./cases/config-resources.ts";
import { consumerGroupOffsetScenarios } from "./cases/consumer-group-offsets.ts";
import { consumerGroupScenarios } from "./cases/consumer-groups.ts";
import { coordinatorScenarios } from "./cases/coordinators.ts";
import { edgeScenarios, limitedScenarios } from "./cases/edges.ts";
import { featureScenarios } from "./cases/features.ts";
import { fetchScenarios } from "./cases/fetch.ts";
import { groupKindScenarios } from "./cases/group-kinds.ts";
import { groupOffsetScenarios } from "./cases/group-offsets.ts";
import { loginScenarios } from "./cases/logins.ts";
import { metadataScenarios } from "./cases/metadata.ts";
import { offsetScenarios } from "./cases/offsets.ts";
import { partitionScenarios } from "./cases/partitions.ts";
import { produceScenarios } from "./cases/produce.ts";
import { shareFetchScenarios } from "./cases/share-fetch.ts";
import { shareGroupScenarios } from "./cases/share-groups.ts";
import { shareStateScenarios } from "./cases/share-state.ts";
import { streamsGroupScenarios } from "./cases/streams-groups.ts";
import { topicScenarios } from "./cases/topics.ts";
import { cased } from "./scenario.ts";

/** All scenarios, but those of transactions. */
export function scenarios(): Case[] {
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
    coordinatorScenarios,
    classicGroupScenarios,
    groupOffsetScenarios,
    consumerGroupOffsetScenarios,
    streamsGroupScenarios,
    shareFetchScenarios,
    shareGroupScenarios,
    shareStateScenarios,
    edgeScenarios,
    aclCases,
    loginScenarios,
  ]
    .flat()
    .map(cased);
}

/** Scenarios for brokers that are limited by their configs. */
export function scenariosOfLimits(): Case[] {
  return limitedScenarios.map(cased);
}
