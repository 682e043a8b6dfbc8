import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import {
  Controller,
  EventRecorder,
  type KubeClient,
  keyOf,
  type MetricFamily,
  type ObjectKey,
  type Outcome,
  ReconciliationMetrics,
  type Stored,
} from "@millrace/kube";
import { type Kafka, type KafkaNodePool, maintenanceWarnings } from "@millrace/resources";
import { expiryMetric, expiryWarnings, type SecretLookup } from "../certificates/expiry.ts";
import { counted } from "../cluster-members.ts";
import { kafkaKind } from "../kinds.ts";
import { resourceInfo } from "../resource-info.ts";
import { kafkaOfPool, type WatchedKafkas } from "../watched-kafkas.ts";
import { concernsKafka } from "./concerned-secrets.ts";
import { isPoolThere, type KafkaBackend } from "./kafka-backend.ts";
import { KafkaReconciler, type SettledKafka } from "./kafka-reconciler.ts";
import { KafkaWriter, kafkaManager } from "./kafka-writer.ts";
import { OrphanPools } from "./orphan-pools.ts";

export interface KafkaControllerOptions {
  readonly client: KubeClient;
  readonly watched: Pick<WatchedKafkas, "kafkas" | "nodePools" | "secrets" | "selects" | "selectorText">;
  /** Left out: all there are. */
  readonly namespaces?: readonly string[];
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
  readonly #events: EventRecorder;
  readonly #metrics: ReconciliationMetrics;
  readonly #controller: Controller;
  readonly #orphans: OrphanPools;

  constructor(options: KafkaControllerOptions) {
    this.#options = options;
    const { client, namespaces, watched, clock, random, logger } = options;
    this.#events = new EventRecorder({ client, component: kafkaManager, clock, random, logger });
    this.#metrics = new ReconciliationMetrics({ kind: kafkaKind.kind, namespaces, selector: watched.selectorText }, () =>
      counted([...watched.kafkas.cache.values()].filter((kafka) => watched.selects(kafka))),
    );
    const warningsOf = (kafka: Stored<Kafka>) => [
      ...maintenanceWarnings(kafka),
      ...expiryWarnings(kafka, this.#secretsOf(kafka), clock.now()),
    ];
    const writer = new KafkaWriter(client, clock);
    this.#orphans = new OrphanPools({ watched, writer, backend: options.backend, clock, random, logger });
    const reconciler = new KafkaReconciler({ ...options, writer, events: this.#events, warningsOf });
    this.#controller = new Controller({
      name: kafkaKind.kind,
      reconcile: async ([key], { signal }) => this.#reconcile(reconciler, key, signal),
      metrics: this.#metrics,
      ...{ clock, random, logger },
    });
  }

  /** Resolves once all there is has been seen, and the work on it has begun. */
  async start(): Promise<void> {
    const { resyncMs = 120_000, watched } = this.#options;
    const { kafkas, nodePools, secrets } = watched;
    // A status that was written here is looked at once more, and found to be as it should be.
    kafkas.onChange(({ object }) => this.#controller.add(keyOf(object.metadata)));
    nodePools.onChange(({ object, before }) => {
      for (const pool of [object, before]) for (const kafka of pool === undefined ? [] : kafkaOfPool(pool)) this.#addIfThere(kafka);
    });
    secrets.onChange(({ object }) => {
      for (const kafka of kafkas.cache.values()) if (concernsKafka(object, kafka)) this.#controller.add(keyOf(kafka.metadata));
    });
    // Pools first: a Kafka is not to be looked at without them.
    await Promise.all([nodePools.start(), secrets.start()]);
    await kafkas.start();
    this.#controller.resyncEvery(resyncMs, () => kafkas.cache.keys());
    this.#controller.start();
    this.#orphans.start();
  }

  /** Something that bears on a Kafka has changed. */
  look(key: ObjectKey): void {
    this.#addIfThere(key);
  }

  /** Whether nothing is to be done now. */
  get isIdle(): boolean {
    return this.#controller.isIdle;
  }

  metrics(): MetricFamily[] {
    const { watched } = this.#options;
    const { kafkas, nodePools } = watched;
    const selected = [...kafkas.cache.values()].filter((kafka) => watched.selects(kafka));
    return [
      ...this.#metrics.families(),
      resourceInfo("Kafka", kafkas.cache.values()),
      resourceInfo("KafkaNodePool", nodePools.cache.values()),
      expiryMetric(selected, (kafka) => this.#secretsOf(kafka)),
    ];
  }

  async close(): Promise<void> {
    await Promise.all([this.#controller.close(), this.#orphans.close()]);
    await this.#events.close();
  }

  async #reconcile(reconciler: KafkaReconciler, key: ObjectKey | undefined, signal: AbortSignal): Promise<ReadonlyMap<ObjectKey, Outcome>> {
    const { watched } = this.#options;
    const { kafkas, nodePools: pools } = watched;
    if (key === undefined) return new Map();
    const kafka = kafkas.cache.get(key);
    if (kafka !== undefined && !watched.selects(kafka)) return new Map();
    if (kafka === undefined) await this.#options.backend.letGo(key, signal);
    // What others' finalizers keep goes on as it is until it is gone.
    if (kafka === undefined || kafka.metadata.deletionTimestamp !== undefined) return new Map();
    const nodePools = pools.cache.by("kafka", key).filter(isPoolThere);
    return new Map([[key, await reconciler.reconcile({ kafka, nodePools: nodePools.toSorted(byName) }, signal)]]);
  }

  /** Those of its namespace, by name. */
  #secretsOf({ metadata: { namespace } }: Kafka): SecretLookup {
    return (name) => this.#options.watched.secrets.cache.get(keyOf({ namespace, name }));
  }

  #addIfThere(key: ObjectKey): void {
    if (this.#options.watched.kafkas.cache.get(key) !== undefined) this.#controller.add(key);
  }
}

const byName = (one: Stored<KafkaNodePool>, other: Stored<KafkaNodePool>): number => (one.metadata.name < other.metadata.name ? -1 : 1);
