import { clusterIdAnnotation } from "@millrace/resources";
import type { KafkaCluster, NodePool } from "./cluster.ts";
import { type DesiredObject, given } from "./desired-object.ts";
import { poolNameLabel } from "./labels.ts";
import { metadataOf } from "./metadata.ts";
import { claimName, type DataVolume, dataVolumes, isPersistent } from "./storage.ts";

export const deleteClaimAnnotation = "strimzi.io/delete-claim";

/** Claims on the storage of all nodes. They outlive the Kafka unless `deleteClaim` says otherwise. */
export const claims = (cluster: KafkaCluster): readonly DesiredObject[] =>
  cluster.pools.flatMap((pool) => {
    const volumes = dataVolumes(pool.storage).filter(isPersistent);
    return pool.nodes.flatMap(({ podName }) => volumes.map((volume) => claim(cluster, pool, volume, podName)));
  });

function claim(cluster: KafkaCluster, pool: NodePool, volume: DataVolume, podName: string): DesiredObject {
  const { deleteClaim = false, selector = {} } = volume;
  const annotations = { [deleteClaimAnnotation]: String(deleteClaim), [clusterIdAnnotation]: cluster.clusterId };
  const { ownerReferences, ...metadata } = metadataOf(cluster, pool, claimName(volume, podName), pool.templates.persistentVolumeClaim, {
    annotations,
  });
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: deleteClaim ? { ...metadata, ...given({ ownerReferences }) } : metadata,
    spec: {
      accessModes: ["ReadWriteOnce"],
      volumeMode: "Filesystem",
      resources: { requests: { storage: volume.size ?? "" } },
      ...given({
        storageClassName: volume.class,
        volumeAttributesClassName: volume.volumeAttributesClass,
        selector: Object.keys(selector).length === 0 ? undefined : { matchLabels: selector },
      }),
    },
  };
}

/** What claims that are left of a Kafka tell of it: the cluster's id, if they agree on one, and the ids of nodes, by the names of their pools. */
export function claimFacts(claims: readonly Pick<DesiredObject, "metadata">[]): {
  readonly clusterId: string | undefined;
  readonly claimed: Map<string, number[]>;
} {
  const clusterIds = new Set(claims.flatMap(({ metadata }) => metadata.annotations?.[clusterIdAnnotation] ?? []));
  const claimed = new Map<string, number[]>();
  for (const { metadata } of claims) {
    const [pool, id] = [metadata.labels?.[poolNameLabel], /-(\d+)$/.exec(metadata.name)?.[1]];
    if (pool === undefined || id === undefined) continue;
    const ids = new Set([...(claimed.get(pool) ?? []), Number(id)]);
    claimed.set(
      pool,
      [...ids].sort((one, other) => one - other),
    );
  }
  return { clusterId: clusterIds.size === 1 ? [...clusterIds][0] : undefined, claimed };
}
