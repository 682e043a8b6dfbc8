import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis, type ConsumerGroupHeartbeatRequest, type Draft, errors } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

type Beat = Draft<ConsumerGroupHeartbeatRequest>;

const groupResource = 32;
const joining: Beat = { groupId: "g", memberId: "m", memberEpoch: 0, rebalanceTimeoutMs: 60_000, topicPartitions: [] };

async function withTopic(properties: Record<string, string> = {}, files?: FaultyFiles, clock?: ManualClock): Promise<TestBroker> {
  const broker = await TestBroker.start(properties, { ...(files && { files }), ...(clock && { clock }) });
  await broker.createTopic("t", 2);
  await broker.call(apis.findCoordinator, 0, { key: "g" });
  return broker;
}

const beat = (broker: TestBroker, draft: Beat = {}) =>
  broker.call(apis.consumerGroupHeartbeat, 1, { groupId: "g", memberId: "m", ...draft });

/** Waits until the work that a heartbeat left behind is done. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let times = 0; times < 500 && !(await holds()); times++) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(await holds());
}

test("a group is the same after the process was killed, its members go on", async () => {
  const clock = new ManualClock();
  const files = new FaultyFiles(clock, seededRandom(3));
  const first = await withTopic({}, files, clock);
  const joined = await beat(first, { ...joining, subscribedTopicNames: ["t"], instanceId: "i" });
  assert.deepEqual(joined.assignment?.topicPartitions[0]?.partitions, [0, 1]);
  const before = await first.call(apis.consumerGroupDescribe, 1, { groupIds: ["g"] });
  assert.equal(before.groups[0]?.groupState, "Stable");
  files.kill();
  await first.stop().catch(() => {});
  const second = await TestBroker.start({}, { files, clock });
  clock.advance(0);
  assert.deepEqual(await second.call(apis.consumerGroupDescribe, 1, { groupIds: ["g"] }), before);
  const answer = await beat(second, { memberEpoch: joined.memberEpoch });
  assert.deepEqual([answer.errorCode, answer.memberEpoch, answer.assignment], [0, joined.memberEpoch, null]);
  clock.advance(45_001);
  assert.equal((await beat(second, { memberEpoch: joined.memberEpoch })).errorCode, errors.UNKNOWN_MEMBER_ID.code);
  await second.stop();
});

test("topics that are grown or deleted are seen by the next heartbeat", async () => {
  const broker = await withTopic();
  const { memberEpoch } = await beat(broker, { ...joining, subscribedTopicNames: ["t"] });
  await broker.call(apis.createPartitions, 3, { topics: [{ name: "t", count: 3, assignments: null }], timeoutMs: 1_000 });
  broker.clock.advance(1_001);
  const grown = await beat(broker, { memberEpoch });
  assert.equal(grown.assignment?.topicPartitions[0]?.partitions.length, 3);
  await broker.call(apis.deleteTopics, 6, { topics: [{ name: "t" }], timeoutMs: 1_000 });
  broker.clock.advance(1_001);
  const deleted = await beat(broker, { memberEpoch: grown.memberEpoch, topicPartitions: [] });
  assert.deepEqual(deleted.assignment?.topicPartitions, []);
  await broker.stop();
});

test("expressions are RE2's: matched after the heartbeat, refused in RE2's words", async () => {
  const broker = await withTopic();
  await broker.createTopic("tea", 1);
  const refused = await beat(broker, { ...joining, subscribedTopicRegex: "(?=t)" });
  assert.deepEqual(
    [refused.errorCode, refused.errorMessage],
    [
      errors.INVALID_REGULAR_EXPRESSION.code,
      "SubscribedTopicRegex `(?=t)` is not a valid regular expression: invalid or unsupported Perl syntax.",
    ],
  );
  let { memberEpoch } = await beat(broker, { ...joining, subscribedTopicRegex: "t(?P<rest>ea)?" });
  let held = 0;
  await until(async () => {
    const answer = await beat(broker, { memberEpoch });
    memberEpoch = answer.memberEpoch;
    held += answer.assignment?.topicPartitions.flatMap(({ partitions }) => partitions).length ?? 0;
    return held === 3;
  });
  await broker.stop();
});

test("a group's own configs are followed, within the broker's bounds as they are by now", async () => {
  const broker = await withTopic({ "group.consumer.max.heartbeat.interval.ms": "20000" });
  const configs = [
    { name: "consumer.heartbeat.interval.ms", configOperation: 0, value: "18000" },
    { name: "consumer.session.timeout.ms", configOperation: 0, value: "50000" },
  ];
  const altered = await broker.call(apis.incrementalAlterConfigs, 1, {
    resources: [{ resourceType: groupResource, resourceName: "g", configs }],
  });
  assert.equal(altered.responses[0]?.errorCode, 0);
  const joined = await beat(broker, { ...joining, subscribedTopicNames: ["t"] });
  assert.equal(joined.heartbeatIntervalMs, 18_000);
  broker.clock.advance(49_999);
  assert.equal((await beat(broker, { memberEpoch: joined.memberEpoch })).errorCode, 0);
  const narrower = await broker.restart({ "group.consumer.max.heartbeat.interval.ms": "10000" });
  narrower.clock.advance(0);
  assert.equal((await beat(narrower, { memberEpoch: joined.memberEpoch })).heartbeatIntervalMs, 10_000);
  await narrower.stop();
});

test("where the consumer protocol is switched off, it is an unsupported version", async () => {
  const broker = await withTopic({ "group.coordinator.rebalance.protocols": "classic" });
  assert.equal((await beat(broker, { ...joining, subscribedTopicNames: ["t"] })).errorCode, errors.UNSUPPORTED_VERSION.code);
  const described = await broker.call(apis.consumerGroupDescribe, 1, { groupIds: ["g"] });
  assert.equal(described.groups[0]?.errorCode, errors.UNSUPPORTED_VERSION.code);
  await broker.stop();
});

test("assignors that can't be loaded are refused at the start", async () => {
  await assert.rejects(TestBroker.start({ "group.consumer.assignors": "uniform,com.example.Mine" }), /Java classes can't be loaded/);
});
