import { partitionNames, unavoidablyUnavailable } from "./broker-safety.ts";
import type { RollNode, RollState } from "./cluster-state.ts";
import { isDue, type RollRules, rollRules } from "./roll-rules.ts";
import type { RollStep } from "./roll-step.ts";

/**
 * The next step of a roll: one node, or several brokers where that is allowed and takes nothing from anybody. Level-triggered, so that whoever asks
 * anew, after a crash or another's change, goes on rightly.
 */
export function nextRollStep(state: RollState, rules: RollRules = rollRules): RollStep {
  for (const { step } of rules.first) {
    const decided = step(state);
    if (decided !== undefined) return decided;
  }
  const due = inOrder(state, rules).filter(isDue);
  const [first, ...others] = due;
  if (first === undefined) return { type: "done" };
  const step = ofDue(first, others, state, rules);
  if (step.type !== "wait") return step;
  // What the first one waits for may be one that comes later and serves nobody, or not those that it should: it may go before its turn.
  for (const other of others) {
    if (other.state !== "unready" && other.isEstranged !== true) continue;
    const before = ofDue(other, [], state, rules);
    if (before.type === "restart") return before;
  }
  return step;
}

function ofDue(node: RollNode, others: readonly RollNode[], state: RollState, rules: RollRules): RollStep {
  if (node.isEstranged) return { type: "restart", nodes: [node], warnings: [estrangement(node)] };
  const hindrances = hindrancesOf(node, new Set(), state, rules);
  if (hindrances.length > 0) return { type: "wait", why: `pod ${node.podName} can't be restarted now: ${hindrances.join("; ")}` };
  const nodes = [node, ...togetherWith(node, others, state, rules)];
  return { type: "restart", nodes, warnings: warningsOf(nodes, state) };
}

/** Others that may be away at the same time as the first one, as many as are allowed. */
function togetherWith(first: RollNode, others: readonly RollNode[], state: RollState, rules: RollRules): readonly RollNode[] {
  const taken: RollNode[] = [];
  const away = new Set([first.id]);
  for (const node of others) {
    if (away.size >= (state.maxParallelRestarts ?? 1)) break;
    if (node.isEstranged || !rules.together.every(({ holds }) => holds(node, { first, away }, state))) continue;
    if (hindrancesOf(node, away, state, rules).length > 0) continue;
    taken.push(node);
    away.add(node.id);
  }
  return taken;
}

const hindrancesOf = (node: RollNode, away: ReadonlySet<number>, state: RollState, rules: RollRules): readonly string[] =>
  rules.hindrances.map(({ hindrance }) => hindrance(node, state, away, rules)).filter((why) => why !== undefined);

const estrangement = ({ podName }: RollNode): string =>
  `pod ${podName} is restarted without regard to what it serves: it and nodes as they are declared don't trust each other's certificates, which may have expired`;

function warningsOf(nodes: readonly RollNode[], { quorum, partitions }: RollState): readonly string[] {
  const sole = nodes.some(({ isController }) => isController) && quorum?.lagMs.size === 1;
  const lost = unavoidablyUnavailable(
    nodes.filter(({ isBroker }) => isBroker),
    partitions ?? [],
  );
  const pods = nodes.map(({ podName }) => podName).join(", ");
  return [
    ...(sole ? ["the only controller is restarted: nothing can be changed meanwhile"] : []),
    ...(lost.length === 0
      ? []
      : [`${partitionNames(lost)} can't be written to while pod ${pods} ${nodes.length === 1 ? "is" : "are"} away: too few replicas`]),
  ];
}

function inOrder(state: RollState, { order }: RollRules): readonly RollNode[] {
  const ranked = state.nodes.map((node) => ({ node, ranks: order.map(({ rank }) => rank(node, state)) }));
  return ranked.toSorted((one, other) => compared(one.ranks, other.ranks)).map(({ node }) => node);
}

function compared(ranks: readonly (number | string)[], others: readonly (number | string)[]): number {
  for (const [at, rank] of ranks.entries()) {
    const other = others[at] ?? rank;
    if (rank !== other) return rank < other ? -1 : 1;
  }
  return 0;
}
