import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import { groupId, pending } from "./group-rig.ts";
import { member, Rig, range, subscription } from "./rig.ts";

const { MEMBER_ID_REQUIRED, UNKNOWN_MEMBER_ID, INCONSISTENT_GROUP_PROTOCOL, GROUP_MAX_SIZE_REACHED } = errors;

test("a new member gets an id first and joins with it; the group is stored before it hears of it", () => {
  const rig = new Rig();
  const first = rig.join({ clientId: "app" });
  assert.equal(first.answer?.errorCode, MEMBER_ID_REQUIRED.code);
  assert.match(first.answer?.memberId ?? "", /^app-[0-9a-f]{8}-/);
  assert.deepEqual(
    rig.log.map((record) => [record.type, record.groupId]),
    [["GroupMetadata", groupId]],
  );
  const joined = rig.join({ memberId: first.answer?.memberId ?? "" });
  assert.ok(pending(joined));
  rig.clock.advance(2_999);
  assert.ok(pending(joined));
  rig.clock.advance(1);
  const { answer } = joined;
  assert.deepEqual(
    [answer?.generationId, answer?.protocolType, answer?.protocolName, answer?.leader],
    [1, "consumer", "range", answer?.memberId],
  );
  assert.deepEqual(answer?.members, [{ memberId: answer?.memberId, groupInstanceId: null, metadata: subscription("t") }]);
});

test("before version 4 a new member joins without an id of its own", () => {
  const rig = new Rig();
  const joined = rig.join({ apiVersion: 3 });
  rig.clock.advance(3_000);
  assert.equal(joined.answer?.generationId, 1);
});

test("an id that was given out is forgotten after the session timeout", () => {
  const rig = new Rig();
  const memberId = rig.join().answer?.memberId ?? "";
  rig.clock.advance(10_000);
  assert.equal(rig.join({ memberId }).answer?.errorCode, UNKNOWN_MEMBER_ID.code);
});

test("requests that are refused", async (t) => {
  const rig = new Rig();
  rig.stableGroup(2);
  const rows = [
    ["a session timeout below the least", { sessionTimeoutMs: 5_999 }, errors.INVALID_SESSION_TIMEOUT],
    ["a session timeout above the greatest", { sessionTimeoutMs: 1_800_001 }, errors.INVALID_SESSION_TIMEOUT],
    ["a member that nobody knows", { memberId: "nobody" }, UNKNOWN_MEMBER_ID],
    ["another protocol type", { protocolType: "connect" }, INCONSISTENT_GROUP_PROTOCOL],
    ["no protocol in common", { protocols: [{ name: "roundrobin", metadata: Buffer.alloc(0) }] }, INCONSISTENT_GROUP_PROTOCOL],
    ["no protocols", { protocols: [] }, INCONSISTENT_GROUP_PROTOCOL],
    ["an instance id that nobody has, with a member id", { memberId: "m", instanceId: "i" }, UNKNOWN_MEMBER_ID],
  ] as const;
  for (const [name, options, error] of rows) {
    await t.test(name, () => {
      const asked = rig.join({ ...options, protocols: "protocols" in options ? [...options.protocols] : range("t") });
      assert.equal(asked.answer?.errorCode, error.code);
      assert.equal(rig.state, "Stable");
    });
  }
});

test("a group that does not exist can't be joined with a member id", () => {
  const rig = new Rig();
  const { answer } = rig.join({ memberId: "left-over" });
  assert.deepEqual([answer?.errorCode, answer?.memberId], [UNKNOWN_MEMBER_ID.code, "left-over"]);
  assert.equal(rig.log.length, 0);
});

test("an empty group takes no member without protocols", () => {
  const rig = new Rig();
  assert.equal(rig.join({ protocols: [] }).answer?.errorCode, INCONSISTENT_GROUP_PROTOCOL.code);
  assert.equal(rig.join({ protocolType: "" }).answer?.errorCode, INCONSISTENT_GROUP_PROTOCOL.code);
});

test("the initial delay is extended while members come, up to the rebalance timeout", () => {
  const rig = new Rig();
  const first = rig.joinAsNew({ rebalanceTimeoutMs: 7_000 });
  for (let second = 0; second < 6; second++) {
    rig.clock.advance(1_000);
    rig.joinAsNew({ rebalanceTimeoutMs: 7_000 });
  }
  rig.clock.advance(999);
  assert.ok(pending(first.asked));
  rig.clock.advance(1);
  assert.equal(first.asked.answer?.members?.length, 7);
});

test("the protocol that most prefer of those that all offer is used", () => {
  const offer = (...names: string[]) => names.map((name) => ({ name, metadata: subscription("t") }));
  const rig = new Rig();
  const joins = [offer("x", "a", "b"), offer("b", "a"), offer("b", "a", "y")].map((protocols) => rig.joinAsNew({ protocols }));
  rig.clock.advance(6_000);
  assert.deepEqual(
    joins.map(({ asked }) => asked.answer?.protocolName),
    ["b", "b", "b"],
  );
});

test("a follower that joins again unchanged is told where the group stands; a leader starts a rebalance", () => {
  const rig = new Rig();
  const members = rig.stableGroup(3);
  const [leader] = members.filter(({ leads }) => leads);
  const [follower] = members.filter(({ leads }) => !leads);
  const again = rig.join({ memberId: follower?.memberId ?? "" });
  assert.deepEqual([again.answer?.generationId, again.answer?.leader, again.answer?.members], [1, leader?.memberId, []]);
  assert.equal(rig.state, "Stable");
  rig.join({ memberId: leader?.memberId ?? "" });
  assert.equal(rig.state, "PreparingRebalance");
});

test("a follower with other metadata starts a rebalance; who does not come back in time is out", () => {
  const rig = new Rig();
  const members = rig.stableGroup(3, { sessionTimeoutMs: 100_000 });
  const [leader] = members.filter(({ leads }) => leads);
  const [one, other] = members.filter(({ leads }) => !leads);
  assert.ok(one && other && leader);
  const changed = rig.join({ memberId: one.memberId, protocols: range("t", "u") });
  assert.equal(rig.heartbeat(other), errors.REBALANCE_IN_PROGRESS.code);
  const back = rig.join({ memberId: other.memberId });
  rig.clock.advance(59_999);
  assert.ok(pending(changed));
  rig.clock.advance(1);
  assert.equal(changed.answer?.generationId, 2);
  assert.equal(back.answer?.leader, one.memberId, "the leader did not come back: another one is chosen");
  assert.equal(rig.heartbeat(leader), UNKNOWN_MEMBER_ID.code);
});

test("a rebalance ends at once when all have joined", () => {
  const rig = new Rig();
  const members = rig.stableGroup(3);
  const asked = members.map(({ memberId }) => rig.join({ memberId, protocols: range("u") }));
  const again = members.map(({ memberId }, index) => member(memberId, asked[index] ?? { answer: undefined }));
  assert.deepEqual(
    again.map(({ generationId }) => generationId),
    [2, 2, 2],
  );
  rig.syncAll(again);
});

test("a JoinGroup that is sent twice is answered twice", () => {
  const rig = new Rig();
  const { memberId, asked } = rig.joinAsNew();
  const again = rig.join({ memberId });
  rig.clock.advance(3_000);
  assert.equal(asked.answer?.generationId, 1);
  assert.deepEqual(again.answer, asked.answer);
});

test("group.max.size: the last to come are left out, those that are in may come back", () => {
  const rig = new Rig({ groupMaxSize: 2 });
  const members = rig.stableGroup(2);
  assert.equal(rig.join().answer?.errorCode, GROUP_MAX_SIZE_REACHED.code);
  const [leader, follower] = [...members].sort((one) => (one.leads ? -1 : 1));
  const asked = rig.join({ memberId: leader?.memberId ?? "" });
  const fresh = rig.joinAsNew();
  assert.ok(pending(fresh.asked), "a place is free until the follower is back");
  assert.equal(rig.join({ memberId: follower?.memberId ?? "" }).answer?.errorCode, GROUP_MAX_SIZE_REACHED.code);
  rig.clock.advance(60_000);
  assert.equal(asked.answer?.members?.length, 2);
});

test("a group that has become too large by a new limit is rebalanced at start", () => {
  const rig = new Rig();
  rig.stableGroup(3);
  Object.assign(rig.config, { groupMaxSize: 2 });
  rig.restart();
  assert.equal(rig.state, "PreparingRebalance");
});

test("several hundred members that join at once are one generation", () => {
  const rig = new Rig();
  const members = rig.stableGroup(400);
  assert.equal(new Set(members.map(({ memberId }) => memberId)).size, 400);
  assert.equal(members.filter(({ leads }) => leads).length, 1);
  assert.deepEqual(new Set(members.map(({ generationId }) => generationId)), new Set([1]));
});

test("a group that can't be stored does not come to be", () => {
  const rig = new Rig();
  rig.refusal = errors.KAFKA_STORAGE_ERROR;
  assert.equal(rig.join().answer?.errorCode, errors.NOT_COORDINATOR.code);
  assert.equal(rig.state, "Dead");
  rig.refusal = undefined;
  assert.equal(rig.join().answer?.errorCode, MEMBER_ID_REQUIRED.code);
});
