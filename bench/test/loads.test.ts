import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@millrace/kit";
import {
  type Api,
  apis,
  batchHeader,
  checkBatch,
  errors,
  type FetchRequest,
  type ProduceRequest,
  type ShareFetchRequest,
} from "@millrace/protocol";
import { FetchLoad } from "../src/load/fetch-load.ts";
import { PacedLoad } from "../src/load/paced-load.ts";
import { randomBatch } from "../src/load/produce-frames.ts";
import { ProduceLoad } from "../src/load/produce-load.ts";
import { ShareLoad } from "../src/load/share-load.ts";
import { TransactionLoad } from "../src/load/transaction-load.ts";
import { type Script, ScriptedBroker } from "./scripted-broker.ts";

const topic = { name: "t", id: "AAAAAAAAQACAAAAAAAAAAQ" };

async function withBroker<T>(script: Script, use: (at: Awaited<ReturnType<typeof ScriptedBroker.listen>>) => Promise<T>): Promise<T> {
  const listening = await ScriptedBroker.listen(script);
  try {
    return await use(listening);
  } finally {
    listening.broker.close();
  }
}

/** Takes batches as Kafka's idempotence does: per producer, sequences without a gap, checksums right. */
class Appends {
  readonly nextSequence = new Map<number, number>();
  readonly contents = new Set<string>();
  requests = 0;

  readonly answer = (api: Api, body: unknown): unknown => {
    if (api.key === apis.initProducerId.key) {
      this.nextSequence.set(this.nextSequence.size, 0);
      return { producerId: this.nextSequence.size - 1, producerEpoch: 0 };
    }
    const batch = (body as ProduceRequest).topicData[0]?.partitionData[0]?.records ?? Buffer.alloc(0);
    const producerId = batchHeader.producerId(batch);
    const expected = this.nextSequence.get(producerId);
    const whole = checkBatch(batch, 0, batch.length) === undefined;
    const errorCode = whole && batchHeader.baseSequence(batch) === expected ? 0 : 45;
    this.nextSequence.set(producerId, (expected ?? 0) + batchHeader.recordCount(batch));
    this.contents.add(batch.subarray(batchHeader.BATCH_HEADER_BYTES).toString("hex"));
    this.requests++;
    return { responses: [{ topicId: topic.id, partitionResponses: [{ index: 0, errorCode, baseOffset: this.requests }] }] };
  };
}

test("producers keep their requests under way, each with sequences of its own, over several runs", async () => {
  const appends = new Appends();
  await withBroker(appends.answer, async ({ broker, address }) => {
    const shape = { records: 2, valueBytes: 20, connections: 3, partitions: 2, inFlight: 5 };
    const load = await ProduceLoad.open(address, topic, shape);
    assert.equal(await load.run(100), 102);
    assert.equal(await load.run(30), 30);
    load.close();
    assert.equal(appends.requests, 132);
    assert.deepEqual([...appends.nextSequence.values()], [88, 88, 88]);
    assert.equal(appends.contents.size, 16);
    assert.ok(broker.mostInFlight <= 5, `${broker.mostInFlight} were under way`);
    assert.ok(broker.mostInFlight > 1);
  });
});

test("a refused batch ends the run", async () => {
  const appends = new Appends();
  const refuseTenth: Script = (api, body) => {
    if (appends.requests === 9) appends.nextSequence.set(0, -1);
    return appends.answer(api, body);
  };
  await withBroker(refuseTenth, async ({ address }) => {
    const shape = { records: 1, valueBytes: 20, connections: 1, partitions: 1, inFlight: 4 };
    const load = await ProduceLoad.open(address, topic, shape);
    await assert.rejects(load.run(100), { code: "REQUEST_FAILED", message: /OUT_OF_ORDER_SEQUENCE_NUMBER/ });
    load.close();
  });
});

/** A partition of batches with three records each; a fetch gets two and a torn third. */
function batchesFrom(offset: number, spoil: (batch: Buffer) => void): Buffer {
  const first = Math.floor(offset / 3);
  const made = [first, first + 1, first + 2].map((at) => {
    const batch = randomBatch({ records: 3, valueBytes: 50 }, seededRandom(at), 0);
    batchHeader.stampBaseOffset(batch, 0, at * 3);
    spoil(batch);
    return batch;
  });
  return Buffer.concat([...made.slice(0, 2), (made[2] as Buffer).subarray(0, 70)]);
}

const fetchScript =
  (asked: number[], spoil: (batch: Buffer) => void = () => {}): Script =>
  (_, body) => {
    const { fetchOffset = 0 } = (body as FetchRequest).topics[0]?.partitions[0] ?? {};
    asked.push(fetchOffset);
    return { responses: [{ topicId: topic.id, partitions: [{ records: batchesFrom(fetchOffset, spoil) }] }] };
  };

test("a consumer goes on behind the last whole batch", async () => {
  const asked: number[] = [];
  await withBroker(fetchScript(asked), async ({ address }) => {
    const load = await FetchLoad.open(address, topic);
    const told: [number, number][] = [];
    load.onRead = (from, to) => told.push([from, to]);
    const bytes = await load.readTo(18);
    load.close();
    assert.deepEqual(told, [
      [0, 6],
      [6, 12],
      [12, 18],
    ]);
    assert.deepEqual(asked, [0, 6, 12]);
    const batchBytes = randomBatch({ records: 3, valueBytes: 50 }, seededRandom(0), 0).length;
    assert.equal(bytes, 6 * batchBytes);
  });
});

test("what is sent at a rate goes out whether it was answered or not, and each batch has its time", async () => {
  const appends = new Appends();
  await withBroker(appends.answer, async ({ address }) => {
    const load = await PacedLoad.open(address, topic, { records: 2, valueBytes: 20 });
    await load.run(50, 5_000);
    await load.run(7, 5_000);
    load.close();
    assert.deepEqual([appends.requests, load.sentMs.length], [57, 57]);
    assert.deepEqual([...appends.nextSequence.values()], [114]);
    assert.deepEqual(
      load.sentMs,
      [...load.sentMs].sort((a, b) => a - b),
    );
  });
});

test("each batch is committed before the next, with the epoch that the commit gave, and asked again while the one before is ended", async () => {
  const epochs: number[] = [];
  let [epoch, asked] = [0, 0];
  const script: Script = (api, body) => {
    if (api.key === apis.findCoordinator.key) return { coordinators: [{ errorCode: 0 }] };
    if (api.key === apis.initProducerId.key) return { producerId: 7, producerEpoch: 0 };
    if (api.key === apis.endTxn.key) return { producerId: 7, producerEpoch: ++epoch };
    const batch = (body as ProduceRequest).topicData[0]?.partitionData[0]?.records ?? Buffer.alloc(0);
    const errorCode = asked++ % 2 === 0 ? errors.CONCURRENT_TRANSACTIONS.code : 0;
    if (errorCode === 0) epochs.push(batchHeader.producerEpoch(batch));
    assert.equal(batchHeader.baseSequence(batch), 0);
    return { responses: [{ topicId: topic.id, partitionResponses: [{ index: 0, errorCode }] }] };
  };
  await withBroker(script, async ({ address }) => {
    const load = await TransactionLoad.open(address, topic, 1, { records: 10, valueBytes: 20 });
    assert.equal(await load.run(4), 4);
    load.close();
    assert.deepEqual(epochs, [0, 1, 2, 3]);
  });
});

test("what was not written is not taken for it", async () => {
  const spoils: ((batch: Buffer) => void)[] = [
    (batch) => batch.writeUInt8((batch.at(-1) ?? 0) ^ 1, batch.length - 1),
    (batch) => batchHeader.stampBaseOffset(batch, 0, 1000),
  ];
  for (const spoil of spoils) {
    await withBroker(fetchScript([], spoil), async ({ address }) => {
      const load = await FetchLoad.open(address, topic);
      await assert.rejects(load.readTo(18), { code: "DATA_CORRUPT" });
      load.close();
    });
  }
});

/** Hands out three records with each fetch that wants some. */
class Deliveries {
  given = 0;
  accepted = 0;
  epochs: number[] = [];

  readonly answer = (api: Api, body: unknown): unknown => {
    if (api.key === apis.incrementalAlterConfigs.key) return { responses: [{ errorCode: 0 }] };
    if (api.key === apis.shareGroupHeartbeat.key)
      return { memberEpoch: 1, assignment: { topicPartitions: [{ topicId: topic.id, partitions: [4] }] } };
    if (api.key !== apis.shareFetch.key) return {};
    const { shareSessionEpoch, topics, maxRecords } = body as ShareFetchRequest;
    this.epochs.push(shareSessionEpoch);
    for (const { acknowledgementBatches } of topics.flatMap(({ partitions }) => partitions))
      for (const { firstOffset, lastOffset } of acknowledgementBatches) this.accepted += lastOffset - firstOffset + 1;
    if (maxRecords === 0) return { responses: [] };
    const acquiredRecords = [{ firstOffset: this.given, lastOffset: this.given + 2, deliveryCount: 1 }];
    this.given += 3;
    return { responses: [{ topicId: topic.id, partitions: [{ partitionIndex: 4, records: Buffer.alloc(0), acquiredRecords }] }] };
  };
}

test("share consumers accept all that they were given, in sessions that go on", async () => {
  const deliveries = new Deliveries();
  await withBroker(deliveries.answer, async ({ address }) => {
    const load = await ShareLoad.open(address, topic, 1);
    await load.run(10);
    await load.run(3);
    load.close();
    assert.deepEqual([deliveries.given, deliveries.accepted], [15, 15]);
    assert.deepEqual(deliveries.epochs, [0, 1, 2, 3, 4, 5, 6]);
  });
});
