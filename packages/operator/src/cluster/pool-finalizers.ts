import { nodePoolFinalizer, nodePoolKind } from "@millrace/controllers";
import { isConflict, isNotFound, type KubeClient, type Stored } from "@millrace/kube";
import type { KafkaNodePool } from "@millrace/resources";
import type { KafkaCluster } from "../model/cluster.ts";

/**
 * Has node pools stay that are deleted as long as they have nodes: with a pool Kubernetes takes away all that was made for it, whatever its brokers hold. One that is deleted
 * is as one without replicas, which its nodes leave when they can.
 */
export async function holdPools(
  client: KubeClient,
  declared: ReadonlyArray<Stored<KafkaNodePool>>,
  { pools }: Pick<KafkaCluster, "pools">,
  signal: AbortSignal,
): Promise<void> {
  for (const pool of declared) {
    const hasNodes = pools.find(({ name }) => name === pool.metadata.name)?.nodes.length !== 0;
    if (pool.metadata.deletionTimestamp === undefined) await hold(client, pool, signal);
    else if (!hasNodes) await letPoolGo(client, pool, signal);
  }
}

async function hold(client: KubeClient, { metadata }: Stored<KafkaNodePool>, signal: AbortSignal): Promise<void> {
  const { finalizers = [] } = metadata;
  if (!finalizers.includes(nodePoolFinalizer)) await patch(client, metadata, [...finalizers, nodePoolFinalizer], signal);
}

export async function letPoolGo(client: KubeClient, { metadata }: Stored<KafkaNodePool>, signal: AbortSignal): Promise<void> {
  const { finalizers = [] } = metadata;
  if (!finalizers.includes(nodePoolFinalizer)) return;
  const left = finalizers.filter((finalizer) => finalizer !== nodePoolFinalizer);
  await patch(client, metadata, left, signal);
}

/** Whoever has changed the pool meanwhile makes it be looked at again. */
async function patch(
  client: KubeClient,
  { namespace, name, uid, resourceVersion }: Stored<KafkaNodePool>["metadata"],
  finalizers: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const body = { metadata: { uid, resourceVersion, finalizers } };
  await client
    .patch(nodePoolKind, { ...(namespace === undefined ? {} : { namespace }), name }, body, { type: "merge", signal })
    .catch((thrown: unknown) => {
      if (!isConflict(thrown) && !isNotFound(thrown)) throw thrown;
    });
}
