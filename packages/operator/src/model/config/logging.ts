import { textKey } from "../checks/references.ts";
import type { KafkaCluster } from "../cluster.ts";
import type { Properties } from "./properties.ts";

/** Loggers that have a level of their own: what they are called in the file, and in Kafka. */
const loggers: readonly (readonly [id: string, logger: string, level: string])[] = [
  ["kafka", "kafka", "INFO"],
  ["orgapachekafka", "org.apache.kafka", "INFO"],
  ["requestlogger", "kafka.request.logger", "WARN"],
  ["requestchannel", "kafka.network.RequestChannel$", "WARN"],
  ["controller", "org.apache.kafka.controller", "INFO"],
  ["logcleaner", "kafka.log.LogCleaner", "INFO"],
  ["statechange", "state.change.logger", "INFO"],
  ["authorizer", "kafka.authorizer.logger", "INFO"],
];

const toConsole = (prefix: string): Properties => ({
  [`${prefix}.appenderRefs`]: "console",
  [`${prefix}.appenderRef.console.ref`]: "STDOUT",
  [`${prefix}.additivity`]: "false",
});

/** What is logged unless something else is said; ids are Strimzi's, as users set levels by them. */
const defaults: Properties = {
  name: "KafkaConfig",
  "appender.console.type": "Console",
  "appender.console.name": "STDOUT",
  "appender.console.layout.type": "PatternLayout",
  "appender.console.layout.pattern": "%d{yyyy-MM-dd HH:mm:ss} %-5p [%t] %c{1}:%L - %m%n",
  "rootLogger.level": "INFO",
  ...toConsole("rootLogger"),
  ...Object.assign(
    {},
    ...loggers.map(([id, logger, level]) => ({
      [`logger.${id}.name`]: logger,
      [`logger.${id}.level`]: level,
      ...toConsole(`logger.${id}`),
    })),
  ),
};

/** Kafka looks so often for another file, so that levels change without a restart. */
const monitorInterval = "monitorInterval=30";

/** `log4j2.properties` of a node. `texts` are those of ConfigMaps that the Kafka refers to; they are all there. */
export function loggingConfig({ kafka }: KafkaCluster, texts: ReadonlyMap<string, string>): string {
  const { logging } = kafka.spec.kafka;
  if (logging?.type === "external") {
    const { name: configMap = "", key = "" } = logging.valueFrom?.configMapKeyRef ?? {};
    return withInterval(texts.get(textKey({ configMap, key })) ?? "");
  }
  // Log4j reads its file by `java.util.Properties`, but its patterns have no backslash that would need another.
  const lines = Object.entries({ ...defaults, ...logging?.loggers }).map(([name, value]) => `${name}=${value}`);
  return withInterval(`# Written by the operator from spec.kafka.logging of the Kafka.\n${lines.join("\n")}\n`);
}

const withInterval = (text: string): string =>
  /^\s*monitorInterval\s*[=:]/m.test(text) ? text : `${text}${text.endsWith("\n") ? "" : "\n"}${monitorInterval}\n`;
