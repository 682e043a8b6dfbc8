import { choice, integer, list, object, open, shape, text } from "../field.ts";
import { containerTemplate, probe, resourceRequirements } from "../kubernetes/containers.ts";
import { keySelector, localObjectReference } from "../kubernetes/selectors.ts";
import { exporterMetricsConfig, jvmOptions, logging } from "./process.ts";
import { deploymentTemplate, internalServiceTemplate, podDisruptionBudgetTemplate, podTemplate, resourceTemplate } from "./templates.ts";

const template = shape("CruiseControlTemplate", {
  deployment: object("Deployment.", deploymentTemplate),
  pod: object("Pods.", podTemplate),
  apiService: object("Service of the REST API.", internalServiceTemplate),
  podDisruptionBudget: object("Disruption budget.", podDisruptionBudgetTemplate),
  cruiseControlContainer: object("Container of Cruise Control.", containerTemplate),
  serviceAccount: object("Service account.", resourceTemplate),
});

const networkPattern = "^[0-9]+([KMG]i?)?B/s$";

const capacityFields = {
  cpu: text("CPU of a broker in cores or millicores, such as `1.500` or `1500m`.", { pattern: "^[0-9]+([.][0-9]{0,3}|[m]?)$" }),
  inboundNetwork: text("Bytes that a broker can receive in a second, such as `10000KiB/s`.", { pattern: networkPattern }),
  outboundNetwork: text("Bytes that a broker can send in a second, such as `10000KiB/s`.", { pattern: networkPattern }),
};

const capacityOverride = shape(
  "BrokerCapacityOverride",
  { brokers: list("Ids of the brokers that differ.", integer()), ...capacityFields },
  { required: ["brokers"] },
);

const brokerCapacity = shape("BrokerCapacity", {
  ...capacityFields,
  overrides: list("Brokers that differ from the rest.", object(undefined, capacityOverride)),
});

const secretSource = shape("SecretSource", { secretKeyRef: object("Entry of a Secret in the same namespace.", keySelector) });

const apiUsers = shape(
  "CruiseControlApiUsers",
  {
    type: choice("Format of the credentials: that of Jetty's HashLoginService.", ["hashLoginService"]),
    valueFrom: object("Where the credentials come from.", secretSource),
  },
  { required: ["type", "valueFrom"] },
);

/** When a rebalance starts by itself; used by the status too. */
export const autoRebalanceMode = (description: string) => choice(description, ["add-brokers", "remove-brokers"]);

const autoRebalance = shape(
  "AutoRebalance",
  {
    mode: autoRebalanceMode("When it starts: after brokers have come, or before they go."),
    template: object("KafkaRebalance that serves as the template.", localObjectReference),
  },
  { required: ["mode"] },
);

export const cruiseControl = shape("CruiseControlSpec", {
  image: text("Image of Cruise Control."),
  resources: object("CPU and memory to reserve.", resourceRequirements),
  livenessProbe: object("When it counts as alive.", probe),
  readinessProbe: object("When it counts as ready.", probe),
  jvmOptions: object("Options of the JVM.", jvmOptions),
  logging: object("What is logged.", logging),
  template: object("Changes to the Kubernetes objects that are made.", template),
  brokerCapacity: object("What a broker can do, for planning.", brokerCapacity),
  config: open("Cruise Control's settings, except those that the operator sets itself."),
  metricsConfig: object("How metrics are exposed; only `jmxPrometheusExporter`.", exporterMetricsConfig),
  apiUsers: object("Further users of the REST API.", apiUsers),
  autoRebalance: list("Rebalances that start by themselves when the cluster is scaled.", object(undefined, autoRebalance), { minItems: 1 }),
});
