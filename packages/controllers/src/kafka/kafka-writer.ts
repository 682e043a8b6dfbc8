import { type Clock, version } from "@millrace/kit";
import type { KubeClient, Stored } from "@millrace/kube";
import { type KafkaResult, type KafkaState, kafkaStatus, nodePoolStatus } from "@millrace/plans";
import type { Kafka, KafkaNodePool, KafkaNodePoolStatus, KafkaStatus } from "@millrace/resources";
import { kafkaKind, nodePoolKind } from "../kinds.ts";
import { StatusWriter } from "../status-writer.ts";
import type { DeclaredKafka } from "./kafka-backend.ts";

export const kafkaManager = "millrace-cluster-operator";

/** Writes what has become of Kafkas and their node pools. */
export class KafkaWriter {
  readonly #kafkas: StatusWriter<Kafka, KafkaStatus>;
  readonly #pools: StatusWriter<KafkaNodePool, KafkaNodePoolStatus>;
  readonly #clock: Clock;

  constructor(client: KubeClient, clock: Clock) {
    this.#kafkas = new StatusWriter(client, kafkaKind, kafkaManager);
    this.#pools = new StatusWriter(client, nodePoolKind, kafkaManager);
    this.#clock = clock;
  }

  /** Whether anything had to be written. */
  writeStatus(kafka: Stored<Kafka>, result: KafkaResult, signal: AbortSignal): Promise<boolean> {
    const written = { version, now: this.#clock.now() };
    return this.#kafkas.write(kafka, (current) => kafkaStatus(current, result, written), signal);
  }

  async writePoolStatuses({ kafka, nodePools }: DeclaredKafka, state: KafkaState, signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    const statusOf = (pool: KafkaNodePool) => nodePoolStatus(pool, kafka.metadata.name, state, now);
    await Promise.all(nodePools.map((pool) => this.#pools.write(pool, statusOf, signal)));
  }
}
