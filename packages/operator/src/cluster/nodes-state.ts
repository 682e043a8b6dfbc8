import type { KubeObject, Stored } from "@millrace/kube";
import type { RestartReason, RollNode } from "@millrace/plans/rolls";
import { isPaused } from "@millrace/resources";
import { awaitsMount, type Claim } from "../kubernetes/claim.ts";
import { isGoing, isReady, type Pod, whyStuck } from "../kubernetes/pod.ts";
import type { ClusterNode, KafkaCluster } from "../model/cluster.ts";
import type { StrimziPodSet } from "../pod-sets/pod-set.ts";
import { restartReasonsOf } from "./restart-reasons.ts";

/** What is known of the pods of a Kafka. */
export interface ObservedPods {
  readonly podSets: ReadonlyArray<Stored<StrimziPodSet>>;
  readonly pods: ReadonlyArray<Stored<Pod>>;
  /** Names of those whose brokers read their logs after a hard end. */
  readonly recovering: ReadonlySet<string>;
  /** Claims on storage. Default: none. */
  readonly claims?: ReadonlyArray<Stored<Claim>>;
  /** What they have to be made anew for although they are as declared, by their uids. */
  readonly troubles?: ReadonlyMap<string, RestartReason>;
  /** Ids of nodes that don't take while they run what is declared. Default: none. */
  readonly unable?: ReadonlySet<number> | undefined;
  /** Milliseconds since the epoch. Left out: no pod is late. */
  readonly nowMs?: number;
}

/** The nodes of a Kafka, as a roll sees them. */
export const nodesState = (cluster: Pick<KafkaCluster, "nodes">, observed: ObservedPods): readonly RollNode[] =>
  cluster.nodes.map((node) => nodeState(node, observed));

function nodeState(node: ClusterNode, observed: ObservedPods): RollNode {
  const { podSets, pods, recovering, claims = [], troubles, unable } = observed;
  const { id, podName, isBroker, isController } = node;
  const common = { id, podName, isBroker, isController };
  const pod = pods.find(({ metadata }) => metadata.name === podName);
  if (pod === undefined) return { ...common, state: "absent", reasons: [] };
  if (isGoing(pod)) return { ...common, state: "absent", reasons: [], ...lateEnd(pod, observed) };
  const trouble = whyStuck(pod);
  return {
    ...common,
    state: isReady(pod) ? "ready" : recovering.has(podName) ? "recovering" : trouble === undefined ? "unready" : "stuck",
    ...(trouble === undefined ? {} : { trouble }),
    // One that does not come up takes nothing.
    reasons: reasonsOf(pod, podSets, trouble !== undefined || unable?.has(id) === true, [
      ...claimReasonsOf(pod, claims),
      ...troublesOf(pod, troubles),
    ]),
  };
}

/** How long after its time a pod may end before anything is said of it. */
const lateMs = 60_000;

/** Kubernetes lets go of a pod only when its machine says that nothing of it runs any more. */
function lateEnd({ metadata, spec }: Stored<Pod>, { nowMs }: Pick<ObservedPods, "nowMs">): Pick<RollNode, "trouble"> {
  const due = metadata.deletionTimestamp;
  if (due === undefined || nowMs === undefined || nowMs - Date.parse(due) < lateMs) return {};
  const machine = spec?.nodeName === undefined ? "its machine" : `its machine ${spec.nodeName}`;
  return { trouble: `it was to end at ${due}, and ${machine} has not said that it did; if that is gone for good, delete the Node` };
}

/** Why a pod has to be made anew; `besides`: what is the matter although it is as declared. */
function reasonsOf(
  pod: Stored<Pod>,
  podSets: ReadonlyArray<Stored<StrimziPodSet>>,
  isUnable: boolean,
  besides: RollNode["reasons"],
): RollNode["reasons"] {
  for (const podSet of podSets) {
    const declared = podSet.spec.pods.find((each: KubeObject) => each.metadata.name === pod.metadata.name);
    // Nobody would make it anew.
    if (isPaused(podSet)) return [];
    if (declared !== undefined) return [...restartReasonsOf(pod, declared, isUnable), ...besides];
  }
  return [];
}

function troublesOf({ metadata: { uid } }: Stored<Pod>, troubles: ObservedPods["troubles"]): RollNode["reasons"] {
  const trouble = troubles?.get(uid);
  return trouble === undefined ? [] : [trouble];
}

/** A claim that somebody deletes stays until its pod ends, whenever that is: better now, while others have what it has. */
function claimReasonsOf({ spec, metadata: { creationTimestamp } }: Stored<Pod>, claims: ReadonlyArray<Stored<Claim>>): RollNode["reasons"] {
  const names = new Set(spec?.volumes?.map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName));
  const used = claims.filter(({ metadata }) => names.has(metadata.name));
  return [
    ...(used.some((claim) => awaitsMount(claim, creationTimestamp)) ? (["FileSystemResizeNeeded"] as const) : []),
    ...(used.some(({ metadata }) => metadata.deletionTimestamp !== undefined) ? (["ClaimDeleted"] as const) : []),
  ];
}
