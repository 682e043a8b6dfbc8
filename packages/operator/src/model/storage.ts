import type { Storage, StorageVolume } from "@millrace/resources";

/** One of a node's volumes. */
export interface DataVolume extends StorageVolume {
  /** Of the volume in the pod, and what its claim's name begins with: `data`, or `data-ID` in a jbod. */
  readonly name: string;
  readonly mountPath: string;
}

/** The volumes of a node, by their ids. */
export function dataVolumes(storage: Storage): readonly DataVolume[] {
  const { type } = storage;
  if (type !== "jbod") return [named({ ...storage, type }, "data")];
  return [...(storage.volumes ?? [])]
    .sort((one, other) => (one.id ?? 0) - (other.id ?? 0))
    .map((volume) => named(volume, `data-${volume.id}`));
}

const named = (volume: StorageVolume, name: string): DataVolume => ({ ...volume, name, mountPath: `/var/lib/kafka/${name}` });

/** Where a node keeps Kafka's data on a volume. The id stands in it, so that a volume that gets to another node is not taken for its own. */
export const logDirectory = ({ mountPath }: DataVolume, nodeId: number): string => `${mountPath}/kafka-log${nodeId}`;

/** Volumes that a node has, and is not to have any more. */
export function leavingVolumes(current: Storage, desired: Storage): readonly DataVolume[] {
  const names = new Set(dataVolumes(desired).map(({ name }) => name));
  return dataVolumes(current).filter(({ name }) => !names.has(name));
}

/** The volume that holds the cluster's metadata: the one that is marked, the one with the lowest id otherwise. */
export function metadataVolume(storage: Storage): DataVolume | undefined {
  const volumes = dataVolumes(storage);
  return volumes.find(({ kraftMetadata }) => kraftMetadata === "shared") ?? volumes[0];
}

export const claimName = (volume: DataVolume, podName: string): string => `${volume.name}-${podName}`;

export const isPersistent = ({ type }: StorageVolume): boolean => type === "persistent-claim";

/** Whether some of a node's data is gone with its pod. */
export const usesEphemeral = (storage: Storage): boolean => dataVolumes(storage).some(({ type }) => type === "ephemeral");
