import type { Assignment } from "./assignment.ts";
import { capacityOf, evenBounds, upperBounds } from "./bounds.ts";
import type { Goal } from "./goal.ts";
import { LoadGoal } from "./load-goal.ts";
import type { MeasureName } from "./measures.ts";
import { RackGoal } from "./rack-goal.ts";
import { TopicGoal } from "./topic-goal.ts";

/** The part of a disk, and the replicas of a broker, that Cruise Control uses by default (`disk.capacity.threshold`, `max.replicas.per.broker`). */
const usableCapacity = 0.8;
const replicasMax = 10_000;

interface GoalKind {
  /** Whether a proposal that misses it is none. */
  readonly isHard: boolean;
  /** `names`: all that is aimed at. */
  readonly of: (assignment: Assignment, names: readonly string[]) => Goal;
}

const even = (name: MeasureName): GoalKind => ({
  isHard: false,
  of: (assignment) => new LoadGoal(assignment, evenBounds(assignment, name)),
});

const rack: GoalKind = { isHard: true, of: (assignment) => new RackGoal(assignment) };

/** What is aimed at if nobody says otherwise, the most important first, by the names that Cruise Control has for it. */
export const goalKinds = {
  RackAwareGoal: rack,
  RackAwareDistributionGoal: rack,
  ReplicaCapacityGoal: {
    isHard: true,
    of: (assignment) =>
      new LoadGoal(
        assignment,
        upperBounds(assignment, "replicas", () => replicasMax),
      ),
  },
  DiskCapacityGoal: {
    isHard: true,
    of: (assignment) =>
      new LoadGoal(
        assignment,
        upperBounds(assignment, "diskBytes", (broker) => (capacityOf(assignment, broker) ?? Number.POSITIVE_INFINITY) * usableCapacity),
      ),
  },
  ReplicaDistributionGoal: {
    isHard: false,
    of: (assignment, names) => {
      const dataBounds = names.includes("DiskUsageDistributionGoal") ? evenBounds(assignment, "diskBytes") : undefined;
      return new LoadGoal(assignment, evenBounds(assignment, "replicas"), dataBounds);
    },
  },
  DiskUsageDistributionGoal: even("diskBytes"),
  NetworkInboundUsageDistributionGoal: even("bytesIn"),
  NetworkOutboundUsageDistributionGoal: even("bytesOut"),
  TopicReplicaDistributionGoal: { isHard: false, of: (assignment) => new TopicGoal(assignment) },
  LeaderReplicaDistributionGoal: even("leaders"),
  LeaderBytesInDistributionGoal: even("leaderBytesIn"),
} as const satisfies Readonly<Record<string, GoalKind>>;

export type GoalName = keyof typeof goalKinds;

/** Goals that need nothing done: preferred leaders are elected in any case. */
const impliedGoals = ["PreferredLeaderElectionGoal"] as const;

/** Goals by what is not known here: how busy processors are, and what networks can carry. */
const unmeasuredGoals = [
  "MinTopicLeadersPerBrokerGoal",
  "NetworkInboundCapacityGoal",
  "NetworkOutboundCapacityGoal",
  "CpuCapacityGoal",
  "CpuUsageDistributionGoal",
  "PotentialNwOutGoal",
] as const;

export interface KnownGoals {
  readonly goals: readonly GoalName[];
  /** Those that are taken and have no effect. */
  readonly passedOver: readonly string[];
  readonly unknown: readonly string[];
}

/** Finds goals by their names, with the package of Cruise Control's classes or without. None: all there are. */
export function goalsByNames(names: readonly string[] = []): KnownGoals {
  if (names.length === 0) return { goals: Object.keys(goalKinds) as GoalName[], passedOver: [], unknown: [] };
  const short = names.map((name) => name.slice(name.lastIndexOf(".") + 1));
  const isGoal = (name: string): name is GoalName => Object.hasOwn(goalKinds, name);
  const isOne = (of: readonly string[]) => (name: string) => of.includes(name);
  return {
    goals: short.filter(isGoal),
    passedOver: short.filter(isOne(unmeasuredGoals)),
    unknown: names.filter((_, at) => {
      const name = short[at] ?? "";
      return !isGoal(name) && !isOne(unmeasuredGoals)(name) && !isOne(impliedGoals)(name);
    }),
  };
}

/** All names that are taken, for messages. */
export const goalNames: readonly string[] = [...Object.keys(goalKinds), ...impliedGoals, ...unmeasuredGoals];
