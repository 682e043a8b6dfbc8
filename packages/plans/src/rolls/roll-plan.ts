import type { RollNode, RollPartition, RollQuorum, RollState } from "./cluster-state.ts";
import { nextRollStep } from "./next-step.ts";
import { type RollCanaries, withCanary } from "./roll-canary.ts";
import { isDue } from "./roll-rules.ts";
import type { RollStep } from "./roll-step.ts";

/** All that a roll is going to do, as far as can be told. */
export interface RollPlan {
  /** In their order. Between them it is waited for what was started anew; what is waited for besides is a step. */
  readonly steps: readonly PlannedStep[];
  /** Why it does not get any further than these steps; left out: all nodes are as declared then. */
  readonly blocked?: string;
  /** Nodes that are as declared already, and all there are. */
  readonly asDeclared: number;
  readonly nodes: number;
}

export type PlannedStep = RollStep & { readonly type: "restart" | "wait" };

/**
 * Plans a roll by taking its steps on paper: what was started anew comes back as declared, and what is waited for comes about. What can't be read
 * now ends the plan, as nothing is known of what it hides.
 */
export function rollPlan(state: RollState): RollPlan {
  const steps: PlannedStep[] = [];
  const { nodes } = state;
  const told = { asDeclared: nodes.filter((node) => !isDue(node)).length, nodes: nodes.length };
  for (let now = state; ; ) {
    const step = nextRollStep(now);
    if (step.type === "done") return { steps, ...told };
    if (step.type === "blocked") return { steps, blocked: step.why, ...told };
    const next = step.type === "restart" ? cameBack(now, step.nodes) : settled(now);
    if (step.type === "wait" && next === now) return { steps, blocked: step.why, ...told };
    steps.push(step);
    now = next;
  }
}

/** The nodes are ready as they are declared, and have caught up. */
function cameBack(state: RollState, restarted: readonly RollNode[]): RollState {
  const ids = new Set(restarted.map(({ id }) => id));
  const back = ({ trouble, isEstranged, ...node }: RollNode): RollNode => ({ ...node, state: "ready", reasons: [] });
  const { quorum, partitions } = state;
  return {
    ...state,
    nodes: state.nodes.map((node) => (ids.has(node.id) ? back(node) : node)),
    quorum: quorum && caughtUp(quorum, (id) => ids.has(id)),
    partitions: partitions && inSync(partitions, (id) => ids.has(id)),
    canaries: state.canaries && withCanary(state.canaries, restarted, state.nodes),
  };
}

/** Whoever is watched has been for long enough. */
function passed(canaries: RollCanaries): RollCanaries {
  if (!Object.values(canaries).some(({ outcome }) => outcome === "watching")) return canaries;
  const entries = Object.entries(canaries).map(([kind, canary]) => [kind, { ...canary, outcome: "passed" }] as const);
  return Object.fromEntries(entries);
}

/** Whatever is on its way has come; the same state, if nothing is. */
function settled(state: RollState): RollState {
  const { nodes, quorum, partitions } = state;
  const isOnItsWay = (node: RollNode): boolean =>
    node.state === "absent" || node.state === "recovering" || (node.state === "unready" && !isDue(node));
  const settledNodes = nodes.some(isOnItsWay) ? nodes.map((node) => (isOnItsWay(node) ? arrived(node) : node)) : nodes;
  const settledQuorum = quorum && caughtUp(quorum, () => true);
  const canaries = state.canaries && passed(state.canaries);
  const settledPartitions = partitions && inSync(partitions, () => true);
  if (
    settledNodes === nodes &&
    settledQuorum === quorum &&
    settledPartitions === partitions &&
    canaries === state.canaries &&
    state.before === undefined
  )
    return state;
  return { ...state, nodes: settledNodes, quorum: settledQuorum, partitions: settledPartitions, canaries, before: undefined };
}

/** One whose pod is made anew is as declared by that. */
const arrived = ({ trouble, ...node }: RollNode): RollNode => ({
  ...node,
  state: "ready",
  reasons: node.state === "absent" ? [] : node.reasons,
});

function caughtUp(quorum: RollQuorum, which: (id: number) => boolean): RollQuorum {
  const behind = [...quorum.lagMs].filter(([id, lag]) => which(id) && (lag === undefined || lag >= quorum.fetchTimeoutMs));
  return behind.length === 0 ? quorum : { ...quorum, lagMs: new Map([...quorum.lagMs, ...behind.map(([id]) => [id, 0] as const)]) };
}

function inSync(partitions: readonly RollPartition[], which: (id: number) => boolean): readonly RollPartition[] {
  const isBehind = ({ replicas, inSyncReplicas }: RollPartition, id: number): boolean =>
    replicas.includes(id) && which(id) && !inSyncReplicas.includes(id);
  const lags = (partition: RollPartition): boolean => partition.replicas.some((id) => isBehind(partition, id));
  if (!partitions.some(lags)) return partitions;
  return partitions.map((each) =>
    lags(each) ? { ...each, inSyncReplicas: each.replicas.filter((id) => each.inSyncReplicas.includes(id) || which(id)) } : each,
  );
}
