import { ProduceLoad, type ProduceShape } from "../load/produce-load.ts";
import { type Configs, type Topic, withTopic } from "../load/topic.ts";
import type { MeasureName } from "../measures.ts";
import { metered } from "../process/metered.ts";
import { settle } from "../process/settled.ts";
import { usageOf } from "../process/usage.ts";
import type { Scenario } from "./scenario.ts";

const small = { records: 1, valueBytes: 100 };
const kilobytes16 = { records: 16, valueBytes: 1012 };
export const kilobytes64 = { records: 64, valueBytes: 1012 };
/** As large as Kafka takes them by itself (`message.max.bytes`). */
const megabyte = { records: 1023, valueBytes: 1012 };

/** Batches of that size that make 10⁹ bytes. */
export const gigabyteBatches = 15_300;

/** As many requests as the protocol's own clients have under way on a connection. */
export const clientsInFlight = 5;

export interface ProduceScenario extends ProduceShape {
  readonly name: MeasureName;
  readonly rate: MeasureName;
  /** What CPU time and throughput are told per. */
  readonly per: "request" | "gigabyte";
  /** Of the full run. The first ones must be enough for the JIT compilers of both. */
  readonly warmUpRequests: number;
  readonly requests: number;
  /** Of the topic. */
  readonly configs?: Configs;
}

const one = { connections: 1, partitions: 1 };

type Load = Omit<ProduceScenario, "name" | "rate">;

export const oneRecord: Load = { per: "request", ...small, ...one, inFlight: 64, warmUpRequests: 60_000, requests: 100_000 };
export const largeBatches: Load = {
  per: "gigabyte",
  ...kilobytes64,
  ...one,
  inFlight: clientsInFlight,
  warmUpRequests: 10_000,
  requests: gigabyteBatches,
};

/** Each record is on the disk before it is acknowledged. */
const flushed: Omit<Load, "partitions"> = {
  per: "request",
  records: 10,
  valueBytes: 100,
  connections: 16,
  inFlight: clientsInFlight,
  configs: { "flush.messages": "1" },
  warmUpRequests: 2_000,
  requests: 8_000,
};

const loads: readonly ProduceScenario[] = [
  { name: "one-record", rate: "one-record-rate", ...oneRecord },
  {
    name: "many-connections",
    rate: "many-connections-rate",
    per: "request",
    ...small,
    connections: 64,
    partitions: 16,
    inFlight: 1,
    warmUpRequests: 30_000,
    requests: 100_000,
  },
  {
    name: "many-pipelined",
    rate: "many-pipelined-rate",
    per: "request",
    ...small,
    connections: 64,
    partitions: 16,
    inFlight: 64,
    warmUpRequests: 60_000,
    requests: 200_000,
  },
  {
    name: "ten-records",
    rate: "ten-records-rate",
    per: "request",
    records: 10,
    valueBytes: 100,
    connections: 16,
    partitions: 16,
    inFlight: 4,
    warmUpRequests: 30_000,
    requests: 100_000,
  },
  {
    name: "produce-16k",
    rate: "produce-16k-rate",
    per: "gigabyte",
    ...kilobytes16,
    ...one,
    inFlight: clientsInFlight,
    warmUpRequests: 10_000,
    requests: 40_000,
  },
  { name: "produce-64k", rate: "produce-64k-rate", ...largeBatches },
  {
    name: "produce-1m",
    rate: "produce-1m-rate",
    per: "gigabyte",
    ...megabyte,
    ...one,
    inFlight: clientsInFlight,
    warmUpRequests: 500,
    requests: 1_000,
  },
  {
    name: "many-partitions",
    rate: "many-partitions-rate",
    per: "request",
    records: 10,
    valueBytes: 100,
    connections: 100,
    partitions: 1_000,
    partitionsEach: 10,
    inFlight: clientsInFlight,
    warmUpRequests: 10_000,
    requests: 30_000,
  },
  { name: "flushed", rate: "flushed-rate", ...flushed, partitions: 1 },
  { name: "flushed-partitions", rate: "flushed-partitions-rate", ...flushed, partitions: 16 },
];

export function produceScenario(load: ProduceScenario): Scenario {
  return {
    name: load.name,
    run: ({ address, pid }, { scale }) => {
      const use = async (topic: Topic) => {
        const producers = await ProduceLoad.open(address, topic, load);
        await producers.run(load.warmUpRequests * scale);
        await settle();
        const { result: requests, cpuSeconds, wallSeconds } = await metered(pid, () => producers.run(load.requests * scale));
        producers.close();
        const megabytes = (requests * producers.batchBytes) / 1e6;
        return load.per === "request"
          ? { [load.name]: (cpuSeconds * 1e6) / requests, [load.rate]: requests / wallSeconds }
          : { [load.name]: (cpuSeconds * 1e3) / megabytes, [load.rate]: megabytes / wallSeconds };
      };
      return withTopic(address, load.name, load.partitions, use, load.configs);
    },
  };
}

/** What a gigabyte leaves behind in a process that has done nothing else. */
const memoryScenario: Scenario = {
  name: "memory-produced",
  run: ({ address, pid }, { scale }) =>
    withTopic(address, "memory", 1, async (topic) => {
      const producers = await ProduceLoad.open(address, topic, { ...kilobytes64, ...one, inFlight: clientsInFlight });
      await producers.run(gigabyteBatches * scale);
      producers.close();
      return { "memory-produced": usageOf(pid).residentBytes / 1e6 };
    }),
};

/** The memory comes first, and the largest batches last: by then the JIT compilers of both have seen it all. */
export const produceScenarios = [memoryScenario, ...loads.map(produceScenario)];
