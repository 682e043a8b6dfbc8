import type { KubeObject } from "@millrace/kube";
import type { ClusterNode, KafkaCluster } from "../model/cluster.ts";
import type { DesiredObject } from "../model/desired-object.ts";
import { stableJson } from "../model/hash.ts";
import { metadataOf } from "../model/metadata.ts";
import type { ConfigMap } from "./canary-record.ts";

/** What a node was made of when all was well. */
export interface KeptRevision {
  readonly pod: KubeObject;
  /** Of its ConfigMap. */
  readonly data: Readonly<Record<string, string>>;
}

const [podKey, dataKey] = ["pod.json", "config.json"] as const;

export const keptName = ({ podName }: Pick<ClusterNode, "podName">): string => `${podName}-kept`;

/** Where a node's revision is kept for a canary that fails: a ConfigMap, beside the one that the node reads. */
export const keptObject = (cluster: KafkaCluster, node: ClusterNode, { pod, data }: KeptRevision): DesiredObject => ({
  ...{ apiVersion: "v1", kind: "ConfigMap", metadata: metadataOf(cluster, cluster, keptName(node)) },
  data: { [podKey]: stableJson(pod), [dataKey]: stableJson(data) },
});

export function keptIn(object: ConfigMap | undefined): KeptRevision | undefined {
  const { [podKey]: pod, [dataKey]: data } = object?.data ?? {};
  return pod === undefined || data === undefined ? undefined : { pod: JSON.parse(pod), data: JSON.parse(data) };
}
