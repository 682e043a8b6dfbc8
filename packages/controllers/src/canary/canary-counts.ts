import type { MetricFamily } from "@millrace/kube";
import { canaryTopic } from "./canary-topic.ts";
import { Counter, Histogram } from "./metrics.ts";

/** As Strimzi's archived Canary calls itself. */
export const canaryClientId = "strimzi-canary-client";

/** Ends of the buckets of Strimzi's archived Canary, in ms. */
const buckets = {
  produced: [2, 5, 10, 20, 50, 100, 200, 400],
  consumed: [5, 10, 20, 50, 100, 200, 400, 800],
  connection: [100, 200, 400, 800, 1600],
};

const counter = (name: string, help: string) => new Counter(`strimzi_canary_${name}`, help);
const histogram = (name: string, help: string, ends: readonly number[]) => new Histogram(`strimzi_canary_${name}`, help, ends);

const clientid = canaryClientId;
const topic = canaryTopic;
const ofPartition = (partition: number) => ({ clientid, partition: String(partition) });

/** What can go wrong with the canary's topic. */
const topicFailures = {
  created: { name: "topic_creation_failed_total", help: "Failures of making the canary's topic" },
  described: { name: "topic_describe_error_total", help: "Failures of asking for the canary's topic" },
  assigned: { name: "topic_alter_assignments_error_total", help: "Failures of moving the partitions of the canary's topic" },
};

type TopicFailure = keyof typeof topicFailures;

/** What the canary of one Kafka has found, by the metrics of Strimzi's archived Canary. Latencies are in ms. */
export class CanaryCounts {
  readonly #produced = counter("records_produced_total", "Records that were sent");
  readonly #producedFailed = counter("records_produced_failed_total", "Records that could not be stored");
  readonly #producedLatency = histogram("records_produced_latency", "How long it took until a record was stored, in ms", buckets.produced);
  readonly #consumed = counter("records_consumed_total", "Records that were read");
  readonly #consumedLatency = histogram(
    "records_consumed_latency",
    "How long it took from sending a record to reading it, in ms",
    buckets.consumed,
  );
  readonly #consumerErrors = counter("consumer_error_total", "Failures of reading, and records that were stored and not read in time");
  readonly #connections = counter("connection_total", "Attempts to connect to a broker");
  readonly #connectionErrors = counter("connection_error_total", "Attempts to connect to a broker that failed");
  readonly #connectionLatency = histogram(
    "connection_latency",
    "How long an attempt to connect to a broker took, in ms",
    buckets.connection,
  );
  readonly #missing = counter("expected_cluster_size_error_total", "Times that not all brokers were there");
  readonly #describeCluster = counter("topic_describe_cluster_error_total", "Failures of asking for the brokers");
  readonly #ofTopic = new Map(Object.entries(topicFailures).map(([what, { name, help }]) => [what, counter(name, help)]));

  constructor() {
    this.#consumerErrors.add({ clientid }, 0);
    this.#missing.add({}, 0);
    this.#describeCluster.add({}, 0);
    for (const each of this.#ofTopic.values()) each.add({ topic }, 0);
  }

  /** A record is sent: `stored` after so many ms, or undefined if it could not be. */
  produced(partition: number, storedAfterMs: number | undefined): void {
    this.#produced.add(ofPartition(partition));
    this.#producedFailed.add(ofPartition(partition), storedAfterMs === undefined ? 1 : 0);
    if (storedAfterMs !== undefined) this.#producedLatency.observe(ofPartition(partition), storedAfterMs);
  }

  consumed(partition: number, afterMs: number): void {
    this.#consumed.add(ofPartition(partition));
    this.#consumedLatency.observe(ofPartition(partition), afterMs);
  }

  consumerFailed(times = 1): void {
    this.#consumerErrors.add({ clientid }, times);
  }

  /** An attempt to connect to a broker took so long; undefined if it was known beforehand to be in vain. */
  connected(brokerId: number, isConnected: boolean, ms: number | undefined): void {
    for (const connected of [true, false]) {
      const labels = { brokerid: String(brokerId), connected: String(connected) };
      const isThis = connected === isConnected;
      this.#connections.add(labels, isThis ? 1 : 0);
      this.#connectionErrors.add(labels, isThis && !isConnected ? 1 : 0);
      if (isThis && ms !== undefined) this.#connectionLatency.observe(labels, ms);
    }
  }

  brokersMissed(): void {
    this.#missing.add({});
  }

  describingClusterFailed(): void {
    this.#describeCluster.add({});
  }

  topicFailed(what: TopicFailure): void {
    this.#ofTopic.get(what)?.add({ topic });
  }

  /** Tells nothing any longer of brokers that are gone for good, nor of partitions that stood for them. */
  keep(brokerIds: readonly number[], partitions: number): void {
    const ids = new Set(brokerIds.map(String));
    for (const each of [this.#connections, this.#connectionErrors, this.#connectionLatency])
      each.keep(({ brokerid = "" }) => ids.has(brokerid));
    const ofPartitions = [this.#produced, this.#producedFailed, this.#producedLatency, this.#consumed, this.#consumedLatency];
    for (const each of ofPartitions) each.keep(({ partition }) => Number(partition) < partitions);
  }

  families(common: Readonly<Record<string, string>>): readonly MetricFamily[] {
    const records = [
      this.#produced,
      this.#producedFailed,
      this.#producedLatency,
      this.#consumed,
      this.#consumedLatency,
      this.#consumerErrors,
    ];
    const connections = [this.#connections, this.#connectionErrors, this.#connectionLatency];
    const cluster = [this.#missing, this.#describeCluster, ...this.#ofTopic.values()];
    return [...records, ...connections, ...cluster].map((metric) => metric.family(common));
  }
}
