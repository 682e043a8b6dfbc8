import { isDeepStrictEqual } from "node:util";
import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import {
  Controller,
  EventRecorder,
  isConflict,
  isNotFound,
  type KubeClient,
  keyOf,
  type MetricFamily,
  type ObjectKey,
  type Outcome,
  ReconciliationMetrics,
  type Stored,
} from "@millrace/kube";
import { isPaused } from "@millrace/resources";
import { podKind } from "../kubernetes/pod.ts";
import { podSetKind, type StrimziPodSet } from "./pod-set.ts";
import { controllerReference, type PodSetPlan, podSetPlan } from "./pod-set-plan.ts";
import { podSetOf, type WatchedPods } from "./watched-pods.ts";

export interface PodSetControllerOptions {
  readonly client: KubeClient;
  readonly namespaces?: readonly string[];
  readonly watched: Pick<WatchedPods, "podSets" | "pods">;
  /** Whether the pods of a set are looked after here. */
  readonly serves: (podSet: StrimziPodSet) => boolean;
  /** How often all sets are looked at, changed or not. Default 2 minutes. */
  readonly resyncMs?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

const manager = "millrace-pod-sets";

/** Brings about the pods that StrimziPodSets declare: makes those that are missing, and takes away those that are too many. */
export class PodSetController implements Closeable {
  readonly #options: PodSetControllerOptions;
  readonly #events: EventRecorder;
  readonly #metrics: ReconciliationMetrics;
  readonly #controller: Controller;

  constructor(options: PodSetControllerOptions) {
    this.#options = options;
    const { client, namespaces, watched, clock, random, logger } = options;
    this.#events = new EventRecorder({ client, component: manager, clock, random, logger });
    this.#metrics = new ReconciliationMetrics({ kind: podSetKind.kind, namespaces }, () => {
      const served = [...watched.podSets.cache.values()].filter(options.serves);
      return { all: served.length, paused: served.filter(isPaused).length };
    });
    this.#controller = new Controller({
      name: podSetKind.kind,
      reconcile: async ([key], { signal }) => (key === undefined ? new Map() : this.#reconcile(key, signal)),
      metrics: this.#metrics,
      ...{ clock, random, logger },
    });
  }

  /** Resolves once all there is has been seen, and the work on it has begun. */
  async start(): Promise<void> {
    const { watched, resyncMs = 120_000 } = this.#options;
    watched.podSets.onChange(({ object }) => this.#controller.add(keyOf(object.metadata)));
    watched.pods.onChange(({ object, before }) => {
      for (const pod of [object, before]) for (const podSet of pod === undefined ? [] : podSetOf(pod)) this.#controller.add(podSet);
    });
    // Pods first: what has not been seen yet would be made once more.
    await watched.pods.start();
    await watched.podSets.start();
    this.#controller.resyncEvery(resyncMs, () => watched.podSets.cache.keys());
    this.#controller.start();
  }

  /** Something that bears on a set has changed. */
  look(key: ObjectKey): void {
    this.#controller.add(key);
  }

  metrics(): MetricFamily[] {
    return this.#metrics.families();
  }

  async close(): Promise<void> {
    await this.#controller.close();
    await this.#events.close();
  }

  async #reconcile(key: ObjectKey, signal: AbortSignal): Promise<ReadonlyMap<ObjectKey, Outcome>> {
    const { podSets, pods } = this.#options.watched;
    const podSet = podSets.cache.get(key);
    if (podSet === undefined || !this.#options.serves(podSet)) return new Map();
    // The pods of one that goes are Kubernetes' to take away, or to leave, as whoever deletes it asks for.
    if (podSet.metadata.deletionTimestamp !== undefined) return new Map();
    if (isPaused(podSet)) return new Map([[key, { type: "done" }]]);
    const plan = podSetPlan(podSet, pods.cache.by("podSet", key));
    await this.#carryOut(podSet, plan, signal);
    await this.#writeStatus(podSet, plan, signal);
    for (const name of plan.foreign) {
      this.#events.record(podSet, { type: "Warning", reason: "ForeignPod", message: `Pod ${name} is somebody else's, and left alone` });
    }
    return new Map([[key, { type: "done" }]]);
  }

  async #carryOut(podSet: Stored<StrimziPodSet>, plan: PodSetPlan, signal: AbortSignal): Promise<void> {
    const { client } = this.#options;
    await Promise.all([
      // A name that is taken is a pod that was not heard of yet, or one that is going: either is told of by the watch.
      ...plan.create.map((pod) => client.create(podKind, pod, signal).catch(except(isConflict))),
      ...plan.adopt.map(({ metadata: { namespace, name, uid, resourceVersion } }) => {
        const patch = { metadata: { uid, resourceVersion, ownerReferences: [controllerReference(podSet)] } };
        return client.patch(podKind, { namespace, name }, patch, { type: "merge", signal }).catch(except(isConflict, isNotFound));
      }),
      ...plan.remove.map(({ metadata }) => client.delete(podKind, metadata, { uid: metadata.uid, signal }).catch(except(isConflict))),
    ]);
  }

  async #writeStatus(podSet: Stored<StrimziPodSet>, { status }: PodSetPlan, signal: AbortSignal): Promise<void> {
    if (isDeepStrictEqual(status, podSet.status)) return;
    const { namespace = "default", name, uid } = podSet.metadata;
    const { apiVersion, kind } = podSetKind;
    const applied = { apiVersion, kind, metadata: { namespace, name, uid }, status };
    const options = { fieldManager: manager, force: true, subresource: "status", signal } as const;
    await this.#options.client.apply(podSetKind, applied, options).catch(except(isNotFound, isConflict));
  }
}

/** For what need not be told: the object will be looked at once more. */
function except(...known: ReadonlyArray<(thrown: unknown) => boolean>): (thrown: unknown) => undefined {
  return (thrown) => {
    if (!known.some((is) => is(thrown))) throw thrown;
  };
}
