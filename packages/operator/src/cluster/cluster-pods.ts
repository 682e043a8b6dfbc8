import { type KubeObject, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import { clusterLabel } from "@millrace/resources";
import type { Pod } from "../kubernetes/pod.ts";
import type { StrimziPodSet } from "../pod-sets/pod-set.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";

/** The Kafka that an object was made for: one, or none. */
export function clusterKeysOf({ metadata }: KubeObject): readonly ObjectKey[] {
  const name = metadata.labels?.[clusterLabel];
  return name === undefined ? [] : [keyOf({ namespace: metadata.namespace, name })];
}

/** The StrimziPodSets of a Kafka. */
export function podSetsOf({ podSets }: Pick<WatchedPods, "podSets">, cluster: ObjectKey): ReadonlyArray<Stored<StrimziPodSet>> {
  return [...podSets.cache.values()].filter((podSet) => clusterKeysOf(podSet).includes(cluster));
}

/** The pods of a Kafka, those included that are going. */
export function podsOf(watched: Pick<WatchedPods, "podSets" | "pods">, cluster: ObjectKey): ReadonlyArray<Stored<Pod>> {
  return podSetsOf(watched, cluster).flatMap(({ metadata }) => watched.pods.cache.by("podSet", keyOf(metadata)));
}
