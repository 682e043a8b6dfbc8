import { choice, decimal, flag, integer, list, object, open, type ShapeRule, shape, text, textMap, texts } from "../field.ts";
import { containerTemplate, probe } from "../kubernetes/containers.ts";
import { listener } from "./listeners.ts";
import { jmxOptions, jvmOptions, logging, metricsConfig } from "./process.ts";
import { internalServiceTemplate, nodePodTemplate, podDisruptionBudgetTemplate, resourceTemplate } from "./templates.ts";

const authorization = shape(
  "Authorization",
  {
    authorizerClass: text("For the type `custom`: class of the authorizer."),
    superUsers: texts("Principals that may do everything."),
    supportsAdminApi: flag("For the type `custom`: whether ACLs can be managed through Kafka's Admin API.", { whenAbsent: false }),
    type: choice("`simple`: Kafka's own ACLs; `custom`: an authorizer of your own.", ["simple", "custom"]),
  },
  { required: ["type"] },
);

const needsTopologyKey: ShapeRule = {
  cel: "(has(self.type) && self.type != 'topology-label') || (has(self.topologyKey) && self.topologyKey != '')",
  message: "type topology-label needs topologyKey",
  holds: ({ type = "topology-label", topologyKey = "" }) => type !== "topology-label" || topologyKey !== "",
};

const needsEnvVarName: ShapeRule = {
  cel: "!has(self.type) || self.type != 'environment-variable' || (has(self.envVarName) && self.envVarName != '')",
  message: "type environment-variable needs envVarName",
  holds: ({ type, envVarName = "" }) => type !== "environment-variable" || envVarName !== "",
};

export const rack = shape(
  "Rack",
  {
    envVarName: text("For the type `environment-variable`: variable that holds the rack's id."),
    topologyKey: text("For the type `topology-label`: label of the nodes that holds the rack's id.", {
      example: "topology.kubernetes.io/zone",
    }),
    type: choice("Where the rack's id comes from.", ["topology-label", "environment-variable"], { whenAbsent: "topology-label" }),
  },
  { rules: [needsTopologyKey, needsEnvVarName] },
);

const remoteStorageManager = shape("RemoteStorageManager", {
  className: text("Class that stores segments elsewhere."),
  classPath: text("Class path of that class."),
  config: textMap("Its settings, without the prefix `rsm.config.`."),
});

const tieredStorage = shape(
  "TieredStorage",
  {
    remoteStorageManager: object("What stores segments elsewhere.", remoteStorageManager),
    type: choice("Kind of tiered storage; `custom` is the only one.", ["custom"]),
  },
  { required: ["type"] },
);

const quotas = shape(
  "Quotas",
  {
    consumerByteRate: integer("Bytes that consumers may fetch from a broker in a second.", { minimum: 0 }),
    controllerMutationRate: decimal("For the type `kafka`: partitions that may be created or deleted in a second.", { minimum: 0 }),
    excludedPrincipals: texts("For the type `strimzi`: principals without a limit, each as `User:<name>`."),
    minAvailableBytesPerVolume: integer("For the type `strimzi`: free bytes of a volume below which nothing may be produced.", {
      minimum: 0,
    }),
    minAvailableRatioPerVolume: decimal("For the type `strimzi`: the same as a share of the volume, from 0 to 1.", {
      minimum: 0,
      maximum: 1,
    }),
    producerByteRate: integer("Bytes that producers may send to a broker in a second.", { minimum: 0 }),
    requestPercentage: integer("For the type `kafka`: share of the network and I/O threads that a client may use.", { minimum: 0 }),
    type: choice("`kafka`: Kafka's quotas for each client; `strimzi`: quotas for all clients together, and a guard against full disks.", [
      "kafka",
      "strimzi",
    ]),
  },
  {
    required: ["type"],
    refusals: [
      {
        cel: "!has(self.minAvailableBytesPerVolume) || !has(self.minAvailableRatioPerVolume)",
        message: "minAvailableBytesPerVolume and minAvailableRatioPerVolume exclude each other; give one of them",
        holds: ({ minAvailableBytesPerVolume: bytes, minAvailableRatioPerVolume: ratio }) => bytes === undefined || ratio === undefined,
      },
    ],
  },
);

const kafkaTemplate = shape("KafkaClusterTemplate", {
  pod: object("Pods of the Kafka nodes.", nodePodTemplate),
  bootstrapService: object("Service for bootstrapping from within the cluster.", internalServiceTemplate),
  brokersService: object("Headless Service of the nodes.", internalServiceTemplate),
  externalBootstrapService: object("Service for bootstrapping from outside.", resourceTemplate),
  perPodService: object("Services of single nodes for access from outside.", resourceTemplate),
  externalBootstrapRoute: object("Route for bootstrapping from outside.", resourceTemplate),
  perPodRoute: object("Routes of single nodes.", resourceTemplate),
  externalBootstrapIngress: object("Ingress for bootstrapping from outside.", resourceTemplate),
  perPodIngress: object("Ingresses of single nodes.", resourceTemplate),
  persistentVolumeClaim: object("Claims on the nodes' storage.", resourceTemplate),
  podDisruptionBudget: object("Disruption budget of the nodes.", podDisruptionBudgetTemplate),
  kafkaContainer: object("Container that runs Kafka.", containerTemplate),
  initContainer: object("Container that runs before Kafka.", containerTemplate),
  clusterCaCert: object("Secret with the certificate of the cluster's CA.", resourceTemplate),
  serviceAccount: object("Service account of the nodes.", resourceTemplate),
  jmxSecret: object("Secret with the JMX credentials.", resourceTemplate),
  clusterRoleBinding: object("Cluster role binding of the nodes.", resourceTemplate),
  podSet: object("Pod sets of the nodes.", resourceTemplate),
});

export const kafkaCluster = shape(
  "KafkaClusterSpec",
  {
    version: text("Version of Kafka; the newest that the operator knows if left out."),
    metadataVersion: text("Version of the cluster's metadata; the one that belongs to `version` if left out."),
    image: text("Image of the nodes, if not the operator's choice for `version`."),
    listeners: list("Where clients connect.", object(undefined, listener), { minItems: 1 }),
    config: open("Kafka's broker settings, except those that the operator sets itself."),
    authorization: object("Who may do what; everybody everything if left out.", authorization),
    rack: object("How brokers learn their rack.", rack),
    brokerRackInitImage: text("Image of the container that finds out the rack."),
    livenessProbe: object("When a node counts as alive.", probe),
    readinessProbe: object("When a node counts as ready.", probe),
    jvmOptions: object("Options of the nodes' JVMs; a node pool can have its own.", jvmOptions),
    jmxOptions: object("Opens JMX.", jmxOptions),
    metricsConfig: object("How metrics are exposed; not at all if left out.", metricsConfig),
    logging: object("What is logged.", logging),
    template: object("Changes to the Kubernetes objects that are made.", kafkaTemplate),
    tieredStorage: object("Keeps old segments elsewhere.", tieredStorage),
    quotas: object("Limits for clients.", quotas),
  },
  { required: ["listeners"] },
);
