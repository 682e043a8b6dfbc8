import type { BrokerParts } from "../broker-parts.ts";
import type { Listeners } from "../network/listeners.ts";
import type { Naming } from "./names.ts";

/** What metrics are read from. */
export interface MetricsView {
  readonly parts: BrokerParts;
  readonly listeners: Listeners;
  readonly exported: Exported;
  readonly process: ProcessUse;
  readonly naming: Naming;
}

/** What the process uses of the machine; undefined where the system does not tell. */
export interface ProcessUse {
  /** From 0 to 1. */
  idleRatio(): number;
  idleNanos(): number;
  diskReadBytes(): number | undefined;
  diskWriteBytes(): number | undefined;
}

/** What Kafka Exporter's metrics are limited to. */
export interface Exported {
  topic(name: string): boolean;
  group(groupId: string): boolean;
  /** Whether groups without members tell their offsets too. */
  readonly showAllOffsets: boolean;
}

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/**
 * What a metric of Kafka is, which decides about its name: a `meter` counts, a `percent` is a gauge from 0 to 1 (`percentMeter`: one whose
 * meter counts nanoseconds), `attribute` belongs to Kafka's own metrics instead of Yammer's (`info`: it is a text, told as a label).
 * `exporter` is one of Kafka Exporter's.
 */
export type Kind = "meter" | "gauge" | "percent" | "percentMeter" | "attribute" | "attributeTotal" | "software" | "info" | "exporter";

/** One metric: a row of the table that the endpoint and its documentation are made from. */
export interface Metric {
  /** Kafka's domain, type and name (`kafka.server ReplicaManager LeaderCount`), or Kafka Exporter's name. */
  readonly name: string;
  readonly kind: Kind;
  readonly labels: readonly string[];
  /** What the number is, here. */
  readonly help: string;
  /** One number, or one for each combination of labels. Undefined: not known. */
  readonly read: (view: MetricsView) => number | undefined | Iterable<Sample>;
}

/** Quantiles of something that is measured for each request: a row that stands for the quantiles and the count. */
export interface Histogram {
  readonly name: string;
  readonly kind: "histogram";
  readonly labels: readonly string[];
  readonly help: string;
  readonly read: (view: MetricsView) => Iterable<Distribution>;
}

export interface Distribution {
  readonly labels: Labels;
  readonly count: number;
  /** Of the quantiles that Kafka tells, in that order. */
  readonly values: readonly number[];
}

export type Row = Metric | Histogram;

/** The quantiles that are told of Kafka's histograms, as Strimzi's rules for the JMX exporter write them. Its reporter writes them as numbers. */
export const quantiles = ["0.50", "0.75", "0.95", "0.98", "0.99", "0.999"] as const;

type Read = Metric["read"];

export function meter(name: string, help: string, read: Read, labels: readonly string[] = []): Metric {
  return { name, kind: "meter", labels, help, read };
}

export function gauge(name: string, help: string, read: Read, labels: readonly string[] = []): Metric {
  return { name, kind: "gauge", labels, help, read };
}
