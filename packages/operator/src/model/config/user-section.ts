import { configTexts } from "@millrace/resources";
import { declaredProviders, ownProviders } from "../checks/config.ts";
import type { KafkaCluster } from "../cluster.ts";
import { clusterSettings } from "./cluster-settings.ts";
import type { Properties, Section } from "./properties.ts";

const providerClass = "org.apache.kafka.common.config.provider";
/** Of the release that is to be had from Maven Central, 0.2.0; later ones call their classes otherwise. */
const reporters = "io.strimzi.kafka.metrics";

/** What users set, and what is joined with it: config providers and metrics reporters of theirs and ours. */
export function userSections(cluster: KafkaCluster): readonly Section[] {
  const { quotas, config } = cluster.kafka.spec.kafka;
  const {
    "config.providers": providers,
    "metric.reporters": ofKafka,
    "kafka.metrics.reporters": ofServer,
    "client.quota.callback.class": callback,
    ...others
  } = configTexts(config);
  return [
    { title: "Config providers", settings: providerSettings(providers) },
    {
      title: "Metrics reporters",
      settings: {
        ...joined("metric.reporters", ofKafka, kafkaReporters(cluster)),
        ...joined("kafka.metrics.reporters", ofServer, serverReporters(cluster)),
      },
    },
    {
      title: "User provided configuration",
      settings: {
        ...clusterSettings(cluster),
        ...others,
        ...(callback === undefined || quotas !== undefined ? {} : { "client.quota.callback.class": callback }),
      },
    },
  ];
}

function providerSettings(declared: string | undefined): Properties {
  return {
    "config.providers": [...declaredProviders(declared), ...ownProviders].join(","),
    "config.providers.strimzienv.class": `${providerClass}.EnvVarConfigProvider`,
    "config.providers.strimzienv.param.allowlist.pattern": ".*",
    "config.providers.strimzifile.class": `${providerClass}.FileConfigProvider`,
    "config.providers.strimzifile.param.allowed.paths": "/opt/kafka",
    "config.providers.strimzidir.class": `${providerClass}.DirectoryConfigProvider`,
    "config.providers.strimzidir.param.allowed.paths": "/opt/kafka",
  };
}

/** The agent reads MBeans, and who names reporters of his own has Kafka's own one no more. */
function kafkaReporters({ kafka }: KafkaCluster): readonly string[] {
  return kafka.spec.kafka.metricsConfig?.type === "strimziMetricsReporter"
    ? [`${reporters}.KafkaPrometheusMetricsReporter`]
    : ["org.apache.kafka.common.metrics.JmxReporter"];
}

const serverReporters = ({ kafka }: KafkaCluster): readonly string[] =>
  kafka.spec.kafka.metricsConfig?.type === "strimziMetricsReporter" ? [`${reporters}.YammerPrometheusMetricsReporter`] : [];

function joined(name: string, declared: string | undefined, ours: readonly string[]): Properties {
  const theirs = (declared ?? "").split(",").map((item) => item.trim());
  const all = [...new Set([...theirs, ...ours])].filter((item) => item !== "");
  return all.length === 0 ? {} : { [name]: all.join(",") };
}
