import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { jsonLogger } from "@millrace/kit";
import { apis, type Draft, decodeRecords, encodeBatch, errors, type FetchRequest, splitBatches } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

describe("Produce and Fetch", () => {
  let it: TestBroker;
  const lines: Record<string, unknown>[] = [];

  before(async () => {
    const logger = jsonLogger({ level: "warn", now: () => 0, write: (line) => lines.push(JSON.parse(line)) });
    it = await TestBroker.start({}, { logger });
  });

  after(() => it.stop());

  function fetchOf(topic: string, fetchOffset: number, more: Draft<FetchRequest> = {}, topicId?: string): Draft<FetchRequest> {
    const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: 1 << 20 }];
    return {
      maxWaitMs: 0,
      minBytes: 1,
      sessionEpoch: -1,
      topics: [{ topic, ...(topicId === undefined ? {} : { topicId }), partitions }],
      ...more,
    };
  }

  function valuesIn(records: Buffer | null): string[] {
    return splitBatches(records ?? Buffer.alloc(0))
      .flatMap((batch) => decodeRecords(batch))
      .map(({ value }) => String(value));
  }

  test("what is produced is fetched, in every version of both", async () => {
    const topicId = await it.createTopic("versions");
    let offset = 0;
    for (let version = apis.produce.minVersion; version <= apis.produce.maxVersion; version++) {
      const records = encodeBatch({ records: [{ key: Buffer.from("k"), value: Buffer.from(`v${version}`), timestamp: it.clock.now() }] });
      const topicData = [{ name: "versions", topicId, partitionData: [{ index: 0, records }] }];
      const { responses } = await it.call(apis.produce, version, { acks: 1, timeoutMs: 1000, topicData });
      const reply = responses[0]?.partitionResponses[0];
      assert.equal(reply?.errorCode, 0, `Produce version ${version}`);
      assert.equal(reply?.baseOffset, offset++);
    }
    for (let version = apis.fetch.minVersion; version <= apis.fetch.maxVersion; version++) {
      const { responses } = await it.call(apis.fetch, version, fetchOf("versions", 0, {}, topicId));
      const partition = responses[0]?.partitions[0];
      assert.equal(partition?.errorCode, 0, `Fetch version ${version}`);
      assert.equal(partition?.highWatermark, offset);
      assert.equal(valuesIn(partition?.records ?? null).length, offset);
    }
  });

  test("a fetch from the middle of a batch returns the whole batch", async () => {
    await it.createTopic("middle");
    await it.produce("middle", 0, ["a", "b", "c", "d"]);
    const { responses } = await it.call(apis.fetch, 12, fetchOf("middle", 2));
    const records = responses[0]?.partitions[0]?.records ?? Buffer.alloc(0);
    assert.deepEqual(
      [...decodeRecords(records)].map(({ offset }) => offset),
      [0, 1, 2, 3],
    );
  });

  test("a batch larger than the limit comes whole if it is the first, and only then", async () => {
    await it.createTopic("large");
    await it.createTopic("larger");
    for (const topic of ["large", "larger"]) await it.produce(topic, 0, ["x".repeat(5000)]);
    const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100 }];
    const request = {
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 100,
      sessionEpoch: -1,
      topics: ["large", "larger"].map((topic) => ({ topic, partitions })),
    };
    const { responses } = await it.call(apis.fetch, 11, request);
    assert.deepEqual(
      responses.map(({ partitions }) => valuesIn(partitions[0]?.records ?? null).length),
      [1, 0],
    );
  });

  test("offsets that the log does not have are out of range, and its end is not", async () => {
    await it.createTopic("range");
    await it.produce("range", 0, ["a"]);
    const errorAt = async (offset: number) =>
      (await it.call(apis.fetch, 12, fetchOf("range", offset))).responses[0]?.partitions[0]?.errorCode;
    assert.equal(await errorAt(1), 0);
    assert.equal(await errorAt(2), errors.OFFSET_OUT_OF_RANGE.code);
    assert.equal(await errorAt(-1), errors.OFFSET_OUT_OF_RANGE.code);
  });

  test("a fetch waits for its bytes and no longer", async () => {
    await it.createTopic("wait");
    const consumer = it.connect();
    const id = consumer.send(apis.fetch, 12, fetchOf("wait", 0, { maxWaitMs: 60_000 }));
    await it.produce("wait", 0, ["here"]);
    const { responses } = await consumer.receive(apis.fetch, 12, id);
    assert.deepEqual(valuesIn(responses[0]?.partitions[0]?.records ?? null), ["here"]);
    consumer.close();
  });

  test("a fetch that waits in vain is answered when its time is over", async () => {
    await it.createTopic("vain");
    const consumer = it.connect();
    const id = consumer.send(apis.fetch, 12, fetchOf("vain", 0, { maxWaitMs: 500 }));
    await it.createTopic("vain-2"); // the fetch has been looked at by the time that this is answered
    it.clock.advance(499);
    it.clock.advance(1);
    const { responses } = await consumer.receive(apis.fetch, 12, id);
    assert.deepEqual(valuesIn(responses[0]?.partitions[0]?.records ?? null), []);
    consumer.close();
  });

  test("requests of one connection are answered in their order", async () => {
    await it.createTopic("order");
    const client = it.connect();
    const waiting = client.send(apis.fetch, 12, fetchOf("order", 0, { maxWaitMs: 60_000 }));
    const behind = client.send(apis.apiVersions, 0, {});
    await it.produce("order", 0, ["now"]);
    await client.receive(apis.fetch, 12, waiting);
    await client.receive(apis.apiVersions, 0, behind);
    client.close();
  });

  test("an incremental fetch session tells only news", async () => {
    await it.createTopic("session", 2);
    const partitions = [0, 1].map((partition) => ({ partition, fetchOffset: 0, partitionMaxBytes: 1 << 20 }));
    const first = await it.call(apis.fetch, 12, {
      maxWaitMs: 0,
      minBytes: 1,
      sessionId: 0,
      sessionEpoch: 0,
      topics: [{ topic: "session", partitions }],
    });
    assert.notEqual(first.sessionId, 0);
    assert.equal(first.responses[0]?.partitions.length, 2);
    const { sessionId } = first;
    const second = await it.call(apis.fetch, 12, { maxWaitMs: 0, minBytes: 1, sessionId, sessionEpoch: 1, topics: [] });
    assert.equal(second.errorCode, 0);
    assert.deepEqual(second.responses, []);
    await it.produce("session", 1, ["news"]);
    const third = await it.call(apis.fetch, 12, { maxWaitMs: 0, minBytes: 1, sessionId, sessionEpoch: 2, topics: [] });
    assert.deepEqual(
      third.responses[0]?.partitions.map(({ partitionIndex }) => partitionIndex),
      [1],
    );
    const stale = await it.call(apis.fetch, 12, { maxWaitMs: 0, minBytes: 1, sessionId, sessionEpoch: 2, topics: [] });
    assert.equal(stale.errorCode, errors.INVALID_FETCH_SESSION_EPOCH.code);
    const gone = await it.call(apis.fetch, 12, { maxWaitMs: 0, minBytes: 1, sessionId: sessionId + 1, sessionEpoch: 1, topics: [] });
    assert.equal(gone.errorCode, errors.FETCH_SESSION_ID_NOT_FOUND.code);
  });

  test("unknown topics, partitions and ids have their errors", async () => {
    const topicId = await it.createTopic("known");
    const fetched = async (version: number, request: Draft<FetchRequest>) =>
      (await it.call(apis.fetch, version, request)).responses[0]?.partitions[0]?.errorCode;
    assert.equal(await fetched(12, fetchOf("unknown", 0)), errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    assert.equal(await fetched(13, fetchOf("", 0, {}, "AAAAAAAAAAAAAAAAAAAAAQ")), errors.UNKNOWN_TOPIC_ID.code);
    const records = encodeBatch({ records: [{ key: null, value: Buffer.from("v"), timestamp: 1 }] });
    const produced = async (version: number, topic: { name?: string; topicId?: string }, index: number) => {
      const { responses } = await it.call(apis.produce, version, {
        acks: 1,
        timeoutMs: 1,
        topicData: [{ ...topic, partitionData: [{ index, records }] }],
      });
      return responses[0]?.partitionResponses[0]?.errorCode;
    };
    assert.equal(await produced(9, { name: "unknown" }, 0), errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    assert.equal(await produced(9, { name: "known" }, 7), errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    assert.equal(await produced(13, { topicId }, 7), errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    assert.equal(await produced(13, { topicId: "AAAAAAAAAAAAAAAAAAAAAQ" }, 0), errors.UNKNOWN_TOPIC_ID.code);
  });

  test("acks=0 is not answered, and an error ends the connection", async () => {
    await it.createTopic("zero");
    const producer = it.connect();
    const records = encodeBatch({ records: [{ key: null, value: Buffer.from("v"), timestamp: it.clock.now() }] });
    const topicData = [{ name: "zero", partitionData: [{ index: 0, records }] }];
    producer.send(apis.produce, 9, { acks: 0, timeoutMs: 1, topicData });
    await producer.call(apis.apiVersions, 0, {});
    lines.length = 0;
    producer.send(apis.produce, 9, { acks: 0, timeoutMs: 1, topicData: [{ name: "missing", partitionData: [{ index: 0, records }] }] });
    assert.equal(await producer.frame(), undefined);
    const [{ message, client, api, reason } = {}] = lines;
    assert.deepEqual([message, client, api], ["connection closed", "test", "Produce"]);
    assert.equal(reason, "a request with acks=0 was refused: UNKNOWN_TOPIC_OR_PARTITION");
    const { responses } = await it.call(apis.fetch, 12, fetchOf("zero", 0));
    assert.equal(valuesIn(responses[0]?.partitions[0]?.records ?? null).length, 1);
  });

  test("acks that mean nothing, empty batches and internal topics are refused", async () => {
    await it.createTopic("refused");
    const records = encodeBatch({ records: [{ key: null, value: Buffer.from("v"), timestamp: it.clock.now() }] });
    const code = async (acks: number, bytes: Buffer | null) => {
      const topicData = [{ name: "refused", partitionData: [{ index: 0, records: bytes }] }];
      return (await it.call(apis.produce, 9, { acks, timeoutMs: 1, topicData })).responses[0]?.partitionResponses[0]?.errorCode;
    };
    assert.equal(await code(2, records), errors.INVALID_REQUIRED_ACKS.code);
    assert.equal(await code(-1, null), errors.INVALID_RECORD.code);
    assert.equal(await code(-1, Buffer.alloc(0)), errors.INVALID_RECORD.code);
    assert.equal(await code(-1, records), 0);
  });

  test("an idempotent producer's batch is stored once, also after a restart", async () => {
    let broker = await TestBroker.start();
    await broker.createTopic("once");
    const { producerId, producerEpoch } = await broker.call(apis.initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1000 });
    const first = { producerId, producerEpoch, baseSequence: 0 };
    assert.equal((await broker.produce("once", 0, ["a", "b"], first)).baseOffset, 0);
    assert.equal((await broker.produce("once", 0, ["a", "b"], first)).baseOffset, 0);
    broker = await broker.restart();
    assert.equal((await broker.produce("once", 0, ["a", "b"], first)).baseOffset, 0);
    assert.equal((await broker.produce("once", 0, ["c"], { ...first, baseSequence: 2 })).baseOffset, 2);
    assert.equal(
      (await broker.produce("once", 0, ["d"], { ...first, baseSequence: 9 })).errorCode,
      errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code,
    );
    const other = await broker.call(apis.initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1000 });
    assert.notEqual(other.producerId, producerId);
    await broker.stop();
  });
});
