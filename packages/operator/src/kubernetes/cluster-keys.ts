import { type KubeObject, keyOf, type ObjectKey } from "@millrace/kube";
import { clusterLabel } from "@millrace/resources";

/** The Kafka that an object was made for: one, or none. */
export function clusterKeysOf({ metadata }: KubeObject): readonly ObjectKey[] {
  const name = metadata.labels?.[clusterLabel];
  return name === undefined ? [] : [keyOf({ namespace: metadata.namespace, name })];
}
