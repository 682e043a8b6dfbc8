import { nextRollStep, type RollNode, type RollRules, type RollState, rollPlan, rollRules } from "@millrace/plans/rolls";
import { type Simulation, Violation } from "../simulation.ts";
import { type DrawnWorld, drawnWorld } from "./drawn-world.ts";
import { rollInvariants } from "./roll-invariants.ts";
import { SimulatedCanaries } from "./simulated-canaries.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";

/** After the last mishap each node may take so long. */
const secondsPerNode = 200;
/** How often an operator ends between two of the pods that it deletes, one in so many. */
const oneInSoMany = 6;

/** The roller, in worlds where pods crash and get stuck, replicas are slow, Kafka falls silent, and operators end in the middle of a step. */
export const rollSimulation = (rules: RollRules = rollRules): Simulation => ({
  name: "rolls",
  run: (seed) => void rolledWorld(drawnWorld(seed), rules),
});

/** How many seconds it takes until all nodes are as they are declared. Throws Violation. */
export function rolledWorld(world: DrawnWorld, rules: RollRules = rollRules): number {
  const cluster = new SimulatedCluster(world);
  const history: string[] = [];
  const fail = (invariant: string, message: string): never => {
    throw new Violation(invariant, message, history);
  };
  const canaries = world.canarySeconds === undefined ? undefined : new SimulatedCanaries(world.canarySeconds);
  cluster.begin();
  const lastMishap = world.mishaps.at(-1)?.second ?? 0;
  const end = lastMishap + (world.nodes.length + 1) * secondsPerNode;
  for (; cluster.second < end; cluster.tick()) {
    const seen = cluster.view();
    const before = cluster.second < (world.turnAt ?? 0) ? "another Kafka" : undefined;
    const view = { ...seen, canaries: canaries?.at(cluster.second, cluster.declaration, seen.nodes), before };
    const step = nextRollStep(view, rules);
    if (step.type === "done" && cluster.second >= lastMishap) return cluster.second;
    if (step.type !== "restart") continue;
    history.push(`second ${cluster.second}: restart ${step.nodes.map(({ id }) => id).join()} of ${viewText(view)}`);
    checkPlan(view, fail);
    const restart = { view, nodes: step.nodes, partitions: cluster.partitions(), caughtUpVoters: cluster.caughtUpVoters() };
    for (const { name, broken } of rollInvariants) {
      const what = broken(restart);
      if (what !== undefined) fail(name, what);
    }
    canaries?.begin(view, step.nodes);
    for (const { id } of carriedOut(step.nodes, world)) cluster.delete(id);
  }
  return fail(
    "every roll ends",
    `it has not after ${end} seconds: ${JSON.stringify(nextRollStep(cluster.view(), rules))} of ${viewText(cluster.view())}`,
  );
}

/** A plan begins with what is done next, ends, and has each node that is due once, unless somebody has to do something first. */
function checkPlan(view: RollState, fail: (invariant: string, message: string) => never): void {
  const { steps, blocked } = rollPlan(view);
  const planned = steps.flatMap((step) => (step.type === "restart" ? step.nodes.map(({ id }) => id) : []));
  const due = view.nodes.filter(({ reasons }) => reasons.length > 0).map(({ id }) => id);
  if (new Set(planned).size !== planned.length) fail("a plan restarts each node once", planned.join());
  if (blocked === undefined && due.some((id) => !planned.includes(id)))
    fail("a plan has all that is due", `${due.join()}: ${planned.join()}`);
}

/** An operator that ends in the middle of a step has deleted some of the pods; its successor goes on. */
function carriedOut(nodes: readonly RollNode[], { random }: DrawnWorld): readonly RollNode[] {
  return random.below(oneInSoMany) === 0 ? nodes.slice(0, random.below(nodes.length + 1)) : nodes;
}

function viewText({ nodes, partitions, quorum }: RollState): string {
  const ofNode = ({ id, isController, rack, state, reasons }: RollNode): string =>
    `${id}${isController ? "c" : ""}${rack === undefined ? "" : `@${rack}`} ${state}${reasons.length > 0 ? " due" : ""}`;
  const behind = (partitions ?? []).filter(({ replicas, inSyncReplicas }) => inSyncReplicas.length < replicas.length);
  const ofPartitions = behind.map(
    ({ partition, replicas, inSyncReplicas, minInSyncReplicas }) =>
      `${partition}: ${inSyncReplicas.join()} of ${replicas.join()}, min ${minInSyncReplicas}`,
  );
  const lags = [...(quorum?.lagMs ?? [])].filter(([, lag]) => lag !== 0).map(([id]) => id);
  return [nodes.map(ofNode).join("; "), `leader ${quorum?.leaderId}, behind ${lags.join()}`, ...ofPartitions].join(" | ");
}
