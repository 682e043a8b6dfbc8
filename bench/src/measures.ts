/** What a measure has to reach (docs/performance.md): a value of its own, or a ratio to Apache Kafka's value of the same round. */
export type Goal = { readonly atMost: number } | { readonly ratioAtMost: number } | { readonly ratioAtLeast: number };

export interface Measure {
  readonly title: string;
  readonly unit: string;
  readonly goal?: Goal;
}

const cpuARequest = "µs CPU/request";
const cpuAGigabyte = "s CPU/GB";
const rate = { requests: "requests/s", megabytes: "MB/s" } as const;

/** All that is measured of a broker's process, in the order of the report. A megabyte is 10⁶ bytes. */
export const measures = {
  start: { title: "start to first answered request", unit: "ms", goal: { atMost: 300 } },
  "start-ready": { title: "… until all resources are ready", unit: "ms" },
  "memory-idle": { title: "resident memory, idle", unit: "MB", goal: { atMost: 80 } },
  "memory-produced": { title: "resident memory after 1 GB in 64 KB batches", unit: "MB" },
  "memory-filled": { title: "resident memory after 5 GB in 50 partitions", unit: "MB", goal: { atMost: 180 } },
  "memory-partitions": { title: "resident memory with 5,000 partitions that were written to", unit: "MB", goal: { atMost: 250 } },
  "memory-peak": { title: "largest resident memory of the whole run", unit: "MB" },
  "idle-connections": { title: "resident memory for each of 5,000 idle connections", unit: "KB" },
  "half-requests": { title: "… that has sent 100 bytes of a request of 64 KB", unit: "KB" },
  "deaf-consumers": { title: "resident memory for each of 200 consumers that ask for 64 MB and read none", unit: "KB" },
  "one-record": { title: "one 100-byte record a request, 1 connection, 64 in flight", unit: cpuARequest, goal: { ratioAtMost: 1 / 10 } },
  "one-record-rate": { title: "… requests", unit: rate.requests },
  "many-connections": { title: "one 100-byte record a request, 64 connections", unit: cpuARequest },
  "many-connections-rate": { title: "… requests", unit: rate.requests },
  "many-pipelined": {
    title: "one 100-byte record a request, 64 connections, 64 in flight each",
    unit: cpuARequest,
    goal: { ratioAtMost: 1 / 10 },
  },
  "many-pipelined-rate": { title: "… requests", unit: rate.requests },
  "ten-records": { title: "ten 100-byte records a request, 16 connections, 4 in flight each", unit: cpuARequest },
  "ten-records-rate": { title: "… requests", unit: rate.requests },
  "produce-16k": { title: "16 KB batches", unit: cpuAGigabyte, goal: { ratioAtMost: 1 / 3 } },
  "produce-16k-rate": { title: "… written", unit: rate.megabytes },
  "produce-64k": { title: "64 KB batches", unit: cpuAGigabyte, goal: { ratioAtMost: 1 / 3 } },
  "produce-64k-rate": { title: "… written", unit: rate.megabytes },
  "produce-1m": { title: "1 MB batches", unit: cpuAGigabyte, goal: { ratioAtMost: 1 / 3 } },
  "produce-1m-rate": { title: "… written", unit: rate.megabytes },
  "many-partitions": { title: "1,000 partitions, 100 producers, 10 KB a request in 10 batches", unit: cpuARequest },
  "many-partitions-rate": { title: "… requests", unit: rate.requests, goal: { ratioAtLeast: 2 } },
  flushed: { title: "fsync before each answer, 16 producers of 1 KB batches, 1 partition", unit: cpuARequest },
  "flushed-rate": { title: "… requests", unit: rate.requests, goal: { ratioAtLeast: 2 } },
  "flushed-partitions": { title: "fsync before each answer, 16 producers, each with a partition", unit: cpuARequest },
  "flushed-partitions-rate": { title: "… requests", unit: rate.requests, goal: { ratioAtLeast: 2 } },
  fetch: { title: "1 MB fetches from the beginning, page cache", unit: cpuAGigabyte, goal: { ratioAtMost: 0.9 } },
  "fetch-rate": { title: "… read", unit: rate.megabytes },
  recent: { title: "64 KB batches fetched as they come, by 1 consumer", unit: cpuAGigabyte, goal: { ratioAtMost: 0.9 } },
  "recent-rate": { title: "… read", unit: rate.megabytes },
  "recent-both": { title: "… with what producing takes", unit: cpuAGigabyte },
  "recent-10": { title: "64 KB batches fetched as they come, by 10 consumers", unit: cpuAGigabyte, goal: { ratioAtMost: 0.9 } },
  "recent-10-rate": { title: "… read", unit: rate.megabytes },
  "recent-100": { title: "64 KB batches fetched as they come, by 100 consumers", unit: cpuAGigabyte, goal: { ratioAtMost: 0.9 } },
  "recent-100-rate": { title: "… read", unit: rate.megabytes },
  old: { title: "1 MB fetches from the disk, 1 consumer", unit: cpuAGigabyte, goal: { ratioAtMost: 1.2 } },
  "old-rate": { title: "… read", unit: rate.megabytes },
  "old-10": { title: "1 MB fetches from the disk, 10 consumers", unit: cpuAGigabyte, goal: { ratioAtMost: 1.2 } },
  "old-10-rate": { title: "… read", unit: rate.megabytes },
  "old-100": { title: "1 MB fetches from the disk, 100 consumers", unit: cpuAGigabyte, goal: { ratioAtMost: 1.2 } },
  "old-100-rate": { title: "… read", unit: rate.megabytes },
  "latency-1k": { title: "from producer to consumer, 1,000 records/s: median", unit: "ms", goal: { ratioAtMost: 1 / 2 } },
  "latency-1k-p99": { title: "… 99%", unit: "ms", goal: { ratioAtMost: 1 / 2 } },
  "latency-1k-p999": { title: "… 99.9%", unit: "ms", goal: { ratioAtMost: 1 / 2 } },
  "latency-20k": { title: "from producer to consumer, 20,000 records/s: median", unit: "ms", goal: { ratioAtMost: 1 / 2 } },
  "latency-20k-p99": { title: "… 99%", unit: "ms", goal: { ratioAtMost: 1 / 2 } },
  "latency-20k-p999": { title: "… 99.9%", unit: "ms", goal: { ratioAtMost: 1 / 2 } },
  transactions: { title: "transactions of ten 100-byte records, 16 producers", unit: "µs CPU/transaction" },
  "transactions-rate": { title: "… commits", unit: "commits/s", goal: { ratioAtLeast: 2 } },
  "group-rebalance": { title: "rebalance of a classic group when the 50th member joins", unit: "ms", goal: { ratioAtMost: 1 / 2 } },
  "group-rebalance-left": { title: "… when it leaves", unit: "ms", goal: { ratioAtMost: 1 / 2 } },
  "group-join": { title: "1,000 members join a consumer group on 1,000 partitions, until each has its own", unit: "s CPU" },
  "group-heartbeat": { title: "heartbeats of a consumer group of 1,000 members, 64 in flight", unit: cpuARequest },
  "group-heartbeat-rate": { title: "… requests", unit: rate.requests },
  "share-consumer": {
    title: "100-byte records handed to one share consumer and accepted, up to 500 a fetch",
    unit: "s CPU/million records",
    goal: { ratioAtMost: 1 / 2 },
  },
  "share-consumer-rate": { title: "… records", unit: "records/s" },
  "share-consumers": { title: "… to 20 share consumers on 10 partitions", unit: "s CPU/million records", goal: { ratioAtMost: 1 / 2 } },
  "share-consumers-rate": { title: "… records", unit: "records/s" },
  "share-in-flight": { title: "memory for 1 million records that share consumers hold, 500 a fetch", unit: "MB", goal: { atMost: 100 } },
  "share-in-flight-single": { title: "… each by a fetch of its own", unit: "MB", goal: { atMost: 100 } },
  "topics-created": { title: "1,000 KafkaTopics created by the controller, until all are ready", unit: "ms/topic", goal: { atMost: 10 } },
  "topics-changed": { title: "… changed", unit: "ms/topic", goal: { atMost: 10 } },
  "topics-deleted": { title: "… deleted", unit: "ms/topic", goal: { atMost: 10 } },
  "users-with-passwords": { title: "500 KafkaUsers with passwords, until all are ready", unit: "ms/user", goal: { atMost: 20 } },
  "users-with-certificates": { title: "… with certificates", unit: "ms/user", goal: { atMost: 20 } },
  "users-deleted": { title: "… with passwords, deleted", unit: "ms/user", goal: { atMost: 20 } },
  "platform-start": {
    title: "a further platform in a process that has had one, in memory, three topics",
    unit: "ms",
    goal: { atMost: 100 },
  },
  "platform-reset": { title: "… reset", unit: "ms" },
  "platform-stop": { title: "… stopped", unit: "ms" },
  clean: { title: "1 GB of a compacted topic cleaned, of which a tenth stays", unit: cpuAGigabyte },
  "clean-rate": { title: "… cleaned", unit: rate.megabytes },
  "clean-zstd": { title: "1 GB of records cleaned that are compressed with zstd", unit: cpuAGigabyte },
  "clean-zstd-rate": { title: "… cleaned", unit: rate.megabytes },
  "tls-one-record": { title: "one 100-byte record a request, 64 in flight, over TLS 1.3", unit: cpuARequest },
  "tls-one-record-rate": { title: "… requests", unit: rate.requests },
  "tls-produce-64k": { title: "64 KB batches over TLS 1.3", unit: cpuAGigabyte },
  "tls-produce-64k-rate": { title: "… written", unit: rate.megabytes },
  "tls-fetch": { title: "1 MB fetches from the beginning over TLS 1.3", unit: cpuAGigabyte },
  "tls-fetch-rate": { title: "… read", unit: rate.megabytes },
  "tls-handshake": { title: "connections with TLS 1.3, ECDSA P-256, one request each, 16 at a time", unit: "µs CPU/connection" },
  "tls-handshake-rate": { title: "… connections", unit: "connections/s" },
  "operator-ready": { title: "operator, from its process' start to ready", unit: "ms", goal: { atMost: 2_000 } },
  "operator-memory": { title: "… resident memory with 10 Kafkas of 3 nodes", unit: "MB", goal: { atMost: 100 } },
  "operator-writes": { title: "… requests that write in half a minute with nothing to do", unit: "requests", goal: { atMost: 0 } },
  "operator-reads": { title: "… requests that read meanwhile", unit: "requests", goal: { atMost: 0 } },
  "operator-many": { title: "… 100 Kafkas of 3 nodes brought about, until all of their pods are ready", unit: "s", goal: { atMost: 60 } },
  "operator-many-cpu": { title: "… the operator's own time of that", unit: "s CPU" },
  "operator-many-memory": { title: "… resident memory with them", unit: "MB" },
  "rebalance-full": { title: "a rebalance of 100 brokers with 50,000 replicas planned", unit: "s CPU", goal: { atMost: 10 } },
  "rebalance-remove": { title: "… three of these brokers emptied", unit: "s CPU", goal: { atMost: 10 } },
  restart: { title: "start after kill -9, until all 50 partitions of 5 GB answer", unit: "ms", goal: { atMost: 500 } },
  "restart-first": { title: "… until any request is answered", unit: "ms", goal: { atMost: 500 } },
  "restart-clean": { title: "… after a clean stop, until all partitions answer", unit: "ms" },
  "restart-partitions": { title: "start after kill -9, until all of 5,000 partitions answer", unit: "ms", goal: { atMost: 1_500 } },
  "restart-partitions-first": { title: "… until any request is answered", unit: "ms", goal: { atMost: 1_500 } },
  "restart-partitions-clean": { title: "… after a clean stop, until all partitions answer", unit: "ms", goal: { atMost: 1_500 } },
  install: { title: "npm install of the published command", unit: "MB", goal: { atMost: 60 } },
  "install-packages": { title: "… packages", unit: "packages", goal: { atMost: 60 } },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof measures;

/** The names in the order of the report. */
export const measureNames = Object.keys(measures) as MeasureName[];

export function goalOf(name: MeasureName): Goal | undefined {
  const measure: Measure = measures[name];
  return measure.goal;
}

/** Whether a goal is reached; undefined without one, or where its value was not measured. */
export function reached(goal: Goal | undefined, value: number | undefined, ratio: number | undefined): boolean | undefined {
  if (goal === undefined) return undefined;
  const measured = "atMost" in goal ? value : ratio;
  if (measured === undefined) return undefined;
  if ("ratioAtLeast" in goal) return measured >= goal.ratioAtLeast;
  return measured <= ("atMost" in goal ? goal.atMost : goal.ratioAtMost);
}
