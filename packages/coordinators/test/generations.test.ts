import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import { groupId, pending } from "./group-rig.ts";
import { member, Rig, range } from "./rig.ts";

const { ILLEGAL_GENERATION, INCONSISTENT_GROUP_PROTOCOL, REBALANCE_IN_PROGRESS, UNKNOWN_MEMBER_ID } = errors;

test("followers wait for the leader's assignment, which is stored with the members", () => {
  const rig = new Rig();
  const joining = [rig.joinAsNew(), rig.joinAsNew()];
  rig.clock.advance(6_000);
  const members = joining.map(({ memberId, asked }) => member(memberId, asked));
  const [leader] = members.filter(({ leads }) => leads);
  const [follower] = members.filter(({ leads }) => !leads);
  assert.ok(leader && follower);
  assert.equal(rig.state, "CompletingRebalance");
  const waiting = rig.sync(follower);
  assert.ok(pending(waiting));
  const led = rig.sync(leader, { [follower.memberId]: "half", [leader.memberId]: "rest", stranger: "nothing" });
  assert.equal(rig.state, "Stable");
  assert.deepEqual(waiting.answer, { protocolType: "consumer", protocolName: "range", assignment: Buffer.from("half") });
  assert.equal(String(led.answer?.assignment), "rest");
  assert.equal(String(rig.sync(follower).answer?.assignment), "half", "asked again");
  const record = rig.log.at(-1);
  assert.ok(record?.type === "GroupMetadata" && record.value);
  assert.deepEqual(
    [record.value.generation, record.value.protocol, record.value.leader, record.value.members.length],
    [1, "range", leader.memberId, 2],
  );
});

test("members that the leader forgets get an empty assignment", () => {
  const rig = new Rig();
  const [one, other] = [rig.joinAsNew(), rig.joinAsNew()];
  rig.clock.advance(6_000);
  const leader = [one, other].map(({ memberId, asked }) => member(memberId, asked)).find(({ leads }) => leads);
  assert.ok(leader);
  assert.equal(rig.sync(leader).answer?.assignment?.length, 0);
});

test("what SyncGroup refuses", () => {
  const rig = new Rig();
  const [one] = rig.stableGroup(1);
  assert.ok(one);
  const code = (asked: { answer: { errorCode?: number | undefined } | undefined }) => asked.answer?.errorCode;
  assert.equal(code(rig.sync({ ...one, memberId: "nobody" })), UNKNOWN_MEMBER_ID.code);
  assert.equal(code(rig.sync({ ...one, generationId: 0 })), ILLEGAL_GENERATION.code);
  assert.equal(code(rig.sync(one, {}, { type: "connect", name: "range" })), INCONSISTENT_GROUP_PROTOCOL.code);
  assert.equal(code(rig.sync(one, {}, { type: "consumer", name: "sticky" })), INCONSISTENT_GROUP_PROTOCOL.code);
  rig.join({ memberId: one.memberId });
  assert.equal(code(rig.sync(one)), ILLEGAL_GENERATION.code, "it was alone: the next generation is there already");
  assert.equal(code(new Rig().sync(one)), UNKNOWN_MEMBER_ID.code);
});

test("SyncGroup in the middle of a rebalance asks for another JoinGroup", () => {
  const rig = new Rig();
  const [one, other] = rig.stableGroup(2);
  assert.ok(one && other);
  rig.join({ memberId: one.memberId, protocols: range("u") });
  assert.equal(rig.sync(other).answer?.errorCode, REBALANCE_IN_PROGRESS.code);
});

test("a follower that waits for its assignment has to join again when somebody else joins", () => {
  const rig = new Rig();
  const joining = [rig.joinAsNew(), rig.joinAsNew()];
  rig.clock.advance(6_000);
  const follower = joining.map(({ memberId, asked }) => member(memberId, asked)).find(({ leads }) => !leads);
  assert.ok(follower);
  const waiting = rig.sync(follower);
  rig.joinAsNew();
  assert.equal(waiting.answer?.errorCode, REBALANCE_IN_PROGRESS.code);
  assert.equal(rig.state, "PreparingRebalance");
});

test("members that never ask for their assignment are taken out after the rebalance timeout", () => {
  const rig = new Rig();
  const joining = [rig.joinAsNew({ sessionTimeoutMs: 200_000 }), rig.joinAsNew({ sessionTimeoutMs: 200_000 })];
  rig.clock.advance(6_000);
  const members = joining.map(({ memberId, asked }) => member(memberId, asked));
  const [leader] = members.filter(({ leads }) => leads);
  const [silent] = members.filter(({ leads }) => !leads);
  assert.ok(leader && silent);
  rig.sync(leader);
  rig.clock.advance(59_999);
  assert.equal(rig.state, "Stable");
  rig.clock.advance(1);
  assert.equal(rig.state, "PreparingRebalance");
  assert.equal(rig.heartbeat(silent), UNKNOWN_MEMBER_ID.code);
  assert.equal(rig.heartbeat(leader), REBALANCE_IN_PROGRESS.code);
});

test("heartbeats keep a session; without them the member is taken out and the others rebalance", () => {
  const rig = new Rig();
  const [one, other] = rig.stableGroup(2);
  assert.ok(one && other);
  for (let beats = 0; beats < 5; beats++) {
    rig.clock.advance(6_000);
    assert.equal(rig.heartbeat(one), 0);
    if (beats < 4) assert.equal(rig.heartbeat(other), 0);
  }
  rig.clock.advance(3_999);
  assert.equal(rig.heartbeat(one), 0);
  rig.clock.advance(1);
  assert.equal(rig.heartbeat(one), REBALANCE_IN_PROGRESS.code);
  assert.equal(rig.heartbeat(other), UNKNOWN_MEMBER_ID.code);
});

test("a parked JoinGroup keeps the session of a member; of a new one for five minutes only", () => {
  const rig = new Rig();
  const [one, other] = rig.stableGroup(2, { rebalanceTimeoutMs: 1_000_000, sessionTimeoutMs: 1_000_000 });
  assert.ok(one && other);
  const fresh = rig.joinAsNew({ rebalanceTimeoutMs: 1_000_000 });
  const back = rig.join({ memberId: one.memberId, sessionTimeoutMs: 6_000, rebalanceTimeoutMs: 1_000_000 });
  rig.clock.advance(299_999);
  assert.ok(pending(fresh.asked));
  rig.clock.advance(1);
  assert.equal(fresh.asked.answer?.errorCode, UNKNOWN_MEMBER_ID.code);
  assert.ok(pending(back));
  rig.join({ memberId: other.memberId });
  assert.equal(back.answer?.generationId, 2);
});

test("a wrong generation in a heartbeat", () => {
  const rig = new Rig();
  const [one] = rig.stableGroup(1);
  assert.ok(one);
  assert.equal(rig.heartbeat({ ...one, generationId: 9 }), ILLEGAL_GENERATION.code);
});

test("several leave in one request; each has an answer of its own", () => {
  const rig = new Rig();
  const members = rig.stableGroup(3);
  const pending = rig.join().answer?.memberId ?? "";
  const [one, other] = members;
  assert.ok(one && other);
  const { answer } = rig.leave({ memberId: one.memberId }, { memberId: pending }, { memberId: "nobody" }, { instanceId: "none" });
  assert.deepEqual(
    answer?.members?.map(({ errorCode }) => errorCode),
    [0, 0, UNKNOWN_MEMBER_ID.code, UNKNOWN_MEMBER_ID.code],
  );
  assert.equal(rig.state, "PreparingRebalance");
  assert.equal(rig.heartbeat(one), UNKNOWN_MEMBER_ID.code);
});

test("the last to leave leaves an empty group, stored before the answer", () => {
  const rig = new Rig();
  const [one] = rig.stableGroup(1);
  assert.ok(one);
  const stored = rig.log.length;
  rig.leave({ memberId: one.memberId });
  assert.equal(rig.state, "Empty");
  const record = rig.log[stored];
  assert.ok(record?.type === "GroupMetadata" && record.value);
  assert.deepEqual(
    [record.value.generation, record.value.members, record.value.leader, record.value.protocol, record.value.protocolType],
    [2, [], null, null, "consumer"],
  );
});

test("a member that leaves while it waits is told so", () => {
  const rig = new Rig();
  const { memberId, asked } = rig.joinAsNew();
  rig.leave({ memberId });
  assert.equal(asked.answer?.errorCode, UNKNOWN_MEMBER_ID.code);
});

test("an assignment that can't be stored is not given out", () => {
  const rig = new Rig();
  const { memberId, asked } = rig.joinAsNew();
  rig.clock.advance(3_000);
  rig.refusal = errors.NOT_ENOUGH_REPLICAS;
  const one = member(memberId, asked);
  assert.equal(rig.sync(one, { [memberId]: "all" }).answer?.errorCode, errors.COORDINATOR_NOT_AVAILABLE.code);
  assert.equal(rig.state, "PreparingRebalance");
});

test("after a restart members go on where they were", () => {
  const rig = new Rig();
  const members = rig.stableGroup(3);
  rig.restart();
  assert.equal(rig.state, "Stable");
  for (const one of members) assert.equal(rig.heartbeat(one), 0);
  for (const one of members) assert.equal(String(rig.sync(one).answer?.assignment), `for ${one.memberId}`);
  rig.clock.advance(10_000);
  assert.equal(rig.state, "Empty", "their sessions are counted from the start");
});

test("who waits when the coordinator goes away is told to look for another", () => {
  const rig = new Rig();
  const { asked } = rig.joinAsNew();
  rig.restart();
  assert.equal(asked.answer?.errorCode, errors.NOT_COORDINATOR.code);
});

test("groups without an id", () => {
  const { coordinator, clock } = new Rig();
  const requester = { apiVersion: 0, clientId: "c", clientHost: "/127.0.0.1", mayDescribe: () => true };
  const call = { requester, nowMs: clock.now(), ticket: { id: 1 } };
  const named = { groupId: "", memberId: "m", groupInstanceId: null, generationId: 1 };
  const refused = [
    coordinator.heartbeat({ ...call, request: named }),
    coordinator.syncGroup({ ...call, request: { ...named, protocolType: null, protocolName: null, assignments: [] } }),
    coordinator.leaveGroup({ ...call, request: { groupId: "", memberId: "m", members: [] } }),
    coordinator.deleteOffsets({ ...call, request: { groupId: "", topics: [] } }),
  ];
  for (const { replies } of refused) assert.deepEqual(replies[0]?.response, { errorCode: errors.INVALID_GROUP_ID.code });
});

test("listing and describing", () => {
  const rig = new Rig();
  assert.deepEqual(rig.coordinator.describeGroup(groupId, 5), { groupId, groupState: "Dead" });
  assert.equal(rig.coordinator.describeGroup(groupId, 6).errorCode, errors.GROUP_ID_NOT_FOUND.code);
  const [one] = rig.stableGroup(1);
  const listed = { groupId, protocolType: "consumer", groupState: "Stable", groupType: "classic" };
  const list = (states: string[], types: string[]) => rig.coordinator.listGroups({ states, types });
  assert.deepEqual(list([], []), [listed]);
  assert.deepEqual(list([" stable"], ["CLASSIC"]), [listed]);
  assert.deepEqual(list(["Empty"], []), []);
  assert.deepEqual(list([], ["consumer", "nonsense"]), []);
  const described = rig.describe();
  assert.deepEqual([described.protocolData, described.members?.length], ["range", 1]);
  const [first] = described.members ?? [];
  assert.deepEqual([first?.memberId, first?.clientId, first?.clientHost], [one?.memberId, "c", "/127.0.0.1"]);
  assert.equal(String(first?.memberAssignment), `for ${one?.memberId}`);
  assert.deepEqual(first?.memberMetadata, range("t")[0]?.metadata);
});
