import { configTrials, configuredKafka } from "../operator/config-trials.ts";
import { twoBrokers } from "../operator/declared-cluster.ts";
import type { Check } from "./check.ts";
import { tryOnNodes } from "./operator-nodes.ts";

/** Real Kafka while what its brokers are configured with changes. */
export const operatorConfig: Check = {
  name: "operator-config",
  about: "Apache Kafka while the operator changes its configuration, without a restart where Kafka allows it",
  run: (report) =>
    tryOnNodes(report, "operator-config", {
      options: { kafka: configuredKafka(), nodePools: twoBrokers },
      trials: configTrials,
    }),
};
