import { type ConfigMap, configMapKind } from "@millrace/controllers";
import { type KubeObject, keyOf } from "@millrace/kube";
import type { OwnedObjects } from "../cluster/owned-objects.ts";
import type { ClusterNode, KafkaCluster } from "../model/cluster.ts";
import type { DesiredObject } from "../model/desired-object.ts";
import { stableJson } from "../model/hash.ts";
import { metadataOf } from "../model/metadata.ts";
import type { NodePods } from "./node-pods.ts";

/** What a node was made of when all was well. */
export interface KeptRevision {
  readonly pod: KubeObject;
  /** Of its ConfigMap. */
  readonly data: Readonly<Record<string, string>>;
}

/** By the names of pods. */
export type KeptRevisions = ReadonlyMap<string, KeptRevision>;

const [podKey, dataKey] = ["pod.json", "config.json"] as const;

const keptName = (podName: string): string => `${podName}-kept`;

/** Where revisions are kept for a canary that fails: a ConfigMap for each node, beside the one that it reads. */
export const keptObjects = (cluster: KafkaCluster, kept: KeptRevisions): readonly DesiredObject[] =>
  [...kept].map(([podName, { pod, data }]) => ({
    ...{ apiVersion: "v1", kind: "ConfigMap", metadata: metadataOf(cluster, cluster, keptName(podName)) },
    data: { [podKey]: stableJson(pod), [dataKey]: stableJson(data) },
  }));

/** What is kept by now; or what there is, where all pods are ready and as declared before, and no canary has anything left to say of it. */
export function keptRevisions(
  { nodes, namespace }: KafkaCluster,
  objects: Pick<OwnedObjects, "get">,
  pods: NodePods,
  isJudged: boolean,
): KeptRevisions {
  const objectOf = (name: string): ConfigMap | undefined => objects.get(configMapKind, keyOf({ namespace, name }));
  const isAllWell = isJudged && nodes.every((node) => pods.isWell(node));
  const revisionOf = (node: ClusterNode): KeptRevision | undefined => {
    const [pod, data] = [pods.declared(node), objectOf(node.podName)?.data];
    return isAllWell && pod !== undefined && data !== undefined ? { pod, data } : keptIn(objectOf(keptName(node.podName)));
  };
  return new Map(
    nodes.flatMap((node) => {
      const revision = revisionOf(node);
      return revision === undefined ? [] : [[node.podName, revision] as const];
    }),
  );
}

function keptIn(object: ConfigMap | undefined): KeptRevision | undefined {
  const { [podKey]: pod, [dataKey]: data } = object?.data ?? {};
  return pod === undefined || data === undefined ? undefined : { pod: JSON.parse(pod), data: JSON.parse(data) };
}
