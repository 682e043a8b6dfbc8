import type { Kafka } from "../generated/types.ts";
import { canaryAnnotation, keyAlgorithmAnnotation, keyAlgorithms } from "../labels.ts";
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

/** What annotations of ours may say. */
const annotations: ReadonlyArray<{ readonly name: string; readonly rule: string; readonly options: readonly string[] }> = [
  { name: keyAlgorithmAnnotation, rule: "key-algorithm-unknown", options: keyAlgorithms },
  { name: canaryAnnotation, rule: "canary-unknown", options: ["true", "false"] },
];

const annotationsCheck: Check<Kafka> = {
  reads: [["metadata"]],
  findings: ({ metadata }) =>
    annotations.flatMap(({ name, rule, options }) => {
      const chosen = metadata.annotations?.[name];
      if (chosen === undefined || options.includes(chosen)) return [];
      const path = ["metadata", "annotations", name];
      return [{ path, rule, message: `expected one of ${options.join(", ")}, got ${JSON.stringify(chosen)}` }];
    }),
};

export const kafkaChecks: readonly Check<Kafka>[] = [listenerCheck, ...configChecks, kafkaReplicationCheck, quotasCheck, annotationsCheck];
