import type { JvmOptions, Kafka } from "@millrace/resources";
import type { NodePool } from "../cluster.ts";
import { amountOf } from "../quantities.ts";

/** A variable of a container. */
export interface Variable {
  readonly name?: string;
  readonly value?: string;
  readonly valueFrom?: Readonly<Record<string, unknown>>;
}

/** Half of what the container may have is the heap, as the page cache serves Kafka better than a larger one. */
const heapShare = 0.5;
const heapBytesMax = 5 * 2 ** 30;

/** These say how large the heap is, and go with what says so. */
const heapOptions = ["InitialRAMPercentage", "MaxRAMPercentage"] as const;

/** These have to stand before the options that they unlock. */
const unlocking = ["UnlockDiagnosticVMOptions", "UnlockExperimentalVMOptions"];

/** What tells the JVM of a node how to run, as variables that Kafka's own scripts know. */
export function jvmVariables(pool: NodePool): readonly Variable[] {
  const { jvmOptions = {} } = pool;
  const properties = (jvmOptions.javaSystemProperties ?? []).map(({ name, value = "" }) => `-D${name}=${value}`);
  const variables = {
    KAFKA_HEAP_OPTS: heap(jvmOptions, memoryOf(pool)),
    KAFKA_JVM_PERFORMANCE_OPTS: performance(jvmOptions),
    // Kafka's scripts take nothing for "not said", and would write to a file.
    KAFKA_GC_LOG_OPTS: jvmOptions.gcLoggingEnabled === true ? "-Xlog:gc*:stdout:time" : " ",
    STRIMZI_JAVA_SYSTEM_PROPERTIES: properties.join(" "),
  };
  return Object.entries(variables).flatMap(([name, value]) => (value === "" ? [] : [{ name, value }]));
}

/** Bytes that the container may have, or is promised. */
function memoryOf({ resource: { spec } }: NodePool): number | undefined {
  const { limits, requests } = spec.resources ?? {};
  const quantity = limits?.memory ?? requests?.memory;
  return quantity === undefined ? undefined : amountOf(quantity);
}

function heap(options: JvmOptions, memoryBytes: number | undefined): string {
  const { "-Xms": least, "-Xmx": most, "-XX": more = {} } = options;
  const said = [
    ...(least === undefined ? [] : [`-Xms${least}`]),
    ...(most === undefined ? [] : [`-Xmx${most}`]),
    ...heapOptions.flatMap((name) => (more[name] === undefined ? [] : [`-XX:${name}=${more[name]}`])),
  ];
  if (most !== undefined || more.MaxRAMPercentage !== undefined) return said.join(" ");
  if (memoryBytes === undefined) return said.length === 0 ? "-Xms128M" : said.join(" ");
  const size = Math.floor(Math.min(memoryBytes * heapShare, heapBytesMax));
  return [...(said.length === 0 ? [`-Xms${size}`] : said), `-Xmx${size}`].join(" ");
}

function performance({ "-XX": options = {} }: JvmOptions): string {
  const rank = (name: string): number => (unlocking.includes(name) ? 0 : 1);
  return Object.entries(options)
    .filter(([name]) => !heapOptions.some((option) => option === name))
    .sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1))
    .map(([name, value]) => flag(name, value))
    .join(" ");
}

function flag(name: string, value: string): string {
  if (/^true$/i.test(value)) return `-XX:+${name}`;
  return /^false$/i.test(value) ? `-XX:-${name}` : `-XX:${name}=${value}`;
}

/** Variables for JMX, whose password stands in a Secret. */
export function jmxVariables({ spec }: Kafka, secret: string): readonly Variable[] {
  const { jmxOptions } = spec.kafka;
  if (jmxOptions === undefined) return [];
  const entry = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } });
  return [
    { name: "STRIMZI_JMX_ENABLED", value: "true" },
    { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    ...(jmxOptions.authentication === undefined
      ? []
      : [entry("STRIMZI_JMX_USERNAME", "jmx-username"), entry("STRIMZI_JMX_PASSWORD", "jmx-password")]),
  ];
}
