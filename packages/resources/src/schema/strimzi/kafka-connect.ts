import { lateShape, list, object, open, text } from "../field.ts";
import { connectBuild, mountedPlugin } from "./connect-plugins.ts";
import { groupFields, groupRequired, workersFields, workersStatusFields } from "./connect-workers.ts";
import { clientAuthentication, clientTls } from "./kafka-client.ts";

export const kafkaConnectSpec = lateShape(
  "KafkaConnectSpec",
  () => ({
    ...workersFields(),
    bootstrapServers: text("Where the Kafka is that the workers belong to: `host:port,…`."),
    ...groupFields(),
    tls: object("TLS towards the Kafka.", clientTls),
    authentication: object("How the workers log in to the Kafka.", clientAuthentication),
    config: open("Settings of the workers, except those that the operator sets itself."),
    build: object("Builds an image with further plug-ins.", connectBuild),
    plugins: list("Further plug-ins that are mounted.", object(undefined, mountedPlugin)),
  }),
  { required: ["replicas", "bootstrapServers", ...groupRequired] },
);

export const kafkaConnectStatus = lateShape("KafkaConnectStatus", workersStatusFields);
