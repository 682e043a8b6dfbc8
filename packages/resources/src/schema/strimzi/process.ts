import { choice, flag, list, object, type ShapeRule, shape, text, textMap, texts } from "../field.ts";
import { keySelector, nameValue } from "../kubernetes/selectors.ts";

const heapPattern = "^[0-9]+[mMgG]?$";

export const jvmOptions = shape("JvmOptions", {
  "-XX": textMap("`-XX` options by name; `true` and `false` become `+` and `-`."),
  "-Xmx": text("Largest heap, such as `2g`.", { pattern: heapPattern }),
  "-Xms": text("Heap to start with, such as `1g`.", { pattern: heapPattern }),
  gcLoggingEnabled: flag("Whether garbage collections are logged.", { whenAbsent: false }),
  javaSystemProperties: list("System properties, passed as `-D`.", object(undefined, nameValue)),
});

const authenticationOfJmx = shape(
  "JmxAuthentication",
  { type: choice("How clients of JMX log in: with a user name and a password, without TLS.", ["password"]) },
  { required: ["type"] },
);

export const jmxOptions = shape("JmxOptions", {
  authentication: object("Who may use the JMX port; everybody if left out.", authenticationOfJmx),
});

const configMapSource = shape("ConfigMapSource", {
  configMapKeyRef: object("Entry of the ConfigMap.", keySelector),
});

const reporterValues = shape("MetricsReporterValues", {
  allowList: texts("Regular expressions of the metrics to collect; at least one."),
});

const exporterNeedsSource: ShapeRule = {
  cel: "self.type != 'jmxPrometheusExporter' || has(self.valueFrom)",
  message: "type jmxPrometheusExporter needs valueFrom",
  holds: (config) => config.type !== "jmxPrometheusExporter" || config.valueFrom !== undefined,
};

const noReporter: ShapeRule = {
  cel: "self.type != 'strimziMetricsReporter'",
  message: "type strimziMetricsReporter is not available for this component; use jmxPrometheusExporter",
  holds: (config) => config.type !== "strimziMetricsReporter",
};

const metricsFields = {
  type: choice("What exposes the metrics: the Prometheus JMX exporter, or Strimzi's own reporter.", [
    "jmxPrometheusExporter",
    "strimziMetricsReporter",
  ]),
  valueFrom: object("ConfigMap with the exporter's configuration.", configMapSource),
  values: object("Configuration of Strimzi's reporter.", reporterValues),
};

export const metricsConfig = shape("MetricsConfig", metricsFields, { required: ["type"], rules: [exporterNeedsSource] });

/** For components that Strimzi's own reporter does not know. */
export const exporterMetricsConfig = shape("ExporterMetricsConfig", metricsFields, {
  required: ["type"],
  rules: [exporterNeedsSource, noReporter],
});

export const logging = shape(
  "Logging",
  {
    loggers: textMap("Levels by logger, for the type `inline`."),
    type: choice("Whether the levels stand here or in a ConfigMap.", ["inline", "external"]),
    valueFrom: object("ConfigMap with the logging configuration, for the type `external`.", configMapSource),
  },
  { required: ["type"] },
);
