import { brokerHindrance, type PartitionException, partitionExceptions, sharesAllOfAPartition } from "./broker-safety.ts";
import type { RollNode, RollState } from "./cluster-state.ts";
import { controllerHindrance, type SmallQuorum, smallQuorums } from "./controller-safety.ts";
import { whyNobodyFollows } from "./roll-canary.ts";
import type { RollStep } from "./roll-step.ts";
import { areBrokersLost, isQuorumLost, isTrustLost } from "./what-is-lost.ts";

/** All that a roll goes by. Each rule has a name, by which a test leaves it out. */
export interface RollRules {
  /** What comes before any node that is due: the first that has a step decides. */
  readonly first: readonly { readonly name: string; readonly step: (state: RollState) => RollStep | undefined }[];
  /** In which order nodes that are due have their turn: less comes first; an earlier rule counts for more. */
  readonly order: readonly { readonly name: string; readonly rank: (node: RollNode, state: RollState) => number | string }[];
  /** Why a node that has its turn can't be started anew now; `away` are others that are started anew together with it. */
  readonly hindrances: readonly {
    readonly name: string;
    readonly hindrance: (node: RollNode, state: RollState, away: ReadonlySet<number>, rules: RollRules) => string | undefined;
  }[];
  /** What holds up a broker otherwise, and need not. */
  readonly partitionExceptions: readonly PartitionException[];
  readonly smallQuorums: readonly SmallQuorum[];
  /** What has to hold of a node besides, for it to be started anew together with others, the first of which has its turn. */
  readonly together: readonly {
    readonly name: string;
    readonly holds: (node: RollNode, others: { readonly first: RollNode; readonly away: ReadonlySet<number> }, state: RollState) => boolean;
  }[];
}

export const rollRules: RollRules = {
  first: [
    { name: "waits for nodes that come back, and for logs that are recovered", step: ({ nodes }) => waitFor(nodes.find(isComing)) },
    {
      name: "starts a stuck pod anew that is declared otherwise",
      step: ({ nodes }) => restartStuck(nodes.find((it) => isStuck(it) && isDue(it))),
    },
    {
      // Where no majority of controllers trusts each other, one that was started anew may come up and end again and again for that.
      name: "stops for a stuck pod that is as declared",
      step: ({ nodes }) => (isTrustLost(nodes) ? undefined : blockedBy(nodes.find((it) => isStuck(it) && !isDue(it)))),
    },
    {
      // One that is to be started anew anyway need not become ready first; any other one has to, before one more goes, if it can.
      name: "waits for nodes that are not ready",
      step: ({ nodes }) => (isTrustLost(nodes) ? undefined : waitFor(nodes.find((it) => it.state === "unready" && !isDue(it)))),
    },
    {
      name: "others wait while the first one is watched",
      step: ({ canaries, nodes }) => {
        const why = whyNobodyFollows(canaries, nodes);
        return why === undefined ? undefined : { type: "wait", why, isPatient: true };
      },
    },
    {
      name: "one Kafka waits for another",
      step: ({ nodes, before }) =>
        before !== undefined && nodes.some(isDue) && nodes.every(isInNoHurry)
          ? { type: "wait", why: `${before} is rolled before, as the operator is another one`, isPatient: true }
          : undefined,
    },
  ],
  order: [
    // As Kafka wants it of upgrades.
    { name: "controllers come before brokers", rank: ({ isController }) => (isController ? 0 : 1) },
    { name: "who serves nobody comes first", rank: ({ state }) => (state === "unready" ? 0 : 1) },
    {
      name: "the active controller comes last",
      rank: ({ id, isController }, { quorum }) => (isController && id === quorum?.leaderId ? 1 : 0),
    },
    { name: "racks come one after the other", rank: ({ rack = "" }, { maxParallelRestarts = 1 }) => (maxParallelRestarts > 1 ? rack : "") },
    { name: "lower ids come first", rank: ({ id }) => id },
  ],
  hindrances: [
    {
      name: "a majority of controllers stays caught up",
      hindrance: (node, { nodes, quorum }, _, rules) =>
        node.isController && !isQuorumLost(node, nodes, quorum) ? controllerHindrance(node, quorum, rules.smallQuorums) : undefined,
    },
    {
      name: "no partition falls below min.insync.replicas",
      hindrance: (node, { nodes, quorum, partitions }, away, rules) =>
        node.isBroker && !areBrokersLost(node, nodes, partitions) && !isQuorumLost(node, nodes, quorum)
          ? brokerHindrance(node, partitions, away, rules.partitionExceptions)
          : undefined,
    },
  ],
  partitionExceptions,
  smallQuorums,
  together: [
    { name: "a canary goes alone", holds: (_, __, { canaries }) => canaries === undefined || canaries.broker?.outcome === "passed" },
    { name: "controllers go one at a time", holds: (node, { first }) => !node.isController && !first.isController },
    { name: "nodes of one rack go together", holds: (node, { first }) => node.rack === first.rack },
    {
      name: "a partition that has no replica to spare loses one at a time",
      holds: ({ id }, { away }, { partitions }) => partitions !== undefined && !sharesAllOfAPartition(id, away, partitions),
    },
  ],
};

/** What becomes of a declaration by another operator, and nothing that runs out. */
const isInNoHurry = ({ reasons }: RollNode): boolean =>
  reasons.every((reason) => reason === "PodHasOldRevision" || reason === "ConfigChangeRequiresRestart");

export const isDue = ({ reasons }: RollNode): boolean => reasons.length > 0;
const isComing = ({ state }: RollNode): boolean => state === "absent" || state === "recovering";
const isStuck = ({ state }: RollNode): boolean => state === "stuck";

const stateTexts: Readonly<Record<RollNode["state"], string>> = {
  ready: "is ready",
  unready: "is not ready",
  recovering: "recovers its logs",
  stuck: "does not come up",
  absent: "is about to be made",
};

function waitFor(node: RollNode | undefined): RollStep | undefined {
  if (node === undefined) return undefined;
  const { podName, state, trouble } = node;
  return { type: "wait", why: `pod ${podName} ${stateTexts[state]}${trouble === undefined ? "" : `: ${trouble}`}` };
}

const restartStuck = (node: RollNode | undefined): RollStep | undefined =>
  node === undefined ? undefined : { type: "restart", nodes: [{ ...node, reasons: [...node.reasons, "PodStuck"] }], warnings: [] };

/** A pod that can't come up as it is declared stops everything, lest one node after the other goes down. */
function blockedBy(node: RollNode | undefined): RollStep | undefined {
  if (node === undefined) return undefined;
  const trouble = node.trouble === undefined ? "" : ` (${node.trouble})`;
  return { type: "blocked", why: `pod ${node.podName} is as declared and does not come up${trouble}: nothing else is restarted` };
}
