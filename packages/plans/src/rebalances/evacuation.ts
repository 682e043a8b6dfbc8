import { type Assignment, at } from "./assignment.ts";
import { apply, moving } from "./change.ts";
import type { Goal } from "./goal.ts";
import { RackGoal } from "./rack-goal.ts";

/**
 * Moves everything off some brokers, given by their ids: each replica to where its partition is safest, of these brokers to one that has room by what is aimed at, of
 * these to the one with the least load. Returns replicas that no broker can take.
 */
export function evacuate(assignment: Assignment, brokers: readonly number[], goals: readonly Goal[]): readonly number[] {
  const leaving = [...assignment.brokers.keys()].filter((broker) => brokers.includes(assignment.brokers[broker]?.id ?? -1));
  const replicas = leaving.flatMap((broker) => [...(assignment.replicasOn[broker] ?? [])]);
  // The largest first: small ones fill up what is left.
  const sorted = replicas.sort((one, other) => assignment.cost(other) - assignment.cost(one));
  return sorted.filter((replica) => !settle(assignment, replica, goals));
}

/** Moves a replica to the best broker that can take it. Whether there was one. */
function settle(assignment: Assignment, replica: number, goals: readonly Goal[]): boolean {
  const rack = new RackGoal(assignment);
  const loadOf = relativeLoads(assignment);
  const choices = [...assignment.brokers.keys()]
    .filter((broker) => assignment.mayMove(replica, broker))
    .map((to) => {
      const change = moving(assignment, replica, to);
      const refusals = goals.filter((goal) => !goal.accepts(change)).length;
      return { change, safety: rack.gain(replica, to), refusals, load: loadOf(to) };
    });
  const [best] = choices.sort((one, other) => other.safety - one.safety || one.refusals - other.refusals || one.load - other.load);
  if (best !== undefined) apply(assignment, best.change);
  return best !== undefined;
}

/** A broker's load by all measures together, each as a part of what all brokers have. */
function relativeLoads({ loads }: Assignment): (broker: number) => number {
  const totals = loads.map((load) => load.reduce((sum, one) => sum + one, 0));
  return (broker) => loads.reduce((sum, load, measure) => sum + at(load, broker) / Math.max(1, totals[measure] ?? 1), 0);
}
