import assert from "node:assert/strict";
import { test } from "node:test";
import { ConsumerProtocolAssignment, errors, Reader, Writer } from "@millrace/protocol";
import { Consumer, ConsumerRig } from "./consumer-rig.ts";
import { member, range, subscription } from "./rig.ts";

/** What a leader sends for a member that is to read these partitions of `t`. */
function assigned(partitions: readonly number[]): Buffer {
  const writer = new Writer();
  writer.int16(3);
  ConsumerProtocolAssignment.encode(writer, { assignedPartitions: [{ topic: "t", partitions: [...partitions] }] }, 3);
  return Buffer.from(writer.toBuffer());
}

/** A classic group of two whose leader assigns as told; `t` has two partitions. */
function classicGroup(...shares: ReadonlyArray<readonly number[]>): ConsumerRig {
  const rig = new ConsumerRig();
  rig.topics.make("t", 2);
  const joining = shares.map(() => rig.joinAsNew({ protocols: range("t") }));
  while (rig.state === "PreparingRebalance") rig.clock.advance(3_000);
  const members = joining.map(({ memberId, asked }) => member(memberId, asked));
  const assignments = members.map(({ memberId }, index) => ({ memberId, assignment: assigned(shares[index] ?? []) }));
  for (const one of members) if (!one.leads) rig.sync(one);
  for (const one of members) if (one.leads) rig.syncWith(one, assignments);
  assert.equal(rig.state, "Stable");
  return rig;
}

test("partitions that are not there are nobody's once a classic group has turned into a consumer group", () => {
  for (const shares of [
    [[5], [6]],
    [[-1], [0]],
    [[1, 2], [0]],
  ]) {
    const rig = classicGroup(...shares);
    assert.equal(new Consumer(rig, "m").join().errorCode ?? 0, 0);
    const { members = [] } = rig.describeConsumer();
    const targets = members.flatMap(({ targetAssignment }) => targetAssignment?.topicPartitions?.flatMap(({ partitions }) => partitions));
    assert.deepEqual(targets.sort(), [0, 1]);
  }
});

test("a classic group whose leader gave one partition to several members stays classic", () => {
  const rig = classicGroup([0, 1], [1]);
  const answer = new Consumer(rig, "m").join();
  assert.equal(answer.errorCode, errors.GROUP_ID_NOT_FOUND.code);
  assert.match(answer.errorMessage ?? "", /custom assignor/);
  assert.equal(rig.state, "Stable");
});

test("a classic group whose first generation still gathers is not taken over, and goes on", () => {
  const rig = new ConsumerRig();
  rig.topics.make("t", 2);
  const { asked } = rig.joinAsNew({ protocols: range("t") });
  const answer = new Consumer(rig, "m").join();
  assert.equal(answer.errorCode, errors.GROUP_ID_NOT_FOUND.code);
  assert.match(answer.errorMessage ?? "", /have not settled on a protocol yet\.$/);
  rig.clock.advance(3_000);
  assert.equal(asked.answer?.generationId, 1);
});

test("a group turns classic even if members' metadata for the protocol that they settle on says nothing", () => {
  const rig = new ConsumerRig();
  rig.topics.make("t", 2);
  const modern = new Consumer(rig, "m");
  modern.join();
  const empty = { name: "roundrobin", metadata: Buffer.alloc(0) };
  const { memberId } = rig.joinAsNew({ protocols: [...range("t"), empty] });
  rig.joinAsNew({ protocols: [{ name: "roundrobin", metadata: subscription("t") }] });
  modern.leave();
  assert.equal(rig.describe().groupState, "PreparingRebalance");
  const stored = rig.coordinator.hardState().metadata.get("g");
  const bytes = stored?.members.find((each) => each.memberId === memberId)?.assignment;
  assert.equal(stored?.protocol, "roundrobin");
  assert.equal(bytes && new Reader(bytes).int16(), 0);
});
