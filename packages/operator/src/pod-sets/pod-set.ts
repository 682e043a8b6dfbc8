import { type KubeObject, namespacedKind } from "@millrace/kube";

/** Pods that are declared one by one: what Kubernetes' StatefulSet can't do, such as pods that differ, or ids with gaps. */
export interface StrimziPodSet extends KubeObject {
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    /** Whole pods, as they shall be. */
    readonly pods: readonly KubeObject[];
  };
  readonly status?: PodSetStatus;
}

export interface PodSetStatus {
  readonly observedGeneration?: number;
  /** Pods that there are. */
  readonly pods?: number;
  readonly readyPods?: number;
  /** Pods of the revision that is declared. */
  readonly currentPods?: number;
}

export const podSetKind = namespacedKind<StrimziPodSet>({
  apiVersion: "core.strimzi.io/v1",
  kind: "StrimziPodSet",
  plural: "strimzipodsets",
});

/** Tells one state of a pod from another; pods are never changed, only made anew. */
export const revisionAnnotation = "strimzi.io/revision";
