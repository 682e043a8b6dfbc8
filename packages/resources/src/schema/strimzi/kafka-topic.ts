import { choice, integer, object, open, shape, text } from "../field.ts";
import { statusFields } from "./status.ts";

export const kafkaTopicSpec = shape("KafkaTopicSpec", {
  topicName: text("Name of the topic, if `metadata.name` cannot be it; stays what it was at creation."),
  partitions: integer("Number of partitions; can grow, never shrink. `num.partitions` of the brokers if left out.", { minimum: 1 }),
  replicas: integer("Replicas of each partition. `default.replication.factor` of the brokers if left out.", { minimum: 1, maximum: 32767 }),
  config: open("Settings of the topic, by Kafka's names."),
});

const replicasChange = shape("ReplicasChangeStatus", {
  targetReplicas: integer("Replicas that were asked for."),
  state: choice("`pending`: asked for; `ongoing`: under way.", ["pending", "ongoing"]),
  message: text("What there is to say about it."),
  sessionId: text("Id by which Cruise Control knows the change."),
});

export const kafkaTopicStatus = shape("KafkaTopicStatus", {
  ...statusFields,
  topicName: text("Name of the topic."),
  topicId: text("Id of the topic; another one after it was deleted and created again."),
  replicasChange: object("State of a change of the replicas.", replicasChange),
});
