import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import { Controller, type KubeObject, keyOf, type ObjectKey, type Outcome, type Stored } from "@millrace/kube";
import type { Kafka, KafkaNodePool } from "@millrace/resources";
import { kafkaOfPool, type WatchedKafkas } from "../watched-kafkas.ts";
import type { KafkaBackend } from "./kafka-backend.ts";
import type { KafkaWriter } from "./kafka-writer.ts";

export interface OrphanPoolsOptions {
  readonly watched: Pick<WatchedKafkas, "kafkas" | "nodePools">;
  readonly writer: Pick<KafkaWriter, "writeOrphanStatus">;
  readonly backend: Pick<KafkaBackend, "letPoolGo">;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** In files node pools often come before their Kafka. */
const patienceMs = 5_000;

/** Says of node pools that there is no Kafka that they belong to, and lets them go. Of all others their Kafka's controller tells. */
export class OrphanPools implements Closeable {
  readonly #options: OrphanPoolsOptions;
  readonly #controller: Controller;

  constructor(options: OrphanPoolsOptions) {
    this.#options = options;
    this.#controller = new Controller({
      ...options,
      name: "KafkaNodePool",
      reconcile: async ([key], { signal }) => this.#reconcile(key, signal),
    });
  }

  /** Once all pools and Kafkas have been seen. */
  start(): void {
    const { kafkas, nodePools } = this.#options.watched;
    nodePools.onChange(({ type, object }) => {
      if (type !== "removed" && (this.#isOrphan(object) || this.#isLetGo(object))) this.#controller.add(keyOf(object.metadata));
    });
    kafkas.onChange(({ type, object }) => {
      if (type !== "removed" && !isDeleted(object)) return;
      for (const pool of nodePools.cache.by("kafka", keyOf(object.metadata))) this.#controller.add(keyOf(pool.metadata));
    });
    this.#controller.start();
  }

  close(): Promise<void> {
    return this.#controller.close();
  }

  async #reconcile(key: ObjectKey | undefined, signal: AbortSignal): Promise<ReadonlyMap<ObjectKey, Outcome>> {
    const pool = key === undefined ? undefined : this.#options.watched.nodePools.cache.get(key);
    if (key === undefined || pool === undefined) return new Map();
    if (this.#isLetGo(pool)) await this.#options.backend.letPoolGo?.(pool, signal);
    if (isDeleted(pool) || !this.#isOrphan(pool)) return new Map();
    const ageMs = this.#options.clock.now() - Date.parse(pool.metadata.creationTimestamp ?? "");
    // The API server's clock may be another one.
    if (ageMs < patienceMs) return new Map([[key, { type: "done", requeueAfterMs: Math.min(patienceMs, patienceMs - ageMs) }]]);
    await this.#options.writer.writeOrphanStatus(pool, signal);
    return new Map();
  }

  #isOrphan(pool: Stored<KafkaNodePool>): boolean {
    return this.#kafkasOf(pool).length === 0;
  }

  /** It is deleted, and so is its Kafka, which others may keep for a while: nobody needs what its nodes hold. */
  #isLetGo(pool: Stored<KafkaNodePool>): boolean {
    return isDeleted(pool) && this.#kafkasOf(pool).every(isDeleted);
  }

  #kafkasOf(pool: Stored<KafkaNodePool>): ReadonlyArray<Stored<Kafka>> {
    return kafkaOfPool(pool).flatMap((key) => this.#options.watched.kafkas.cache.get(key) ?? []);
  }
}

const isDeleted = ({ metadata }: Stored<KubeObject>): boolean => metadata.deletionTimestamp !== undefined;
