import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import { pending } from "./group-rig.ts";
import { type Member, member, Rig, range } from "./rig.ts";

const { FENCED_INSTANCE_ID, UNKNOWN_MEMBER_ID } = errors;

/** A stable group of static members "i0", "i1", …; the leader first. */
function staticGroup(rig: Rig, count: number): Array<Member & { instanceId: string }> {
  const joining = Array.from({ length: count }, (_, index) => ({ instanceId: `i${index}`, asked: rig.join({ instanceId: `i${index}` }) }));
  while (rig.state === "PreparingRebalance") rig.clock.advance(3_000);
  const members = joining.map(({ instanceId, asked }) => ({ ...member(asked.answer?.memberId ?? "", asked), instanceId }));
  rig.syncAll(members);
  return members.sort((one) => (one.leads ? -1 : 1));
}

test("a static member joins at once and is named after its instance", () => {
  const rig = new Rig();
  const asked = rig.join({ instanceId: "cart" });
  rig.clock.advance(3_000);
  assert.match(asked.answer?.memberId ?? "", /^cart-[0-9a-f]{8}-/);
  assert.equal(asked.answer?.members?.[0]?.groupInstanceId, "cart");
});

test("a restarted follower gets a new id and keeps its assignment, without a rebalance", () => {
  const rig = new Rig();
  const [leader, old] = staticGroup(rig, 2);
  assert.ok(leader && old);
  const { answer } = rig.join({ instanceId: old.instanceId });
  assert.equal(rig.state, "Stable");
  assert.ok(answer?.memberId !== undefined && answer.memberId !== old.memberId);
  assert.deepEqual([answer.generationId, answer.leader, answer.skipAssignment], [1, leader.memberId, false]);
  const now = { ...old, memberId: answer.memberId };
  assert.equal(String(rig.sync(now).answer?.assignment), `for ${old.memberId}`);
  assert.equal(rig.heartbeat(now), 0);
  assert.equal(rig.heartbeat(old), FENCED_INSTANCE_ID.code);
  assert.equal(rig.sync(old).answer?.errorCode, FENCED_INSTANCE_ID.code);
  assert.equal(rig.join({ memberId: old.memberId, instanceId: old.instanceId }).answer?.errorCode, FENCED_INSTANCE_ID.code);
  const commit = rig.commit({ 0: 1 }, { memberId: old.memberId, groupInstanceId: old.instanceId, generationIdOrMemberEpoch: 1 });
  assert.equal(commit.answer?.topics?.[0]?.partitions?.[0]?.errorCode, FENCED_INSTANCE_ID.code);
  rig.restart();
  assert.equal(rig.heartbeat(now), 0, "the new id is stored");
});

test("a restarted leader stays leader and is told not to assign (KIP-814)", () => {
  const rig = new Rig();
  const [old] = staticGroup(rig, 2);
  assert.ok(old);
  const { answer } = rig.join({ instanceId: old.instanceId });
  assert.deepEqual([answer?.leader, answer?.skipAssignment, answer?.members?.length], [answer?.memberId, true, 2]);
});

test("a restarted leader that can't be told so is told of the leader that is gone", () => {
  const rig = new Rig();
  const [old] = staticGroup(rig, 2);
  assert.ok(old);
  const { answer } = rig.join({ instanceId: old.instanceId, apiVersion: 8 });
  assert.deepEqual([answer?.leader, answer?.skipAssignment, answer?.members], [old.memberId, false, []]);
});

test("coming back with protocols that change the group's choice starts a rebalance", () => {
  const both = [...range("t"), { name: "sticky", metadata: Buffer.from("s") }];
  const rig = new Rig();
  const joining = ["a", "b"].map((instanceId) => rig.join({ instanceId, protocols: both }));
  rig.clock.advance(6_000);
  rig.syncAll(joining.map((asked, index) => ({ ...member(asked.answer?.memberId ?? "", asked), instanceId: ["a", "b"][index] ?? "" })));
  rig.join({ instanceId: "a", protocols: [both[1] ?? { name: "", metadata: Buffer.alloc(0) }] });
  assert.equal(rig.state, "PreparingRebalance");
});

test("coming back between JoinGroup and SyncGroup starts a rebalance, since the leader may know the old id", () => {
  const rig = new Rig();
  const joining = ["a", "b"].map((instanceId) => ({ instanceId, asked: rig.join({ instanceId }) }));
  rig.clock.advance(6_000);
  const members = joining.map(({ instanceId, asked }) => ({ ...member(asked.answer?.memberId ?? "", asked), instanceId }));
  const follower = members.find(({ leads }) => !leads);
  assert.ok(follower);
  const waiting = rig.sync(follower);
  rig.join({ instanceId: follower.instanceId });
  assert.equal(waiting.answer?.errorCode, FENCED_INSTANCE_ID.code);
  assert.equal(rig.state, "PreparingRebalance");
});

test("of two under one instance id that wait to join, the second takes the place of the first", () => {
  const rig = new Rig();
  const first = rig.join({ instanceId: "a" });
  const second = rig.join({ instanceId: "a" });
  assert.equal(first.answer?.errorCode, FENCED_INSTANCE_ID.code);
  rig.clock.advance(6_000);
  assert.equal(second.answer?.members?.length, 1);
});

test("a static member that is away keeps its place in a rebalance until its session runs out", () => {
  const rig = new Rig();
  const [leader, away] = staticGroup(rig, 2);
  assert.ok(leader && away);
  const { memberId, instanceId } = away;
  const asked = rig.join({
    memberId: leader.memberId,
    instanceId: leader.instanceId,
    rebalanceTimeoutMs: 1_000,
    sessionTimeoutMs: 100_000,
  });
  rig.clock.advance(9_999);
  assert.ok(pending(asked));
  rig.clock.advance(1);
  assert.equal(asked.answer?.members?.length, 1);
  assert.equal(rig.heartbeat({ ...away, memberId, instanceId }), UNKNOWN_MEMBER_ID.code);
});

test("a rebalance that ends while static members are away goes on with them", () => {
  const rig = new Rig();
  const joining = ["a", "b"].map((instanceId) => rig.join({ instanceId, sessionTimeoutMs: 600_000, rebalanceTimeoutMs: 10_000 }));
  rig.clock.advance(6_000);
  const members = joining.map((asked, index) => ({ ...member(asked.answer?.memberId ?? "", asked), instanceId: ["a", "b"][index] ?? "" }));
  rig.syncAll(members);
  const leader = members.find(({ leads }) => leads);
  assert.ok(leader);
  const asked = rig.join({
    memberId: leader.memberId,
    instanceId: leader.instanceId,
    rebalanceTimeoutMs: 10_000,
    sessionTimeoutMs: 600_000,
  });
  rig.clock.advance(10_000);
  assert.deepEqual([asked.answer?.generationId, asked.answer?.members?.length], [2, 2]);
});

test("a rebalance without any time to join waits for static members that are away until their sessions end, and looks for them now and then", () => {
  const rig = new Rig();
  const join = (instanceId: string, rebalanceTimeoutMs: number) => rig.join({ instanceId, rebalanceTimeoutMs, sessionTimeoutMs: 20_000 });
  join("a", 10_000);
  rig.clock.advance(6_000);
  join("b", 0);
  assert.equal(join("a", 0).answer?.members?.length, 2);
  rig.leave({ instanceId: "b" });
  rig.clock.advance(15_000);
  assert.equal(rig.state, "PreparingRebalance");
  const back = join("a", 0);
  rig.clock.advance(1_000);
  assert.equal(back.answer?.members?.length, 1);
  rig.clock.advance(21_000);
  assert.equal(rig.state, "Empty");
});

test("an administrator takes a static member out by its instance id", () => {
  const rig = new Rig();
  const [leader, other] = staticGroup(rig, 2);
  assert.ok(leader && other);
  const { answer } = rig.leave({ instanceId: other.instanceId }, { memberId: "wrong", instanceId: leader.instanceId });
  assert.deepEqual(
    answer?.members?.map(({ errorCode }) => errorCode),
    [0, FENCED_INSTANCE_ID.code],
  );
  assert.equal(rig.heartbeat(other), UNKNOWN_MEMBER_ID.code);
});

test("a new id that can't be stored is not taken", () => {
  const rig = new Rig();
  const [, old] = staticGroup(rig, 2);
  assert.ok(old);
  rig.refusal = errors.NOT_LEADER_OR_FOLLOWER;
  const { answer } = rig.join({ instanceId: old.instanceId });
  assert.deepEqual([answer?.errorCode, answer?.memberId], [errors.NOT_COORDINATOR.code, ""]);
  assert.equal(rig.heartbeat(old), 0);
});
