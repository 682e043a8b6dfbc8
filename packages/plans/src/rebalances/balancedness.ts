import type { Goal } from "./goal.ts";

/** How much a goal counts more than the next one, and a hard one more than others: `goal.balancedness.priority.weight` and `…strictness.weight` of Cruise Control. */
const priorityWeight = 1.1;
const strictnessWeight = 1.5;

/** Which part of all goals is reached, from 0 to 100, each by its weight; the most important comes first. */
export function balancednessOf(goals: ReadonlyArray<{ readonly isHard: boolean; readonly goal: Goal }>): number {
  const weights = goals.map(({ isHard }, place) => priorityWeight ** (goals.length - place) * (isHard ? strictnessWeight : 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const reached = weights.filter((_, place) => goals[place]?.goal.violation() === 0).reduce((sum, weight) => sum + weight, 0);
  return all === 0 ? 100 : (100 * reached) / all;
}
