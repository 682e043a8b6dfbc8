import { autoRebalanceOf } from "@millrace/plans/rebalances/resource";
import type { Kafka, KafkaNodePool, OwnerReference, Storage, Warning } from "@millrace/resources";
import type { ClusterNode, NodePool, PoolTemplates, Roles } from "./cluster.ts";
import { directoryKey, type Facts, type HeldNodes, type LogDirectory } from "./facts.ts";
import { poolLabels } from "./labels.ts";
import { podSetName } from "./names.ts";
import { assignNodeIds, type NodeIds, nodeIdWarnings } from "./node-ids.ts";
import type { ModelSettings } from "./settings.ts";
import { leavingVolumes, logDirectory } from "./storage.ts";
import { storageProblems } from "./storage-changes.ts";

/** The node pools of a Kafka as they take effect. They have been checked. */
export function nodePools(kafka: Kafka, pools: readonly KafkaNodePool[], facts: Facts, settings: ModelSettings): readonly NodePool[] {
  const ids = assignNodeIds(pools, facts);
  return pools.flatMap((pool) => {
    const own = ids.get(pool.metadata.name);
    return own === undefined ? [] : [nodePool(kafka, pool, own, facts, settings)];
  });
}

function nodePool(kafka: Kafka, pool: KafkaNodePool, ids: NodeIds, facts: Facts, settings: ModelSettings): NodePool {
  const name = pool.metadata.name;
  const podSet = podSetName(kafka.metadata.name, name);
  const { roles, warnings: ofRoles } = effectiveRoles(pool, ids, facts.held);
  const current = facts.storage.get(podSet);
  const { storage, directories, warnings: ofStorage } = effectiveStorage(pool, roles, { ids, held: facts.held, current });
  const losesRole = !pool.spec.roles.includes("broker");
  const brokers = ids.desired.filter((id) => facts.held.replicas.has(id) && (losesRole || ids.kept.includes(id)));
  const node = (id: number): ClusterNode => ({
    ...{ id, podName: `${podSet}-${id}`, pool: name, ...roles },
    // One that can't go for its replicas' sake goes on as it is.
    votes: pool.spec.roles.includes("controller") && (!ids.kept.includes(id) || facts.held.replicas.has(id)),
  });
  return {
    name,
    podSetName: podSet,
    resource: pool,
    ids,
    ...roles,
    nodes: ids.desired.map(node),
    storage,
    templates: templatesOf(kafka, pool),
    jvmOptions: pool.spec.jvmOptions ?? kafka.spec.kafka.jvmOptions,
    labels: poolLabels(kafka, pool, settings.labelsExclusion),
    owner: ownerReference(pool),
    leaving: { brokers, directories },
    warnings: [
      ...nodeIdWarnings(pool),
      ...ofStorage,
      // What is emptied is told of as it goes on.
      ...(drains(kafka) ? [] : [...keptWarnings(pool, ids, facts.held), ...ofRoles]),
    ],
  };
}

/** What is made for a resource goes when it goes, and not before. */
export const ownerReference = ({ apiVersion, kind, metadata: { name, uid = "" } }: Kafka | KafkaNodePool): OwnerReference => ({
  ...{ apiVersion, kind, name, uid },
  controller: false,
  blockOwnerDeletion: true,
});

/** Of controllers nothing is said: they leave the quorum, and then go. */
function keptWarnings({ metadata, spec }: KafkaNodePool, { kept, desired }: NodeIds, { replicas }: HeldNodes): readonly Warning[] {
  const holding = kept.filter((id) => replicas.has(id));
  if (holding.length === 0) return [];
  const message = `The KafkaNodePool ${metadata.name} keeps ${desired.length} nodes instead of ${spec.replicas}: ${whyHeld(holding)}.`;
  return [{ reason: "ScaleDownPreventionCheck", message }];
}

const whyHeld = (ids: readonly number[]): string =>
  ids.length === 1 ? `node ${ids[0]} still holds replicas of partitions` : `nodes ${ids.join(", ")} still hold replicas of partitions`;

/** A role is kept as long as a node of the pool still fulfils it. */
function effectiveRoles(
  { metadata, spec, status }: KafkaNodePool,
  { desired }: NodeIds,
  { replicas, voters }: HeldNodes,
): { roles: Roles; warnings: readonly Warning[] } {
  const holding = desired.filter((id) => replicas.has(id));
  const keeps = (role: "broker" | "controller", hasNodes: boolean): boolean =>
    !spec.roles.includes(role) && hasNodes && status?.roles?.includes(role) === true;
  const keepsBroker = keeps("broker", holding.length > 0);
  const keepsController = keeps(
    "controller",
    desired.some((id) => voters.has(id)),
  );
  const message = `The KafkaNodePool ${metadata.name} keeps the role broker: ${whyHeld(holding)}.`;
  return {
    roles: { isBroker: spec.roles.includes("broker") || keepsBroker, isController: spec.roles.includes("controller") || keepsController },
    warnings: keepsBroker ? [{ reason: "ScaleDownPreventionCheck", message }] : [],
  };
}

/** Whether what is to go is emptied first, rather than refused: Strimzi's rebalance before a scale-down. */
export const drains = (kafka: Kafka): boolean => autoRebalanceOf(kafka, "remove-brokers") !== undefined;

interface StorageFacts {
  readonly ids: NodeIds;
  readonly held: HeldNodes;
  readonly current: Storage | undefined;
}

/**
 * Storage that can't be brought to what is declared stays as it is, all of it: half a change would be nobody's intention. `directories` are on volumes
 * that are to go, and hold replicas.
 */
function effectiveStorage(
  { metadata, spec }: KafkaNodePool,
  roles: Roles,
  { ids, held, current }: StorageFacts,
): { storage: Storage; directories: readonly LogDirectory[]; warnings: readonly Warning[] } {
  const declared = { storage: spec.storage, directories: [], warnings: [] };
  if (current === undefined) return declared;
  const problems = storageProblems(current, spec.storage, roles);
  const leaving = problems.length > 0 ? [] : leavingDirectories(current, spec.storage, ids.desired);
  const directories = leaving.filter((each) => held.directories.has(directoryKey(each)));
  const holding = directories.map(({ brokerId, path }) => `${path} of node ${brokerId} still holds replicas of partitions`);
  if (problems.length === 0 && holding.length === 0) return declared;
  const message = `The storage of the KafkaNodePool ${metadata.name} stays as it is: ${[...problems, ...holding].join("; ")}.`;
  return { storage: current, directories, warnings: [{ reason: "KafkaStorage", message }] };
}

/** Log directories of nodes on volumes that are to go. */
export const leavingDirectories = (current: Storage, desired: Storage, ids: readonly number[]): readonly LogDirectory[] =>
  leavingVolumes(current, desired).flatMap((volume) => ids.map((brokerId) => ({ brokerId, path: logDirectory(volume, brokerId) })));

const poolTemplates = [
  ...(["podSet", "pod", "perPodService", "perPodRoute", "perPodIngress"] as const),
  ...(["persistentVolumeClaim", "kafkaContainer", "initContainer"] as const),
];

/** A template of the pool replaces the Kafka's of the same name, whole. */
function templatesOf(kafka: Kafka, pool: KafkaNodePool): PoolTemplates {
  const [ofKafka = {}, ofPool = {}] = [kafka.spec.kafka.template, pool.spec.template];
  return Object.fromEntries(
    poolTemplates.flatMap((name) => {
      const template = ofPool[name] ?? ofKafka[name];
      return template === undefined ? [] : [[name, template]];
    }),
  );
}
