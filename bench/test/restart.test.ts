import assert from "node:assert/strict";
import { test } from "node:test";
import { Opened } from "@millrace/kit";
import { type Api, apis, batchHeader, type ListOffsetsRequest, type ProduceRequest } from "@millrace/protocol";
import type { Address } from "../src/load/link.ts";
import type { BrokerProcess } from "../src/peers/broker-process.ts";
import { lackOfSpace } from "../src/process/disk-space.ts";
import { type Filling, fillings, restartedIn, restarts, wrongEnds } from "../src/restart.ts";
import { ScriptedBroker } from "./scripted-broker.ts";

const [filling, manyPartitions] = fillings as [Filling, Filling];
const topicId = "AAAAAAAAQACAAAAAAAAAAQ";

/** Counts the records of each partition, and what is done to the process that would hold them. */
class Records {
  readonly ends: number[];
  readonly events: string[] = [];

  constructor(partitions: number) {
    this.ends = Array<number>(partitions).fill(0);
  }

  readonly answer = ({ key }: Api, body: unknown): unknown => {
    if (key === apis.createTopics.key) return { topics: [{ name: "restart", topicId }] };
    if (key === apis.initProducerId.key) return { producerId: 1, producerEpoch: 0 };
    return key === apis.produce.key ? this.#append(body as ProduceRequest) : this.#list(body as ListOffsetsRequest);
  };

  process(address: Address): BrokerProcess {
    const said = (event: string) => async () => void this.events.push(event);
    const again = async () => {
      this.events.push("again");
      return this.process(address);
    };
    const lastWords = async () => "";
    return {
      name: "millrace",
      address,
      pid: process.pid,
      folder: "",
      startMs: 0,
      saidMs: async () => 0,
      lastWords,
      stop: said("stop"),
      kill: said("kill"),
      again,
    };
  }

  #append({ topicData }: ProduceRequest): unknown {
    const partitionResponses = (topicData[0]?.partitionData ?? []).map(({ index, records }) => {
      const baseOffset = this.ends[index] ?? 0;
      this.ends[index] = baseOffset + batchHeader.recordCount(records ?? Buffer.alloc(0));
      return { index, baseOffset };
    });
    return { responses: [{ topicId, partitionResponses }] };
  }

  /** Answers in an order of its own, as a broker may. */
  #list({ topics }: ListOffsetsRequest): unknown {
    const partitions = (topics[0]?.partitions ?? []).map(({ partitionIndex, timestamp }) => {
      return { partitionIndex, offset: timestamp === -1 ? (this.ends[partitionIndex] ?? 0) : 0 };
    });
    return { topics: [{ name: "restart", partitions: partitions.reverse() }] };
  }
}

async function withRecords<T>(
  partitions: number,
  use: (records: Records, broker: BrokerProcess, opened: Opened) => Promise<T>,
): Promise<T> {
  const records = new Records(partitions);
  const { broker, address } = await ScriptedBroker.listen(records.answer);
  const opened = new Opened();
  try {
    return await use(records, records.process(address), opened);
  } finally {
    await opened.close();
    broker.close();
  }
}

test("a broker that was filled evenly is killed, started, stopped and started", async () => {
  await withRecords(50, async (records, broker, opened) => {
    const measured = await restarts(filling, broker, 101, opened);
    assert.deepEqual(records.ends, Array(50).fill(3 * 64));
    assert.deepEqual(records.events, ["kill", "again", "stop", "again"]);
    assert.deepEqual(Object.keys(measured), ["memory-filled", "restart", "restart-first", "restart-clean"]);
    await opened.close();
    assert.deepEqual(records.events.slice(4), ["stop", "stop"]);
  });
});

test("each of many partitions gets as much, many of them with a request", async () => {
  await withRecords(5_000, async (records, broker, opened) => {
    await restarts(manyPartitions, broker, 100, opened);
    assert.deepEqual(records.ends, Array(5_000).fill(2 * 10));
  });
});

test("a restart that lost records is no restart", async () => {
  await withRecords(50, async (records, broker, opened) => {
    const kill = async () => {
      records.ends[7] = 10;
    };
    const message = /64 records .* partition 7 at 10$/;
    await assert.rejects(restarts(filling, { ...broker, kill }, 50, opened), { code: "DATA_CORRUPT", message });
  });
});

test("every partition must end where its acknowledged records do", () => {
  assert.equal(wrongEnds(Array(50).fill(12), 50, 12), undefined);
  assert.match(wrongEnds([...Array(48).fill(12), 11, 13], 50, 12) ?? "", /partition 48 at 11, partition 49 at 13$/);
  assert.match(wrongEnds(Array(49).fill(12), 50, 12) ?? "", /^49 of 50 /);
});

test("Kafka is restarted in the first round only", () => {
  assert.deepEqual(restartedIn(0, ["kafka", "millrace"]), ["kafka", "millrace"]);
  assert.deepEqual(restartedIn(1, ["millrace", "kafka"]), ["millrace"]);
  assert.deepEqual(restartedIn(1, ["kafka"]), []);
});

test("too little space is told before anything is written", () => {
  assert.equal(lackOfSpace("/tmp", 6e9, 6e9), undefined);
  assert.match(lackOfSpace("/tmp", 5.9e9, 6e9)?.message ?? "", /needs 6\.0 GB free in \/tmp, where 5\.9 GB are/);
});
