import { choice, flag, integer, list, object, open, shape, text, texts } from "../field.ts";
import { localObjectReference } from "../kubernetes/selectors.ts";
import { autoRebalanceMode, cruiseControl } from "./cruise-control.ts";
import { entityOperator } from "./entity-operator.ts";
import { kafkaCluster } from "./kafka-cluster.ts";
import { kafkaExporter } from "./kafka-exporter.ts";
import { statusFields } from "./status.ts";

const certificateAuthority = shape("CertificateAuthority", {
  generateCertificateAuthority: flag("Whether the operator makes the CA; otherwise you provide its Secrets.", { whenAbsent: true }),
  generateSecretOwnerReference: flag("Whether the CA's Secrets go when the Kafka goes.", { whenAbsent: true }),
  validityDays: integer("Days for which certificates are valid.", { minimum: 1, whenAbsent: 365 }),
  renewalDays: integer("Days before its end at which a certificate is renewed.", { minimum: 1, whenAbsent: 30 }),
  certificateExpirationPolicy: choice(
    "What happens at renewal: a new certificate for the same key, or a new key too.",
    ["renew-certificate", "replace-key"],
    { whenAbsent: "renew-certificate" },
  ),
});

export const kafkaSpec = shape(
  "KafkaSpec",
  {
    kafka: object("The Kafka cluster itself.", kafkaCluster),
    entityOperator: object("What looks after topics and users.", entityOperator),
    clusterCa: object("The CA of the cluster's own certificates.", certificateAuthority),
    clientsCa: object("The CA of the clients' certificates.", certificateAuthority),
    cruiseControl: object("Runs Cruise Control, which rebalances partitions.", cruiseControl),
    kafkaExporter: object("Runs the exporter, which reports on lag.", kafkaExporter),
    maintenanceTimeWindows: texts("When pods may be restarted for certificates, as cron expressions."),
  },
  { required: ["kafka"] },
);

const listenerAddress = shape("ListenerAddress", {
  host: text("Host to connect to."),
  port: integer("Port to connect to."),
});

const listenerStatus = shape("ListenerStatus", {
  name: text("Name of the listener."),
  addresses: list("Where it can be reached.", object(undefined, listenerAddress)),
  bootstrapServers: text("The same as a list for Kafka clients: `host:port,…`."),
  certificates: texts("Certificates by which clients know the server, if the listener has TLS."),
});

const rebalanceOfMode = shape("AutoRebalanceModeStatus", {
  mode: autoRebalanceMode("Which kind of rebalance."),
  brokers: list("Ids of the brokers it is about.", integer()),
});

const autoRebalanceStatus = shape("AutoRebalanceStatus", {
  state: choice("What is going on.", ["Idle", "RebalanceOnScaleDown", "RebalanceOnScaleUp"]),
  lastTransitionTime: text("When that began."),
  modes: list("Rebalances that run or wait.", object(undefined, rebalanceOfMode)),
});

export const kafkaStatus = shape("KafkaStatus", {
  ...statusFields,
  listeners: list("Addresses of the listeners.", object(undefined, listenerStatus)),
  kafkaNodePools: list("Node pools of this cluster.", object(undefined, localObjectReference)),
  clusterId: text("The cluster's id."),
  operatorLastSuccessfulVersion: text("Version of the operator that succeeded last."),
  kafkaVersion: text("Version of Kafka that runs."),
  kafkaMetadataVersion: text("Version of the cluster's metadata."),
  autoRebalance: object("State of rebalances that start by themselves.", autoRebalanceStatus),
  clusterSecurity: open("Encryption and authentication between the nodes as they are now."),
});
