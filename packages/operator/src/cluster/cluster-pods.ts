import { keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import type { Pod } from "../kubernetes/pod.ts";
import type { StrimziPodSet } from "../pod-sets/pod-set.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";

/** The StrimziPodSets of a Kafka. */
export function podSetsOf({ podSets }: Pick<WatchedPods, "podSets">, cluster: ObjectKey): ReadonlyArray<Stored<StrimziPodSet>> {
  return podSets.cache.by("cluster", cluster);
}

/** The pods of a Kafka, those included that are going. */
export function podsOf(watched: Pick<WatchedPods, "podSets" | "pods">, cluster: ObjectKey): ReadonlyArray<Stored<Pod>> {
  return podSetsOf(watched, cluster).flatMap(({ metadata }) => watched.pods.cache.by("podSet", keyOf(metadata)));
}
