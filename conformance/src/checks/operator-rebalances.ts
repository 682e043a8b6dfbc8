import { fourBrokers, trialKafka } from "../operator/declared-cluster.ts";
import { fillTopics, rebalanceTrials } from "../operator/rebalance-trials.ts";
import type { Check } from "./check.ts";
import { tryOnNodes } from "./operator-nodes.ts";

/** Real Kafka whose data is moved between brokers and their disks. */
export const operatorRebalances: Check = {
  name: "operator-rebalances",
  about: "Apache Kafka while brokers and disks are emptied and filled, held back, given up and gone on with",
  run: async (report) => {
    const config = {
      "default.replication.factor": 2,
      "min.insync.replicas": 1,
      "offsets.topic.replication.factor": 2,
      "num.network.threads": 1,
    };
    await tryOnNodes(report, "operator-rebalances", {
      options: { kafka: trialKafka({ config }), nodePools: fourBrokers },
      prepare: fillTopics,
      trials: rebalanceTrials,
    });
  },
};
