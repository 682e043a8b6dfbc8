import type { Storage } from "@millrace/resources";
import { isObject, type Value } from "@millrace/resources";
import type { DesiredObject } from "./desired-object.ts";
import { initialControllersAnnotation, storageAnnotation } from "./pod-set-annotations.ts";

/** What is known of a Kafka before any of its objects is worked out. */
export interface Facts {
  /** The cluster's id: as statuses tell it, or a new one. 22 characters of base64url. */
  readonly clusterId: string;
  /** Version of the metadata that the cluster has, such as `4.2-IV1`, as Kafka told it; undefined before there is a cluster. */
  readonly metadataVersion: string | undefined;
  /** Storage that pools' nodes have, by the names of their StrimziPodSets. */
  readonly storage: ReadonlyMap<string, Storage>;
  /** Ids of the controllers that formed the quorum; undefined before there is one. */
  readonly initialControllers: readonly number[] | undefined;
  readonly held: HeldNodes;
  /** Ids of nodes that claims on storage are called by, ascending, by the names of their pools. Default: there are none. */
  readonly claimed?: ReadonlyMap<string, readonly number[]>;
}

/** Ids of nodes that must neither go nor lose a role yet. */
export interface HeldNodes {
  /** Brokers that hold replicas of partitions. */
  readonly replicas: ReadonlySet<number>;
  /** Controllers that vote in the quorum. */
  readonly voters: ReadonlySet<number>;
  /** Log directories that hold replicas, by `directoryKey`, of those that are to go. */
  readonly directories: ReadonlySet<string>;
}

/** A log directory of a node. */
export interface LogDirectory {
  readonly brokerId: number;
  readonly path: string;
}

export const directoryKey = ({ brokerId, path }: LogDirectory): string => `${brokerId}:${path}`;

export const nobodyHeld: HeldNodes = { replicas: new Set(), voters: new Set(), directories: new Set() };

export const isHeld = ({ replicas, voters }: HeldNodes, id: number): boolean => replicas.has(id) || voters.has(id);

/** What StrimziPodSets of a Kafka tell about it. What can't be read is as if it were not there. */
export function podSetFacts(podSets: readonly Pick<DesiredObject, "metadata">[]): Pick<Facts, "storage" | "initialControllers"> {
  const storage = podSets.flatMap(({ metadata }) => {
    const read = storageOf(metadata.annotations?.[storageAnnotation]);
    return read === undefined ? [] : [[metadata.name, read] as const];
  });
  const controllers = podSets.flatMap(({ metadata }) => idsOf(metadata.annotations?.[initialControllersAnnotation]));
  return { storage: new Map(storage), initialControllers: controllers.length === 0 ? undefined : [...new Set(controllers)] };
}

function storageOf(text: string | undefined): Storage | undefined {
  const value = parsed(text);
  const isStorage = isObject(value) && ["ephemeral", "persistent-claim", "jbod"].includes(String(value.type));
  return isStorage ? (value as unknown as Storage) : undefined;
}

function idsOf(text: string | undefined): readonly number[] {
  const value = parsed(text);
  return Array.isArray(value) ? value.filter((id): id is number => Number.isInteger(id)) : [];
}

function parsed(text: string | undefined): Value | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  } catch {
    return undefined;
  }
}
