import type { Kafka } from "@millrace/resources";

/**
 * Remembers which users were brought about by KafkaUsers, by the KafkaUsers' names, however often the process starts: with it, users that
 * others made are left alone. Without it, all users of a Kafka that no KafkaUser declares go, as in Strimzi.
 */
export interface UserMemory {
  names(kafka: Kafka): Iterable<string>;
  /** Resolves when it is durable. */
  add(kafka: Kafka, names: readonly string[]): Promise<void>;
  delete(kafka: Kafka, names: readonly string[]): Promise<void>;
}
