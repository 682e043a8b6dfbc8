import type { AssignorName } from "@millrace/coordinators";

/** Names that the assignors of consumer groups may be given by: their own, and those of Kafka's classes. */
export const assignorNames: Readonly<Record<string, AssignorName>> = {
  uniform: "uniform",
  range: "range",
  "org.apache.kafka.coordinator.group.assignor.UniformAssignor": "uniform",
  "org.apache.kafka.coordinator.group.assignor.RangeAssignor": "range",
};

/** Names of the one assignor for share groups. */
export const shareAssignorNames: readonly string[] = ["simple", "org.apache.kafka.coordinator.group.assignor.SimpleAssignor"];
