import type { KubeObject } from "@millrace/kube";
import type { DesiredObject } from "../model/desired-object.ts";
import type { StrimziPodSet } from "../pod-sets/pod-set.ts";
import { restartReasonsOf } from "./restart-reasons.ts";

/** The pods that sets declare, as they are to be. */
export const podsIn = (nodes: readonly DesiredObject[]): readonly KubeObject[] =>
  nodes.flatMap(({ kind, spec }) => (kind === "StrimziPodSet" ? (spec as StrimziPodSet["spec"]).pods : []));

/** Whether the watch has told of sets that declare pods as they are to be: until then nobody seems to be due who is, and the other way round. */
export function areSeen(podSets: ReadonlyArray<Pick<StrimziPodSet, "spec">>, nodes: readonly DesiredObject[]): boolean {
  const seen = new Map(podSets.flatMap(({ spec }) => spec.pods).map((pod) => [pod.metadata.name, pod]));
  return podsIn(nodes).every((pod) => {
    const known = seen.get(pod.metadata.name);
    return known !== undefined && restartReasonsOf(known, pod, true).length === 0;
  });
}
