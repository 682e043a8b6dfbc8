import type { Kafka } from "../generated/types.ts";
import { keyAlgorithmAnnotation, keyAlgorithms } from "../labels.ts";
import { configChecks } from "./config-guard.ts";
import { listenerCheck } from "./listeners.ts";
import { kafkaReplicationCheck } from "./replication.ts";
import type { Check } from "./rule.ts";

const quotasCheck: Check<Kafka> = {
  reads: [["spec", "kafka", "quotas"]],
  findings: ({ spec }) => {
    const { minAvailableBytesPerVolume: bytes, minAvailableRatioPerVolume: ratio } = spec.kafka.quotas ?? {};
    if (bytes === undefined || ratio === undefined) return [];
    const path = ["spec", "kafka", "quotas", "minAvailableRatioPerVolume"];
    return [{ path, aboutKey: true, rule: "quota-repeated", message: "excluded by minAvailableBytesPerVolume; give one of them" }];
  },
};

const keyAlgorithmCheck: Check<Kafka> = {
  reads: [["metadata"]],
  findings: ({ metadata }) => {
    const chosen = metadata.annotations?.[keyAlgorithmAnnotation];
    if (chosen === undefined || keyAlgorithms.some((algorithm) => algorithm === chosen)) return [];
    const path = ["metadata", "annotations", keyAlgorithmAnnotation];
    return [{ path, rule: "key-algorithm-unknown", message: `expected one of ${keyAlgorithms.join(", ")}, got ${JSON.stringify(chosen)}` }];
  },
};

export const kafkaChecks: readonly Check<Kafka>[] = [listenerCheck, ...configChecks, kafkaReplicationCheck, quotasCheck, keyAlgorithmCheck];
