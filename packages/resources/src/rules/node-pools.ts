import type { KafkaNodePool, StorageVolume } from "../generated/types.ts";
import type { Path } from "../problem.ts";
import { type Check, isRepeated, judge, type Rule, type Subject } from "./rule.ts";

interface VolumeSubject extends Subject {
  readonly volume: StorageVolume;
  readonly volumes: readonly StorageVolume[];
}

interface PoolSubject extends Subject {
  readonly pool: KafkaNodePool;
}

const poolRules: readonly Rule<PoolSubject>[] = [
  {
    error: "roles-empty",
    at: ["spec", "roles"],
    holds: ({ pool }) => pool.spec.roles.length > 0,
    message: () => 'expected at least one of "broker", "controller"',
  },
  {
    error: "claim-without-size",
    at: ["spec", "storage"],
    holds: ({ pool: { spec } }) => spec.storage.type !== "persistent-claim" || isGiven(spec.storage.size),
    message: () => "a persistent-claim needs a size, such as 10Gi",
  },
  {
    error: "jbod-without-volumes",
    at: ["spec", "storage"],
    holds: ({ pool: { spec } }) => spec.storage.type !== "jbod" || (spec.storage.volumes ?? []).length > 0,
    message: () => "a jbod needs at least one of volumes",
  },
];

const volumeRules: readonly Rule<VolumeSubject>[] = [
  {
    error: "volume-without-id",
    holds: ({ volume }) => volume.id !== undefined,
    message: () => "a volume of a jbod needs an id",
  },
  {
    error: "volume-id-repeated",
    at: ["id"],
    holds: ({ volume, volumes }) => volume.id === undefined || !isRepeated(volumes, volume, ({ id }) => id),
    message: ({ volume }) => `another volume has the id ${volume.id} already; ids have to be unique`,
  },
  {
    error: "claim-without-size",
    holds: ({ volume }) => volume.type !== "persistent-claim" || isGiven(volume.size),
    message: () => "a persistent-claim needs a size, such as 10Gi",
  },
  {
    error: "metadata-volume-repeated",
    at: ["kraftMetadata"],
    holds: ({ volume, volumes }) =>
      volume.kraftMetadata === undefined || !isRepeated(volumes, volume, ({ kraftMetadata }) => kraftMetadata),
    message: () => "another volume holds the metadata already; at most one can",
  },
];

const isGiven = (text: string | undefined): boolean => text !== undefined && text !== "";

const storagePath: Path = ["spec", "storage"];

export const nodePoolChecks: readonly Check<KafkaNodePool>[] = [
  { reads: [["spec", "roles"], storagePath], findings: (pool) => judge(poolRules, [{ path: [], pool }]) },
  {
    reads: [storagePath],
    findings: ({ spec: { storage } }) => {
      const volumes = storage.type === "jbod" ? (storage.volumes ?? []) : [];
      return judge(
        volumeRules,
        volumes.map((volume, index) => ({ path: [...storagePath, "volumes", index], volume, volumes })),
      );
    },
  },
];
