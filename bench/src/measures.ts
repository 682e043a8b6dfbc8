/** What a measure has to reach: a value of its own, or a ratio to Apache Kafka's value of the same round. */
export type Goal = { readonly atMost: number } | { readonly ratioAtMost: number };

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
  "memory-produced": { title: "resident memory after 1 GB in 64 KB batches", unit: "MB", goal: { atMost: 200 } },
  "memory-peak": { title: "largest resident memory of the whole run", unit: "MB" },
  "idle-connections": { title: "resident memory for each of 5,000 idle connections", unit: "KB" },
  "half-requests": { title: "… that has sent 100 bytes of a request of 64 KB", unit: "KB" },
  "deaf-consumers": { title: "resident memory for each of 200 consumers that ask for 64 MB and read none", unit: "KB" },
  "one-record": { title: "one 100-byte record a request, 1 connection, 64 in flight", unit: cpuARequest, goal: { ratioAtMost: 1 / 6 } },
  "one-record-rate": { title: "… requests", unit: rate.requests },
  "many-connections": { title: "one 100-byte record a request, 64 connections", unit: cpuARequest },
  "many-connections-rate": { title: "… requests", unit: rate.requests },
  "ten-records": { title: "ten 100-byte records a request, 16 connections, 4 in flight each", unit: cpuARequest },
  "ten-records-rate": { title: "… requests", unit: rate.requests },
  "produce-16k": { title: "16 KB batches", unit: cpuAGigabyte },
  "produce-16k-rate": { title: "… written", unit: rate.megabytes },
  "produce-64k": { title: "64 KB batches", unit: cpuAGigabyte, goal: { ratioAtMost: 1 / 2 } },
  "produce-64k-rate": { title: "… written", unit: rate.megabytes },
  fetch: { title: "1 MB fetches from the beginning, page cache", unit: cpuAGigabyte, goal: { ratioAtMost: 1.5 } },
  "fetch-rate": { title: "… read", unit: rate.megabytes },
  tail: { title: "64 KB batches written and fetched as they come", unit: cpuAGigabyte },
  "tail-rate": { title: "… written and read", unit: rate.megabytes },
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
  restart: { title: "start after kill -9, until all 50 partitions of 5 GB answer", unit: "ms", goal: { atMost: 2_000 } },
  "restart-clean": { title: "… after a clean stop", unit: "ms" },
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
  const [measured, limit] = "atMost" in goal ? [value, goal.atMost] : [ratio, goal.ratioAtMost];
  return measured === undefined ? undefined : measured <= limit;
}
