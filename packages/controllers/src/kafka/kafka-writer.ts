import { type Clock, version } from "@millrace/kit";
import type { KubeClient, Stored } from "@millrace/kube";
import { adoptedPoolStatus, type KafkaResult, type KafkaState, kafkaStatus, nodePoolStatus, orphanPoolStatus } from "@millrace/plans";
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

  /** `state`: what runs, if anything does. */
  async writePoolStatuses({ kafka, nodePools }: DeclaredKafka, state: KafkaState | undefined, signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    const statusOf = (pool: KafkaNodePool) =>
      state === undefined ? adoptedPoolStatus(pool) : nodePoolStatus(pool, kafka.metadata.name, state, now);
    const told = state === undefined ? nodePools.filter(({ status }) => status !== undefined) : nodePools;
    await Promise.all(told.map((pool) => this.#pools.write(pool, statusOf, signal)));
  }

  async writeOrphanStatus(pool: Stored<KafkaNodePool>, signal: AbortSignal): Promise<void> {
    await this.#pools.write(pool, (current) => orphanPoolStatus(current, this.#clock.now()), signal);
  }
}
