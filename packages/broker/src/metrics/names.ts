import type { Kind, Row } from "./metric.ts";

/** Strimzi's two ways to expose Kafka's metrics, which give them different names. */
export type Naming = "jmxPrometheusExporter" | "strimziMetricsReporter";

/** The type that Prometheus is told. */
export type PrometheusType = "counter" | "gauge";

/** Kafka's own totals are gauges to the reporter, which have no `_total` at their end. */
const counters: Readonly<Record<Naming, ReadonlySet<Kind>>> = {
  jmxPrometheusExporter: new Set<Kind>(["meter", "attributeTotal"]),
  strimziMetricsReporter: new Set<Kind>(["meter", "percentMeter"]),
};

export function typeOf(kind: Kind, naming: Naming): PrometheusType {
  return counters[naming].has(kind) ? "counter" : "gauge";
}

/** Types of Kafka's own metrics that Strimzi's rules write without a separator. */
const joined = new Map([
  ["raft-metrics", "raftmetrics"],
  ["raft-channel-metrics", "raftchannelmetrics"],
  ["broker-metadata-metrics", "brokermetadatametrics"],
]);

/** A metric's name: as Strimzi's example rules for the JMX exporter give it, or as Strimzi's own reporter does. */
export function nameOf({ name, kind }: Pick<Row, "name" | "kind">, naming: Naming): string {
  if (kind === "exporter") return name;
  const [domain = "", type = "", attribute = ""] = name.split(" ");
  const isReporter = naming === "strimziMetricsReporter";
  const group = isReporter ? type : (joined.get(type) ?? type);
  const base = `${domain}_${group}_${isReporter ? attribute : withoutUnit(attribute, kind)}`.replaceAll(/[.-]/g, "_").toLowerCase();
  switch (kind) {
    case "meter":
      return `${base}_total`;
    case "percent":
      return isReporter ? base : `${base}_percent`;
    case "percentMeter":
      return isReporter ? `${base}_total` : `${base}_percent`;
    case "software":
      return isReporter ? base : `${base}_software`;
    case "attributeTotal":
      return isReporter ? base.replace(/_total$/, "") : base;
    case "info":
      return isReporter ? `${base}_info` : base;
    default:
      return base;
  }
}

/** The name of a histogram's count. */
export function countNameOf(row: Pick<Row, "name" | "kind">, naming: Naming): string {
  return `${nameOf(row, naming)}${naming === "strimziMetricsReporter" ? "_count" : "_count_total"}`;
}

function withoutUnit(attribute: string, kind: Kind | "histogram"): string {
  if (kind === "meter") return attribute.replace(/PerSec$/, "");
  return kind === "percent" || kind === "percentMeter" ? attribute.replace(/Percent$/, "") : attribute;
}
