import { adjustableClock, certificateTrials, fill } from "../operator/certificate-trials.ts";
import { threeOfBothRoles, trialKafka } from "../operator/declared-cluster.ts";
import type { Check } from "./check.ts";
import { tryOnNodes } from "./operator-nodes.ts";

/** Certificates end after a day, and their authorities with them. */
const briefly = { validityDays: 1, renewalDays: 1, certificateExpirationPolicy: "replace-key" } as const;

/** Real Kafka, rolled by the operator while its certificates change. */
export const operatorCertificates: Check = {
  name: "operator-certificates",
  about: "Apache Kafka while the operator replaces authorities, their keys, and certificates that have expired",
  run: async (report) => {
    const { clock, set } = adjustableClock();
    const kafka = trialKafka(
      {
        config: {
          "default.replication.factor": 3,
          "min.insync.replicas": 2,
          "offsets.topic.replication.factor": 3,
          "num.network.threads": 1,
        },
      },
      { clusterCa: briefly, clientsCa: briefly },
    );
    await tryOnNodes(report, "operator-certificates", {
      options: { kafka, nodePools: threeOfBothRoles, clock },
      prepare: fill,
      trials: certificateTrials(set),
    });
  },
};
