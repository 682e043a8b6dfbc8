import { flag, object, shape, text } from "../field.ts";
import { containerTemplate, probe, resourceRequirements } from "../kubernetes/containers.ts";
import { deploymentTemplate, podDisruptionBudgetTemplate, podTemplate, resourceTemplate } from "./templates.ts";

const template = shape("KafkaExporterTemplate", {
  deployment: object("Deployment.", deploymentTemplate),
  pod: object("Pods.", podTemplate),
  container: object("Container of the exporter.", containerTemplate),
  serviceAccount: object("Service account.", resourceTemplate),
  podDisruptionBudget: object("Disruption budget.", podDisruptionBudgetTemplate),
});

export const kafkaExporter = shape("KafkaExporterSpec", {
  image: text("Image of the exporter."),
  groupRegex: text("Groups to report on.", { whenAbsent: ".*" }),
  topicRegex: text("Topics to report on.", { whenAbsent: ".*" }),
  groupExcludeRegex: text("Groups to leave out."),
  topicExcludeRegex: text("Topics to leave out."),
  resources: object("CPU and memory to reserve.", resourceRequirements),
  logging: text("Least severity that is logged: `info`, `debug` or `trace`.", { whenAbsent: "info" }),
  livenessProbe: object("When it counts as alive.", probe),
  readinessProbe: object("When it counts as ready.", probe),
  enableSaramaLogging: flag("Whether the exporter's Kafka client logs too.", { whenAbsent: false }),
  showAllOffsets: flag("Whether groups without connected members are reported too.", { whenAbsent: true }),
  template: object("Changes to the Kubernetes objects that are made.", template),
});
