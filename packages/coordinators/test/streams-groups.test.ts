import assert from "node:assert/strict";
import { test } from "node:test";
import { type Draft, errors, type StreamsGroupHeartbeatRequest, type StreamsGroupHeartbeatResponse } from "@millrace/protocol";
import { groupId } from "./group-rig.ts";
import { StreamsRig } from "./streams-rig.ts";

const stateful = "g-store-changelog";

/** Two subtopologies: the first writes a repartition topic that the second reads and counts. */
function topology(epoch = 0) {
  const internal = (name: string) => ({
    name,
    partitions: 0,
    replicationFactor: 0,
    topicConfigs: [{ key: "cleanup.policy", value: "compact" }],
  });
  return {
    epoch,
    subtopologies: [
      { subtopologyId: "0", sourceTopics: ["in"], repartitionSinkTopics: ["g-repartition"] },
      { subtopologyId: "1", repartitionSourceTopics: [internal("g-repartition")], stateChangelogTopics: [internal(stateful)] },
    ],
  };
}

type Answer = Draft<StreamsGroupHeartbeatResponse>;
type Ids = Answer["activeTasks"];

const count = (tasks: Ids) => (tasks ?? []).reduce((sum, { partitions = [] }) => sum + partitions.length, 0);
const names = (tasks: Ids) =>
  (tasks ?? []).flatMap(({ subtopologyId, partitions = [] }) => partitions.map((each) => `${subtopologyId}_${each}`)).sort();

/** A thread that does what it is told. */
class Thread {
  readonly #rig: StreamsRig;
  readonly memberId: string;
  readonly processId: string;
  epoch = 0;
  active: Ids = [];
  standby: Ids = [];

  constructor(rig: StreamsRig, memberId: string, processId = memberId) {
    this.#rig = rig;
    this.memberId = memberId;
    this.processId = processId;
  }

  join(more: Draft<StreamsGroupHeartbeatRequest> = {}): Answer {
    this.epoch = 0;
    return this.beat({
      rebalanceTimeoutMs: 20_000,
      topology: topology(),
      processId: this.processId,
      activeTasks: [],
      standbyTasks: [],
      warmupTasks: [],
      ...more,
    });
  }

  beat(more: Draft<StreamsGroupHeartbeatRequest> = {}): Answer {
    const owned = { activeTasks: this.active, standbyTasks: this.standby, warmupTasks: [] };
    const answer = this.#rig.beat({ groupId, memberId: this.memberId, memberEpoch: this.epoch, ...owned, ...more });
    if ((answer.errorCode ?? 0) !== 0) return answer;
    this.epoch = answer.memberEpoch ?? 0;
    if (answer.activeTasks != null) {
      this.active = answer.activeTasks;
      this.standby = answer.standbyTasks ?? [];
    }
    return answer;
  }

  leave(): Answer {
    return this.#rig.beat({ groupId, memberId: this.memberId, memberEpoch: -1 });
  }
}

function rigWith(partitionCount: number, streams = {}): StreamsRig {
  const rig = new StreamsRig();
  rig.streams = { ...rig.streams, ...streams };
  rig.topics.make("in", partitionCount);
  return rig;
}

function settle(rig: StreamsRig, ...threads: Thread[]): void {
  for (let round = 0; round < 8; round++) {
    rig.clock.advance(1_001);
    for (const thread of threads) thread.beat();
  }
}

test("internal topics are asked for until they are there, and then there are tasks", () => {
  const rig = rigWith(3);
  const one = new Thread(rig, "one");
  const { status } = one.join();
  assert.deepEqual(
    status?.map(({ statusCode }) => statusCode),
    [3],
  );
  assert.equal(status?.[0]?.statusDetail, `Internal topics are missing: g-repartition, ${stateful}`);
  assert.deepEqual(
    rig.missing.map(({ name, partitions }) => [name, partitions]),
    [
      ["g-repartition", 3],
      [stateful, 3],
    ],
  );
  assert.equal(rig.describeStreams().groupState, "NotReady");
  rig.makeMissing();
  settle(rig, one);
  assert.deepEqual(names(one.active), ["0_0", "0_1", "0_2", "1_0", "1_1", "1_2"]);
  assert.equal(rig.describeStreams().groupState, "Stable");
});

test("a missing source topic is told, and no task is given", () => {
  const rig = new StreamsRig();
  const one = new Thread(rig, "one");
  const { status, activeTasks } = one.join();
  assert.deepEqual(status, [{ statusCode: 1, statusDetail: "Source topics in are missing." }]);
  assert.deepEqual(activeTasks, []);
});

test("an internal topic with other partitions than it needs is told", () => {
  const rig = rigWith(3);
  rig.topics.make(stateful, 2);
  const { status } = new Thread(rig, "one").join();
  assert.deepEqual(status, [
    { statusCode: 2, statusDetail: `Existing topic ${stateful} has different number of partitions: expected 3, found 2` },
  ]);
});

test("a second process gets half, once the first has given it back", () => {
  const rig = rigWith(2);
  const [one, two] = [new Thread(rig, "one"), new Thread(rig, "two")];
  one.join();
  rig.makeMissing();
  settle(rig, one);
  rig.clock.advance(1_001);
  assert.deepEqual(two.join().activeTasks, []);
  assert.equal(rig.describeStreams().groupState, "Reconciling");
  settle(rig, one, two);
  assert.equal(count(one.active), 2);
  assert.equal(count(two.active), 2);
  assert.equal(new Set([...names(one.active), ...names(two.active)]).size, 4);
  assert.equal(rig.describeStreams().groupState, "Stable");
});

test("standby tasks are of stateful subtopologies, and of another process", () => {
  const rig = rigWith(2, { numStandbyReplicas: 1 });
  const threads = [new Thread(rig, "one", "p"), new Thread(rig, "two", "p"), new Thread(rig, "three", "q")];
  for (const thread of threads) thread.join();
  rig.makeMissing();
  settle(rig, ...threads);
  const standby = threads.flatMap(({ standby: tasks }) => names(tasks));
  assert.deepEqual(standby.sort(), ["1_0", "1_1"]);
  for (const process of ["p", "q"]) {
    const own = threads.filter(({ processId }) => processId === process);
    const tasks = own.flatMap(({ active, standby: more }) => [...names(active), ...names(more)]);
    assert.equal(new Set(tasks).size, tasks.length);
  }
});

test("who leaves, or is no longer heard of, has its tasks taken by others", () => {
  const rig = rigWith(2);
  const [one, two, three] = [new Thread(rig, "one"), new Thread(rig, "two"), new Thread(rig, "three")];
  for (const thread of [one, two, three]) thread.join();
  rig.makeMissing();
  settle(rig, one, two, three);
  assert.equal(two.leave().memberEpoch, -1);
  settle(rig, one, three);
  assert.equal(count(one.active) + count(three.active), 4);
  for (let times = 0; times < 10; times++) {
    rig.clock.advance(5_000);
    one.beat();
  }
  settle(rig, one);
  assert.equal(count(one.active), 4);
  assert.equal(three.beat().errorCode, errors.UNKNOWN_MEMBER_ID.code);
});

test("a new group waits for more members before its first assignment", () => {
  const rig = rigWith(2, { initialRebalanceDelayMs: 3_000 });
  const one = new Thread(rig, "one");
  one.join();
  rig.makeMissing();
  const { status } = one.beat();
  assert.deepEqual(
    status?.map(({ statusCode }) => statusCode),
    [5],
  );
  rig.clock.advance(3_000);
  one.beat();
  assert.equal(count(one.active), 4);
});

test("requests that Kafka 4.3 does not take are refused in its words", () => {
  const rig = rigWith(2);
  const one = new Thread(rig, "one");
  const refused = (more: Draft<StreamsGroupHeartbeatRequest>) => one.join(more).errorMessage;
  assert.equal(refused({ instanceId: "i" }), "Static membership is not yet supported.");
  assert.equal(refused({ topology: null }), "Topology must be non-null when (re-)joining.");
  assert.equal(refused({ rebalanceTimeoutMs: -1 }), "RebalanceTimeoutMs must be provided in first request.");
  assert.equal(refused({ memberId: "" }), "MemberId can't be empty.");
  one.join();
  assert.equal(one.join({ topology: { ...topology(), subtopologies: [] } }).errorMessage, "Topology updates are not supported yet.");
  assert.equal(one.beat({ memberEpoch: 99 }).errorCode, errors.FENCED_MEMBER_EPOCH.code);
  assert.equal(rig.beat({ groupId: "none", memberId: "m", memberEpoch: 5 }).errorCode, errors.GROUP_ID_NOT_FOUND.code);
});

test("after a restart everyone goes on with what it has", () => {
  const rig = rigWith(2, { numStandbyReplicas: 1 });
  const threads = [new Thread(rig, "one"), new Thread(rig, "two")];
  for (const thread of threads) thread.join({ userEndpoint: { host: "h", port: 80 }, clientTags: [{ key: "zone", value: "a" }] });
  rig.makeMissing();
  settle(rig, ...threads);
  const before = rig.coordinator.hardState();
  rig.restart();
  assert.deepEqual(rig.coordinator.hardState(), before);
  for (const thread of threads) {
    const { errorCode = 0, activeTasks } = thread.beat();
    assert.deepEqual([errorCode, activeTasks], [0, undefined]);
  }
  assert.equal(rig.describeStreams().groupState, "Stable");
});

test("one member's wish to end the application is told to all", () => {
  const rig = rigWith(2);
  const [one, two] = [new Thread(rig, "one"), new Thread(rig, "two")];
  one.join();
  two.join();
  one.beat({ shutdownApplication: true });
  const told = two.beat().status?.find(({ statusCode }) => statusCode === 4);
  assert.match(told?.statusDetail ?? "", /member one encountered a fatal error/);
});

test("where processes answer queries, all are told who has what", () => {
  const rig = rigWith(2);
  const one = new Thread(rig, "one");
  one.join({ userEndpoint: { host: "h", port: 80 } });
  rig.makeMissing();
  settle(rig, one);
  const { partitionsByUserEndpoint, endpointInformationEpoch } = one.beat({ endpointInformationEpoch: -1 });
  assert.deepEqual(
    partitionsByUserEndpoint?.map(({ userEndpoint }) => userEndpoint),
    [{ host: "h", port: 80 }],
  );
  assert.deepEqual(partitionsByUserEndpoint?.[0]?.activePartitions?.map(({ topic }) => topic).sort(), ["g-repartition", "in"]);
  assert.equal(one.beat({ endpointInformationEpoch }).partitionsByUserEndpoint, null);
});

test("within the assignment interval a new member gets nothing yet, and is told so", () => {
  const rig = rigWith(2);
  const [one, two, three] = [new Thread(rig, "one"), new Thread(rig, "two"), new Thread(rig, "three")];
  one.join();
  rig.makeMissing();
  settle(rig, one);
  two.join();
  const { status, memberEpoch } = three.join();
  assert.deepEqual(status, [{ statusCode: 5, statusDetail: "Assignment delayed due to the configured assignment interval." }]);
  assert.equal(memberEpoch, two.epoch);
  settle(rig, one, two, three);
  assert.ok(count(three.active) > 0);
});
