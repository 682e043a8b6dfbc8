import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import { Informer, type KubeClient, keyOf } from "@millrace/kube";
import { clusterKeysOf } from "../kubernetes/cluster-keys.ts";
import { type Pod, podKind } from "../kubernetes/pod.ts";
import { podControllerLabel, podSetController, podSetNameLabel } from "../model/labels.ts";
import { podSetKind, type StrimziPodSet } from "./pod-set.ts";

/** By which all pods of StrimziPodSets are chosen: a cluster has many others, which this process has no use for. */
const podSelector = `${podControllerLabel}=${podSetController}`;

export interface WatchedPodsOptions {
  readonly client: KubeClient;
  /** Left out: all there are. */
  readonly namespaces?: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** StrimziPodSets and their pods, once for all who look at them. */
export class WatchedPods implements Closeable {
  /** By the keys of their Kafkas, whether those are there or not. */
  readonly podSets: Informer<StrimziPodSet, "cluster">;
  /** By the keys of their sets, whether they are there or not. */
  readonly pods: Informer<Pod, "podSet">;

  constructor(options: WatchedPodsOptions) {
    this.podSets = new Informer({ ...options, kind: podSetKind, indexes: { cluster: clusterKeysOf } });
    this.pods = new Informer({ ...options, kind: podKind, labelSelector: podSelector, indexes: { podSet: podSetOf } });
  }

  async start(): Promise<void> {
    await Promise.all([this.podSets.start(), this.pods.start()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.podSets.close(), this.pods.close()]);
  }
}

/** Keys of the set that a pod is said to be of: one, or none. */
export function podSetOf({ metadata }: Pod): readonly string[] {
  const name = metadata.labels?.[podSetNameLabel];
  return name === undefined ? [] : [keyOf({ namespace: metadata.namespace, name })];
}
