import { type Clock, type Closeable, type Logger, messageOf, type Random } from "@millrace/kit";
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
import {
  isCured,
  type RebalanceResult,
  type RebalanceTurn,
  rebalanceAnnotation,
  rebalanceDuty,
  rebalanceStateOf,
  rebalanceStatus,
  rebalanceTurn,
} from "@millrace/plans/rebalances/resource";
import { clusterOf, type Kafka, type KafkaRebalance, type KafkaRebalanceStatus } from "@millrace/resources";
import { clusterNames, counted } from "../cluster-members.ts";
import { rebalanceKind } from "../kinds.ts";
import { isNews } from "../news.ts";
import { StatusWriter } from "../status-writer.ts";
import type { WatchedKafkas } from "../watched-kafkas.ts";
import { rebalanceManager } from "./rebalance-manager.ts";
import type { RebalanceReconciler } from "./rebalance-reconciler.ts";

export interface RebalanceControllerOptions {
  readonly client: KubeClient;
  readonly watched: Pick<WatchedKafkas, "kafkas" | "links" | "selects" | "selectorText">;
  /** Left out: all there are. */
  readonly namespaces?: readonly string[];
  /** How often all rebalances are looked at, changed or not. Default 2 minutes, as Strimzi has it. */
  readonly resyncMs?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Looks after KafkaRebalances as Strimzi's Cluster Operator does, by a planner of our own in place of Cruise Control. */
export class RebalanceController implements Closeable {
  readonly #options: RebalanceControllerOptions;
  readonly #rebalances: Informer<KafkaRebalance, "cluster">;
  readonly #events: EventRecorder;
  readonly #writer: StatusWriter<KafkaRebalance, KafkaRebalanceStatus>;
  readonly #metrics: ReconciliationMetrics;
  readonly #controller: Controller;
  #reconciler: Promise<RebalanceReconciler> | undefined;

  constructor(options: RebalanceControllerOptions) {
    this.#options = options;
    const { client, watched, namespaces, clock, random, logger } = options;
    this.#rebalances = new Informer({ client, namespaces, clock, random, logger, kind: rebalanceKind, indexes: { cluster: clusterNames } });
    this.#events = new EventRecorder({ client, component: rebalanceManager, clock, random, logger });
    this.#writer = new StatusWriter(client, rebalanceKind, rebalanceManager);
    this.#metrics = new ReconciliationMetrics({ kind: rebalanceKind.kind, namespaces, selector: watched.selectorText }, () =>
      counted([...this.#rebalances.cache.values()]),
    );
    this.#controller = new Controller({
      name: rebalanceKind.kind,
      reconcile: ([key], { signal }) => this.#reconcile(key, signal),
      laneOf: (key) => this.#laneOf(key),
      metrics: this.#metrics,
      ...{ clock, random, logger },
    });
  }

  /** Resolves once all there is has been seen, and the work on it has begun. */
  async start(): Promise<void> {
    const { resyncMs = 120_000, watched } = this.#options;
    this.#rebalances.onChange(({ type, object, before }) => {
      const key = keyOf(object.metadata);
      if (type === "removed") this.#forget(object);
      else if (before === undefined || isNews(before, object) || this.#writer.isForeign(before, object)) this.#controller.add(key);
    });
    watched.kafkas.onChange(({ object }) => {
      for (const { metadata } of this.#rebalances.cache.by("cluster", object.metadata.name)) {
        if (metadata.namespace === object.metadata.namespace) this.#controller.add(keyOf(metadata));
      }
    });
    await Promise.all([watched.kafkas.start(), this.#rebalances.start()]);
    this.#controller.resyncEvery(resyncMs, () => this.#rebalances.cache.keys());
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
    await Promise.all([this.#rebalances.close(), this.#events.close()]);
  }

  async #reconcile(key: ObjectKey | undefined, signal: AbortSignal): Promise<ReadonlyMap<ObjectKey, Outcome>> {
    const seen = key === undefined ? undefined : this.#rebalances.cache.get(key);
    if (key === undefined || seen === undefined) return new Map();
    // What comes next depends on its status, of which a watch may not have told yet.
    const rebalance = await this.#options.client.get(rebalanceKind, seen.metadata, signal);
    if (rebalance === undefined) return new Map();
    const kafka = this.#kafkaOf(rebalance);
    if (kafka !== undefined && !this.#options.watched.selects(kafka)) return new Map();
    return new Map([[key, await this.#look(rebalance, kafka, signal)]]);
  }

  async #look(rebalance: Stored<KafkaRebalance>, kafka: Stored<Kafka> | undefined, signal: AbortSignal): Promise<Outcome> {
    const duty = rebalanceDuty(rebalance, kafka);
    switch (duty.type) {
      case "none":
        return { type: "done" };
      case "paused":
        await this.#write(rebalance, { state: "ReconciliationPaused", warnings: [] }, signal);
        return { type: "done" };
      case "refuse":
        await this.#write(rebalance, { state: "NotReady", warnings: [], failure: duty }, signal);
        return { type: "terminal", message: duty.message };
      case "manage":
        return this.#manage(rebalance, duty.kafka as Stored<Kafka>, signal);
    }
  }

  async #manage(rebalance: Stored<KafkaRebalance>, kafka: Stored<Kafka>, signal: AbortSignal): Promise<Outcome> {
    const turn = rebalanceTurn(rebalance, isCured(rebalance));
    this.#reconciler ??= this.#loaded();
    const { result, outcome } = await (await this.#reconciler).look(rebalance, kafka, turn, signal);
    await this.#write(rebalance, result, signal);
    if (outcome.type !== "failed") await this.#hear(rebalance, turn, signal);
    return outcome;
  }

  /** The planner is loaded with the first rebalance there is. */
  async #loaded(): Promise<RebalanceReconciler> {
    const { client, watched, clock, random } = this.#options;
    const { RebalanceReconciler } = await import("./rebalance-reconciler.ts");
    const isOtherUnderWay = (rebalance: Stored<KafkaRebalance>) => this.#isOtherUnderWay(rebalance);
    return new RebalanceReconciler({ client, links: watched.links, events: this.#events, isOtherUnderWay, clock, random });
  }

  async #write(rebalance: Stored<KafkaRebalance>, result: RebalanceResult, signal: AbortSignal): Promise<void> {
    await this.#writer.write(rebalance, (current) => rebalanceStatus(current, result, this.#options.clock.now()), signal);
  }

  /** Takes the annotation away once what it asked for is done, so that it can be asked for again. */
  async #hear({ metadata }: Stored<KafkaRebalance>, { isHeard }: RebalanceTurn, signal: AbortSignal): Promise<void> {
    if (!isHeard || metadata.annotations?.[rebalanceAnnotation] === undefined) return;
    const body = { metadata: { annotations: { [rebalanceAnnotation]: null }, uid: metadata.uid } };
    await this.#options.client.patch(rebalanceKind, metadata, body, { type: "merge", signal });
  }

  /** One that is deleted while it is carried out leaves nothing behind: what is under way ends, and is not held back any more. */
  #forget(rebalance: Stored<KafkaRebalance>): void {
    this.#writer.forget(keyOf(rebalance.metadata));
    const { replicationThrottle: bytesPerSec } = rebalance.spec;
    const kafka = this.#kafkaOf(rebalance);
    if (rebalanceStateOf(rebalance.status) !== "Rebalancing" || kafka === undefined || bytesPerSec === undefined) return;
    const { admin } = this.#options.watched.links.of(kafka);
    const lifted = import("./lift-throttle.ts").then(({ liftThrottle }) => liftThrottle(admin, bytesPerSec));
    lifted.catch((thrown) => {
      this.#options.logger.warn("throttles of a rebalance that was deleted could not be taken away", {
        rebalance: keyOf(rebalance.metadata),
        trouble: messageOf(thrown),
      });
    });
  }

  #kafkaOf({ metadata, ...rest }: KafkaRebalance): Stored<Kafka> | undefined {
    const name = clusterOf({ ...rest, metadata });
    return name === undefined ? undefined : this.#options.watched.kafkas.cache.get(keyOf({ namespace: metadata.namespace, name }));
  }

  #isOtherUnderWay(rebalance: Stored<KafkaRebalance>): boolean {
    const others = this.#rebalances.cache.by("cluster", clusterOf(rebalance) ?? "");
    return others.some(
      ({ metadata, status }) =>
        metadata.uid !== rebalance.metadata.uid &&
        metadata.namespace === rebalance.metadata.namespace &&
        rebalanceStateOf(status) === "Rebalancing",
    );
  }

  /** One rebalance of a Kafka at a time. */
  #laneOf(key: ObjectKey): string {
    const rebalance = this.#rebalances.cache.get(key);
    return rebalance === undefined ? key : keyOf({ namespace: rebalance.metadata.namespace, name: clusterOf(rebalance) ?? "" });
  }
}
