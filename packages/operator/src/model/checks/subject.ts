import type { Kafka, KafkaNodePool } from "@millrace/resources";
import type { Facts } from "../facts.ts";
import type { ModelSettings } from "../settings.ts";

/** What is judged before a Kafka is worked out. */
export interface Subject {
  readonly kafka: Kafka;
  readonly pools: readonly KafkaNodePool[];
  readonly facts: Facts;
  readonly settings: ModelSettings;
}

/** Finds what stands against a Kafka, each as a sentence. */
export type Judge = (subject: Subject) => readonly string[];
