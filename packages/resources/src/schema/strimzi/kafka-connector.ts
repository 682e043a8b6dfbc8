import { choice, flag, integer, lateShape, object, open, text, texts } from "../field.ts";
import { localObjectReference } from "../kubernetes/selectors.ts";
import { statusFields } from "./status.ts";

const autoRestart = lateShape("AutoRestart", () => ({
  enabled: flag("Whether what has failed is started again by itself."),
  maxRestarts: integer("How often at most; without end if left out."),
}));

const listOffsets = lateShape("ListOffsets", () => ({ toConfigMap: object("ConfigMap to write them to.", localObjectReference) }), {
  required: ["toConfigMap"],
});

const alterOffsets = lateShape("AlterOffsets", () => ({ fromConfigMap: object("ConfigMap with the new ones.", localObjectReference) }), {
  required: ["fromConfigMap"],
});

/** What a connector has, whoever says its class. */
export const connectorFields = () => ({
  tasksMax: integer("How many tasks the connector may have.", { minimum: 1 }),
  autoRestart: object("What happens when the connector or a task fails.", autoRestart),
  version: text("Version of the connector, or a range of versions."),
  config: open("Settings of the connector."),
  state: choice("Whether the connector runs.", ["paused", "stopped", "running"], { whenAbsent: "running" }),
  listOffsets: object("How far the connector is, when that is asked for.", listOffsets),
  alterOffsets: object("How far the connector is to be from now on, when that is asked for.", alterOffsets),
});

export const kafkaConnectorSpec = lateShape("KafkaConnectorSpec", () => ({ class: text("Class of the connector."), ...connectorFields() }));

export const autoRestartStatus = lateShape("AutoRestartStatus", () => ({
  count: integer("How often it was started again."),
  connectorName: text("Name of the connector."),
  lastRestartTimestamp: text("When it was started again last, in UTC, such as `2026-01-31T12:00:00Z`."),
}));

export const kafkaConnectorStatus = lateShape("KafkaConnectorStatus", () => ({
  ...statusFields,
  autoRestart: object("Restarts of what has failed.", autoRestartStatus),
  connectorStatus: open("What Kafka Connect says of the connector."),
  tasksMax: integer("How many tasks the connector may have."),
  topics: texts("Topics that the connector uses."),
}));
