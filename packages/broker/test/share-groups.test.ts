import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis, type Draft, errors, type ShareGroupHeartbeatRequest } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const properties = {
  "share.coordinator.state.topic.num.partitions": "2",
  "share.coordinator.state.topic.replication.factor": "1",
  "offsets.topic.num.partitions": "1",
  "offsets.topic.replication.factor": "1",
  "group.share.assignment.interval.ms": "0",
};
const groupId = "g";

async function started(machine: Parameters<typeof TestBroker.start>[1] = {}): Promise<TestBroker> {
  const broker = await TestBroker.start(properties, machine);
  await broker.createTopic("t", 3);
  await broker.call(apis.findCoordinator, 6, { keyType: 0, coordinatorKeys: [groupId] });
  return broker;
}

function beat(broker: TestBroker, draft: Draft<ShareGroupHeartbeatRequest>) {
  return broker.call(apis.shareGroupHeartbeat, 1, { groupId, memberId: "m", ...draft });
}

/** Joins, and goes on until it has all partitions; its epoch then. */
async function join(broker: TestBroker, clock?: ManualClock): Promise<number> {
  let answer = await beat(broker, { memberEpoch: 0, subscribedTopicNames: ["t"] });
  for (let tries = 0; tries < 50 && answer.assignment?.topicPartitions[0]?.partitions.length !== 3; tries++) {
    clock?.advance(10);
    await new Promise(setImmediate);
    answer = await beat(broker, { memberEpoch: answer.memberEpoch });
  }
  assert.deepEqual(
    answer.assignment?.topicPartitions.map(({ partitions }) => partitions),
    [[0, 1, 2]],
  );
  return answer.memberEpoch;
}

const leave = (broker: TestBroker) => beat(broker, { memberEpoch: -1 });

async function described(broker: TestBroker) {
  const { groups } = await broker.call(apis.describeShareGroupOffsets, 1, { groups: [{ groupId, topics: null }] });
  const [topic] = groups[0]?.topics ?? [];
  return topic?.partitions.map(({ startOffset, lag }) => [startOffset, lag]);
}

test("a share consumer gets partitions whose state is set up, and is known after kill -9", async () => {
  const clock = new ManualClock();
  const files = new FaultyFiles(clock, seededRandom(5));
  const broker = await started({ files, clock });
  const memberEpoch = await join(broker, clock);
  assert.deepEqual(await described(broker), [
    [-1, -1],
    [-1, -1],
    [-1, -1],
  ]);
  files.kill();
  await broker.stop().catch(() => {});
  const second = await TestBroker.start(properties, { files, clock });
  clock.advance(0);
  assert.equal((await beat(second, { memberEpoch })).errorCode, 0);
  const { groups } = await second.call(apis.shareGroupDescribe, 1, { groupIds: [groupId] });
  assert.deepEqual(groups[0]?.members[0]?.assignment.topicPartitions[0]?.partitions, [0, 1, 2]);
  await second.stop();
});

test("offsets are altered, described with what is left, and deleted", async () => {
  const broker = await started();
  await broker.produce("t", 0, ["a", "b", "c"]);
  const partitions = [
    { partitionIndex: 0, startOffset: 1 },
    { partitionIndex: 3, startOffset: 0 },
  ];
  const altered = await broker.call(apis.alterShareGroupOffsets, 0, { groupId, topics: [{ topicName: "t", partitions }] });
  assert.deepEqual(
    altered.responses[0]?.partitions.map(({ errorCode }) => errorCode),
    [0, errors.UNKNOWN_TOPIC_OR_PARTITION.code],
  );
  assert.deepEqual(await described(broker), [[1, 2]]);
  const forget = () => broker.call(apis.deleteShareGroupOffsets, 0, { groupId, topics: [{ topicName: "t" }] });
  assert.deepEqual(
    (await forget()).responses.map(({ topicName, errorCode }) => [topicName, errorCode]),
    [["t", 0]],
  );
  assert.equal(await described(broker), undefined);
  const [again] = (await forget()).responses;
  assert.equal(again?.errorMessage, "There is no offset information to delete.");
  await broker.stop();
});

test("a group is deleted with the state of its partitions", async () => {
  const broker = await started();
  await join(broker);
  const remove = async () => (await broker.call(apis.deleteGroups, 2, { groupsNames: [groupId] })).results[0]?.errorCode;
  assert.equal(await remove(), errors.NON_EMPTY_GROUP.code);
  const topicId = (await broker.call(apis.metadata, 12, { topics: [{ name: "t" }] })).topics[0]?.topicId ?? "";
  const summary = async () => {
    const topics = [{ topicId, partitions: [{ partition: 0 }] }];
    const { results } = await broker.call(apis.readShareGroupStateSummary, 1, { groupId, topics });
    return results[0]?.partitions[0]?.stateEpoch;
  };
  assert.equal(await summary(), 2);
  await leave(broker);
  assert.equal(await remove(), 0);
  assert.equal(await summary(), 0);
  assert.equal(await remove(), errors.GROUP_ID_NOT_FOUND.code);
  await broker.stop();
});

test("share groups are not served where the feature is off", async () => {
  const broker = await started();
  const featureUpdates = [{ feature: "share.version", maxVersionLevel: 0, upgradeType: 2 }];
  assert.equal((await broker.call(apis.updateFeatures, 2, { timeoutMs: 1000, featureUpdates })).errorCode, 0);
  const { code } = errors.UNSUPPORTED_VERSION;
  assert.equal((await beat(broker, { memberEpoch: 0, subscribedTopicNames: ["t"] })).errorCode, code);
  assert.equal((await broker.call(apis.shareGroupDescribe, 1, { groupIds: [groupId] })).groups[0]?.errorCode, code);
  assert.equal((await broker.call(apis.describeShareGroupOffsets, 1, { groups: [{ groupId, topics: null }] })).groups[0]?.errorCode, code);
  assert.equal((await broker.call(apis.alterShareGroupOffsets, 0, { groupId, topics: [] })).errorCode, code);
  assert.equal((await broker.call(apis.deleteShareGroupOffsets, 0, { groupId, topics: [] })).errorCode, code);
  await broker.stop();
});
