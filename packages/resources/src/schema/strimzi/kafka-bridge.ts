import { flag, integer, lateShape, object, open, text, texts } from "../field.ts";
import { containerTemplate, probe, resourceRequirements } from "../kubernetes/containers.ts";
import { clientAuthentication, clientTls, tracing } from "./kafka-client.ts";
import { rack } from "./kafka-cluster.ts";
import { certificate } from "./listeners.ts";
import { jvmOptions, logging, metricsConfig } from "./process.ts";
import { statusFields } from "./status.ts";
import { deploymentTemplate, internalServiceTemplate, podDisruptionBudgetTemplate, podTemplate, resourceTemplate } from "./templates.ts";

const httpTls = lateShape(
  "BridgeHttpTls",
  () => ({
    certificateAndKey: object("Certificate of the bridge.", certificate),
    config: open("Further settings of TLS: `ssl.enabled.cipher.suites` and `ssl.enabled.protocols`."),
  }),
  { required: ["certificateAndKey"] },
);

const cors = lateShape(
  "BridgeCors",
  () => ({
    allowedOrigins: texts("Origins that may ask, as regular expressions."),
    allowedMethods: texts("Methods that they may use."),
  }),
  { required: ["allowedOrigins", "allowedMethods"] },
);

const http = lateShape("BridgeHttp", () => ({
  port: integer("Port of the bridge.", { minimum: 1023, whenAbsent: 8080 }),
  tls: object("TLS towards clients.", httpTls),
  cors: object("Which pages of other origins may use the bridge.", cors),
}));

const admin = lateShape("BridgeAdminClient", () => ({ config: open("Settings of the bridge's Admin client.") }));

const consumer = lateShape("BridgeConsumer", () => ({
  enabled: flag("Whether clients may consume.", { whenAbsent: true }),
  timeoutSeconds: integer("Seconds after which a consumer that nobody uses is removed; never if -1.", { whenAbsent: -1 }),
  config: open("Settings of the bridge's consumers, except those that the operator sets itself."),
}));

const producer = lateShape("BridgeProducer", () => ({
  enabled: flag("Whether clients may produce.", { whenAbsent: true }),
  config: open("Settings of the bridge's producers, except those that the operator sets itself."),
}));

const template = lateShape("KafkaBridgeTemplate", () => ({
  deployment: object("Deployment.", deploymentTemplate),
  pod: object("Pods.", podTemplate),
  apiService: object("Service of the bridge.", internalServiceTemplate),
  podDisruptionBudget: object("Disruption budget.", podDisruptionBudgetTemplate),
  bridgeContainer: object("Container of the bridge.", containerTemplate),
  clusterRoleBinding: object("Cluster role binding.", resourceTemplate),
  serviceAccount: object("Service account.", resourceTemplate),
  initContainer: object("Container that runs before the bridge.", containerTemplate),
}));

export const kafkaBridgeSpec = lateShape(
  "KafkaBridgeSpec",
  () => ({
    replicas: integer("How many pods there are.", { minimum: 0 }),
    image: text("Image of the bridge."),
    bootstrapServers: text("Where the Kafka is: `host:port,…`."),
    tls: object("TLS towards the Kafka.", clientTls),
    authentication: object("How the bridge logs in to the Kafka.", clientAuthentication),
    http: object("Where and how the bridge speaks HTTP.", http),
    adminClient: object("The bridge's Admin client.", admin),
    consumer: object("What clients consume with.", consumer),
    producer: object("What clients produce with.", producer),
    resources: object("CPU and memory to reserve.", resourceRequirements),
    jvmOptions: object("Options of the JVM.", jvmOptions),
    logging: object("What is logged.", logging),
    clientRackInitImage: text("Image of the container that finds out the rack."),
    rack: object("How the bridge learns its rack, so as to fetch from near by.", rack),
    metricsConfig: object("How metrics are exposed; not at all if left out.", metricsConfig),
    livenessProbe: object("When the bridge counts as alive.", probe),
    readinessProbe: object("When the bridge counts as ready.", probe),
    template: object("Changes to the Kubernetes objects that are made.", template),
    tracing: object("How traces are made; not at all if left out.", tracing),
    config: open("Further settings of the bridge, except those that the operator sets itself."),
  }),
  { required: ["replicas", "bootstrapServers"] },
);

export const kafkaBridgeStatus = lateShape("KafkaBridgeStatus", () => ({
  ...statusFields,
  url: text("Where clients reach the bridge."),
  replicas: integer("How many pods there are at present."),
  labelSelector: text("Selects the pods."),
}));
