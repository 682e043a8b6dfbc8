import type { KubeObject } from "@millrace/kube";
import type { RestartReason } from "@millrace/plans/rolls";
import { dynamicConfigurationAnnotation, knownControllersAnnotation, trustedKeysAnnotations } from "../model/pod-set-annotations.ts";

/** Annotations of pods that tell what they were made of, and for what reason a pod is made anew whose annotation is another one. */
const reasonsByAnnotation: Readonly<Record<string, RestartReason>> = {
  "strimzi.io/revision": "PodHasOldRevision",
  "strimzi.io/resource-revision": "PodHasOldRevision",
  "strimzi.io/kafka-version": "PodHasOldRevision",
  "strimzi.io/configuration-hash": "ConfigChangeRequiresRestart",
  "strimzi.io/server-cert-hash": "KafkaCertificatesChanged",
  "strimzi.io/cluster-ca-cert-generation": "CaCertRenewed",
  "strimzi.io/clients-ca-cert-generation": "CaCertRenewed",
  "strimzi.io/cluster-ca-key-generation": "ClusterCaCertKeyReplaced",
  "strimzi.io/custom-listener-cert-thumbprints": "CustomListenerCaCertChange",
};

/** Annotations that list what a pod has: it need not be made anew as long as it has all that is declared. */
const reasonsByLack: Readonly<Record<string, RestartReason>> = {
  [trustedKeysAnnotations.clusterCa]: "CaCertRenewed",
  [trustedKeysAnnotations.clientsCa]: "CaCertRenewed",
};

/** Those of them that change with certificates. */
export const certificateAnnotations: readonly string[] = [
  ...Object.keys(reasonsByLack),
  ...Object.entries(reasonsByAnnotation).flatMap(([name, reason]) => (/Cert/.test(reason) ? [name] : [])),
];

/** By which somebody asks for a pod, or all of a set, to be made anew. */
export const manualAnnotation = "strimzi.io/manual-rolling-update";

/**
 * Why a pod has to be made anew to be as it is declared; none if it need not be. `isUnable`: it does not take while it runs what it should: that it
 * was started with it already is no reason to try again.
 */
export function restartReasonsOf(pod: KubeObject, declared: KubeObject, isUnable: boolean): readonly RestartReason[] {
  const [has, shall] = [pod.metadata.annotations ?? {}, declared.metadata.annotations ?? {}];
  const differing = Object.entries(reasonsByAnnotation).flatMap(([name, reason]) => (has[name] === shall[name] ? [] : [reason]));
  const lacking = Object.entries(reasonsByLack).flatMap(([name, reason]) => (hasAll(has[name], shall[name]) ? [] : [reason]));
  const [isOtherwise, isStranger] = [
    isUnable && has[dynamicConfigurationAnnotation] !== shall[dynamicConfigurationAnnotation],
    !knowsMajority(has[knownControllersAnnotation], shall[knownControllersAnnotation]),
  ];
  const further = {
    ConfigChangeRequiresRestart: isOtherwise || isStranger,
    ManualRollingUpdate: isAskedFor(pod) || isToBeEmptied(pod),
  } as const;
  const reasons = (["ConfigChangeRequiresRestart", "ManualRollingUpdate"] as const).filter((reason) => further[reason]);
  return [...new Set<RestartReason>([...differing, ...lacking, ...reasons])];
}

/** By which somebody asks for a pod to be made anew with empty storage. */
const emptyingAnnotation = "strimzi.io/delete-pod-and-pvc";

export const isToBeEmptied = ({ metadata }: KubeObject): boolean => metadata.annotations?.[emptyingAnnotation] === "true";

export const isAskedFor = ({ metadata }: KubeObject): boolean => metadata.annotations?.[manualAnnotation] === "true";

function hasAll(has = "", shall = ""): boolean {
  const there = new Set(has.split(","));
  return shall === "" || shall.split(",").every((each) => there.has(each));
}

/** As long as the quorum has a majority that lives, whoever knows a majority of it finds one that does. */
function knowsMajority(has = "", shall = ""): boolean {
  const known = new Set(has.split(","));
  const wanted = shall === "" ? [] : shall.split(",");
  return wanted.length === 0 || wanted.filter((id) => known.has(id)).length > wanted.length / 2;
}
