import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import { Consumer, ConsumerRig } from "./consumer-rig.ts";
import { groupId } from "./group-rig.ts";
import { topicIdOf } from "./test-topics.ts";

const dayMs = 86_400_000;

/** A group of two on four partitions, settled: the first has kept what it had from its first epoch on. */
function pair(): { rig: ConsumerRig; one: Consumer; two: Consumer } {
  const rig = new ConsumerRig();
  rig.topics.make("t", 4);
  const [one, two] = [new Consumer(rig, "one"), new Consumer(rig, "two")];
  one.join();
  for (let round = 0; round < 8; round++) {
    rig.clock.advance(1_001);
    one.beat();
    two.beat();
  }
  assert.deepEqual([one.epoch, two.epoch, one.partitions.length], [3, 3, 2]);
  return { rig, one, two };
}

function commit(rig: ConsumerRig, memberId: string, epoch: number, partition: number, apiVersion = 9): string {
  const asked = rig.commit({ [partition]: 7 }, { memberId, generationIdOrMemberEpoch: epoch, apiVersion });
  const code = asked.answer?.topics?.[0]?.partitions?.[0]?.errorCode ?? 0;
  return Object.values(errors).find((error) => error.code === code)?.name ?? "";
}

const heldBy = ({ owned }: Consumer) => owned.flatMap(({ partitions }) => partitions);

test("members commit with their epoch, or an older one for what they have held since", () => {
  const { rig, one, two } = pair();
  const [kept = -1] = heldBy(one);
  const [got = -1] = heldBy(two);
  assert.equal(commit(rig, "one", 3, kept), "NONE");
  assert.equal(commit(rig, "one", 2, kept), "NONE");
  assert.equal(commit(rig, "one", 1, kept), "STALE_MEMBER_EPOCH");
  assert.equal(commit(rig, "one", 4, kept), "STALE_MEMBER_EPOCH");
  assert.equal(commit(rig, "one", 2, got), "STALE_MEMBER_EPOCH");
  assert.equal(commit(rig, "two", 2, got), "STALE_MEMBER_EPOCH");
  assert.equal(commit(rig, "three", 3, got), "UNKNOWN_MEMBER_ID");
  assert.equal(commit(rig, "", -1, got), "UNKNOWN_MEMBER_ID");
  assert.equal(commit(rig, "one", 3, kept, 8), "UNSUPPORTED_VERSION");
});

test("offsets are told to members that know their epoch, and to administrators", () => {
  const { rig, one } = pair();
  const [partition = -1] = heldBy(one);
  commit(rig, "one", 3, partition);
  const fetch = (memberId: string | null, memberEpoch: number) => {
    const topics = [{ name: "t", topicId: topicIdOf("t"), partitionIndexes: [partition] }];
    const { errorCode = 0, topics: found } = rig.coordinator.fetchOffsets({ groupId, memberId, memberEpoch, topics }, false);
    return errorCode === 0 ? found?.[0]?.partitions?.[0]?.committedOffset : errorCode;
  };
  assert.equal(fetch("one", 3), 7);
  assert.equal(fetch(null, -1), 7);
  assert.equal(fetch("one", 2), errors.STALE_MEMBER_EPOCH.code);
  assert.equal(fetch("three", 3), errors.UNKNOWN_MEMBER_ID.code);
});

test("offsets of topics that are read stay, others go when their time is up, and then the empty group", () => {
  const { rig, one, two } = pair();
  const [partition = -1] = heldBy(one);
  commit(rig, "one", 3, partition);
  rig.topics.make("other", 1);
  rig.commit({ 0: 7 }, { memberId: "one", generationIdOrMemberEpoch: 3, topic: "other" });
  assert.equal(rig.deleteOffsets("t", partition).answer?.topics?.[0]?.partitions?.[0]?.errorCode, errors.GROUP_SUBSCRIBED_TO_TOPIC.code);
  assert.equal(rig.deleteGroups(groupId).answer?.results?.[0]?.errorCode, errors.NON_EMPTY_GROUP.code);
  for (let passedMs = 0; passedMs < 8 * dayMs; passedMs += 40_000) {
    rig.clock.advance(40_000);
    one.beat();
    two.beat();
  }
  assert.equal(rig.committed("other", 0), -1);
  assert.equal(rig.committed("t", partition), 7);
  one.leave();
  two.leave();
  assert.equal(rig.describeConsumer().groupState, "Empty");
  rig.clock.advance(8 * dayMs);
  assert.equal(rig.describeConsumer().errorCode, errors.GROUP_ID_NOT_FOUND.code);
  const { consumer, offsets } = rig.coordinator.hardState();
  assert.deepEqual([consumer.size, offsets.size], [0, 0]);
  assert.deepEqual(rig.replayed().hardState(), rig.coordinator.hardState());
});

test("a group without members is deleted with all that it has", () => {
  const { rig, one, two } = pair();
  commit(rig, "one", 3, heldBy(one)[0] ?? -1);
  one.leave();
  two.leave();
  assert.equal(rig.deleteGroups(groupId).answer?.results?.[0]?.errorCode, 0);
  const { consumer, offsets } = rig.replayed().hardState();
  assert.deepEqual([consumer.size, offsets.size], [0, 0]);
});
