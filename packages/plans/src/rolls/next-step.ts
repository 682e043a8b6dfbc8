import { brokerHindrance, partitionNames, unavoidablyUnavailable } from "./broker-safety.ts";
import type { RollNode, RollState } from "./cluster-state.ts";
import { controllerHindrance } from "./controller-safety.ts";

/** What a roll does next. */
export type RollStep =
  /** All nodes are as they shall be, and ready. */
  | { readonly type: "done" }
  /** One node is started anew; `warnings` tell what can't be kept available meanwhile. */
  | { readonly type: "restart"; readonly node: RollNode; readonly warnings: readonly string[] }
  /** It goes on when something has changed, by itself as a rule. */
  | { readonly type: "wait"; readonly why: string }
  /** It goes on when somebody has changed something. */
  | { readonly type: "blocked"; readonly why: string };

/**
 * The next step of a roll, one node at a time: level-triggered, so that whoever asks anew, after a crash or another's change, goes on rightly.
 * Nodes come in the order of the groups below; in each, the leader of the controllers last.
 */
export function nextRollStep(state: RollState): RollStep {
  const { nodes } = state;
  const coming = nodes.find((node) => node.state === "absent" || node.state === "recovering");
  if (coming !== undefined) return { type: "wait", why: waitingFor(coming) };
  const [stuck] = nodes.filter(({ state }) => state === "stuck").toSorted((one, other) => other.reasons.length - one.reasons.length);
  if (stuck !== undefined) return ofStuck(stuck);
  // A node that is to be started anew anyway need not become ready first; any other one has to, before one more goes, if it can.
  const unready = isTrustLost(nodes) ? undefined : nodes.find((node) => node.state === "unready" && node.reasons.length === 0);
  if (unready !== undefined) return { type: "wait", why: waitingFor(unready) };
  const due = inOrder(state).filter(({ reasons }) => reasons.length > 0);
  const [first, ...others] = due.map((node) => ofDue(node, state));
  if (first === undefined) return { type: "done" };
  // What the first one waits for may be one that comes later and serves nobody, or not those that it should: it may go before its turn.
  const before = others.find((step) => step.type === "restart" && (step.node.state === "unready" || step.node.isEstranged === true));
  return first.type === "wait" ? (before ?? first) : first;
}

/** A pod that can't come up as it is declared stops everything, lest one node after the other goes down. One that is declared otherwise by now may come up. */
function ofStuck(node: RollNode): RollStep {
  if (node.reasons.length > 0) return { type: "restart", node, warnings: [] };
  const trouble = node.trouble === undefined ? "" : ` (${node.trouble})`;
  return { type: "blocked", why: `pod ${node.podName} is as declared and does not come up${trouble}: nothing else is restarted` };
}

function ofDue(node: RollNode, { nodes, quorum, partitions }: RollState): RollStep {
  if (node.isEstranged) return { type: "restart", node, warnings: [estrangement(node)] };
  const hindrances = [
    ...(node.isController && !isQuorumLost(node, nodes, quorum) ? [controllerHindrance(node, quorum)] : []),
    ...(node.isBroker && !areBrokersLost(node, nodes, partitions) ? [brokerHindrance(node, partitions)] : []),
  ].filter((hindrance) => hindrance !== undefined);
  if (hindrances.length > 0) return { type: "wait", why: `pod ${node.podName} can't be restarted now: ${hindrances.join("; ")}` };
  return { type: "restart", node, warnings: warningsOf(node, { quorum, partitions }) };
}

/** Where no majority of controllers trusts each other there is no quorum, without which a node that was started anew can't become ready. */
function isTrustLost(nodes: readonly RollNode[]): boolean {
  const controllers = nodes.filter(({ isController }) => isController);
  const estranged = controllers.filter(({ isEstranged }) => isEstranged);
  return estranged.length > 0 && estranged.length >= controllers.length / 2;
}

const estrangement = ({ podName }: RollNode): string =>
  `pod ${podName} is restarted without regard to what it serves: it and nodes as they are declared don't trust each other's certificates, which may have expired`;

/** Where too few controllers are ready for a quorum, one that is not ready has nothing to lose by a restart, which may be what brings it back. */
function isQuorumLost(node: RollNode, nodes: readonly RollNode[], quorum: RollState["quorum"]): boolean {
  const controllers = nodes.filter(({ isController }) => isController);
  const ready = controllers.filter(({ state }) => state === "ready");
  return quorum === undefined && node.state !== "ready" && ready.length <= controllers.length / 2;
}

/** The same of brokers where none is ready. */
function areBrokersLost(node: RollNode, nodes: readonly RollNode[], partitions: RollState["partitions"]): boolean {
  return partitions === undefined && node.state !== "ready" && !nodes.some(({ isBroker, state }) => isBroker && state === "ready");
}

function warningsOf(node: RollNode, { quorum, partitions }: Pick<RollState, "quorum" | "partitions">): readonly string[] {
  const sole = node.isController && quorum?.lagMs.size === 1 ? ["the only controller is restarted: nothing can be changed meanwhile"] : [];
  const lost = node.isBroker ? unavoidablyUnavailable(node, partitions ?? []) : [];
  const too = lost.length === 0 ? [] : [`${partitionNames(lost)} can't be written to while pod ${node.podName} is away: too few replicas`];
  return [...sole, ...too];
}

/** Controllers before brokers, as Kafka wants it of upgrades; of either, those first that serve nobody anyway. */
function inOrder({ nodes, quorum }: RollState): readonly RollNode[] {
  const groupOf = (node: RollNode): number => (node.isController ? 0 : 2) + (node.state === "unready" ? 0 : 1);
  const isLeader = (node: RollNode): number => (node.isController && node.id === quorum?.leaderId ? 1 : 0);
  return nodes.toSorted((one, other) => groupOf(one) - groupOf(other) || isLeader(one) - isLeader(other) || one.id - other.id);
}

const stateTexts: Readonly<Record<RollNode["state"], string>> = {
  ready: "is ready",
  unready: "is not ready",
  recovering: "recovers its logs",
  stuck: "does not come up",
  absent: "is about to be made",
};

function waitingFor({ podName, state, trouble }: RollNode): string {
  return `pod ${podName} ${stateTexts[state]}${trouble === undefined ? "" : `: ${trouble}`}`;
}
