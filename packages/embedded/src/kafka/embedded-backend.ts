import { isDeepStrictEqual } from "node:util";
import type { Broker } from "@millrace/broker";
import type { DeclaredKafka, KafkaBackend, KafkaOutcome } from "@millrace/controllers";
import type { Reason } from "@millrace/plans";
import { effectiveConfig, entityWarnings, type Kafka, type Listener, metricsWarnings, type Platform } from "@millrace/resources";
import { kafkaState } from "./kafka-state.ts";

export interface EmbeddedBackendOptions {
  /** As the broker was started. */
  readonly declared: Platform;
  readonly broker: Broker;
  /** In PEM, the certificates by which a listener with TLS is known. */
  readonly trustedAt: (listener: Listener) => readonly string[];
}

/** Runs one Kafka, in this process. */
export class EmbeddedBackend implements KafkaBackend {
  readonly #options: EmbeddedBackendOptions;

  constructor(options: EmbeddedBackendOptions) {
    this.#options = options;
  }

  async bringAbout({ kafka, nodePools }: DeclaredKafka): Promise<KafkaOutcome> {
    const { declared } = this.#options;
    const { metadata } = declared.kafka;
    if (kafka.metadata.name !== metadata.name || (metadata.namespace ?? "default") !== kafka.metadata.namespace) {
      return refused(undefined, { reason: "NotSupported", message: `this process runs one Kafka, and that is ${metadata.name}` });
    }
    const state = kafkaState(declared.kafka, nodePools, this.#options);
    if (!isDeepStrictEqual(setupOf(kafka), setupOf(declared.kafka))) {
      return refused(state, { reason: "NotSupported", message: "changes take effect when the files declare them at the next start" });
    }
    const warnings = [...effectiveConfig(kafka).warnings, ...metricsWarnings(kafka), ...entityWarnings({ ...declared, kafka })];
    return { type: "ready", state, warnings, done: [] };
  }
}

const refused = (state: ReturnType<typeof kafkaState> | undefined, reason: Reason): KafkaOutcome => ({
  ...{ type: "failed", state, passing: false, done: [] },
  ...reason,
});

/** What a broker is started with. */
const setupOf = (kafka: Kafka) => ({
  properties: effectiveConfig(kafka).effective,
  listeners: kafka.spec.kafka.listeners,
  authorities: [kafka.spec.clusterCa, kafka.spec.clientsCa],
  quotas: kafka.spec.kafka.quotas,
});
