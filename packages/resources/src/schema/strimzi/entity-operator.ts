import { integer, object, shape, text } from "../field.ts";
import { containerTemplate, probe, resourceRequirements } from "../kubernetes/containers.ts";
import { jvmOptions, logging } from "./process.ts";
import { deploymentTemplate, podDisruptionBudgetTemplate, podTemplate, resourceTemplate } from "./templates.ts";

const operatorFields = {
  image: text("Image of the operator."),
  reconciliationIntervalMs: integer("Milliseconds between two rounds over all resources.", { minimum: 0 }),
  livenessProbe: object("When the operator counts as alive.", probe),
  readinessProbe: object("When the operator counts as ready.", probe),
  resources: object("CPU and memory to reserve.", resourceRequirements),
  logging: object("What is logged.", logging),
  jvmOptions: object("Options of the JVM.", jvmOptions),
};

const topicOperator = shape("TopicOperatorSpec", {
  watchedNamespace: text("Namespace whose KafkaTopics count; that of the Kafka if left out."),
  ...operatorFields,
  startupProbe: object("When the operator counts as started.", probe),
});

const userOperator = shape("UserOperatorSpec", {
  watchedNamespace: text("Namespace whose KafkaUsers count; that of the Kafka if left out."),
  ...operatorFields,
  secretPrefix: text("Goes before the user's name in the name of its Secret."),
});

const template = shape("EntityOperatorTemplate", {
  deployment: object("Deployment.", deploymentTemplate),
  pod: object("Pods.", podTemplate),
  topicOperatorContainer: object("Container of the topic operator.", containerTemplate),
  userOperatorContainer: object("Container of the user operator.", containerTemplate),
  serviceAccount: object("Service account.", resourceTemplate),
  podDisruptionBudget: object("Disruption budget.", podDisruptionBudgetTemplate),
  entityOperatorRole: object("Role.", resourceTemplate),
  topicOperatorRoleBinding: object("Role binding of the topic operator.", resourceTemplate),
  userOperatorRoleBinding: object("Role binding of the user operator.", resourceTemplate),
});

export const entityOperator = shape("EntityOperatorSpec", {
  topicOperator: object("Looks after KafkaTopics; without it nobody does.", topicOperator),
  userOperator: object("Looks after KafkaUsers; without it nobody does.", userOperator),
  template: object("Changes to the Kubernetes objects that are made.", template),
});
