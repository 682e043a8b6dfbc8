import type { KafkaSource } from "@millrace/controllers";
import { keyOf, type ReadOnlyCache, type Stored } from "@millrace/kube";
import { clusterLabel, type Kafka, kinds } from "@millrace/resources";
import type { TopicOperatorSettings, UserOperatorSettings } from "./settings.ts";

type Common = Pick<TopicOperatorSettings & UserOperatorSettings, "namespace" | "labels">;

/** Stands for the Kafka that settings tell of: whoever looks after topics and users takes it for a declared one. */
export function standingKafka({ namespace, labels }: Common, user?: UserOperatorSettings): Stored<Kafka> {
  const name = labels[clusterLabel] ?? "";
  // Nobody has it but this process, and nobody changes it.
  const metadata = { namespace, name, uid: "standing", resourceVersion: "1", creationTimestamp: new Date(0).toISOString() };
  const operators = user === undefined ? { topicOperator: {} } : { userOperator: { secretPrefix: user.secretPrefix } };
  return {
    ...{ apiVersion: kinds.Kafka.apiVersion, kind: "Kafka", metadata },
    spec: {
      kafka: { listeners: [], ...(user?.hasAcls === true ? { authorization: { type: "simple" } } : {}) },
      entityOperator: operators,
      ...(user === undefined ? {} : { clientsCa: { validityDays: user.validityDays, renewalDays: user.renewalDays } }),
      ...(user === undefined || user.windows.length === 0 ? {} : { maintenanceTimeWindows: user.windows }),
    },
  };
}

/** Where controllers look for Kafkas, and find the only one. */
export function sourceOf(kafka: Stored<Kafka>): KafkaSource {
  const all = new Map([[keyOf(kafka.metadata), kafka]]);
  const cache: ReadOnlyCache<Kafka> = {
    size: all.size,
    get: (key) => all.get(key),
    keys: () => all.keys(),
    values: () => all.values(),
    by: () => [],
  };
  return { cache, onChange: () => {}, start: async () => {}, close: async () => {} };
}
