import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis, decodeRecords, errors, splitBatches } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const properties = {
  "share.coordinator.state.topic.num.partitions": "1",
  "share.coordinator.state.topic.replication.factor": "1",
  "share.coordinator.snapshot.update.records.per.snapshot": "2",
};

interface Place {
  readonly broker: TestBroker;
  readonly topicId: string;
}

async function started(machine: Parameters<typeof TestBroker.start>[1] = {}): Promise<Place> {
  const broker = await TestBroker.start(properties, machine);
  const topicId = await broker.createTopic("t", 2);
  const found = await broker.call(apis.findCoordinator, 6, { keyType: 2, coordinatorKeys: [`g:${topicId}:0`] });
  assert.deepEqual([found.coordinators[0]?.errorCode, found.coordinators[0]?.nodeId], [0, 0]);
  return { broker, topicId };
}

const on = (topicId: string, partition: object) => ({ groupId: "g", topics: [{ topicId, partitions: [{ partition: 0, ...partition }] }] });

async function initialize({ broker, topicId }: Place): Promise<number | undefined> {
  const { results } = await broker.call(apis.initializeShareGroupState, 0, on(topicId, { stateEpoch: 1, startOffset: -1 }));
  return results[0]?.partitions[0]?.errorCode;
}

/** Acknowledges one record, and begins there. */
async function write({ broker, topicId }: Place, offset: number): Promise<number | undefined> {
  const stateBatches = [{ firstOffset: offset, lastOffset: offset, deliveryState: 2, deliveryCount: 1 }];
  const partition = { stateEpoch: 1, leaderEpoch: 0, startOffset: offset, deliveryCompleteCount: 1, stateBatches };
  const { results } = await broker.call(apis.writeShareGroupState, 1, on(topicId, partition));
  return results[0]?.partitions[0]?.errorCode;
}

async function read({ broker, topicId }: Place) {
  const { results } = await broker.call(apis.readShareGroupState, 0, on(topicId, { leaderEpoch: -1 }));
  return results[0]?.partitions[0];
}

/** Where the state's topic begins, and what sorts of records it has: 0 snapshots, 1 updates. */
async function stored(broker: TestBroker) {
  const earliest = [{ name: "__share_group_state", partitions: [{ partitionIndex: 0, timestamp: -2 }] }];
  const start = (await broker.call(apis.listOffsets, 7, { topics: earliest })).topics[0]?.partitions[0]?.offset ?? -1;
  const topics = [{ topic: "__share_group_state", partitions: [{ partition: 0, fetchOffset: start, partitionMaxBytes: 1 << 20 }] }];
  const { responses } = await broker.call(apis.fetch, 12, { maxBytes: 1 << 20, topics });
  const records = splitBatches(responses[0]?.partitions[0]?.records ?? Buffer.alloc(0)).flatMap((batch) => decodeRecords(batch));
  return { start, sorts: records.map(({ key }) => key?.readInt16BE(0)) };
}

test("share state survives kill -9, and its topic is as Kafka makes it", async () => {
  const clock = new ManualClock();
  const files = new FaultyFiles(clock, seededRandom(3));
  const place = await started({ files, clock });
  assert.equal(await initialize(place), 0);
  for (const offset of [3, 4, 5]) assert.equal(await write(place, offset), 0);
  const asked = { resourceType: 2, resourceName: "__share_group_state", configurationKeys: ["cleanup.policy", "retention.ms"] };
  const { results } = await place.broker.call(apis.describeConfigs, 4, { resources: [asked] });
  assert.deepEqual(results[0]?.configs.map(({ value }) => value).sort(), ["-1", "delete"]);
  files.kill();
  await place.broker.stop().catch(() => {});
  const second = { ...place, broker: await TestBroker.start(properties, { files, clock }) };
  clock.advance(0);
  const state = await read(second);
  assert.deepEqual([state?.errorCode, state?.stateEpoch, state?.startOffset], [0, 1, 5]);
  assert.deepEqual(state?.stateBatches, [{ firstOffset: 5, lastOffset: 5, deliveryState: 2, deliveryCount: 1 }]);
  await second.broker.stop();
});

test("what a snapshot has made useless is deleted from the topic", async () => {
  const place = await started();
  await initialize(place);
  for (const offset of [3, 4, 5, 6]) await write(place, offset);
  assert.deepEqual(await stored(place.broker), { start: 0, sorts: [0, 1, 1, 0, 1] });
  place.broker.clock.advance(300_000);
  const after = await stored(place.broker);
  assert.ok(after.start >= 3, `the topic begins at ${after.start}`);
  assert.equal((await read(place))?.startOffset, 6);
  const second = { ...place, broker: await place.broker.restart(properties) };
  second.broker.clock.advance(0);
  assert.equal((await read(second))?.startOffset, 6);
  await second.broker.stop();
});

test("requests are answered partition by partition; nothing is answered without a group", async () => {
  const { broker, topicId } = await started();
  const partitions = [0, 1, 7, -1].map((partition) => ({ partition, stateEpoch: 0, startOffset: 0 }));
  const { results } = await broker.call(apis.initializeShareGroupState, 0, { groupId: "g", topics: [{ topicId, partitions }] });
  const codes = results[0]?.partitions.map(({ partition, errorCode }) => [partition, errorCode]);
  assert.deepEqual(codes, [
    [0, 0],
    [1, 0],
    [7, errors.UNKNOWN_TOPIC_OR_PARTITION.code],
    [-1, errors.INVALID_REQUEST.code],
  ]);
  assert.deepEqual((await broker.call(apis.readShareGroupState, 0, { ...on(topicId, { leaderEpoch: 0 }), groupId: "" })).results, []);
  const summary = await broker.call(apis.readShareGroupStateSummary, 1, on(topicId, { leaderEpoch: 0 }));
  assert.deepEqual(summary.results[0]?.partitions[0]?.startOffset, 0);
  const deleted = await broker.call(apis.deleteShareGroupState, 0, on(topicId, {}));
  assert.equal(deleted.results[0]?.partitions[0]?.errorCode, 0);
  assert.equal((await read({ broker, topicId }))?.errorCode, errors.INVALID_REQUEST.code);
  await broker.stop();
});

test("with a topic the state of its share partitions goes", async () => {
  const place = await started();
  await initialize(place);
  await place.broker.call(apis.deleteTopics, 5, { topicNames: ["t"], timeoutMs: 1_000 });
  assert.deepEqual(await stored(place.broker), { start: 0, sorts: [0, 0] });
  assert.equal((await read(place))?.errorCode, errors.INVALID_REQUEST.code);
  await place.broker.stop();
});

test("keys that lead nowhere are refused", async () => {
  const broker = await TestBroker.start(properties);
  const id = "AAAAAAAAAAAAAAAAAAAAAQ";
  const keys = [`g:${id}:0`, `a:b:${id}:1`, `:${id}:0`, `g:${id}`, "g:x:0", `g:${id}:p`, ""];
  const { coordinators } = await broker.call(apis.findCoordinator, 6, { keyType: 2, coordinatorKeys: keys });
  const refused = errors.INVALID_REQUEST.code;
  assert.deepEqual(
    coordinators.map(({ errorCode }) => errorCode),
    [0, 0, refused, refused, refused, refused, refused],
  );
  const older = await broker.call(apis.findCoordinator, 5, { keyType: 2, coordinatorKeys: [`g:${id}:0`] });
  assert.equal(older.coordinators[0]?.errorCode, refused);
  await broker.stop();
});
