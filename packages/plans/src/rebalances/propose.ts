import { Assignment, at } from "./assignment.ts";
import { balancednessOf } from "./balancedness.ts";
import { evacuate } from "./evacuation.ts";
import type { Goal } from "./goal.ts";
import { type GoalName, goalKinds } from "./goals.ts";
import { leaderMovementsOf, loadsOf, movementsOf, type Proposal } from "./proposal.ts";
import type { RebalanceBroker, RebalanceView } from "./view.ts";

/** What is rebalanced: everything, or what comes to brokers that are new, or what is on brokers that are to go. */
export type BrokerMode = "full" | "add-brokers" | "remove-brokers";

export interface RebalanceRequest {
  readonly mode: BrokerMode;
  /** The brokers that are new, or are to go. */
  readonly brokers?: readonly number[];
  /** The most important first. */
  readonly goals: readonly GoalName[];
  /** Whether a topic stays where it is. */
  readonly isExcluded?: (topic: string) => boolean;
  /** Whether goals may be missed that a proposal otherwise has to reach. */
  readonly skipsHardGoals?: boolean;
}

export type Proposed = { readonly type: "proposal"; readonly proposal: Proposal } | { readonly type: "impossible"; readonly why: string };

/** Everything is aimed at anew so often: what a later goal changes may open ways for an earlier one. */
const roundsMax = 3;
const namedMax = 5;

/** Works out which replicas and leaders to move. The same view always has the same proposal. */
export function proposeRebalance(view: RebalanceView, request: RebalanceRequest): Proposed {
  const { mode, brokers = [], isExcluded = () => false } = request;
  const strange = brokers.filter((id) => !view.brokers.some((broker) => broker.id === id));
  if (strange.length > 0) return { type: "impossible", why: `there is no broker ${strange.join(", ")} in the cluster` };
  const isNamed = (id: number) => brokers.includes(id);
  const rules = {
    isMovable: (topic: string) => !isExcluded(topic),
    stays: ({ id, isClosed }: RebalanceBroker) => isClosed !== true && !(mode === "remove-brokers" && isNamed(id)),
    isDestination: ({ id, isClosed }: RebalanceBroker) =>
      isClosed !== true && { full: true, "add-brokers": isNamed(id), "remove-brokers": !isNamed(id) }[mode],
  };
  const assignment = new Assignment(view, rules);
  const before = loadsOf(assignment);
  const goals = request.goals.map((name) => {
    const { isHard, of } = goalKinds[name];
    const goal = of(assignment, request.goals);
    return { name, isHard, goal, before: goal.violation() };
  });
  const scoreBefore = balancednessOf(goals);
  if (mode === "remove-brokers") {
    const stranded = evacuate(
      assignment,
      brokers,
      goals.map(({ goal }) => goal),
    );
    if (stranded.length > 0) return { type: "impossible", why: strandedText(assignment, stranded) };
  } else {
    pursueAll(goals.map(({ goal }) => goal));
  }
  const missed = goals
    .filter(({ isHard, goal, before }) => isHard && goal.violation() > (mode === "full" ? 0 : before))
    .map(({ name }) => name);
  if (missed.length > 0 && request.skipsHardGoals !== true) return { type: "impossible", why: `can't be reached: ${missed.join(", ")}` };
  const scoreAfter = balancednessOf(goals);
  const isHardNearer = goals.some(({ isHard, goal, before }) => isHard && goal.violation() < before);
  const isWorse = mode !== "remove-brokers" && scoreAfter < scoreBefore && !isHardNearer;
  // A goal that comes nearer and stays out of reach is not worth one that was reached.
  const [chosen, after] = isWorse ? [new Assignment(view, rules), scoreBefore] : [assignment, scoreAfter];
  return {
    type: "proposal",
    proposal: {
      movements: movementsOf(chosen),
      diskMovements: [],
      leaderMovements: leaderMovementsOf(chosen, mode === "full"),
      ...{ before, after: loadsOf(chosen) },
      balancedness: { before: scoreBefore, after },
    },
  };
}

function pursueAll(goals: readonly Goal[]): void {
  for (let round = 0; round < roundsMax; round++) {
    for (const [place, goal] of goals.entries()) {
      const reached = round === 0 ? goals.slice(0, place) : goals.filter((each) => each !== goal);
      goal.pursue((change) => reached.every((earlier) => earlier.accepts(change)));
    }
    if (goals.every((goal) => goal.violation() === 0)) return;
  }
}

function strandedText(assignment: Assignment, stranded: readonly number[]): string {
  const names = stranded.slice(0, namedMax).map((replica) => {
    const { topic = "", partition = -1 } = assignment.partitions[at(assignment.partitionOf, replica)] ?? {};
    return `${topic}-${partition}`;
  });
  const more = stranded.length > names.length ? ` and ${stranded.length - names.length} more` : "";
  return `no other broker can take a replica of ${names.join(", ")}${more}: too few brokers stay, or the topics are excluded`;
}

/** A proposal that moves nothing. */
export function standstill(view: RebalanceView): Proposal {
  const loads = loadsOf(new Assignment(view, { isMovable: () => false, isDestination: () => false, stays: () => true }));
  return { movements: [], diskMovements: [], leaderMovements: [], before: loads, after: loads, balancedness: { before: 100, after: 100 } };
}
