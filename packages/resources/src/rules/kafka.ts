import type { Kafka } from "../generated/types.ts";
import {
  canaryAnnotation,
  canaryRollAnnotation,
  clusterIdAnnotation,
  durationPattern,
  hibernateAnnotation,
  keyAlgorithmAnnotation,
  keyAlgorithms,
  maxParallelRestartsAnnotation,
} from "../labels.ts";
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
const annotations: ReadonlyArray<{ readonly name: string; readonly rule: string; readonly allowed: RegExp; readonly expected: string }> = [
  oneOf(keyAlgorithmAnnotation, "key-algorithm-unknown", keyAlgorithms),
  oneOf(canaryAnnotation, "canary-unknown", ["true", "false"]),
  oneOf(hibernateAnnotation, "hibernate-unknown", ["true", "false"]),
  {
    ...{ name: clusterIdAnnotation, rule: "cluster-id-invalid" },
    ...{ allowed: /^[\w-]{22}$/, expected: "22 letters, digits, - and _, as cluster.id in meta.properties of its volumes" },
  },
  {
    ...{ name: maxParallelRestartsAnnotation, rule: "max-parallel-restarts-invalid" },
    ...{ allowed: /^[1-9]\d{0,3}$/, expected: "a whole number of brokers from 1 to 9999" },
  },
  {
    ...{ name: canaryRollAnnotation, rule: "canary-roll-invalid" },
    ...{ allowed: durationPattern, expected: 'a duration such as "60s" or "2m30s"' },
  },
];

function oneOf(name: string, rule: string, options: readonly string[]) {
  return { name, rule, allowed: new RegExp(`^(?:${options.join("|")})$`), expected: `one of ${options.join(", ")}` };
}

const annotationsCheck: Check<Kafka> = {
  reads: [["metadata"]],
  findings: ({ metadata }) =>
    annotations.flatMap(({ name, rule, allowed, expected }) => {
      const chosen = metadata.annotations?.[name];
      if (chosen === undefined || allowed.test(chosen)) return [];
      const path = ["metadata", "annotations", name];
      return [{ path, rule, message: `expected ${expected}, got ${JSON.stringify(chosen)}` }];
    }),
};

export const kafkaChecks: readonly Check<Kafka>[] = [listenerCheck, ...configChecks, kafkaReplicationCheck, quotasCheck, annotationsCheck];
