import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import { Controller, keyOf, type ObjectKey, type Outcome, type Stored } from "@millrace/kube";
import type { KafkaNodePool } from "@millrace/resources";
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
      if (type !== "removed" && this.#isOrphan(object)) this.#controller.add(keyOf(object.metadata));
    });
    kafkas.onChange(({ type, object }) => {
      if (type !== "removed") return;
      for (const pool of nodePools.cache.by("kafka", keyOf(object.metadata))) this.#controller.add(keyOf(pool.metadata));
    });
    this.#controller.start();
  }

  close(): Promise<void> {
    return this.#controller.close();
  }

  async #reconcile(key: ObjectKey | undefined, signal: AbortSignal): Promise<ReadonlyMap<ObjectKey, Outcome>> {
    const pool = key === undefined ? undefined : this.#options.watched.nodePools.cache.get(key);
    if (key === undefined || pool === undefined || !this.#isOrphan(pool)) return new Map();
    if (pool.metadata.deletionTimestamp !== undefined) {
      await this.#options.backend.letPoolGo?.(pool, signal);
      return new Map();
    }
    const ageMs = this.#options.clock.now() - Date.parse(pool.metadata.creationTimestamp ?? "");
    // The API server's clock may be another one.
    if (ageMs < patienceMs) return new Map([[key, { type: "done", requeueAfterMs: Math.min(patienceMs, patienceMs - ageMs) }]]);
    await this.#options.writer.writeOrphanStatus(pool, signal);
    return new Map();
  }

  #isOrphan(pool: Stored<KafkaNodePool>): boolean {
    const { kafkas } = this.#options.watched;
    return !kafkaOfPool(pool).some((kafka) => kafkas.cache.get(kafka) !== undefined);
  }
}
