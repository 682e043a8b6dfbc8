import assert from "node:assert/strict";
import { test } from "node:test";
import { type Draft, errors, type ShareGroupHeartbeatRequest } from "@millrace/protocol";
import { type AlteredOffsets, type DeletedOffsets, type DeletedTopic, type PartitionLists, Refusal } from "../src/index.ts";
import { groupId } from "./group-rig.ts";
import { ShareGroupRig } from "./share-group-rig.ts";

/** A consumer that does what it is told. */
class Consumer {
  readonly #rig: ShareGroupRig;
  readonly memberId: string;
  readonly #topics: string[];
  epoch = 0;
  partitions: string[] = [];

  constructor(rig: ShareGroupRig, memberId: string, topics: string[] = ["t"]) {
    this.#rig = rig;
    this.memberId = memberId;
    this.#topics = topics;
  }

  join() {
    this.epoch = 0;
    return this.beat({ subscribedTopicNames: this.#topics });
  }

  beat(more: Draft<ShareGroupHeartbeatRequest> = {}) {
    const answer = this.#rig.beat({ groupId, memberId: this.memberId, memberEpoch: this.epoch, ...more });
    if ((answer.errorCode ?? 0) !== 0) return answer;
    this.epoch = answer.memberEpoch ?? 0;
    if (answer.assignment != null) {
      this.partitions = (answer.assignment.topicPartitions ?? []).flatMap(({ topicId = "", partitions = [] }) =>
        partitions.map((each) => `${topicId.replace(/A+$/, "")}-${each}`),
      );
    }
    return answer;
  }

  leave() {
    return this.#rig.beat({ groupId, memberId: this.memberId, memberEpoch: -1 });
  }
}

function rigWith(partitionCount: number, config = {}): ShareGroupRig {
  const rig = new ShareGroupRig(config);
  rig.topics.make("t", partitionCount);
  return rig;
}

/** Time passes, and all say that they are there. */
function settle(rig: ShareGroupRig, ...consumers: Consumer[]): void {
  for (let round = 0; round < 3; round++) {
    rig.clock.advance(1_500);
    for (const consumer of consumers) consumer.beat();
    rig.initialize();
  }
  rig.clock.advance(1_500);
  for (const consumer of consumers) consumer.beat();
}

test("a member gets partitions once their state is set up, all of them if it is alone", () => {
  const rig = rigWith(3);
  const one = new Consumer(rig, "one");
  const joined = one.join();
  assert.deepEqual(joined, { memberId: "one", memberEpoch: 2, heartbeatIntervalMs: 5_000, assignment: { topicPartitions: [] } });
  const [task] = rig.initializations;
  assert.equal(task?.stateEpoch, 2);
  assert.deepEqual(
    [...(task?.startOffsets.values() ?? [])],
    [
      new Map([
        [0, -1],
        [1, -1],
        [2, -1],
      ]),
    ],
  );
  assert.equal(one.beat().assignment, null, "nothing new");
  assert.equal(rig.initializations.length, 1, "it is not asked for twice");
  rig.initialize();
  rig.clock.advance(1_000);
  one.beat();
  assert.deepEqual(one.partitions, ["t-0", "t-1", "t-2"]);
  assert.equal(one.epoch, 3);
  assert.equal(rig.describeShare().groupState, "Stable");
});

test("members share partitions evenly, and several have one where there are more members", () => {
  const rig = rigWith(2);
  const consumers = ["a", "b", "c", "d"].map((memberId) => new Consumer(rig, memberId));
  for (const each of consumers) each.join();
  settle(rig, ...consumers);
  assert.deepEqual(
    consumers.map(({ partitions }) => partitions.length),
    [1, 1, 1, 1],
  );
  assert.deepEqual(consumers.flatMap(({ partitions }) => partitions).sort(), ["t-0", "t-0", "t-1", "t-1"]);
  const before = consumers.slice(0, 3).map(({ partitions }) => partitions);
  consumers[3]?.leave();
  settle(rig, ...consumers.slice(0, 3));
  const after = consumers.slice(0, 3).map(({ partitions }) => partitions);
  assert.equal(new Set(after.flat()).size, 2, "no partition is without a member");
  for (const [index, held] of before.entries())
    for (const each of held) assert.ok(after[index]?.includes(each), "nothing moves without need");
});

test("a new assignment waits until the last one is old enough, and takes no more than it needs", () => {
  const rig = rigWith(6);
  const [one, two, three] = ["one", "two", "three"].map((memberId) => new Consumer(rig, memberId)) as [Consumer, Consumer, Consumer];
  for (const each of [one, two]) each.join();
  settle(rig, one, two);
  const before = [one, two].map(({ partitions }) => partitions);
  three.join();
  rig.clock.advance(999);
  assert.equal(rig.beat({ groupId, memberId: "late", memberEpoch: 0, subscribedTopicNames: ["t"] }).assignment?.topicPartitions?.length, 0);
  rig.beat({ groupId, memberId: "late", memberEpoch: -1 });
  settle(rig, one, two, three);
  assert.deepEqual(
    [one, two, three].map(({ partitions }) => partitions.length),
    [2, 2, 2],
  );
  for (const [index, { partitions }] of [one, two].entries()) {
    for (const each of partitions) assert.ok(before[index]?.includes(each), "who goes on reading keeps what it has");
  }
});

test("members that read different topics share each topic among those that read it", () => {
  const rig = rigWith(4);
  rig.topics.make("u", 4);
  const [one, both, other] = [new Consumer(rig, "one", ["t"]), new Consumer(rig, "both", ["t", "u"]), new Consumer(rig, "other", ["u"])];
  for (const each of [one, both, other]) each.join();
  settle(rig, one, both, other);
  assert.equal(one.partitions.length, 2);
  assert.equal(other.partitions.length, 2);
  assert.deepEqual(
    [...one.partitions, ...both.partitions, ...other.partitions].sort(),
    [0, 1, 2, 3].flatMap((each) => [`t-${each}`, `1u-${each}`]).sort(),
  );
});

test("partitions that are added are set up and handed out", () => {
  const rig = rigWith(1);
  const one = new Consumer(rig, "one");
  one.join();
  settle(rig, one);
  assert.deepEqual(one.partitions, ["t-0"]);
  rig.topics.make("t", 2);
  one.beat();
  assert.deepEqual([...(rig.initializations[0]?.startOffsets.values() ?? [])], [new Map([[1, -1]])]);
  settle(rig, one);
  assert.deepEqual(one.partitions, ["t-0", "t-1"]);
});

test("what could not be set up is tried again: at once after a refusal, and after a while if nothing is heard", () => {
  const rig = rigWith(1);
  const one = new Consumer(rig, "one");
  one.join();
  const [task] = rig.initializations.splice(0);
  const failed = new Map(Array.from(task?.startOffsets ?? [], ([topicId, offsets]) => [topicId, [...offsets.keys()]]));
  rig.run(rig.coordinator.shareGroups.notInitialized(groupId, failed, rig.clock.now()));
  one.beat();
  assert.equal(rig.initializations.splice(0).length, 1);
  one.beat();
  assert.equal(rig.initializations.length, 0);
  for (let passed = 0; passed < 30_000; passed += 10_000) {
    rig.clock.advance(10_000);
    one.beat();
  }
  assert.equal(rig.initializations.length, 1);
});

test("a coordinator that starts again knows the group, and when its members' time is over", () => {
  const rig = rigWith(2);
  const one = new Consumer(rig, "one");
  one.join();
  settle(rig, one);
  const { epoch, partitions } = one;
  rig.restart();
  one.beat();
  assert.deepEqual([one.epoch, one.partitions], [epoch, partitions]);
  assert.deepEqual(rig.replayed().hardState(), rig.coordinator.hardState());
  const known = rig.coordinator.hardState().share.get(groupId)?.known;
  assert.deepEqual([known?.initializingTopics.length, known?.initializedTopics.length], [0, 1]);
  rig.restart();
  rig.clock.advance(44_999);
  assert.equal(rig.describeShare().members?.length, 1);
  rig.clock.advance(1);
  assert.equal(rig.describeShare().groupState, "Empty");
});

test("heartbeats that a member may not send", () => {
  const rig = rigWith(1, { groupShareMaxSize: 1 });
  const one = new Consumer(rig, "one");
  const code = (draft: Draft<ShareGroupHeartbeatRequest>) => {
    const { errorCode, errorMessage } = rig.beat({ groupId, memberId: "one", ...draft });
    return [errorCode, errorMessage];
  };
  const invalid = errors.INVALID_REQUEST.code;
  assert.deepEqual(code({ memberId: " " }), [invalid, "MemberId can't be empty."]);
  assert.deepEqual(code({ groupId: "" }), [invalid, "GroupId can't be empty."]);
  assert.deepEqual(code({ rackId: "" }), [invalid, "RackId can't be empty."]);
  assert.deepEqual(code({ memberEpoch: 0 }), [invalid, "SubscribedTopicNames must be set in first request."]);
  assert.deepEqual(code({ memberEpoch: -2 }), [invalid, "MemberEpoch is invalid."]);
  assert.deepEqual(code({ memberEpoch: 1 }), [errors.GROUP_ID_NOT_FOUND.code, "Share group g not found."]);
  assert.deepEqual(code({ memberEpoch: -1 }), [errors.GROUP_ID_NOT_FOUND.code, "Group g not found."]);
  one.join();
  assert.deepEqual(code({ memberId: "two", memberEpoch: 0, subscribedTopicNames: ["t"] }), [
    errors.GROUP_MAX_SIZE_REACHED.code,
    "The share group has reached its maximum capacity of 1 members.",
  ]);
  assert.equal(code({ memberEpoch: 1 })[0], errors.FENCED_MEMBER_EPOCH.code, "neither this epoch nor the last");
  assert.equal(code({ memberEpoch: 3 })[0], errors.FENCED_MEMBER_EPOCH.code);
  rig.initialize();
  rig.clock.advance(1_000);
  one.beat();
  assert.equal(rig.beat({ groupId, memberId: "one", memberEpoch: 2 }).memberEpoch, 3, "the answer may have been lost");
  one.leave();
  assert.equal(code({ memberEpoch: 3 })[0], errors.UNKNOWN_MEMBER_ID.code);
});

test("a heartbeat that could not be stored leaves nothing", () => {
  const rig = rigWith(1);
  rig.refusal = errors.NOT_ENOUGH_REPLICAS;
  assert.equal(new Consumer(rig, "one").join().errorCode, errors.COORDINATOR_NOT_AVAILABLE.code);
  assert.equal(rig.initializations.length, 0);
  assert.equal(rig.describeShare().errorCode, errors.GROUP_ID_NOT_FOUND.code);
});

test("offsets are altered where nobody reads, of new groups, too", () => {
  const rig = rigWith(2);
  const partitions = [
    { partitionIndex: 1, startOffset: 5 },
    { partitionIndex: 2, startOffset: 5 },
  ];
  const alter = () => {
    const request = {
      groupId,
      topics: [
        { topicName: "t", partitions },
        { topicName: "absent", partitions: partitions.slice(1) },
      ],
    };
    return rig.admin<typeof request, AlteredOffsets>(request, (call) => rig.coordinator.shareGroups.alterOffsets(call));
  };
  const altered = alter();
  assert.ok(!(altered instanceof Refusal));
  const codes = altered.topics.map((topic) => topic.partitions?.map(({ errorCode = 0 }) => errorCode));
  assert.deepEqual(codes, [[0, errors.UNKNOWN_TOPIC_OR_PARTITION.code], [errors.UNKNOWN_TOPIC_OR_PARTITION.code]]);
  const { stateEpoch, startOffsets } = altered.initialization;
  assert.deepEqual([stateEpoch, [...startOffsets.values()]], [1, [new Map([[1, 5]])]]);
  assert.equal(rig.describeShare().groupState, "Empty");
  const negative = { groupId: "n", topics: [{ topicName: "t", partitions: [{ partitionIndex: -1, startOffset: 0 }] }] };
  const invalid = rig.admin<typeof negative, AlteredOffsets>(negative, (call) => rig.coordinator.shareGroups.alterOffsets(call));
  assert.ok(invalid instanceof Refusal);
  assert.equal(rig.coordinator.describeShareGroup("n").errorCode, errors.GROUP_ID_NOT_FOUND.code, "nothing is left of it");
  const one = new Consumer(rig, "one");
  one.join();
  const refused = alter();
  assert.ok(refused instanceof Refusal && refused.error === errors.NON_EMPTY_GROUP);
});

function deleteOffsets(rig: ShareGroupRig, ...topicNames: string[]) {
  const request = { groupId, topics: topicNames.map((topicName) => ({ topicName })) };
  const begun = rig.admin<typeof request, DeletedOffsets>(request, (call) => rig.coordinator.shareGroups.deleteOffsets(call));
  return begun instanceof Refusal ? begun.error.name : begun;
}

test("offsets are deleted where nobody reads; what was cut off is tried again", () => {
  const rig = rigWith(2);
  assert.equal(deleteOffsets(rig, "t"), "GROUP_ID_NOT_FOUND");
  const one = new Consumer(rig, "one");
  one.join();
  settle(rig, one);
  assert.equal(deleteOffsets(rig, "t"), "NON_EMPTY_GROUP");
  one.leave();
  rig.topics.make("u", 1);
  for (let tries = 0; tries < 2; tries++) {
    const begun = deleteOffsets(rig, "t", "u", "absent");
    assert.ok(typeof begun !== "string");
    assert.deepEqual(
      begun.topics.map(({ topicName }) => topicName),
      ["u", "absent"],
    );
    assert.deepEqual(
      Array.from(begun.states.values(), (each) => [...each]),
      [[0, 1]],
    );
    assert.equal(rig.coordinator.shareGroups.initializedPartitions(groupId).size, 0);
  }
  const topicIds = new Set([rig.topics.topic("t")?.id ?? ""]);
  const request = { groupId, topicIds };
  const done = rig.admin<typeof request, readonly DeletedTopic[]>(request, (call) => rig.coordinator.shareGroups.offsetsDeleted(call));
  assert.deepEqual(done, [{ topicId: [...topicIds][0], topicName: "t" }]);
  const again = deleteOffsets(rig, "t");
  assert.ok(typeof again !== "string" && again.states.size === 0);
});

test("a group goes once the state of its partitions has gone, and stays as long as it has members", () => {
  const rig = rigWith(2);
  const one = new Consumer(rig, "one");
  one.join();
  settle(rig, one);
  const begin = () => rig.admin<string, PartitionLists>(groupId, (call) => rig.coordinator.shareGroups.deleteGroup(call));
  const refused = begin();
  assert.ok(refused instanceof Refusal && refused.error === errors.NON_EMPTY_GROUP);
  one.leave();
  const states = begin();
  assert.ok(!(states instanceof Refusal));
  assert.deepEqual(
    Array.from(states.values(), (each) => [...each]),
    [[0, 1]],
  );
  assert.equal(rig.deleteGroups(groupId).answer?.results?.[0]?.errorCode, 0);
  assert.equal(rig.describeShare().errorCode, errors.GROUP_ID_NOT_FOUND.code);
  assert.equal(rig.replayed().hardState().share.size, 0);
});

test("topics that are deleted are forgotten, and their members have them no more", () => {
  const rig = rigWith(1);
  rig.topics.make("u", 1);
  const one = new Consumer(rig, "one", ["t", "u"]);
  one.join();
  settle(rig, one);
  assert.equal(one.partitions.length, 2);
  const id = rig.topics.topic("u")?.id ?? "";
  rig.topics.remove("u");
  rig.run(rig.coordinator.topicsDeleted(new Map([["u", id]]), rig.clock.now()));
  assert.deepEqual([...rig.coordinator.shareGroups.initializedPartitions(groupId).keys()], [rig.topics.topic("t")?.id]);
  settle(rig, one);
  assert.deepEqual(one.partitions, ["t-0"]);
});

test("a share group is no group of another kind", () => {
  const rig = rigWith(1);
  new Consumer(rig, "one").join();
  assert.deepEqual(rig.coordinator.listGroups({ states: [], types: ["SHARE"] }), [
    { groupId, protocolType: "share", groupState: "Stable", groupType: "share" },
  ]);
  assert.equal(rig.coordinator.describeGroup(groupId, 6).errorMessage, "Group g is not a classic group.");
  assert.equal(rig.coordinator.describeConsumerGroup(groupId).errorMessage, "Group g is not a consumer group.");
  const { answer } = rig.commit({ 0: 7 });
  assert.equal(answer?.topics?.[0]?.partitions?.[0]?.errorCode, errors.GROUP_ID_NOT_FOUND.code);
});
