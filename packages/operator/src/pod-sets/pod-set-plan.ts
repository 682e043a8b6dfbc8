import type { KubeObject, Stored } from "@millrace/kube";
import { hasEnded, isGoing, isReady, type Pod } from "../kubernetes/pod.ts";
import { type PodSetStatus, revisionAnnotation, type StrimziPodSet } from "./pod-set.ts";

/** What has to be done so that there are the pods that a set declares, and what is to be said of it. */
export interface PodSetPlan {
  readonly create: readonly KubeObject[];
  /** Pods of the set that nobody owns: a backup that was restored has such. */
  readonly adopt: ReadonlyArray<Stored<Pod>>;
  /** Pods that are not declared any more, or that have ended for good. */
  readonly remove: ReadonlyArray<Stored<Pod>>;
  /** Names of declared pods that belong to somebody else, which are left alone. */
  readonly foreign: readonly string[];
  readonly status: PodSetStatus;
}

/** `pods`: all that the set owns or its selector chooses. A pod that differs from what is declared is left: when it is made anew is up to a roll. */
export function podSetPlan(podSet: Stored<StrimziPodSet>, pods: ReadonlyArray<Stored<Pod>>): PodSetPlan {
  const { pods: declared } = podSet.spec;
  const byName = new Map(pods.map((pod) => [pod.metadata.name, pod]));
  const declaredNames = new Set(declared.map(({ metadata }) => metadata.name));
  const own = pods.filter((pod) => ownerOf(pod)?.uid === podSet.metadata.uid);
  const there = declared.flatMap(({ metadata }) => byName.get(metadata.name) ?? []);
  const isForeign = (pod: Stored<Pod>): boolean => ![undefined, podSet.metadata.uid].includes(ownerOf(pod)?.uid);
  return {
    create: declared.filter(({ metadata }) => !byName.has(metadata.name)).map((pod) => owned(pod, podSet)),
    adopt: there.filter((pod) => ownerOf(pod) === undefined && !isGoing(pod)),
    remove: own.filter((pod) => !isGoing(pod) && (hasEnded(pod) || !declaredNames.has(pod.metadata.name))),
    foreign: there.filter(isForeign).map(({ metadata }) => metadata.name),
    status: statusOf(podSet, own),
  };
}

/** Who decides about an object: at most one of its owners. */
const ownerOf = ({ metadata }: KubeObject) => metadata.ownerReferences?.find(({ controller }) => controller === true);

const owned = <T extends KubeObject>(pod: T, podSet: Stored<StrimziPodSet>): T => ({
  ...pod,
  metadata: { ...pod.metadata, namespace: podSet.metadata.namespace, ownerReferences: [controllerReference(podSet)] },
});

/** Makes an object go with the set, and nobody else decide about it. */
export const controllerReference = ({ apiVersion, kind, metadata: { name, uid } }: Stored<StrimziPodSet>) => ({
  ...{ apiVersion, kind, name, uid },
  controller: true,
  blockOwnerDeletion: false,
});

function statusOf({ metadata, spec }: Stored<StrimziPodSet>, own: ReadonlyArray<Stored<Pod>>): PodSetStatus {
  const revisions = new Map(spec.pods.map((pod) => [pod.metadata.name, pod.metadata.annotations?.[revisionAnnotation]]));
  const isCurrent = (pod: Pod): boolean => {
    const revision = revisions.get(pod.metadata.name);
    return revision !== undefined && pod.metadata.annotations?.[revisionAnnotation] === revision;
  };
  return {
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    pods: own.length,
    readyPods: own.filter(isReady).length,
    currentPods: own.filter(isCurrent).length,
  };
}
