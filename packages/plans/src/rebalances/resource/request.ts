import type { Kafka, KafkaRebalance } from "@millrace/resources";
import type { Reason } from "../../reason.ts";
import { balanceDisks, type DiskPlace, moveOffDisks } from "../disks.ts";
import { defaultLimits, type ExecutionLimits } from "../execution.ts";
import { goalNames, goalsByNames } from "../goals.ts";
import type { DiskMovement, Movement, Proposal } from "../proposal.ts";
import { proposeRebalance, standstill } from "../propose.ts";
import type { RebalanceView } from "../view.ts";

/** What is proposed for a KafkaRebalance, with what there is to say about it. */
export type ResourceProposal =
  | { readonly type: "proposal"; readonly proposal: Proposal; readonly warnings: readonly Reason[] }
  | ({ readonly type: "refused" } & Reason);

interface Surroundings {
  readonly kafka: Kafka;
  readonly view: RebalanceView;
  /** Whether a topic is one of `spec.excludedTopics`. */
  readonly isExcluded: (topic: string) => boolean;
}

/** Works out what a KafkaRebalance asks for. */
export function proposeFor({ spec }: KafkaRebalance, { kafka, view, isExcluded }: Surroundings): ResourceProposal {
  const mistake = mistakes.find(({ holds }) => holds(spec));
  if (mistake !== undefined) return { type: "refused", reason: mistake.reason, message: mistake.message(spec) };
  const { goals, passedOver, unknown } = goalsByNames(spec.goals ?? goalsOf(kafka));
  if (unknown.length > 0) {
    const message = `goals that are not known: ${unknown.join(", ")}; known are ${goalNames.join(", ")}`;
    return { type: "refused", reason: "IllegalArgumentException", message };
  }
  const warnings =
    passedOver.length === 0
      ? []
      : [{ reason: "GoalsNotMeasured", message: `${passedOver.join(", ")}: nothing is known by which these could be reached` }];
  const { mode = "full", brokers = [], skipHardGoalCheck: skipsHardGoals = false } = spec;
  if (mode === "remove-disks") return ofDisks(view, moveOffDisks(view, placesOf(spec, view), { isExcluded }));
  if (mode === "full" && spec.rebalanceDisk === true)
    return ofDisks(view, { type: "movements", movements: balanceDisks(view, { isExcluded }) });
  const proposed = proposeRebalance(view, { mode, brokers: mode === "full" ? [] : brokers, goals, isExcluded, skipsHardGoals });
  if (proposed.type === "impossible") return refusal(proposed.why);
  return { ...proposed, warnings };
}

type Spec = KafkaRebalance["spec"];

interface Mistake extends Pick<Reason, "reason"> {
  readonly holds: (spec: Spec) => boolean;
  readonly message: (spec: Spec) => string;
}

const reason = "IllegalArgumentException";

/** What Strimzi does not take. */
const mistakes: readonly Mistake[] = [
  {
    reason,
    holds: ({ mode, brokers = [] }) => (mode === "add-brokers" || mode === "remove-brokers") && brokers.length === 0,
    message: ({ mode }) => `The brokers list is mandatory when using the ${mode} rebalancing mode`,
  },
  {
    reason,
    holds: ({ mode, moveReplicasOffVolumes = [] }) => mode === "remove-disks" && moveReplicasOffVolumes.length === 0,
    message: ({ mode }) => `The brokers and volume IDs list is mandatory when using the ${mode} rebalancing mode`,
  },
  {
    reason,
    holds: ({ mode = "full", rebalanceDisk, goals = [] }) => mode === "full" && rebalanceDisk === true && goals.length > 0,
    message: () => "The goals list should be empty when using the `rebalanceDisk: true` configuration for intra-broker disk balancing",
  },
  {
    reason,
    holds: ({ replicaMovementStrategies = [] }) => replicaMovementStrategies.some((name) => !Object.hasOwn(strategies, shortName(name))),
    message: () => `spec.replicaMovementStrategies: known are ${Object.keys(strategies).join(", ")}`,
  },
];

/** What says which partition moves first, by the names of Cruise Control's classes. Moves that wait for replicas which are behind wait of themselves. */
const strategies: Readonly<Record<string, (one: Movement, other: Movement) => number>> = {
  BaseReplicaMovementStrategy: () => 0,
  PrioritizeSmallReplicaMovementStrategy: (one, other) => one.bytes - other.bytes,
  PrioritizeLargeReplicaMovementStrategy: (one, other) => other.bytes - one.bytes,
  PostponeUrpReplicaMovementStrategy: () => 0,
  PrioritizeMinIsrWithOfflineReplicasStrategy: () => 0,
  PrioritizeOneAboveMinIsrWithOfflineReplicasStrategy: () => 0,
};

const shortName = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** How much moves at a time, as the KafkaRebalance says. 0 and what is left out stand for Cruise Control's defaults. */
export function limitsOf({ spec }: KafkaRebalance): ExecutionLimits & { readonly throttleBytesPerSec: number | undefined } {
  const orders = (spec.replicaMovementStrategies ?? []).flatMap((name) => strategies[shortName(name)] ?? []);
  return {
    movementsPerBroker: spec.concurrentPartitionMovementsPerBroker || defaultLimits.movementsPerBroker,
    diskMovementsPerBroker: spec.concurrentIntraBrokerPartitionMovements || defaultLimits.diskMovementsPerBroker,
    leaderMovements: spec.concurrentLeaderMovements || defaultLimits.leaderMovements,
    throttleBytesPerSec: spec.replicationThrottle || undefined,
    order: (one, other) => orders.map((order) => order(one, other)).find((difference) => difference !== 0) ?? 0,
  };
}

/** Goals that a Kafka has for all of its rebalances, as Cruise Control's config names them. */
function goalsOf({ spec }: Kafka): readonly string[] {
  const { config = {} } = spec.cruiseControl ?? {};
  const listed = config["default.goals"] ?? config.goals;
  return typeof listed === "string"
    ? listed
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "")
    : [];
}

/** Directories of the volumes: those of a pod have their id in their path. */
function placesOf({ moveReplicasOffVolumes = [] }: Spec, { brokers }: RebalanceView): readonly DiskPlace[] {
  return moveReplicasOffVolumes.flatMap(({ brokerId = -1, volumeIds = [] }) =>
    volumeIds.map((id) => {
      const disks = brokers.find((broker) => broker.id === brokerId)?.disks ?? [];
      const path = disks.find((disk) => disk.path.includes(`/data-${id}/`))?.path ?? `of the volume ${id}`;
      return { brokerId, path };
    }),
  );
}

type DisksProposed =
  | { readonly type: "movements"; readonly movements: readonly DiskMovement[] }
  | { readonly type: "impossible"; readonly why: string };

function ofDisks(view: RebalanceView, proposed: DisksProposed): ResourceProposal {
  if (proposed.type === "impossible") return refusal(proposed.why);
  return { type: "proposal", proposal: { ...standstill(view), diskMovements: proposed.movements }, warnings: [] };
}

/** Cruise Control's name for it. */
const refusal = (message: string): ResourceProposal => ({ type: "refused", reason: "OptimizationFailureException", message });
