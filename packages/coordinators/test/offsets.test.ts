import assert from "node:assert/strict";
import { test } from "node:test";
import { errors, ZERO_UUID } from "@millrace/protocol";
import { type Asked, groupId } from "./group-rig.ts";
import { Rig, range } from "./rig.ts";
import { topicIdOf } from "./test-topics.ts";

const day = 86_400_000;

function partitionError({ answer }: Asked<{ errorCode?: number; topics: Array<{ partitions: Array<{ errorCode: number }> }> }>): number {
  return answer?.topics?.[0]?.partitions?.[0]?.errorCode ?? Number.NaN;
}

test("consumers that assign partitions to themselves commit without a group, which then is there, empty", () => {
  const rig = new Rig();
  assert.equal(rig.committed("t", 0), -1);
  assert.equal(partitionError(rig.commit({ 0: 7, 3: 9 })), 0);
  assert.deepEqual([rig.committed("t", 0), rig.committed("t", 1), rig.committed("t", 3)], [7, -1, 9]);
  assert.equal(rig.state, "Empty");
  rig.restart();
  assert.deepEqual([rig.committed("t", 0), rig.state], [7, "Empty"]);
});

test("everything of a commit comes back; a null list asks for all", () => {
  const rig = new Rig();
  rig.commit({ 4: 7 });
  const { topics } = rig.coordinator.fetchOffsets({ groupId, memberId: null, memberEpoch: -1, topics: null }, false);
  assert.deepEqual(topics, [
    { name: "t", partitions: [{ partitionIndex: 4, committedOffset: 7, committedLeaderEpoch: 0, metadata: "note", errorCode: 0 }] },
  ]);
});

test("whose commits are refused", async (t) => {
  const rig = new Rig();
  const [one] = rig.stableGroup(1);
  assert.ok(one);
  const { memberId } = one;
  const rows = [
    ["a member", { memberId, generationIdOrMemberEpoch: 1 }, errors.NONE],
    ["a member of an earlier generation", { memberId, generationIdOrMemberEpoch: 0 }, errors.ILLEGAL_GENERATION],
    ["a member without a generation", { memberId }, errors.ILLEGAL_GENERATION],
    ["a stranger", { memberId: "nobody", generationIdOrMemberEpoch: 1 }, errors.UNKNOWN_MEMBER_ID],
    ["nobody, while there are members", {}, errors.UNKNOWN_MEMBER_ID],
    ["an unknown instance", { memberId, groupInstanceId: "i", generationIdOrMemberEpoch: 1 }, errors.UNKNOWN_MEMBER_ID],
    ["a generation of an unknown group", { groupId: "h", generationIdOrMemberEpoch: 1 }, errors.GROUP_ID_NOT_FOUND],
    ["the same before version 9", { groupId: "h", generationIdOrMemberEpoch: 1, apiVersion: 8 }, errors.ILLEGAL_GENERATION],
  ] as const;
  for (const [name, options, error] of rows)
    await t.test(name, () => assert.equal(partitionError(rig.commit({ 0: 1 }, options)), error.code));
  const leaving = { memberId, generationIdOrMemberEpoch: 1 };
  await t.test("members may commit while the group waits for others to join", () => {
    rig.joinAsNew();
    assert.equal(partitionError(rig.commit({ 0: 2 }, leaving)), 0);
  });
  await t.test("members may not commit before they know their assignment", () => {
    rig.join({ memberId });
    assert.equal(rig.state, "CompletingRebalance");
    assert.equal(partitionError(rig.commit({ 0: 2 }, { ...leaving, generationIdOrMemberEpoch: 2 })), errors.REBALANCE_IN_PROGRESS.code);
  });
});

test("a commit keeps the member's session", () => {
  const rig = new Rig();
  const [one] = rig.stableGroup(1);
  assert.ok(one);
  for (let round = 0; round < 4; round++) {
    rig.clock.advance(9_000);
    rig.commit({ 0: round }, { memberId: one.memberId, generationIdOrMemberEpoch: 1 });
  }
  assert.equal(rig.heartbeat(one), 0);
});

test("metadata that is too long is refused for its partition alone", () => {
  const rig = new Rig();
  const partition = { committedOffset: 5, committedLeaderEpoch: -1 };
  const topics = [
    {
      name: "t",
      topicId: ZERO_UUID,
      partitions: [
        { ...partition, partitionIndex: 0, committedMetadata: "x".repeat(4_097) },
        { ...partition, partitionIndex: 1, committedMetadata: "x".repeat(4_096) },
        { ...partition, partitionIndex: 2, committedMetadata: null },
      ],
    },
  ];
  const { answer } = rig.commit({}, { topics });
  assert.deepEqual(
    answer?.topics?.[0]?.partitions?.map(({ errorCode }) => errorCode),
    [errors.OFFSET_METADATA_TOO_LARGE.code, 0, 0],
  );
  assert.deepEqual([rig.committed("t", 0), rig.committed("t", 1), rig.committed("t", 2)], [-1, 5, 5]);
});

test("an offset of an earlier topic of the same name is none, unless ids are not known", () => {
  const rig = new Rig();
  rig.commit({ 0: 7 });
  assert.equal(rig.committed("t", 0, topicIdOf("u")), -1);
  assert.equal(rig.committed("t", 0, ZERO_UUID), 7);
});

test("a commit that can't be stored changes nothing", () => {
  const rig = new Rig();
  rig.refusal = errors.MESSAGE_TOO_LARGE;
  assert.equal(partitionError(rig.commit({ 0: 7 })), errors.UNKNOWN_SERVER_ERROR.code);
  assert.equal(rig.committed("t", 0), -1);
});

test("offsets of consumers without a group expire after their commit", () => {
  const rig = new Rig();
  rig.commit({ 0: 7 });
  rig.clock.advance(6 * day);
  rig.commit({ 1: 8 });
  rig.clock.advance(day);
  assert.deepEqual([rig.committed("t", 0), rig.committed("t", 1)], [-1, 8]);
  rig.clock.advance(7 * day);
  assert.equal(rig.state, "Dead");
  assert.deepEqual(rig.log.at(-1), { type: "GroupMetadata", groupId, value: null });
});

test("offsets of a group expire when it has been empty for as long", () => {
  const rig = new Rig();
  const [one] = rig.stableGroup(1);
  assert.ok(one);
  rig.commit({ 0: 7 }, { memberId: one.memberId, generationIdOrMemberEpoch: 1 });
  for (let hour = 0; hour < 8 * 24 * 400; hour++) {
    rig.clock.advance(9_000);
    rig.heartbeat(one);
  }
  assert.equal(rig.committed("t", 0), 7, "not while there are members");
  rig.leave({ memberId: one.memberId });
  rig.clock.advance(7 * day - 600_000);
  assert.equal(rig.committed("t", 0), 7);
  rig.clock.advance(1_200_000);
  assert.deepEqual([rig.committed("t", 0), rig.state], [-1, "Dead"]);
});

test("a stable group's offsets of topics that it no longer reads expire", () => {
  const rig = new Rig();
  rig.commit({ 0: 7 }, { topic: "old" });
  rig.commit({ 0: 8 }, { topic: "t" });
  const [one] = rig.stableGroup(1, { sessionTimeoutMs: 1_800_000 });
  assert.ok(one);
  for (let step = 0; step < 8 * 24 * 4; step++) {
    rig.clock.advance(900_000);
    rig.heartbeat(one);
  }
  assert.deepEqual([rig.committed("old", 0), rig.committed("t", 0), rig.state], [-1, 8, "Stable"]);
});

test("an offset with a retention of its own goes by that", () => {
  const rig = new Rig();
  rig.commit({ 0: 7 }, { retentionTimeMs: 3_600_000, apiVersion: 4 });
  rig.restart();
  rig.clock.advance(3_000_000);
  assert.equal(rig.committed("t", 0), 7);
  rig.clock.advance(600_000);
  assert.equal(rig.committed("t", 0), -1);
});

test("a group that was never used is gone after a while", () => {
  const rig = new Rig();
  rig.join();
  rig.clock.advance(600_000);
  assert.equal(rig.state, "Dead");
});

test("OffsetDelete leaves what the group reads", () => {
  const rig = new Rig();
  assert.equal(rig.deleteOffsets("t", 0).answer?.errorCode, errors.GROUP_ID_NOT_FOUND.code);
  rig.commit({ 0: 7 }, { topic: "old" });
  rig.commit({ 0: 8 });
  rig.stableGroup(1);
  assert.equal(partitionError(rig.deleteOffsets("t", 0)), errors.GROUP_SUBSCRIBED_TO_TOPIC.code);
  assert.equal(partitionError(rig.deleteOffsets("old", 0, 1)), 0);
  assert.deepEqual([rig.committed("old", 0), rig.committed("t", 0)], [-1, 8]);
});

test("OffsetDelete on a group that is no consumers' and has members", () => {
  const rig = new Rig();
  rig.stableGroup(1, { protocolType: "connect" });
  assert.equal(rig.deleteOffsets("t", 0).answer?.errorCode, errors.NON_EMPTY_GROUP.code);
});

test("a consumer whose metadata can't be read is taken to read everything", () => {
  const rig = new Rig();
  rig.stableGroup(1, { protocols: [{ name: "range", metadata: Buffer.from([0]) }] });
  assert.equal(partitionError(rig.deleteOffsets("any", 0)), errors.GROUP_SUBSCRIBED_TO_TOPIC.code);
});

test("DeleteGroups", () => {
  const rig = new Rig();
  const codes = () => rig.deleteGroups(groupId, "h").answer?.results?.map(({ errorCode }) => errorCode);
  const [one] = rig.stableGroup(1);
  assert.ok(one);
  rig.commit({ 0: 7 }, { memberId: one.memberId, generationIdOrMemberEpoch: 1 });
  assert.deepEqual(codes(), [errors.NON_EMPTY_GROUP.code, errors.GROUP_ID_NOT_FOUND.code]);
  rig.leave({ memberId: one.memberId });
  rig.refusal = errors.KAFKA_STORAGE_ERROR;
  assert.deepEqual(codes(), [errors.NOT_COORDINATOR.code, errors.NOT_COORDINATOR.code]);
  rig.refusal = undefined;
  assert.deepEqual(codes(), [0, errors.GROUP_ID_NOT_FOUND.code]);
  assert.deepEqual([rig.state, rig.committed("t", 0)], ["Dead", -1]);
  rig.restart();
  assert.deepEqual([rig.state, rig.committed("t", 0)], ["Dead", -1]);
});

test("a deleted topic's offsets go, those of a newer topic of that name stay", () => {
  const rig = new Rig();
  rig.commit({ 0: 7 });
  rig.commit({ 0: 8 }, { topic: "u" });
  rig.run(
    rig.coordinator.topicsDeleted(
      new Map([
        ["t", topicIdOf("earlier")],
        ["u", topicIdOf("u")],
      ]),
      rig.clock.now(),
    ),
  );
  assert.deepEqual([rig.committed("t", 0), rig.committed("u", 0)], [7, -1]);
});

test("joining does not touch what was committed before", () => {
  const rig = new Rig();
  rig.commit({ 0: 7 });
  rig.stableGroup(2, { protocols: range("t") });
  assert.equal(rig.committed("t", 0), 7);
});
