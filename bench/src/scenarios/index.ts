import { cleaningScenarios } from "./cleaning.ts";
import { deafConsumers, idleConnections } from "./connections.ts";
import { consumerGroupScenario } from "./consumer-group.ts";
import { declaredTopicsScenario } from "./declared-topics.ts";
import { declaredUsersScenario } from "./declared-users.ts";
import { fetchFromBeginning } from "./fetch.ts";
import { oldScenarios } from "./fetch-old.ts";
import { recentScenarios } from "./fetch-recent.ts";
import { groupRebalanceScenario } from "./group-rebalance.ts";
import { latencyScenarios } from "./latency.ts";
import { produceScenarios } from "./produce.ts";
import type { Scenario } from "./scenario.ts";
import { shareConsumerScenarios } from "./share-consumers.ts";
import { transactionsScenario } from "./transactions.ts";

/** In the order in which a broker meets them. */
export const scenarios: readonly Scenario[] = [
  ...produceScenarios,
  fetchFromBeginning("fetch"),
  ...recentScenarios,
  ...oldScenarios,
  ...latencyScenarios,
  transactionsScenario,
  groupRebalanceScenario,
  consumerGroupScenario,
  ...shareConsumerScenarios,
  declaredTopicsScenario,
  declaredUsersScenario,
  idleConnections,
  deafConsumers,
  ...cleaningScenarios,
];
