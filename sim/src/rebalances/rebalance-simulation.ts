import {
  changeReplicationFactor,
  type ExecutionLimits,
  goalsByNames,
  isFinished,
  type Movement,
  nextExecutionStep,
  type Planned,
  placeOf,
  proposeRebalance,
} from "@millrace/plans/rebalances";
import { type Simulation, Violation } from "../simulation.ts";
import { MovingCluster } from "./moving-cluster.ts";

/** For how long brokers go away and come back, and how long it may take afterwards. */
const troubledSeconds = 120;
const calmSecondsMax = 5_000;
/** How often is looked at what there is. */
const lookSeconds = 3;
/** One in so many: how often a process ends in the middle of what it does. */
const deathOneIn = 8;
const limits: ExecutionLimits = { movementsPerBroker: 3, diskMovementsPerBroker: 1, leaderMovements: 20 };

export type NextStep = typeof nextExecutionStep;

/** Plans that are carried out, and brokers that are emptied, while brokers come and go and who does it dies. */
export const rebalanceSimulation = (next: NextStep = nextExecutionStep): Simulation => ({
  name: "rebalances",
  run: (seed) => runWorld(new MovingCluster(seed), next),
});

/** What is to be done, and whether it has been. `undefined`: it can't be planned now. */
interface Task {
  readonly plan: (cluster: MovingCluster) => Planned | undefined;
  readonly isDone: (cluster: MovingCluster, planned: Planned) => boolean;
}

const empty: Planned = { movements: [], diskMovements: [], leaderMovements: [] };
const goals = goalsByNames().goals;

/** A proposal is made once, and carried out whatever happens. */
const rebalance: Task = {
  plan: (cluster) => {
    const proposed = proposeRebalance(cluster.view, { mode: "full", goals, skipsHardGoals: true });
    return proposed.type === "proposal" ? proposed.proposal : undefined;
  },
  isDone: (cluster, planned) => isFinished(nextExecutionStep(planned, cluster.state, limits).progress),
};

/** An empty broker is planned anew each time. */
const emptied = (broker: number): Task => ({
  plan: (cluster) => {
    const proposed = proposeRebalance(cluster.view, { mode: "remove-brokers", brokers: [broker], goals, skipsHardGoals: true });
    return proposed.type === "proposal" ? proposed.proposal : undefined;
  },
  isDone: (cluster) => cluster.partitions.every(({ replicas }) => !replicas.includes(broker)),
});

const replicated = (factor: number): Task => ({
  plan: (cluster) => {
    const due = changeReplicationFactor(cluster.view, new Map([["orders", factor]]));
    return due.type === "movements" ? { ...empty, movements: due.movements } : undefined;
  },
  isDone: (cluster) =>
    cluster.partitions.every(({ topic, replicas, move }) => topic !== "orders" || (replicas.length === factor && move === undefined)),
});

function runWorld(cluster: MovingCluster, next: NextStep): void {
  const history: string[] = [];
  const { task, isReplanned } = drawnTask(cluster);
  let planned = task.plan(cluster);
  const end = troubledSeconds + calmSecondsMax;
  for (let second = 0; second < end; second++, cluster.tick()) {
    cluster.isTroubled = second < troubledSeconds;
    if (second % lookSeconds > 0) continue;
    if (isReplanned || planned === undefined) planned = task.plan(cluster);
    if (planned === undefined) continue;
    const { movements, leaderMovements } = next(planned, cluster.state, limits);
    for (const movement of carriedOut(cluster, movements)) begin(cluster, movement, history, second);
    for (const led of carriedOut(cluster, leaderMovements)) cluster.elect(led);
    checkLoad(cluster, history);
    if (!cluster.isTroubled && task.isDone(cluster, planned)) return;
  }
  throw new Violation(
    "every plan ends",
    `it has not after ${end} seconds: ${JSON.stringify(next(planned ?? empty, cluster.state, limits))}`,
    history,
  );
}

/** Two brokers of a cluster of three can't both be emptied, nor can there be more replicas than brokers. */
function drawnTask(cluster: MovingCluster): { readonly task: Task; readonly isReplanned: boolean } {
  const widest = Math.max(...cluster.partitions.map(({ replicas }) => replicas.length));
  const factorMax = Math.min(3, cluster.brokers.length);
  const choices = [
    { task: rebalance, isReplanned: false },
    { task: replicated(1 + cluster.random.below(factorMax)), isReplanned: true },
    ...(widest < cluster.brokers.length ? [{ task: emptied(cluster.random.below(cluster.brokers.length)), isReplanned: true }] : []),
  ];
  return choices[cluster.random.below(choices.length)] ?? { task: rebalance, isReplanned: false };
}

/** A process that dies has asked for a part of it. */
function carriedOut<T>(cluster: MovingCluster, all: readonly T[]): readonly T[] {
  return cluster.random.below(deathOneIn) === 0 ? all.slice(0, cluster.random.below(all.length + 1)) : all;
}

/** Nothing may begin after which fewer replicas are in sync than before, or than there will be, were nothing else to happen. */
function begin(cluster: MovingCluster, movement: Movement, history: string[], second: number): void {
  const found = cluster.at(movement);
  if (found === undefined) return;
  const { inSync, replicas } = found;
  history.push(`second ${second}: ${placeOf(movement)} ${replicas.join()} (in sync ${inSync.join()}) → ${movement.to.join()}`);
  const added = movement.to.filter((id) => !replicas.includes(id));
  const later = movement.to.filter((id) => inSync.includes(id) || added.includes(id)).length;
  const isMoved = added.length > 0 || movement.to.length !== replicas.length;
  if (isMoved && later < Math.min(inSync.length, movement.to.length)) {
    throw new Violation(
      "no step takes replicas in sync away",
      `${placeOf(movement)} would have ${later} of ${inSync.length} in sync`,
      history,
    );
  }
  cluster.reassign(movement);
}

/** No broker gives and takes more at a time than it may. */
function checkLoad({ partitions }: MovingCluster, history: readonly string[]): void {
  const busy = partitions.flatMap(({ move }) => {
    if (move === undefined) return [];
    return [...move.from.filter((id) => !move.to.includes(id)), ...move.to.filter((id) => !move.from.includes(id))];
  });
  const [broker, moves = []] = [...Map.groupBy(busy, (id) => id)].toSorted(([, one], [, other]) => other.length - one.length)[0] ?? [];
  if (moves.length > limits.movementsPerBroker)
    throw new Violation("no broker has more to do than it may", `broker ${broker}: ${moves.length}`, history);
}
