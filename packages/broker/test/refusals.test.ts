import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { apis, encodeBatch, errors } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

/** What Apache Kafka 4.3.1 was seen to answer; `conformance/src/differential` asks both brokers. */
describe("refusals", () => {
  let it: TestBroker;
  let topicId: string;

  before(async () => {
    it = await TestBroker.start();
    topicId = await it.createTopic("here", 2);
  });

  after(() => it.stop());

  test("more than 10,000 new partitions in one request are too many, before any of them is made", async () => {
    const topic = (name: string, numPartitions: number) => ({ name, numPartitions, replicationFactor: 1 });
    const ask = async (...topics: ReturnType<typeof topic>[]) =>
      (await it.call(apis.createTopics, 7, { topics, timeoutMs: 1000 })).topics.map(({ errorCode, errorMessage }) => [
        errorCode,
        errorMessage,
      ]);
    const tooMany = [errors.POLICY_VIOLATION.code, "Excessively large number of partitions per request."];
    assert.deepEqual(await ask(topic("x", 2_147_483_647)), [tooMany]);
    assert.deepEqual(await ask(topic("x", 6000), topic("y", 6000), topic("a b", 1)), [tooMany, tooMany, tooMany]);
    const growth = { topics: [{ name: "here", count: 2_147_483_647, assignments: null }], timeoutMs: 1000 };
    const { results } = await it.call(apis.createPartitions, 3, growth);
    assert.equal(results[0]?.errorCode, errors.POLICY_VIOLATION.code);
    const { topics } = await it.call(apis.metadata, 12, { topics: null });
    assert.deepEqual(
      topics.map(({ name, partitions }) => [name, partitions.length]),
      [["here", 2]],
    );
  });

  test("messages are null where Kafka has none to send", async () => {
    const made = await it.call(apis.createTopics, 7, {
      topics: [{ name: "made", numPartitions: 1, replicationFactor: 1 }],
      timeoutMs: 1000,
    });
    assert.equal(made.topics[0]?.errorMessage, null);
    const grown = await it.call(apis.createPartitions, 3, { topics: [{ name: "none", count: 2, assignments: null }], timeoutMs: 1000 });
    assert.deepEqual(grown.results[0], { name: "none", errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code, errorMessage: null });
  });

  test("a topic that is to be deleted by its name and by its id is not deleted, and answered once", async () => {
    const topics = [{ name: null, topicId }, { name: "here" }];
    const { responses } = await it.call(apis.deleteTopics, 6, { topics, timeoutMs: 1000 });
    const errorMessage = "The provided topic name maps to an ID that was already supplied.";
    assert.deepEqual(responses, [{ name: "here", topicId, errorCode: errors.INVALID_REQUEST.code, errorMessage }]);
    assert.equal((await it.produce("here", 0, ["still there"])).errorCode, 0);
  });

  test("Metadata says nothing of the cluster to a request without names, where there were no ids yet", async () => {
    const reply = await it.call(apis.metadata, 11, { topics: [{ name: null, topicId }] });
    assert.deepEqual([reply.brokers, reply.clusterId, reply.controllerId], [[], null, -1]);
    assert.equal(reply.topics[0]?.errorCode, errors.INVALID_REQUEST.code);
  });

  test("Metadata does not find a topic that can't be made, whatever the reason", async () => {
    await it.createTopic("a.b");
    const { topics } = await it.call(apis.metadata, 12, { topics: [{ name: "a_b" }] });
    assert.equal(topics[0]?.errorCode, errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  });

  test("DescribeTopicPartitions refuses a cursor that does not fit, and goes on", async () => {
    for (const cursor of [
      { topicName: "here", partitionIndex: -1 },
      { topicName: "elsewhere", partitionIndex: 0 },
    ]) {
      const request = { topics: [{ name: "here" }], responsePartitionLimit: 10, cursor };
      const { topics } = await it.call(apis.describeTopicPartitions, 0, request);
      assert.deepEqual(
        topics.map(({ name, errorCode }) => [name, errorCode]),
        [["here", errors.INVALID_REQUEST.code]],
      );
    }
  });

  test("a transactional batch needs a transactional id and its coordinator", async () => {
    const record = { key: null, value: Buffer.from("a"), timestamp: 1 };
    const records = encodeBatch({ records: [record], transactional: true, producerId: 7, producerEpoch: 0, baseSequence: 0 });
    const ask = async (transactionalId: string | null) => {
      const topicData = [{ name: "here", partitionData: [{ index: 0, records }] }];
      const { responses } = await it.call(apis.produce, 9, { transactionalId, acks: -1, timeoutMs: 1000, topicData });
      return responses[0]?.partitionResponses[0]?.errorCode;
    };
    assert.equal(await ask(null), errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code);
    assert.equal(await ask("t"), errors.NOT_ENOUGH_REPLICAS.code);
  });

  test("a refused batch tells where the log starts if it was taken apart", async () => {
    const before = await it.produce("here", 1, ["a"], { producerId: 7, producerEpoch: 0, baseSequence: 0 });
    assert.equal(before.errorCode, 0);
    const gap = await it.produce("here", 1, ["a"], { producerId: 7, producerEpoch: 0, baseSequence: 9 });
    assert.deepEqual([gap.errorCode, gap.logStartOffset], [errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code, 0]);
  });

  test("of a partition whose records are to be deleted twice the last offset counts", async () => {
    await it.createTopic("trimmed");
    await it.produce("trimmed", 0, ["a", "b", "c"]);
    const partitions = [2, 1].map((offset) => ({ partitionIndex: 0, offset }));
    const { topics } = await it.call(apis.deleteRecords, 2, { topics: [{ name: "trimmed", partitions }], timeoutMs: 1000 });
    assert.deepEqual(topics[0]?.partitions, [{ partitionIndex: 0, lowWatermark: 1, errorCode: 0 }]);
  });

  test("that bytes are no batch is said before acks that don't exist and topics that nobody may write to", async () => {
    await it.call(apis.findCoordinator, 6, { keyType: 0, coordinatorKeys: ["g"] });
    const whole = encodeBatch({ records: [{ key: null, value: Buffer.from("a"), timestamp: 0 }] });
    const changed = (length: number) => {
      const bytes = Buffer.from(whole);
      bytes.writeInt32BE(length, 8);
      return bytes;
    };
    const code = async (name: string, acks: number, records: Buffer) => {
      const topicData = [{ name, partitionData: [{ index: 0, records }] }];
      const { responses } = await it.call(apis.produce, 9, { acks, timeoutMs: 1000, topicData });
      return responses[0]?.partitionResponses[0]?.errorCode;
    };
    const asked = [
      ["here", 2],
      ["__consumer_offsets", -1],
      ["__consumer_offsets", 2],
    ] as const;
    const codes = async (records: Buffer) => {
      const found = [];
      for (const [name, acks] of asked) found.push(await code(name, acks, records));
      return found;
    };
    const { INVALID_REQUIRED_ACKS: acks, INVALID_TOPIC_EXCEPTION: topic, INVALID_RECORD, CORRUPT_MESSAGE } = errors;
    assert.deepEqual(await codes(whole), [acks.code, topic.code, acks.code]);
    assert.deepEqual(await codes(changed(1000)), Array(3).fill(INVALID_RECORD.code));
    assert.deepEqual(await codes(Buffer.concat([whole, changed(3)])), Array(3).fill(CORRUPT_MESSAGE.code));
  });
});
