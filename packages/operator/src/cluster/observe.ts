import { configMapKind } from "@millrace/controllers";
import { type KubeClient, type KubeObject, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import { clusterIdAnnotation, type Kafka } from "@millrace/resources";
import { machineKind } from "../kubernetes/machine.ts";
import { referredTexts, textKey } from "../model/checks/references.ts";
import { claimFacts } from "../model/claims.ts";
import type { KafkaCluster } from "../model/cluster.ts";
import { type Facts, type HeldNodes, podSetFacts } from "../model/facts.ts";
import { uuidOf } from "../model/hash.ts";
import type { MachineAddress } from "../model/machine-addresses.ts";
import type { Observed, ObservedRoute, ObservedService } from "../model/observed-addresses.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { podSetsOf, podsOf } from "./cluster-pods.ts";
import type { OwnedObjects } from "./owned-objects.ts";

/**
 * What is known of a Kafka before its objects are worked out. The cluster's id is that of its volumes where a Kafka is declared anew that was there before; that of a new one
 * follows from the resource's, so that a pass that dies changes nothing.
 */
export function observeFacts(kafka: Stored<Kafka>, { pods, objects }: ObservedObjects, held: HeldNodes): Facts {
  const key = keyOf(kafka.metadata);
  const { clusterId, claimed } = claimFacts(
    objects.of({ kind: "PersistentVolumeClaim" }, key).filter(({ metadata }) => metadata.deletionTimestamp === undefined),
  );
  const { annotations = {} } = kafka.metadata;
  return {
    ...podSetFacts(podSetsOf(pods, key)),
    claimed,
    clusterId: kafka.status?.clusterId ?? annotations[clusterIdAnnotation] ?? clusterId ?? uuidOf(kafka.metadata.uid),
    metadataVersion: kafka.status?.kafkaMetadataVersion,
    held,
  };
}

export interface ObservedObjects {
  readonly pods: WatchedPods;
  readonly objects: Pick<OwnedObjects, "of">;
}

/** What Kubernetes has given out so far of the addresses of listeners. */
export async function observeGivenOut(
  client: KubeClient,
  cluster: KafkaCluster,
  { objects, pods }: { readonly objects: OwnedObjects; readonly pods: WatchedPods },
  signal: AbortSignal,
): Promise<Observed> {
  const key: ObjectKey = keyOf(cluster);
  const services = objects.of<KubeObject & ObservedService>({ kind: "Service" }, key);
  const routes = objects.of<KubeObject & ObservedRoute>({ kind: "Route" }, key);
  if (!cluster.listeners.some(({ type }) => type === "nodeport")) return { services, routes, machines: new Map() };
  const machines = await Promise.all(
    podsOf(pods, key).flatMap(({ metadata, spec }) =>
      spec?.nodeName === undefined ? [] : [machineOf(client, metadata.name, spec.nodeName, signal)],
    ),
  );
  return { services, routes, machines: new Map(machines) };
}

async function machineOf(
  client: KubeClient,
  pod: string,
  name: string,
  signal: AbortSignal,
): Promise<readonly [string, readonly MachineAddress[]]> {
  const machine = await client.get(machineKind, { name }, signal);
  return [pod, machine?.status?.addresses ?? []];
}

/** Texts of ConfigMaps that a Kafka refers to, as far as there are any. */
export async function observeTexts(client: KubeClient, cluster: KafkaCluster, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const { namespace } = cluster;
  const read = await Promise.all(
    referredTexts(cluster).map(async (reference): Promise<ReadonlyArray<readonly [string, string]>> => {
      const configMap = await client.get(configMapKind, { namespace, name: reference.configMap }, signal);
      const text = configMap?.data?.[reference.key];
      return text === undefined ? [] : [[textKey(reference), text]];
    }),
  );
  return new Map(read.flat());
}
