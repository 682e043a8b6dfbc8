import type { KubeObject } from "@millrace/kube";
import { certificateAnnotations } from "../cluster/restart-reasons.ts";
import type { DesiredObject } from "../model/desired-object.ts";
import type { KeptRevision } from "./kept-revisions.ts";

interface PodSetSpec {
  readonly pods: readonly KubeObject[];
}

/**
 * The objects of nodes where a canary has failed: whoever is not as it is declared by now stays as it was, and the canary becomes so again. Certificates
 * are renewed all the same.
 */
export function heldBack(nodes: readonly DesiredObject[], kept: ReadonlyMap<string, KeptRevision>): readonly DesiredObject[] {
  return nodes.map((object) => {
    if (object.kind === "ConfigMap") return { ...object, data: kept.get(object.metadata.name)?.data ?? object.data };
    if (object.kind !== "StrimziPodSet") return object;
    const spec = object.spec as PodSetSpec;
    return { ...object, spec: { ...spec, pods: spec.pods.map((pod) => keptPod(pod, kept.get(pod.metadata.name))) } };
  });
}

function keptPod(declared: KubeObject, kept: KeptRevision | undefined): KubeObject {
  if (kept === undefined) return declared;
  const { annotations = {} } = declared.metadata;
  const certificates = Object.fromEntries(
    certificateAnnotations.flatMap((name) => (annotations[name] === undefined ? [] : [[name, annotations[name]]])),
  );
  return { ...kept.pod, metadata: { ...kept.pod.metadata, annotations: { ...kept.pod.metadata.annotations, ...certificates } } };
}
