import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import { Consumer, ConsumerRig } from "./consumer-rig.ts";
import { topicIdOf } from "./test-topics.ts";

function rigWith(partitionCount: number): ConsumerRig {
  const rig = new ConsumerRig();
  rig.topics.make("t", partitionCount);
  return rig;
}

/** Lets everyone send heartbeats until nothing moves any more. */
function settle(rig: ConsumerRig, ...consumers: Consumer[]): void {
  for (let round = 0; round < 12; round++) {
    rig.clock.advance(1_001);
    rig.resolveRegexes();
    for (const consumer of consumers) consumer.beat();
  }
}

const t = topicIdOf("t");

test("the first member gets everything, and a group epoch of its own", () => {
  const rig = rigWith(3);
  const one = new Consumer(rig, "one");
  const answer = one.join();
  assert.equal(answer.memberEpoch, 2);
  assert.equal(answer.heartbeatIntervalMs, 5_000);
  assert.deepEqual(answer.assignment, { topicPartitions: [{ topicId: t, partitions: [0, 1, 2] }] });
  assert.equal(one.beat().assignment, null);
  assert.equal(rig.describeConsumer().groupState, "Stable");
});

test("a second member waits for what the first has to give back", () => {
  const rig = rigWith(4);
  const one = new Consumer(rig, "one");
  const two = new Consumer(rig, "two");
  one.join();
  rig.clock.advance(1_001);
  assert.deepEqual(two.join().assignment, { topicPartitions: [] });
  assert.equal(rig.describeConsumer().groupState, "Reconciling");
  const told = one.beat();
  assert.equal(told.memberEpoch, 2);
  assert.equal(told.assignment?.topicPartitions?.[0]?.partitions?.length, 2);
  assert.equal(two.beat().assignment, null);
  assert.equal(one.beat().memberEpoch, 3);
  assert.equal(two.beat().assignment?.topicPartitions?.[0]?.partitions?.length, 2);
  assert.equal(new Set([...one.partitions, ...two.partitions]).size, 4);
  assert.equal(rig.describeConsumer().groupState, "Stable");
});

test("within the assignment interval a new member gets nothing yet", () => {
  const rig = rigWith(4);
  const one = new Consumer(rig, "one");
  const two = new Consumer(rig, "two");
  one.join();
  assert.deepEqual(two.join().assignment, { topicPartitions: [] });
  assert.equal(two.epoch, one.epoch);
  assert.equal(rig.describeConsumer().groupState, "Assigning");
  settle(rig, one, two);
  assert.equal(two.partitions.length, 2);
});

test("a member that does not give its partitions back in time is fenced", () => {
  const rig = rigWith(2);
  const one = new Consumer(rig, "one", { rebalanceTimeoutMs: 20_000 });
  const two = new Consumer(rig, "two");
  one.join();
  rig.clock.advance(1_001);
  two.join();
  const holdOn = () => rig.beat({ memberId: "one", memberEpoch: 2, topicPartitions: owned });
  const { owned } = one;
  for (let times = 0; times < 4; times++) {
    assert.equal(holdOn().memberEpoch, 2);
    two.beat();
    rig.clock.advance(5_000);
  }
  assert.equal(holdOn().errorCode, errors.UNKNOWN_MEMBER_ID.code);
  settle(rig, two);
  assert.equal(two.partitions.length, 2);
});

test("silence ends a session, and the others get what was held", () => {
  const rig = rigWith(2);
  const [one, two] = [new Consumer(rig, "one"), new Consumer(rig, "two")];
  one.join();
  settle(rig, one, two);
  for (let times = 0; times < 10; times++) {
    rig.clock.advance(5_000);
    two.beat();
  }
  assert.equal(two.partitions.length, 2);
  assert.equal(rig.describeConsumer().members?.length, 1);
});

test("epochs other than the member's are fenced, but for the one before when an answer was lost", () => {
  const rig = rigWith(2);
  const one = new Consumer(rig, "one");
  one.join();
  const greater = rig.beat({ memberId: "one", memberEpoch: 9 });
  assert.equal(greater.errorCode, errors.FENCED_MEMBER_EPOCH.code);
  assert.equal(
    greater.errorMessage,
    "The consumer group member has a greater member epoch (9) than the one known by the group coordinator (2). The member must abandon all its partitions and rejoin.",
  );
  rig.topics.make("t", 4);
  rig.clock.advance(1_001);
  const { owned } = one;
  assert.equal(one.beat().memberEpoch, 3);
  assert.equal(rig.beat({ memberId: "one", memberEpoch: 2, topicPartitions: owned }).memberEpoch, 3);
  assert.equal(rig.beat({ memberId: "one", memberEpoch: 2 }).errorCode, errors.FENCED_MEMBER_EPOCH.code);
});

test("topics that are made, grown and removed are taken in by heartbeats", () => {
  const rig = rigWith(2);
  const one = new Consumer(rig, "one", { subscribedTopicNames: ["t", "later"] });
  one.join();
  assert.equal(one.partitions.length, 2);
  rig.topics.make("later", 3);
  settle(rig, one);
  assert.equal(one.partitions.length, 5);
  rig.topics.make("t", 4);
  settle(rig, one);
  assert.equal(one.partitions.length, 7);
  rig.topics.remove("later");
  settle(rig, one);
  assert.equal(one.partitions.length, 4);
});

test("a static member leaves with -2 and has its partitions again when it is back; while it is there, nobody else is it", () => {
  const rig = rigWith(2);
  const one = new Consumer(rig, "one", { instanceId: "i" });
  one.join();
  const other = new Consumer(rig, "other", { instanceId: "i" });
  const refused = other.join();
  assert.equal(refused.errorCode, errors.UNRELEASED_INSTANCE_ID.code);
  assert.equal(
    refused.errorMessage,
    "Static member other with instance id i cannot join the group because the instance id is owned by one member.",
  );
  assert.equal(one.leave(-2).memberEpoch, -2);
  const { epoch } = rig.coordinator.hardState().consumer.get("g") ?? { epoch: -1 };
  assert.equal(other.join().memberEpoch, epoch);
  assert.deepEqual(other.partitions.sort(), [`${t}:0`, `${t}:1`]);
  assert.equal(rig.coordinator.hardState().consumer.get("g")?.epoch, epoch);
  assert.equal(rig.beat({ memberId: "one", instanceId: "i", memberEpoch: epoch }).errorCode, errors.FENCED_INSTANCE_ID.code);
});

test("regular expressions are matched apart from the heartbeat, and again when topics are made", () => {
  const rig = rigWith(2);
  const one = new Consumer(rig, "one", { subscribedTopicNames: null, subscribedTopicRegex: "t.*" });
  assert.deepEqual(one.join().assignment, { topicPartitions: [] });
  settle(rig, one);
  assert.equal(one.partitions.length, 2);
  rig.topics.make("t2", 1);
  for (let times = 0; times < 3; times++) {
    rig.clock.advance(5_000);
    one.beat();
    rig.resolveRegexes();
  }
  settle(rig, one);
  assert.equal(one.partitions.length, 3);
  const bad = rig.beat({ memberId: "bad", rebalanceTimeoutMs: 1, subscribedTopicRegex: "[", topicPartitions: [] });
  assert.equal(bad.errorCode, errors.INVALID_REGULAR_EXPRESSION.code);
  assert.equal(bad.errorMessage, "SubscribedTopicRegex `[` is not a valid regular expression: missing closing ].");
  one.leave();
  assert.equal(rig.coordinator.hardState().consumer.get("g")?.regexes.size, 0);
});

test("an expression that takes the place of another is matched with the heartbeat that brings it", () => {
  const rig = rigWith(2);
  rig.topics.make("u", 1);
  const one = new Consumer(rig, "one", { subscribedTopicNames: null, subscribedTopicRegex: "t.*" });
  settle(rig, one);
  one.beat({ subscribedTopicRegex: "u.*" });
  assert.deepEqual(
    rig.tasks.map(({ type, groupId, regexes }) => ({ type, groupId, regexes })),
    [{ type: "resolve-regexes", groupId: "g", regexes: ["u.*"] }],
  );
  settle(rig, one);
  assert.deepEqual(one.partitions, [`${rig.topics.topic("u")?.id}:0`]);
});

test("who subscribes to nothing that is known can't repeat an epoch of before, even if it held nothing", () => {
  const rig = rigWith(1);
  const [one, two] = [new Consumer(rig, "one"), new Consumer(rig, "two", { subscribedTopicNames: [], subscribedTopicRegex: "none" })];
  settle(rig, one, two);
  const before = two.epoch;
  rig.topics.make("t", 2);
  settle(rig, one, two);
  assert.ok(two.epoch > before);
  assert.equal(rig.beat({ memberId: "two", memberEpoch: before, topicPartitions: [] }).errorCode ?? 0, 0);
  two.beat({ subscribedTopicRegex: "another" });
  assert.equal(rig.beat({ memberId: "two", memberEpoch: before, topicPartitions: [] }).errorCode, errors.FENCED_MEMBER_EPOCH.code);
});

test("what must be given when joining is asked for, in Kafka's words", () => {
  const rig = rigWith(1);
  const base = { memberId: "m", rebalanceTimeoutMs: 1, subscribedTopicNames: ["t"], topicPartitions: [] };
  const messages = [
    rig.beat({ ...base, memberId: "" }),
    rig.beat({ ...base, groupId: "" }),
    rig.beat({ ...base, rebalanceTimeoutMs: -1 }),
    rig.beat({ ...base, topicPartitions: null }),
    rig.beat({ ...base, subscribedTopicNames: null }),
    rig.beat({ ...base, memberEpoch: -2 }),
    rig.beat({ ...base, memberEpoch: -3 }),
  ].map(({ errorMessage, errorCode }) => [errorCode, errorMessage]);
  const { code } = errors.INVALID_REQUEST;
  assert.deepEqual(messages, [
    [code, "MemberId can't be empty."],
    [code, "GroupId can't be empty."],
    [code, "RebalanceTimeoutMs must be provided in first request."],
    [code, "TopicPartitions must be empty when (re-)joining."],
    [code, "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining."],
    [code, "InstanceId can't be null."],
    [code, "MemberEpoch is invalid."],
  ]);
  assert.deepEqual(rig.beat({ ...base, serverAssignor: "mine" }), {
    errorCode: errors.UNSUPPORTED_ASSIGNOR.code,
    errorMessage: "ServerAssignor mine is not supported. Supported assignors: uniform, range.",
  });
});

test("a member that can't be stored is none", () => {
  const rig = rigWith(1);
  rig.refusal = errors.KAFKA_STORAGE_ERROR;
  const one = new Consumer(rig, "one");
  assert.equal(one.join().errorCode, errors.NOT_COORDINATOR.code);
  rig.refusal = undefined;
  assert.equal(rig.describeConsumer().errorCode, errors.GROUP_ID_NOT_FOUND.code);
  assert.equal(one.join().errorCode ?? 0, 0);
});
