import { isConflict, isNotFound, type KubeClient, type ObjectKey } from "@millrace/kube";
import { isGoing, podKind } from "../kubernetes/pod.ts";
import { podSetKind } from "../pod-sets/pod-set.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { podSetsOf, podsOf } from "./cluster-pods.ts";
import { isAskedFor, manualAnnotation } from "./restart-reasons.ts";

/**
 * Hands what is asked of whole sets on to the pods that they have now, and takes it back from the sets: a pod that is made anew has forgotten it, a set
 * would ask for ever.
 */
export async function handOnManualRolls(client: KubeClient, watched: WatchedPods, cluster: ObjectKey, signal: AbortSignal): Promise<void> {
  const asked = podSetsOf(watched, cluster).filter(isAskedFor);
  const names = new Set(asked.flatMap(({ spec }) => spec.pods.map(({ metadata }) => metadata.name)));
  const pods = podsOf(watched, cluster).filter((pod) => names.has(pod.metadata.name) && !isGoing(pod) && !isAskedFor(pod));
  for (const { metadata } of pods) {
    const patch = { metadata: { uid: metadata.uid, annotations: { [manualAnnotation]: "true" } } };
    await client.patch(podKind, metadata, patch, { type: "merge", signal }).catch(unlessGone);
  }
  for (const { metadata } of asked) {
    const patch = { metadata: { uid: metadata.uid, annotations: { [manualAnnotation]: null } } };
    await client.patch(podSetKind, metadata, patch, { type: "merge", signal }).catch(unlessGone);
  }
}

/** Another one of that name was not asked for anything. */
function unlessGone(thrown: unknown): void {
  if (!isNotFound(thrown) && !isConflict(thrown)) throw thrown;
}
