import { lateShape, list, object, open, text } from "../field.ts";
import { groupFields, groupRequired, workersFields, workersStatusFields } from "./connect-workers.ts";
import { clientAuthentication, clientTls } from "./kafka-client.ts";
import { autoRestartStatus, connectorFields } from "./kafka-connector.ts";

const mirroredFields = () => ({
  alias: text("What the cluster is called here: up to 100 letters, digits, `.`, `_` and `-`.", { pattern: "^[a-zA-Z0-9\\._\\-]{1,100}$" }),
  bootstrapServers: text("Where the cluster is: `host:port,…`."),
  tls: object("TLS towards the cluster.", clientTls),
  authentication: object("How to log in to the cluster.", clientAuthentication),
  config: open("Settings of clients of the cluster, except those that the operator sets itself."),
});

const source = lateShape("MirrorSource", mirroredFields, { required: ["alias", "bootstrapServers"] });

const target = lateShape("MirrorTarget", () => ({ ...mirroredFields(), ...groupFields() }), {
  required: ["alias", "bootstrapServers", ...groupRequired],
});

const connector = lateShape("MirrorConnector", connectorFields);

const mirror = lateShape(
  "Mirror",
  () => ({
    source: object("Cluster that is copied from.", source),
    sourceConnector: object("Connector that copies records.", connector),
    checkpointConnector: object("Connector that copies how far groups are.", connector),
    topicsPattern: text("Regular expression, or a list, of topics that are copied."),
    topicsExcludePattern: text("Regular expression, or a list, of topics that are not."),
    groupsPattern: text("Regular expression, or a list, of groups that are copied."),
    groupsExcludePattern: text("Regular expression, or a list, of groups that are not."),
  }),
  { required: ["source"] },
);

export const kafkaMirrorMaker2Spec = lateShape(
  "KafkaMirrorMaker2Spec",
  () => ({
    ...workersFields(),
    target: object("Cluster that is copied to, and that the workers belong to.", target),
    mirrors: list("What is copied.", object(undefined, mirror)),
  }),
  { required: ["replicas", "target", "mirrors"] },
);

export const kafkaMirrorMaker2Status = lateShape("KafkaMirrorMaker2Status", () => ({
  ...workersStatusFields(),
  connectors: list("What Kafka Connect says of the connectors.", open()),
  autoRestartStatuses: list("Restarts of what has failed.", object(undefined, autoRestartStatus)),
}));
