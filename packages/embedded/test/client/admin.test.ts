import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { apis, errors } from "@millrace/protocol";
import { RunningBroker } from "./running-broker.ts";

let running: RunningBroker;
before(async () => {
  running = await RunningBroker.start();
});
after(() => running.close());

test("topics are created, listed, described, given partitions and deleted", async () => {
  const { admin } = running;
  const created = await admin.createTopics([{ name: "one", partitionCount: 2, configs: { "retention.ms": "1000" } }, { name: "no good" }]);
  assert.deepEqual(
    created.map(({ name, error, partitionCount }) => [name, error.name, partitionCount]),
    [
      ["one", "NONE", 2],
      ["no good", "INVALID_TOPIC_EXCEPTION", -1],
    ],
  );
  assert.match(created[1]?.errorMessage ?? "", /no good/);
  const listed = (await admin.listTopics()).find(({ name }) => name === "one");
  assert.equal(listed?.topicId, created[0]?.topicId);
  const [grown] = await admin.createPartitions([{ name: "one", count: 3 }]);
  assert.equal(grown?.error, errors.NONE);
  const [described, missing] = await admin.describeTopics(["one", "two"]);
  assert.deepEqual(
    described?.topic?.partitions.map(({ partition, leaderId, replicas }) => [partition, leaderId, replicas]),
    [0, 1, 2].map((partition) => [partition, 0, [0]]),
  );
  assert.equal(missing?.error, errors.UNKNOWN_TOPIC_OR_PARTITION);
  const deleted = await admin.deleteTopics(["one", "two"]);
  assert.deepEqual(
    deleted.map(({ error }) => error.name),
    ["NONE", "UNKNOWN_TOPIC_OR_PARTITION"],
  );
  assert.ok(!(await admin.listTopics()).some(({ name }) => name === "one"));
});

test("validating creates nothing", async () => {
  const { admin } = running;
  const [validated] = await admin.createTopics([{ name: "dry" }], { validateOnly: true });
  assert.equal(validated?.error, errors.NONE);
  assert.ok(!(await admin.listTopics()).some(({ name }) => name === "dry"));
});

test("configs are changed one by one and all at once", async () => {
  const { admin } = running;
  await running.createTopic("configured", 1, { "retention.ms": "5", "segment.bytes": "1048576" });
  const topic = { type: "topic", name: "configured" } as const;
  const overrides = async (): Promise<Record<string, string | null>> => {
    const [described] = await admin.describeConfigs([topic]);
    return Object.fromEntries(
      (described?.entries ?? []).filter(({ source }) => source === "DYNAMIC_TOPIC_CONFIG").map(({ name, value }) => [name, value]),
    );
  };
  const changes = [
    { name: "retention.ms", operation: "delete" },
    { name: "max.message.bytes", operation: "set", value: "2000" },
  ] as const;
  assert.deepEqual(
    (await admin.incrementalAlterConfigs([{ ...topic, changes }])).map(({ error }) => error.name),
    ["NONE"],
  );
  assert.deepEqual(await overrides(), { "segment.bytes": "1048576", "max.message.bytes": "2000" });
  assert.deepEqual(
    (await admin.alterConfigs([{ ...topic, configs: { "retention.ms": "7" } }])).map(({ error }) => error.name),
    ["NONE"],
  );
  assert.deepEqual(await overrides(), { "retention.ms": "7" });
  const [refused] = await admin.incrementalAlterConfigs([
    { ...topic, changes: [{ name: "retention.ms", operation: "set", value: "soon" }] },
  ]);
  assert.equal(refused?.error, errors.INVALID_CONFIG);
});

test("a broker's own configs are asked of that broker", async () => {
  const [own, nobodys] = await running.admin.describeConfigs(
    [
      { type: "broker", name: "0" },
      { type: "broker", name: "7" },
    ],
    { names: ["log.retention.ms"], documentation: true },
  );
  assert.deepEqual(
    own?.entries.map(({ name }) => name),
    ["log.retention.ms"],
  );
  assert.equal(nobodys?.error, errors.BROKER_NOT_AVAILABLE);
});

test("offsets are found by name and by time, and records before one deleted", async () => {
  const { admin } = running;
  await running.createTopic("listed");
  const producer = running.producer();
  for (let at = 0; at < 5; at++) await producer.send({ topic: "listed", value: `v${at}`, timestampMs: 1000 + 10 * at });
  const specs = ["earliest", "latest", "max-timestamp", 1015, 9999] as const;
  const wanted = specs.map((at) => ({ topic: "listed", partition: 0, at }));
  const found = await Promise.all(wanted.map(async (each) => (await admin.listOffsets([each]))[0]));
  assert.deepEqual(
    found.map((each) => [each?.offset, each?.timestampMs]),
    [
      [0, -1],
      [5, -1],
      [4, 1040],
      [2, 1020],
      [-1, -1],
    ],
  );
  const [deleted] = await admin.deleteRecords([{ topic: "listed", partition: 0, before: 3 }]);
  assert.deepEqual([deleted?.error.name, deleted?.logStartOffset], ["NONE", 3]);
  const [earliest] = await admin.listOffsets([{ topic: "listed", partition: 0, at: "earliest" }]);
  assert.equal(earliest?.offset, 3);
});

test("a group's offsets are set, listed and deleted, and then the group", async () => {
  const { admin } = running;
  await running.createTopic("offsets", 3);
  const offsets = [
    { topic: "offsets", partition: 0, offset: 4, metadata: "half-way" },
    { topic: "offsets", partition: 2, offset: 0 },
  ];
  const altered = await admin.alterGroupOffsets("book-keeper", [...offsets, { topic: "offsets", partition: 9, offset: 1 }]);
  assert.deepEqual(
    altered.map(({ error }) => error.name),
    ["NONE", "NONE", "UNKNOWN_TOPIC_OR_PARTITION"],
  );
  const listed = await admin.listGroupOffsets("book-keeper");
  const sorted = [...listed.offsets].sort((a, b) => a.partition - b.partition);
  assert.deepEqual(
    sorted.map(({ partition, offset, metadata }) => [partition, offset, metadata]),
    [
      [0, 4, "half-way"],
      [2, 0, ""],
    ],
  );
  assert.deepEqual(
    (await admin.listGroups()).filter(({ groupId }) => groupId === "book-keeper"),
    [{ groupId: "book-keeper", protocolType: "", state: "Empty", type: "classic" }],
  );
  await admin.deleteGroupOffsets("book-keeper", [{ topic: "offsets", partition: 0 }]);
  assert.deepEqual(
    (await admin.listGroupOffsets("book-keeper")).offsets.map(({ partition }) => partition),
    [2],
  );
  assert.deepEqual(
    (await admin.deleteGroups(["book-keeper", "nobody"])).map(({ error }) => error.name),
    ["NONE", "GROUP_ID_NOT_FOUND"],
  );
});

test("the cluster, its log directories and what it serves are described", async () => {
  const { admin } = running;
  const { brokers, controllerId, clusterId } = await admin.describeCluster();
  assert.deepEqual([brokers.map(({ id }) => id), controllerId, clusterId.length], [[0], 0, 22]);
  const [directory] = await admin.describeLogDirs();
  assert.equal(directory?.error, errors.NONE);
  assert.ok(directory?.replicas.some(({ topic }) => topic === "offsets"));
  const produce = (await admin.apiVersions()).find(({ name }) => name === "Produce");
  assert.deepEqual(produce, { key: 0, name: "Produce", first: 0, last: 13 });
});

test("transactional ids are fenced, listed and described; a marker ends what nobody ends", async () => {
  const { admin } = running;
  const [fenced, again] = [await admin.fenceProducers(["paying"]), await admin.fenceProducers(["paying"])];
  assert.deepEqual([fenced[0]?.error, fenced[0]?.producerEpoch, again[0]?.producerEpoch], [errors.NONE, 0, 1]);
  const producerId = fenced[0]?.producerId ?? -1;
  const listed = [{ transactionalId: "paying", producerId, state: "Empty" }];
  assert.deepEqual(await admin.listTransactions({ idPattern: "pay.*" }), listed);
  assert.deepEqual(await admin.listTransactions({ producerIds: [producerId], longerThanMs: 0 }), listed);
  assert.deepEqual(await admin.listTransactions({ states: ["Ongoing"] }), []);
  await assert.rejects(admin.listTransactions({ idPattern: "(" }), /INVALID_REGULAR_EXPRESSION/);
  const [described, nobody] = await admin.describeTransactions(["paying", "nobody"]);
  assert.deepEqual(
    [
      described?.state,
      described?.producerId,
      described?.producerEpoch,
      described?.timeoutMs,
      described?.startedMs,
      described?.coordinatorId,
    ],
    ["Empty", producerId, 1, 30_000, null, 0],
  );
  assert.equal(nobody?.error, errors.TRANSACTIONAL_ID_NOT_FOUND);
  await admin.createTopics([{ name: "hanging", partitionCount: 1 }]);
  const marker = { topic: "hanging", partition: 0, producerId, producerEpoch: 1, coordinatorEpoch: 0 };
  assert.equal((await admin.abortTransaction(marker)).error, errors.NONE);
  assert.equal((await admin.abortTransaction({ ...marker, producerEpoch: 0 })).error, errors.INVALID_PRODUCER_EPOCH);
  assert.equal((await admin.abortTransaction({ ...marker, topic: "missing" })).error, errors.UNKNOWN_TOPIC_OR_PARTITION);
});

test("consumer groups are described with their epochs and what each member is to hold", async () => {
  const { admin } = running;
  await running.createTopic("modern", 2);
  await admin.listGroupOffsets("moderns");
  await running.send(apis.consumerGroupHeartbeat, 1, {
    groupId: "moderns",
    memberId: "m",
    rebalanceTimeoutMs: 60_000,
    subscribedTopicNames: ["modern"],
    topicPartitions: [],
    instanceId: "i",
  });
  const [listed] = await admin.listGroups({ types: ["consumer"] });
  assert.deepEqual(listed, { groupId: "moderns", protocolType: "consumer", state: "Stable", type: "consumer" });
  const [described, missing] = await admin.describeConsumerGroups(["moderns", "none"]);
  const both = [0, 1].map((partition) => ({ topic: "modern", partition }));
  assert.equal(described?.state, "Stable");
  assert.deepEqual([described.epoch, described.assignmentEpoch, described.protocol], [2, 2, "uniform"]);
  const [member] = described.members;
  assert.deepEqual([member?.memberId, member?.groupInstanceId, member?.epoch, member?.protocol], ["m", "i", 2, "consumer"]);
  assert.deepEqual([member?.assignment, member?.targetAssignment, member?.subscribedTopics], [both, both, ["modern"]]);
  assert.equal(missing?.error, errors.GROUP_ID_NOT_FOUND);
  assert.equal(missing.errorMessage, "Group none not found.");
});
