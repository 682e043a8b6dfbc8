import { cleaningScenarios } from "./cleaning.ts";
import { deafConsumers, idleConnections } from "./connections.ts";
import { consumerGroupScenario } from "./consumer-group.ts";
import { declaredTopicsScenario } from "./declared-topics.ts";
import { declaredUsersScenario } from "./declared-users.ts";
import { fetchFromBeginning, tailScenario } from "./fetch.ts";
import { produceScenarios } from "./produce.ts";
import type { Scenario } from "./scenario.ts";
import { shareConsumerScenarios } from "./share-consumers.ts";

/** In the order in which a broker meets them. */
export const scenarios: readonly Scenario[] = [
  ...produceScenarios,
  fetchFromBeginning("fetch"),
  tailScenario,
  consumerGroupScenario,
  ...shareConsumerScenarios,
  declaredTopicsScenario,
  declaredUsersScenario,
  idleConnections,
  deafConsumers,
  ...cleaningScenarios,
];
