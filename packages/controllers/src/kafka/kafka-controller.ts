import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import {
  Controller,
  EventRecorder,
  Informer,
  type KubeClient,
  keyOf,
  type MetricFamily,
  type ObjectKey,
  type Outcome,
  ReconciliationMetrics,
  type Stored,
} from "@millrace/kube";
import type { Kafka, KafkaNodePool } from "@millrace/resources";
import { clusterNames, counted } from "../cluster-members.ts";
import { kafkaKind, nodePoolKind } from "../kinds.ts";
import type { KafkaBackend } from "./kafka-backend.ts";
import { KafkaReconciler, type SettledKafka } from "./kafka-reconciler.ts";
import { kafkaManager } from "./kafka-writer.ts";

export interface KafkaControllerOptions {
  readonly client: KubeClient;
  /** Left out: all namespaces. */
  readonly namespace?: string;
  readonly backend: KafkaBackend;
  /** Is told what has come of a Kafka, each time that it was looked at. */
  readonly onSettled?: (settled: SettledKafka) => void;
  /** How often all Kafkas are looked at, changed or not. Default 2 minutes, as Strimzi has it. */
  readonly resyncMs?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Looks after Kafkas and their node pools, as Strimzi's Cluster Operator does; what runs them is up to the back end. */
export class KafkaController implements Closeable {
  readonly #options: KafkaControllerOptions;
  readonly #kafkas: Informer<Kafka>;
  readonly #pools: Informer<KafkaNodePool, "kafka">;
  readonly #events: EventRecorder;
  readonly #metrics: ReconciliationMetrics;
  readonly #controller: Controller;

  constructor(options: KafkaControllerOptions) {
    this.#options = options;
    const { client, namespace, clock, random, logger } = options;
    const common = { client, namespace, clock, random, logger };
    this.#kafkas = new Informer({ ...common, kind: kafkaKind });
    this.#pools = new Informer({ ...common, kind: nodePoolKind, indexes: { kafka: kafkaOf } });
    this.#events = new EventRecorder({ client, component: kafkaManager, clock, random, logger });
    this.#metrics = new ReconciliationMetrics({ kind: kafkaKind.kind, namespace }, () => counted(this.#kafkas.cache));
    const reconciler = new KafkaReconciler({ ...options, events: this.#events });
    this.#controller = new Controller({
      name: kafkaKind.kind,
      reconcile: async ([key], { signal }) => this.#reconcile(reconciler, key, signal),
      metrics: this.#metrics,
      ...{ clock, random, logger },
    });
  }

  /** Resolves once all there is has been seen, and the work on it has begun. */
  async start(): Promise<void> {
    const { resyncMs = 120_000 } = this.#options;
    // A status that was written here is looked at once more, and found to be as it should be.
    this.#kafkas.onChange(({ type, object }) => {
      if (type !== "removed") this.#controller.add(keyOf(object.metadata));
    });
    this.#pools.onChange(({ object, before }) => {
      for (const pool of [object, before]) for (const kafka of pool === undefined ? [] : kafkaOf(pool)) this.#addIfThere(kafka);
    });
    // Pools first: a Kafka is not to be looked at without them.
    await this.#pools.start();
    await this.#kafkas.start();
    this.#controller.resyncEvery(resyncMs, () => this.#kafkas.cache.keys());
    this.#controller.start();
  }

  /** Whether nothing is to be done now. */
  get isIdle(): boolean {
    return this.#controller.isIdle;
  }

  metrics(): MetricFamily[] {
    return this.#metrics.families();
  }

  async close(): Promise<void> {
    await this.#controller.close();
    await Promise.all([this.#kafkas.close(), this.#pools.close(), this.#events.close()]);
  }

  async #reconcile(reconciler: KafkaReconciler, key: ObjectKey | undefined, signal: AbortSignal): Promise<ReadonlyMap<ObjectKey, Outcome>> {
    const kafka = key === undefined ? undefined : this.#kafkas.cache.get(key);
    if (key === undefined || kafka === undefined || kafka.metadata.deletionTimestamp !== undefined) return new Map();
    const nodePools = this.#pools.cache.by("kafka", key).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    return new Map([[key, await reconciler.reconcile({ kafka, nodePools: nodePools.toSorted(byName) }, signal)]]);
  }

  #addIfThere(key: ObjectKey): void {
    if (this.#kafkas.cache.get(key) !== undefined) this.#controller.add(key);
  }
}

/** The Kafka that a pool belongs to. */
function kafkaOf(pool: KafkaNodePool): readonly ObjectKey[] {
  return clusterNames(pool).map((name) => keyOf({ namespace: pool.metadata.namespace, name }));
}

const byName = (one: Stored<KafkaNodePool>, other: Stored<KafkaNodePool>): number => (one.metadata.name < other.metadata.name ? -1 : 1);
