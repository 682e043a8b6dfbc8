import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import {
  Controller,
  Informer,
  type KubeClient,
  keyOf,
  type MetricFamily,
  namespacedKind,
  type ObjectKey,
  type Outcome,
  ReconciliationMetrics,
} from "@millrace/kube";
import { awaitedStatus } from "@millrace/plans";
import { type AwaitedKindName, type AwaitedResource, kinds, type StatusOfAwaited } from "@millrace/resources";
import { counted } from "../cluster-members.ts";
import { isNews } from "../news.ts";
import { StatusWriter } from "../status-writer.ts";

export interface AwaitedControllerOptions {
  readonly client: KubeClient;
  readonly kind: AwaitedKindName;
  /** Left out: all there are. */
  readonly namespaces?: readonly string[];
  /** Labels of the resources that are looked at; of those that belong to another one, all are. Default: all. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Kinds of which each belongs to a KafkaConnect. */
const belonging: ReadonlySet<AwaitedKindName> = new Set(["KafkaConnector"]);

const awaitedManager = "millrace-cluster-operator";

/** Says of resources of one kind that nothing looks after them yet. Nothing else bears on them, so that they are looked at only when they change. */
export class AwaitedController implements Closeable {
  readonly #resources: Informer<AwaitedResource>;
  readonly #writer: StatusWriter<AwaitedResource, StatusOfAwaited>;
  readonly #metrics: ReconciliationMetrics;
  readonly #controller: Controller;
  readonly #clock: Clock;

  constructor({ client, kind: name, namespaces, selector = {}, clock, random, logger }: AwaitedControllerOptions) {
    const kind = namespacedKind<AwaitedResource>(kinds[name]);
    this.#clock = clock;
    const labels = belonging.has(name) ? [] : Object.entries(selector).map(([label, value]) => `${label}=${value}`);
    const labelSelector = labels.length === 0 ? undefined : labels.join(",");
    this.#resources = new Informer({ client, kind, namespaces, labelSelector, clock, random, logger });
    this.#writer = new StatusWriter(client, kind, awaitedManager);
    this.#metrics = new ReconciliationMetrics({ kind: name, namespaces }, () => counted([...this.#resources.cache.values()]));
    this.#controller = new Controller({
      name,
      reconcile: ([key], { signal }) => this.#reconcile(key, signal),
      metrics: this.#metrics,
      ...{ clock, random, logger },
    });
  }

  /** Resolves once all there is has been seen, and the work on it has begun. */
  async start(): Promise<void> {
    this.#resources.onChange(({ type, object, before }) => {
      const key = keyOf(object.metadata);
      if (type === "removed") this.#writer.forget(key);
      else if (before === undefined || isNews(before, object) || this.#writer.isForeign(before, object)) this.#controller.add(key);
    });
    await this.#resources.start();
    this.#controller.start();
  }

  metrics(): MetricFamily[] {
    return this.#metrics.families();
  }

  async close(): Promise<void> {
    await this.#controller.close();
    await this.#resources.close();
  }

  async #reconcile(key: ObjectKey | undefined, signal: AbortSignal): Promise<ReadonlyMap<ObjectKey, Outcome>> {
    const resource = key === undefined ? undefined : this.#resources.cache.get(key);
    if (resource !== undefined && resource.metadata.deletionTimestamp === undefined) {
      await this.#writer.write(resource, (current) => awaitedStatus(current, this.#clock.now()), signal);
    }
    return new Map();
  }
}
