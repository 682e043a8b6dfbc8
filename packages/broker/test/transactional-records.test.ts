import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis, decodeRecords, encodeBatch, errors, type FetchResponse, splitBatches } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const transactionalId = "tx";
const nameOf = new Map(Object.values(errors).map(({ code, name }) => [code, name]));

interface Identity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** A broker on a disk that can fail, with a topic, a producer with an identity, and Kafka's ways to write and to read. */
class Stage {
  readonly clock = new ManualClock();
  readonly files = new FaultyFiles(this.clock, seededRandom(3));
  readonly broker: TestBroker;
  identity: Identity = { producerId: -1, producerEpoch: -1 };
  #sequence = 0;

  private constructor(broker: TestBroker, clock: ManualClock, files: FaultyFiles) {
    this.broker = broker;
    this.clock = clock;
    this.files = files;
  }

  static async set(properties: Record<string, string> = {}): Promise<Stage> {
    const clock = new ManualClock();
    const files = new FaultyFiles(clock, seededRandom(3));
    const broker = await TestBroker.start(properties, { clock, files });
    await broker.createTopic("t");
    await broker.call(apis.findCoordinator, 6, { keyType: 1, coordinatorKeys: [transactionalId] });
    const stage = new Stage(broker, clock, files);
    await stage.init();
    return stage;
  }

  async init(): Promise<void> {
    this.identity = await this.broker.call(apis.initProducerId, 5, { transactionalId, transactionTimeoutMs: 60_000 });
    this.#sequence = 0;
  }

  records(value: string): Buffer {
    const record = { key: null, value: Buffer.from(value), timestamp: this.clock.now() };
    return encodeBatch({ records: [record], transactional: true, baseSequence: this.#sequence, ...this.identity });
  }

  /** Name of the error. */
  async produce(value: string, version = 12): Promise<string | undefined> {
    const topicData = [{ name: "t", partitionData: [{ index: 0, records: this.records(value) }] }];
    const { responses } = await this.broker.call(apis.produce, version, { transactionalId, acks: -1, timeoutMs: 1000, topicData });
    const { errorCode = -1 } = responses[0]?.partitionResponses[0] ?? {};
    if (errorCode === 0) this.#sequence++;
    return nameOf.get(errorCode);
  }

  async add(): Promise<void> {
    const { producerId: v3AndBelowProducerId, producerEpoch: v3AndBelowProducerEpoch } = this.identity;
    const v3AndBelowTopics = [{ name: "t", partitions: [0] }];
    const request = { v3AndBelowTransactionalId: transactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics };
    await this.broker.call(apis.addPartitionsToTxn, 3, request);
  }

  async end(committed: boolean): Promise<void> {
    const { producerId, producerEpoch } = this.identity;
    this.identity = await this.broker.call(apis.endTxn, 5, { transactionalId, producerId, producerEpoch, committed });
    this.#sequence = 0;
  }

  async fetch(isolationLevel: number) {
    const topics = [{ topic: "t", partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
    return partitionIn(await this.broker.call(apis.fetch, 12, { maxBytes: 1 << 20, isolationLevel, topics }));
  }

  async latest(isolationLevel: number, timestamp = -1): Promise<number | undefined> {
    const topics = [{ name: "t", partitions: [{ partitionIndex: 0, timestamp }] }];
    const reply = await this.broker.call(apis.listOffsets, 7, { replicaId: -1, isolationLevel, topics });
    return reply.topics[0]?.partitions[0]?.offset;
  }

  /** Name of the error for each partition. */
  async mark(marker: Partial<Identity> & { coordinatorEpoch?: number; transactionVersion?: number; partitions?: number[] }, version = 2) {
    const { partitions: partitionIndexes = [0], ...rest } = marker;
    const asked = { ...this.identity, transactionResult: true, topics: [{ name: "t", partitionIndexes }], ...rest };
    const { markers } = await this.broker.call(apis.writeTxnMarkers, version, { markers: [asked] });
    return markers[0]?.topics[0]?.partitions.map(({ errorCode }) => nameOf.get(errorCode));
  }
}

function partitionIn({ responses }: FetchResponse) {
  const partition = responses[0]?.partitions[0];
  assert.ok(partition);
  const { highWatermark, lastStableOffset, abortedTransactions, records } = partition;
  const batches = splitBatches(records ?? Buffer.alloc(0));
  const values = batches.flatMap((batch) => decodeRecords(batch)).map(({ offset, value }) => `${offset}:${value?.toString("latin1")}`);
  return { highWatermark, lastStableOffset, abortedTransactions, values };
}

const committed = 1;
const uncommitted = 0;

describe("records in transactions", () => {
  let it: Stage;

  beforeEach(async () => {
    it = await Stage.set();
  });

  afterEach(() => it.broker.stop());

  test("are read by readers of committed records once they are", async () => {
    assert.equal(await it.produce("a"), "NONE");
    assert.deepEqual(await it.fetch(committed), { highWatermark: 1, lastStableOffset: 0, abortedTransactions: [], values: [] });
    const open = await it.fetch(uncommitted);
    assert.deepEqual([open.values, open.abortedTransactions], [["0:a"], null]);
    assert.deepEqual([await it.latest(committed), await it.latest(uncommitted)], [0, 1]);
    assert.deepEqual([await it.latest(committed, 0), await it.latest(uncommitted, 0)], [-1, 0]);
    assert.deepEqual([await it.latest(committed, -3), await it.latest(uncommitted, -3)], [-1, 0]);
    await it.end(true);
    const after = await it.fetch(committed);
    assert.deepEqual([after.lastStableOffset, after.values[0], after.abortedTransactions], [2, "0:a", []]);
    assert.equal(await it.latest(committed), 2);
  });

  test("that were aborted are named as such", async () => {
    const { producerId } = it.identity;
    await it.produce("a");
    await it.end(false);
    await it.produce("b");
    await it.end(true);
    const { values, abortedTransactions } = await it.fetch(committed);
    assert.deepEqual([values[0], values[2]], ["0:a", "2:b"]);
    assert.deepEqual(abortedTransactions, [{ producerId, firstOffset: 0 }]);
    assert.equal((await it.fetch(uncommitted)).abortedTransactions, null);
  });

  test("wake a waiting reader of committed records when they are, not when they come", async () => {
    const client = it.broker.connect();
    const topics = [{ topic: "t", partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
    await it.produce("x".repeat(500));
    const request = { maxWaitMs: 60_000, minBytes: 400, maxBytes: 1 << 20, isolationLevel: committed, topics };
    const answer = client.receive(apis.fetch, 12, client.send(apis.fetch, 12, request));
    let answered = false;
    answer.then(() => {
      answered = true;
    });
    await it.produce("y".repeat(500));
    assert.equal(answered, false);
    await it.end(true);
    assert.equal(partitionIn(await answer).values.length, 3, "the marker has fewer bytes than it waits for");
  });

  test("of older clients have to be added before; newer ones are told that they may abort and go on", async () => {
    assert.equal(await it.produce("a", 10), "INVALID_TXN_STATE");
    assert.equal(await it.produce("a", 11), "TRANSACTION_ABORTABLE");
    await it.add();
    assert.equal(await it.produce("a", 10), "NONE");
    assert.equal(await it.produce("b", 11), "NONE");
  });

  test("of a fenced producer are refused, whether the partition knows of the new one or not", async () => {
    await it.produce("a");
    const old = it.identity;
    await it.init();
    it.identity = old;
    assert.equal(await it.produce("b"), "INVALID_PRODUCER_EPOCH");
    const others = { ...old, producerEpoch: old.producerEpoch - 1 };
    it.identity = { ...others, producerId: old.producerId + 1000 };
    assert.equal(await it.produce("b"), "INVALID_PRODUCER_ID_MAPPING");
  });

  test("wait for the markers of the transaction before, for a while", async () => {
    await it.produce("a");
    it.files.fail({ call: "write", code: "ENOSPC", path: "/t-0/" });
    await it.end(true);
    const early = it.produce("b");
    await it.broker.connect().call(apis.apiVersions, 0, {});
    it.files.mend();
    for (let step = 0; step < 6; step++) await tick(it.clock, 20);
    assert.equal(await early, "NONE");
    it.files.fail({ call: "write", code: "ENOSPC", path: "/t-0/", times: 10 });
    await it.end(true);
    const late = it.produce("c");
    for (let step = 0; step < 8; step++) await tick(it.clock, 20);
    assert.equal(await late, "CONCURRENT_TRANSACTIONS");
    it.files.mend();
  });

  test("have one producer in a request", async () => {
    const [a, b] = [
      it.records("a"),
      encodeBatch({
        records: [{ key: null, value: null, timestamp: 1 }],
        transactional: true,
        producerId: 1,
        producerEpoch: 0,
        baseSequence: 0,
      }),
    ];
    await it.broker.createTopic("u");
    const topicData = [
      { name: "t", partitionData: [{ index: 0, records: a }] },
      { name: "u", partitionData: [{ index: 0, records: b }] },
    ];
    const { responses } = await it.broker.call(apis.produce, 12, { transactionalId, acks: -1, timeoutMs: 1000, topicData });
    const codes = responses.flatMap(({ partitionResponses }) => partitionResponses.map(({ errorCode }) => nameOf.get(errorCode)));
    assert.deepEqual(codes, ["INVALID_PRODUCER_ID_MAPPING", "INVALID_PRODUCER_ID_MAPPING"]);
  });

  test("are known to DescribeProducers", async () => {
    await it.produce("a");
    const ask = {
      topics: [
        { name: "t", partitionIndexes: [0, 1] },
        { name: "no", partitionIndexes: [0] },
        { name: "?", partitionIndexes: [0] },
      ],
    };
    const { topics } = await it.broker.call(apis.describeProducers, 0, ask);
    const rows = topics.flatMap(({ partitions }) =>
      partitions.map(({ errorCode, activeProducers }) => [nameOf.get(errorCode), activeProducers]),
    );
    const { producerId, producerEpoch } = it.identity;
    const known = {
      producerId,
      producerEpoch,
      lastSequence: 0,
      lastTimestamp: it.clock.now(),
      coordinatorEpoch: -1,
      currentTxnStartOffset: 0,
    };
    assert.deepEqual(rows, [
      ["NONE", [known]],
      ["UNKNOWN_TOPIC_OR_PARTITION", []],
      ["UNKNOWN_TOPIC_OR_PARTITION", []],
      ["INVALID_TOPIC_EXCEPTION", []],
    ]);
  });

  test("are ended by WriteTxnMarkers, unless an epoch is too old", async () => {
    await it.produce("a");
    await it.end(true);
    await it.produce("a");
    const { producerEpoch } = it.identity;
    assert.deepEqual(await it.mark({ producerEpoch: producerEpoch - 1 }), ["INVALID_PRODUCER_EPOCH"]);
    assert.deepEqual(await it.mark({ transactionVersion: 2 }), ["INVALID_PRODUCER_EPOCH"]);
    assert.deepEqual(await it.mark({ transactionVersion: -1 }), ["UNKNOWN_SERVER_ERROR"]);
    assert.equal(await it.latest(committed), 2);
    assert.deepEqual(await it.mark({ coordinatorEpoch: 4, partitions: [0, 1, 0] }, 1), ["NONE", "UNKNOWN_TOPIC_OR_PARTITION"]);
    assert.equal(await it.latest(committed), 4);
    assert.deepEqual(await it.mark({ coordinatorEpoch: 3 }), ["TRANSACTION_COORDINATOR_FENCED"]);
  });
});

test("with verification switched off, older clients' records begin transactions by themselves", async () => {
  const it = await Stage.set({ "transaction.partition.verification.enable": "false" });
  assert.equal(await it.produce("a", 10), "NONE");
  assert.equal(await it.latest(committed), 0);
  await it.broker.stop();
});

/** Lets what waits for the clock run, and what that gives rise to. */
async function tick(clock: ManualClock, ms: number): Promise<void> {
  clock.advance(ms);
  await new Promise((resolve) => setImmediate(resolve));
}
