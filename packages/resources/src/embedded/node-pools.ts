import type { Warning } from "../conditions.ts";
import type { KafkaNodePool, Storage } from "../generated/types.ts";

/** How the embedded broker keeps its data. */
export type StorageSort = "persistent" | "ephemeral";

type Volume = Pick<Storage, "type" | "deleteClaim">;

/** One persistent volume of a broker is enough for all of it to persist. */
export function storageOf(nodePools: readonly KafkaNodePool[]): StorageSort {
  return brokersOf(nodePools).flatMap(volumesOf).some(isPersistent) ? "persistent" : "ephemeral";
}

/** The pool that the one node is of: the first by name that has brokers, as Strimzi counts nodes, in whatever order they are declared. */
export function poolOfNode(nodePools: readonly KafkaNodePool[]): KafkaNodePool | undefined {
  return brokersOf(nodePools).toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1))[0];
}

/**
 * Whether data that is kept as `storage` says stays when the Kafka goes: unless `deleteClaim` says of all persistent volumes that they go
 * with it. Of volumes of another sort, which don't take effect, it says nothing.
 */
export function keepsData(nodePools: readonly KafkaNodePool[], storage: StorageSort): boolean {
  if (storage === "ephemeral") return false;
  const volumes = brokersOf(nodePools).flatMap(volumesOf).filter(isPersistent);
  return volumes.length === 0 || volumes.some(({ deleteClaim = false }) => !deleteClaim);
}

/** What there is to say of pools whose storage is to be of another sort than `storage`, which is there: as in Strimzi that stays as it is. */
export function storageWarnings(nodePools: readonly KafkaNodePool[], storage: StorageSort): ReadonlyMap<KafkaNodePool, Warning> {
  const asked = storageOf(nodePools);
  const pools = asked === storage ? [] : brokersOf(nodePools);
  return new Map(pools.map((pool) => [pool, { reason: "KafkaStorage", message: keptText(pool, asked, storage) }]));
}

function keptText({ metadata: { name } }: KafkaNodePool, asked: StorageSort, storage: StorageSort): string {
  return `KafkaNodePool ${name} asks for ${asked} storage, and stays with ${storage} storage until millrace up starts the platform with it`;
}

const isPersistent = ({ type }: Volume): boolean => type === "persistent-claim";

const brokersOf = (nodePools: readonly KafkaNodePool[]): readonly KafkaNodePool[] =>
  nodePools.filter(({ spec }) => spec.roles.includes("broker") && spec.replicas > 0);

const volumesOf = ({ spec: { storage } }: KafkaNodePool): readonly Volume[] =>
  storage.type === "jbod" ? (storage.volumes ?? []) : [storage];
