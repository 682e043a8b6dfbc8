import { type KubeObject, keyOf, type Stored } from "@millrace/kube";
import { deleteClaimAnnotation } from "../model/claims.ts";
import type { KafkaCluster } from "../model/cluster.ts";
import type { DesiredObject } from "../model/desired-object.ts";
import { nameLabel } from "../model/labels.ts";
import { madeKinds } from "../model/objects.ts";
import type { OwnedObjects } from "./owned-objects.ts";

/**
 * Objects that were made for a Kafka and are no longer wanted: those of a listener that is gone, or of a node. Claims stay unless it was
 * declared that they go.
 */
export function obsoleteObjects(
  cluster: KafkaCluster,
  desired: readonly DesiredObject[],
  objects: OwnedObjects,
): ReadonlyArray<Stored<KubeObject>> {
  const wanted = new Set(desired.map(placeOf));
  const made = [...madeKinds.map(({ kind }) => kind), "Secret"].filter((kind) => objects.has(kind));
  return made
    .flatMap((kind) => objects.of({ kind }, keyOf(cluster)))
    .filter((object) => object.metadata.labels?.[nameLabel] === cluster.names.component && object.metadata.deletionTimestamp === undefined)
    .filter((object) => !wanted.has(placeOf(object)) && mayGo(object, cluster));
}

const placeOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name}`;

function mayGo({ kind, metadata }: KubeObject, cluster: KafkaCluster): boolean {
  switch (kind) {
    case "PersistentVolumeClaim":
      return metadata.annotations?.[deleteClaimAnnotation] === "true";
    case "Secret":
      return isOfFormerNode(metadata.name, cluster);
    default:
      return true;
  }
}

/** The Secret of a node is called like its pod; others are no business of this. */
function isOfFormerNode(secret: string, { name, nodes }: KafkaCluster): boolean {
  const isOfNode = secret.startsWith(`${name}-`) && /-\d+$/.test(secret);
  return isOfNode && !nodes.some(({ podName }) => podName === secret);
}
