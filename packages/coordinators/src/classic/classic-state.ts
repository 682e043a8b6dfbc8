/** Kafka's names, as DescribeGroups and ListGroups print them. A group that does not exist is described as Dead. */
export type ClassicState = "Empty" | "PreparingRebalance" | "CompletingRebalance" | "Stable" | "Dead";

/**
 * - Empty: no members; lingers while there are offsets.
 * - PreparingRebalance: JoinGroups are parked until all members have joined or the time is up.
 * - CompletingRebalance: the generation is known; SyncGroups are parked until the leader has sent the assignment.
 * - Stable: every member can ask for its assignment.
 * - Dead: removed.
 */
export const successors: Readonly<Record<ClassicState, readonly ClassicState[]>> = {
  Empty: ["PreparingRebalance", "Dead"],
  PreparingRebalance: ["CompletingRebalance", "Empty", "Dead"],
  CompletingRebalance: ["PreparingRebalance", "Stable", "Dead"],
  Stable: ["PreparingRebalance", "Dead"],
  Dead: [],
};
