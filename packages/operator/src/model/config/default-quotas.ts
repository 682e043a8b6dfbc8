import type { KafkaCluster } from "../cluster.ts";

/** What Kafka calls the quotas that a Kafka can declare for everybody who has none of their own. */
const names = {
  producerByteRate: "producer_byte_rate",
  consumerByteRate: "consumer_byte_rate",
  requestPercentage: "request_percentage",
  controllerMutationRate: "controller_mutation_rate",
} as const;

export const defaultQuotaNames: readonly string[] = Object.values(names);

/** Default quotas of users: those of the type `kafka`. As in Strimzi, what is not declared is not limited. */
export function defaultQuotas({ kafka }: KafkaCluster): Readonly<Record<string, number>> {
  const { quotas } = kafka.spec.kafka;
  if (quotas?.type !== "kafka") return {};
  const fields = Object.keys(names) as Array<keyof typeof names>;
  return Object.fromEntries(fields.flatMap((field) => (quotas[field] === undefined ? [] : [[names[field], quotas[field]]])));
}
