import { choice, flag, integer, lateShape, list, object, open, text, texts } from "../field.ts";
import { statusFields } from "./status.ts";

const brokerVolumes = lateShape("BrokerVolumes", () => ({
  brokerId: integer("Id of the broker."),
  volumeIds: list("Ids of its volumes that are to be emptied.", integer(), { minItems: 1 }),
}));

export const kafkaRebalanceSpec = lateShape("KafkaRebalanceSpec", () => ({
  mode: choice(
    "What is rebalanced: everything, what brokers have come for, what is on brokers that are to go, or what is on volumes that are.",
    ["full", "add-brokers", "remove-brokers", "remove-disks"],
    { whenAbsent: "full" },
  ),
  brokers: list("Ids of the brokers that have come, or are to go.", integer()),
  goals: texts("What is aimed at, the most important first; what the Kafka says if left out."),
  skipHardGoalCheck: flag("Whether goals that the Kafka demands may be missed.", { whenAbsent: false }),
  rebalanceDisk: flag("Whether only volumes of one and the same broker are balanced.", { whenAbsent: false }),
  excludedTopics: text("Regular expression of topics that stay where they are."),
  concurrentPartitionMovementsPerBroker: integer("How many replicas a broker gives or takes at a time.", { minimum: 0, whenAbsent: 5 }),
  concurrentIntraBrokerPartitionMovements: integer("How many replicas move between volumes of a broker at a time.", {
    minimum: 0,
    whenAbsent: 2,
  }),
  concurrentLeaderMovements: integer("How many leaders change at a time.", { minimum: 0, whenAbsent: 1000 }),
  replicationThrottle: integer("Bytes in a second that moving replicas may take; without limit if left out.", { minimum: 0 }),
  replicaMovementStrategies: texts("What says which replica moves first: classes of Cruise Control."),
  moveReplicasOffVolumes: list("For the mode `remove-disks`: volumes that are to be emptied.", object(undefined, brokerVolumes), {
    minItems: 1,
  }),
}));

const progress = lateShape("RebalanceProgress", () => ({ rebalanceProgressConfigMap: text("ConfigMap that tells how far it is.") }));

export const kafkaRebalanceStatus = lateShape("KafkaRebalanceStatus", () => ({
  ...statusFields,
  sessionId: text("Id by which Cruise Control knows it."),
  progress: object("How far it is.", progress),
  optimizationResult: open("What is proposed, in figures."),
}));
