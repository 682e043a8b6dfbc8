import type { KafkaCluster } from "../cluster.ts";
import type { Judge } from "./subject.ts";

/** An entry of a ConfigMap of the user's that a Kafka takes text from. */
export interface TextReference {
  /** What refers to it: `logging`, or `metricsConfig`. */
  readonly of: "logging" | "metricsConfig";
  readonly configMap: string;
  readonly key: string;
}

type Referring = Pick<KafkaCluster, "kafka">;

/** ConfigMaps that a Kafka refers to. */
export function referredTexts({ kafka }: Referring): readonly TextReference[] {
  return referring({ kafka }).flatMap(({ of, valueFrom }) => {
    const { name: configMap, key } = valueFrom?.configMapKeyRef ?? {};
    return configMap === undefined || key === undefined ? [] : [{ of, configMap, key }];
  });
}

function referring({ kafka: { spec } }: Referring) {
  const { logging, metricsConfig } = spec.kafka;
  return [
    ...(logging?.type === "external" ? [{ of: "logging" as const, valueFrom: logging.valueFrom }] : []),
    ...(metricsConfig?.type === "jmxPrometheusExporter" ? [{ of: "metricsConfig" as const, valueFrom: metricsConfig.valueFrom }] : []),
  ];
}

export const referenceProblems: Judge = (subject) =>
  referring(subject).flatMap(({ of, valueFrom }) =>
    (["name", "key"] as const)
      .filter((field) => (valueFrom?.configMapKeyRef?.[field] ?? "") === "")
      .map((field) => `spec.kafka.${of}.valueFrom.configMapKeyRef needs a ${field}`),
  );

/** By what name a reference's text is handed in. */
export const textKey = ({ configMap, key }: Pick<TextReference, "configMap" | "key">): string => `${configMap}/${key}`;

/** References to ConfigMaps, or entries of them, that are not there, each as a sentence. */
export function missingTexts(cluster: Referring, texts: ReadonlyMap<string, string>): readonly string[] {
  return referredTexts(cluster)
    .filter((reference) => !texts.has(textKey(reference)))
    .map(({ of, configMap, key }) => `spec.kafka.${of}: there is no ConfigMap ${configMap} with the entry ${key}`);
}
