import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { apis, type CreateTopicsRequest, type Draft, errors, ZERO_UUID } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

describe("topics", () => {
  let it: TestBroker;

  before(async () => {
    it = await TestBroker.start({ "num.partitions": "3" });
  });

  after(() => it.stop());

  async function create(topic: Draft<CreateTopicsRequest["topics"][number]>, validateOnly = false) {
    const { topics } = await it.call(apis.createTopics, 7, { topics: [topic], timeoutMs: 1000, validateOnly });
    const [reply] = topics;
    assert.ok(reply);
    return reply;
  }

  const wrong: ReadonlyArray<[string, Draft<CreateTopicsRequest["topics"][number]>, keyof typeof errors, RegExp]> = [
    ["an empty name", { name: "", numPartitions: 1, replicationFactor: 1 }, "INVALID_TOPIC_EXCEPTION", /empty string/],
    ["a name of dots", { name: "..", numPartitions: 1, replicationFactor: 1 }, "INVALID_TOPIC_EXCEPTION", /'\.\.'/],
    ["a bad character", { name: "a/b", numPartitions: 1, replicationFactor: 1 }, "INVALID_TOPIC_EXCEPTION", /ASCII alphanumerics/],
    ["a long name", { name: "x".repeat(250), numPartitions: 1, replicationFactor: 1 }, "INVALID_TOPIC_EXCEPTION", /249/],
    ["no partitions", { name: "none", numPartitions: 0, replicationFactor: 1 }, "INVALID_PARTITIONS", /non-positive/],
    [
      "two replicas",
      { name: "two", numPartitions: 1, replicationFactor: 2 },
      "INVALID_REPLICATION_FACTOR",
      /only 1 broker\(s\) are registered/,
    ],
    ["no replicas", { name: "zero", numPartitions: 1, replicationFactor: 0 }, "INVALID_REPLICATION_FACTOR", /larger than 0/],
    [
      "an unknown config",
      { name: "c1", numPartitions: 1, replicationFactor: 1, configs: [{ name: "no.such", value: "1" }] },
      "INVALID_CONFIG",
      /no\.such/,
    ],
    [
      "a bad config",
      { name: "c2", numPartitions: 1, replicationFactor: 1, configs: [{ name: "segment.bytes", value: "x" }] },
      "INVALID_CONFIG",
      /segment\.bytes/,
    ],
    [
      "a null config",
      { name: "c3", numPartitions: 1, replicationFactor: 1, configs: [{ name: "segment.bytes", value: null }] },
      "INVALID_CONFIG",
      /Null value/,
    ],
    [
      "an unknown broker",
      { name: "a1", numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [7] }] },
      "INVALID_REPLICA_ASSIGNMENT",
      /broker 7/,
    ],
    [
      "a gap in assignments",
      { name: "a2", numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 1, brokerIds: [0] }] },
      "INVALID_REPLICA_ASSIGNMENT",
      /consecutive/,
    ],
  ];

  for (const [what, topic, error, message] of wrong) {
    test(`CreateTopics refuses ${what}`, async () => {
      const reply = await create(topic);
      assert.equal(reply.errorCode, errors[error].code, `${reply.errorMessage}`);
      assert.match(reply.errorMessage ?? "", message);
    });
  }

  test("a topic is created once", async () => {
    const made = await create({ name: "made", numPartitions: -1, replicationFactor: -1 });
    assert.equal(made.errorCode, 0);
    assert.equal(made.numPartitions, 3);
    const again = await create({ name: "made", numPartitions: 1, replicationFactor: 1 });
    assert.equal(again.errorCode, errors.TOPIC_ALREADY_EXISTS.code);
    assert.equal(again.errorMessage, "Topic 'made' already exists.");
  });

  test("names that differ only in dots and underscores collide", async () => {
    await it.createTopic("a.b");
    const reply = await create({ name: "a_b", numPartitions: 1, replicationFactor: 1 });
    assert.equal(reply.errorCode, errors.INVALID_TOPIC_EXCEPTION.code);
    assert.match(reply.errorMessage ?? "", /collides with existing topic: a\.b/);
  });

  test("validateOnly changes nothing", async () => {
    assert.equal((await create({ name: "only", numPartitions: 1, replicationFactor: 1 }, true)).errorCode, 0);
    const { topics } = await it.call(apis.metadata, 12, { topics: [{ name: "only" }], allowAutoTopicCreation: false });
    assert.equal(topics[0]?.errorCode, errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  });

  test("Metadata answers in every version, by name, by id and for all", async () => {
    const topicId = await it.createTopic("everywhere", 2);
    for (let version = 0; version <= apis.metadata.maxVersion; version++) {
      const { topics, brokers } = await it.call(apis.metadata, version, { topics: [{ name: "everywhere" }] });
      assert.equal(topics[0]?.partitions.length, 2, `version ${version}`);
      assert.equal(brokers.length, 1);
    }
    const byId = await it.call(apis.metadata, 12, { topics: [{ name: null, topicId }] });
    assert.equal(byId.topics[0]?.name, "everywhere");
    const unknown = await it.call(apis.metadata, 12, { topics: [{ name: null, topicId: "AAAAAAAAAAAAAAAAAAAAAQ" }] });
    assert.equal(unknown.topics[0]?.errorCode, errors.UNKNOWN_TOPIC_ID.code);
    const all = await it.call(apis.metadata, 1, { topics: null });
    assert.ok(all.topics.some(({ name }) => name === "everywhere"));
    assert.ok((await it.call(apis.metadata, 0, { topics: [] })).topics.length > 0);
    assert.equal((await it.call(apis.metadata, 1, { topics: [] })).topics.length, 0);
  });

  test("Metadata creates what it is asked for, where it may", async () => {
    const refused = await it.call(apis.metadata, 4, { topics: [{ name: "auto" }], allowAutoTopicCreation: false });
    assert.equal(refused.topics[0]?.errorCode, errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    const created = await it.call(apis.metadata, 4, { topics: [{ name: "auto" }], allowAutoTopicCreation: true });
    assert.equal(created.topics[0]?.errorCode, 0);
    assert.equal(created.topics[0]?.partitions.length, 3);
    const bad = await it.call(apis.metadata, 4, { topics: [{ name: "a/b" }], allowAutoTopicCreation: true });
    assert.equal(bad.topics[0]?.errorCode, errors.INVALID_TOPIC_EXCEPTION.code);
  });

  test("a deleted topic is gone, and a new one of its name is another", async () => {
    const first = await it.createTopic("gone");
    await it.produce("gone", 0, ["old"]);
    const deleted = await it.call(apis.deleteTopics, 6, { topics: [{ name: "gone" }], timeoutMs: 1000 });
    assert.equal(deleted.responses[0]?.errorCode, 0);
    assert.equal(deleted.responses[0]?.topicId, first);
    const again = await it.call(apis.deleteTopics, 6, { topics: [{ name: "gone" }], timeoutMs: 1000 });
    assert.equal(again.responses[0]?.errorCode, errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    assert.notEqual(await it.createTopic("gone"), first);
    assert.equal((await it.produce("gone", 0, ["new"])).baseOffset, 0);
  });

  test("DeleteTopics refuses what is neither a name nor an id, or both, or twice", async () => {
    const codes = async (topics: Array<{ name: string | null; topicId?: string }>) =>
      (await it.call(apis.deleteTopics, 6, { topics, timeoutMs: 1000 })).responses.map(({ errorCode }) => errorCode);
    const invalid = errors.INVALID_REQUEST.code;
    assert.deepEqual(await codes([{ name: null, topicId: ZERO_UUID }]), [invalid]);
    assert.deepEqual(await codes([{ name: "x", topicId: "AAAAAAAAAAAAAAAAAAAAAQ" }]), [invalid]);
    assert.deepEqual(await codes([{ name: "x" }, { name: "x" }]), [invalid]);
    assert.deepEqual(await codes([{ name: null, topicId: "AAAAAAAAAAAAAAAAAAAAAQ" }]), [errors.UNKNOWN_TOPIC_ID.code]);
  });

  test("partitions can only grow", async () => {
    await it.createTopic("grow", 2);
    const grow = async (count: number, validateOnly = false) =>
      (await it.call(apis.createPartitions, 3, { topics: [{ name: "grow", count, assignments: null }], timeoutMs: 1, validateOnly }))
        .results[0];
    assert.equal((await grow(2))?.errorCode, errors.INVALID_PARTITIONS.code);
    assert.equal((await grow(1))?.errorCode, errors.INVALID_PARTITIONS.code);
    assert.equal((await grow(4, true))?.errorCode, 0);
    assert.equal((await grow(4))?.errorCode, 0);
    assert.equal((await it.produce("grow", 3, ["there"])).errorCode, 0);
  });

  test("topics, their ids, configs and records are there after a restart", async () => {
    let broker = await TestBroker.start();
    const id = await broker.createTopic("kept", 2, { "retention.ms": "1234567" });
    await broker.createTopic("dropped");
    await broker.call(apis.deleteTopics, 6, { topics: [{ name: "dropped" }], timeoutMs: 1 });
    await broker.produce("kept", 1, ["a", "b"]);
    const before = await broker.call(apis.metadata, 12, { topics: null });
    broker = await broker.restart();
    const after = await broker.call(apis.metadata, 12, { topics: null });
    assert.deepEqual(
      after.topics.map(({ name, topicId }) => [name, topicId]),
      [["kept", id]],
    );
    const epochs = (topics: typeof after.topics) =>
      topics.find(({ name }) => name === "kept")?.partitions.map(({ leaderEpoch }) => leaderEpoch);
    assert.deepEqual(epochs(before.topics), [0, 0]);
    assert.deepEqual(epochs(after.topics), [1, 1], "a leader that comes back has a new epoch");
    assert.equal(after.clusterId, before.clusterId);
    const configs = await broker.call(apis.describeConfigs, 4, {
      resources: [{ resourceType: 2, resourceName: "kept", configurationKeys: ["retention.ms"] }],
    });
    assert.equal(configs.results[0]?.configs[0]?.value, "1234567");
    const ends = await broker.call(apis.listOffsets, 5, { topics: [{ name: "kept", partitions: [{ partitionIndex: 1, timestamp: -1 }] }] });
    assert.equal(ends.topics[0]?.partitions[0]?.offset, 2);
    await broker.stop();
  });

  test("ListOffsets knows its marks, in the versions that have them", async () => {
    await it.createTopic("marks");
    await it.produce("marks", 0, ["a", "b", "c"]);
    await it.call(apis.deleteRecords, 2, { topics: [{ name: "marks", partitions: [{ partitionIndex: 0, offset: 1 }] }], timeoutMs: 1 });
    const at = async (timestamp: number, version: number) => {
      const { topics } = await it.call(apis.listOffsets, version, {
        topics: [{ name: "marks", partitions: [{ partitionIndex: 0, timestamp }] }],
      });
      const { errorCode, offset } = topics[0]?.partitions[0] ?? { errorCode: -1, offset: -1 };
      return [errorCode, offset];
    };
    const unsupported = [errors.UNSUPPORTED_VERSION.code, -1];
    assert.deepEqual(await at(-1, 1), [0, 3]);
    assert.deepEqual(await at(-2, 1), [0, 1]);
    assert.deepEqual(await at(-3, 6), unsupported);
    assert.deepEqual((await at(-3, 7))[0], 0);
    assert.deepEqual(await at(-4, 7), unsupported);
    assert.deepEqual(await at(-4, 8), [0, 1]);
    assert.deepEqual(await at(-5, 8), unsupported);
    assert.deepEqual(await at(-5, 9), [0, -1]);
    assert.deepEqual(await at(-6, 10), unsupported);
    assert.deepEqual(await at(-7, 11), unsupported);
    assert.deepEqual(await at(it.clock.now() + 1, 1), [0, -1]);
  });

  test("DeleteRecords moves the start and never past the end", async () => {
    await it.createTopic("cut");
    await it.produce("cut", 0, ["a", "b", "c"]);
    const cut = async (offset: number) => {
      const { topics } = await it.call(apis.deleteRecords, 2, {
        topics: [{ name: "cut", partitions: [{ partitionIndex: 0, offset }] }],
        timeoutMs: 1,
      });
      const { errorCode, lowWatermark } = topics[0]?.partitions[0] ?? { errorCode: -1, lowWatermark: -2 };
      return [errorCode, lowWatermark];
    };
    const outOfRange = [errors.OFFSET_OUT_OF_RANGE.code, -1];
    assert.deepEqual(await cut(4), outOfRange);
    assert.deepEqual(await cut(-2), outOfRange);
    assert.deepEqual(await cut(2), [0, 2]);
    assert.deepEqual(await cut(1), [0, 2]);
    assert.deepEqual(await cut(-1), [0, 3]);
  });

  test("DescribeTopicPartitions pages through partitions", async () => {
    const broker = await TestBroker.start();
    await broker.createTopic("p1", 3);
    await broker.createTopic("p2", 2);
    const seen: string[] = [];
    let cursor: { topicName: string; partitionIndex: number } | null = null;
    for (let page = 0; page < 10; page++) {
      const reply: Awaited<ReturnType<typeof askFrom>> = await askFrom(cursor);
      for (const { name, partitions } of reply.topics) for (const { partitionIndex } of partitions) seen.push(`${name}-${partitionIndex}`);
      cursor = reply.nextCursor;
      if (cursor === null) break;
    }
    assert.deepEqual(seen, ["p1-0", "p1-1", "p1-2", "p2-0", "p2-1"]);
    await broker.stop();

    function askFrom(from: typeof cursor) {
      return broker.call(apis.describeTopicPartitions, 0, { topics: [], responsePartitionLimit: 2, cursor: from });
    }
  });

  test("DescribeLogDirs adds up what is stored", async () => {
    await it.createTopic("sized");
    await it.produce("sized", 0, ["x".repeat(1000)]);
    const { results } = await it.call(apis.describeLogDirs, 4, { topics: [{ topic: "sized", partitions: [0] }] });
    const size = results[0]?.topics[0]?.partitions[0]?.partitionSize ?? 0;
    assert.ok(size > 1000 && size < 1200, `${size}`);
  });
});
