import { configText } from "../config-values.ts";
import { replicationSettings } from "../embedded/replication-settings.ts";
import type { Kafka, KafkaTopic } from "../generated/types.ts";
import type { Finding, Path } from "../problem.ts";
import type { OpenObject } from "../values.ts";
import { kafkaConfigPath, topicConfigPath } from "./config-guard.ts";
import { type Check, judge, type Rule, type Subject } from "./rule.ts";

interface CountSubject extends Subject {
  readonly text: string;
}

const count: Rule<CountSubject> = {
  error: "replication-not-a-count",
  holds: ({ text }) => /^[1-9]\d{0,4}$/.test(text),
  message: ({ text }) => `expected an integer ≥ 1, got ${JSON.stringify(text)}`,
};

function countFindings(config: OpenObject | undefined, names: readonly string[], path: Path): readonly Finding[] {
  const declared = names.flatMap((name) => {
    const text = configText(config?.[name] ?? null);
    return text === undefined ? [] : [{ path: [...path, name], text }];
  });
  return judge([count], declared);
}

/** Settings that count replicas take effect as 1 on a single node, so that Kafka would not notice if they were no counts at all. */
export const kafkaReplicationCheck: Check<Kafka> = {
  reads: [kafkaConfigPath],
  findings: ({ spec }) =>
    countFindings(
      spec.kafka.config,
      replicationSettings.map(({ name }) => name),
      kafkaConfigPath,
    ),
};

export const topicReplicationCheck: Check<KafkaTopic> = {
  reads: [topicConfigPath],
  findings: ({ spec }) => countFindings(spec.config, ["min.insync.replicas"], topicConfigPath),
};
