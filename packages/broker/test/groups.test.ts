import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Api, apis, type Draft, errors, type JoinGroupResponse, ZERO_UUID } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

let it: TestBroker;

before(async () => {
  it = await TestBroker.start();
  await it.createTopic("t", 3);
  await it.call(apis.findCoordinator, 0, { key: "any" });
});

after(() => it.stop());

const metadata = Buffer.from("00000000000100017400000000", "hex");

async function eachVersion<Request, Response>(
  api: Api<Request, Response>,
  request: (version: number) => Draft<Request>,
  check: (response: Response, version: number) => void,
): Promise<void> {
  for (let version = api.minVersion; version <= api.maxVersion; version++) {
    check(await it.call(api, version, request(version)), version);
  }
}

async function stateOf(groupId: string, broker: TestBroker = it): Promise<string | undefined> {
  return (await broker.call(apis.describeGroups, 0, { groups: [groupId] })).groups[0]?.groupState;
}

/** Joins a group that is empty; the member is the only one. */
async function joinAlone(groupId: string, version: number, broker: TestBroker = it): Promise<JoinGroupResponse> {
  const client = broker.connect();
  const ask = (memberId: string) => ({
    groupId,
    sessionTimeoutMs: 10_000,
    ...(version >= 1 && { rebalanceTimeoutMs: 60_000 }),
    memberId,
    protocolType: "consumer",
    protocols: [{ name: "range", metadata }],
  });
  const memberId = version >= 4 ? (await client.call(apis.joinGroup, version, ask(""))).memberId : "";
  const id = client.send(apis.joinGroup, version, ask(memberId));
  while ((await stateOf(groupId, broker)) !== "PreparingRebalance");
  broker.clock.advance(0);
  const joined = await client.receive(apis.joinGroup, version, id);
  client.close();
  return joined;
}

function syncOf(groupId: string, { memberId, generationId }: JoinGroupResponse, version: number) {
  const names = version >= 5 ? { protocolType: "consumer", protocolName: "range" } : {};
  return { groupId, memberId, generationId, ...names, assignments: [{ memberId, assignment: Buffer.from("all") }] };
}

async function commit(groupId: string, offset: number, broker: TestBroker = it): Promise<void> {
  const topics = [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset: offset, committedMetadata: "note" }] }];
  const reply = await broker.call(apis.offsetCommit, 8, { groupId, topics });
  assert.equal(reply.topics[0]?.partitions[0]?.errorCode, 0);
}

async function committed(groupId: string, broker: TestBroker = it): Promise<number | undefined> {
  const topics = [{ name: "t", partitionIndexes: [0] }];
  const reply = await broker.call(apis.offsetFetch, 7, { groupId, topics, requireStable: true });
  return reply.topics[0]?.partitions[0]?.committedOffset;
}

test("until someone asks for a coordinator there is none", async () => {
  const fresh = await TestBroker.start();
  const heartbeat = { groupId: "g", generationId: 1, memberId: "m" };
  assert.equal((await fresh.call(apis.heartbeat, 4, heartbeat)).errorCode, errors.NOT_COORDINATOR.code);
  assert.deepEqual((await fresh.call(apis.listGroups, 5, {})).groups, []);
  const { nodeId, errorCode } = await fresh.call(apis.findCoordinator, 3, { key: "g", keyType: 0 });
  assert.deepEqual([nodeId, errorCode], [0, 0]);
  assert.equal((await fresh.call(apis.heartbeat, 4, heartbeat)).errorCode, errors.UNKNOWN_MEMBER_ID.code);
  const { topics } = await fresh.call(apis.metadata, 12, { topics: [{ name: "__consumer_offsets" }] });
  assert.deepEqual([topics[0]?.partitions.length, topics[0]?.isInternal], [50, true]);
  await fresh.stop();
});

test("FindCoordinator in every version, for groups, transactions and what is unknown", async () => {
  await eachVersion(
    apis.findCoordinator,
    (version) => (version >= 4 ? { coordinatorKeys: ["a", "b"], keyType: 1 } : { key: "a" }),
    (response, version) => {
      const found = version >= 4 ? response.coordinators : [response];
      assert.deepEqual(
        found.map(({ nodeId, host, errorCode }) => [nodeId, host, errorCode]),
        found.map(() => [0, "127.0.0.1", 0]),
        `version ${version}`,
      );
      if (version >= 4)
        assert.deepEqual(
          response.coordinators.map(({ key }) => key),
          ["a", "b"],
        );
    },
  );
  const unknown = await it.call(apis.findCoordinator, 4, { coordinatorKeys: ["a"], keyType: 9 });
  assert.deepEqual([unknown.coordinators[0]?.errorCode, unknown.coordinators[0]?.nodeId], [errors.INVALID_REQUEST.code, -1]);
  assert.equal((await it.call(apis.findCoordinator, 1, { key: "a", keyType: 9 })).errorCode, errors.INVALID_REQUEST.code);
});

test("a member's life in every version of JoinGroup, SyncGroup, Heartbeat and LeaveGroup", async () => {
  for (let version = 0; version <= apis.joinGroup.maxVersion; version++) {
    const groupId = `life-${version}`;
    const joined = await joinAlone(groupId, version);
    assert.deepEqual([joined.errorCode, joined.generationId, joined.protocolName, joined.leader], [0, 1, "range", joined.memberId]);
    assert.deepEqual(joined.members[0]?.metadata, metadata);
    const sync = Math.min(version, apis.syncGroup.maxVersion);
    const synced = await it.call(apis.syncGroup, sync, syncOf(groupId, joined, sync));
    assert.deepEqual([synced.errorCode, String(synced.assignment)], [0, "all"]);
    const { memberId, generationId } = joined;
    const heartbeat = await it.call(apis.heartbeat, Math.min(version, apis.heartbeat.maxVersion), { groupId, memberId, generationId });
    assert.equal(heartbeat.errorCode, 0);
    const leave = Math.min(version, apis.leaveGroup.maxVersion);
    const leaving = leave >= 3 ? { groupId, members: [{ memberId }] } : { groupId, memberId };
    assert.equal((await it.call(apis.leaveGroup, leave, leaving)).errorCode, 0);
    const again = await it.call(apis.leaveGroup, leave, leaving);
    assert.equal(leave >= 3 ? again.members[0]?.errorCode : again.errorCode, errors.UNKNOWN_MEMBER_ID.code);
    assert.equal(await stateOf(groupId), "Empty");
  }
});

test("refusals have no protocol in the form that the version knows", async () => {
  const asked = { groupId: "none", sessionTimeoutMs: 1, memberId: "m", protocolType: "consumer", protocols: [{ name: "range", metadata }] };
  for (const version of [6, 7]) {
    const { errorCode, protocolName, memberId } = await it.call(apis.joinGroup, version, asked);
    assert.deepEqual([errorCode, protocolName, memberId], [errors.INVALID_SESSION_TIMEOUT.code, version < 7 ? "" : null, "m"]);
  }
  const sync = { groupId: "none", memberId: "m", generationId: 1 };
  assert.equal((await it.call(apis.syncGroup, 5, sync)).errorCode, errors.INCONSISTENT_GROUP_PROTOCOL.code);
  assert.equal((await it.call(apis.syncGroup, 4, sync)).errorCode, errors.UNKNOWN_MEMBER_ID.code);
});

test("a parked JoinGroup holds up what comes behind it on the connection", async () => {
  const client = it.connect();
  const asked = { groupId: "parked", sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 60_000, memberId: "", protocolType: "consumer" };
  const joining = client.send(apis.joinGroup, 3, { ...asked, protocols: [{ name: "range", metadata }] });
  const behind = client.send(apis.describeGroups, 0, { groups: ["parked"] });
  while ((await stateOf("parked")) !== "PreparingRebalance");
  it.clock.advance(0);
  await client.receive(apis.joinGroup, 3, joining);
  const { groups } = await client.receive(apis.describeGroups, 0, behind);
  assert.equal(groups[0]?.groupState, "CompletingRebalance");
  client.close();
});

test("offsets go round in every version of OffsetCommit and OffsetFetch", async () => {
  const topicId = (await it.call(apis.metadata, 12, { topics: [{ name: "t" }] })).topics[0]?.topicId ?? "";
  let offset = 100;
  await eachVersion(
    apis.offsetCommit,
    (version) => {
      const partitions = [
        { partitionIndex: 1, committedOffset: ++offset, ...(version >= 6 && { committedLeaderEpoch: 4 }), committedMetadata: "é" },
      ];
      return { groupId: "versions", topics: [version >= 10 ? { topicId, partitions } : { name: "t", partitions }] };
    },
    (response, version) => {
      const [topic] = response.topics;
      assert.deepEqual([topic?.name, topic?.topicId], version >= 10 ? ["", topicId] : ["t", ZERO_UUID]);
      assert.deepEqual(topic?.partitions, [{ partitionIndex: 1, errorCode: 0 }]);
    },
  );
  await eachVersion(
    apis.offsetFetch,
    (version) => {
      const topics = [{ ...(version >= 10 ? { topicId } : { name: "t" }), partitionIndexes: [1, 2] }];
      return version >= 8
        ? { groups: [{ groupId: "versions", topics }] }
        : { groupId: "versions", topics: topics as Array<{ name: string }> };
    },
    (response, version) => {
      const found = version >= 8 ? response.groups[0]?.topics[0] : response.topics[0];
      const [known, unknown] = found?.partitions ?? [];
      assert.deepEqual([known?.committedOffset, known?.metadata, known?.errorCode], [offset, "é", 0], `version ${version}`);
      if (version >= 5) assert.equal(known?.committedLeaderEpoch, 4);
      assert.deepEqual([unknown?.committedOffset, unknown?.metadata, unknown?.errorCode], [-1, "", 0]);
    },
  );
});

test("a null list of topics asks for all of them", async () => {
  await commit("all", 7);
  const topicId = (await it.call(apis.metadata, 12, { topics: [{ name: "t" }] })).topics[0]?.topicId;
  for (let version = 2; version <= apis.offsetFetch.maxVersion; version++) {
    const asked = version >= 8 ? { groups: [{ groupId: "all", topics: null }] } : { groupId: "all", topics: null };
    const reply = await it.call(apis.offsetFetch, version, asked);
    const [topic] = version >= 8 ? (reply.groups[0]?.topics ?? []) : reply.topics;
    assert.equal(topic?.partitions[0]?.committedOffset, 7, `version ${version}`);
    if (version >= 10) assert.equal(reply.groups[0]?.topics[0]?.topicId, topicId);
  }
});

test("commits for topics and partitions that do not exist are refused one by one", async () => {
  const partition = (partitionIndex: number) => ({ partitionIndex, committedOffset: 5, committedMetadata: "" });
  const { topics } = await it.call(apis.offsetCommit, 9, {
    groupId: "some",
    topics: [
      { name: "t", partitions: [partition(0), partition(9)] },
      { name: "absent", partitions: [partition(0)] },
    ],
  });
  const unknown = errors.UNKNOWN_TOPIC_OR_PARTITION.code;
  assert.deepEqual(
    topics.map(({ name, partitions }) => [name, partitions.map(({ partitionIndex, errorCode }) => [partitionIndex, errorCode])]),
    [
      [
        "t",
        [
          [9, unknown],
          [0, 0],
        ],
      ],
      ["absent", [[0, unknown]]],
    ],
  );
  const strange = "AAAAAAAAAAAAAAAAAAAAAQ";
  const byId = await it.call(apis.offsetCommit, 10, { groupId: "some", topics: [{ topicId: strange, partitions: [partition(0)] }] });
  assert.equal(byId.topics[0]?.partitions[0]?.errorCode, errors.UNKNOWN_TOPIC_ID.code);
  const fetched = await it.call(apis.offsetFetch, 10, {
    groups: [{ groupId: "some", topics: [{ topicId: strange, partitionIndexes: [0] }] }],
  });
  assert.equal(fetched.groups[0]?.topics[0]?.partitions[0]?.errorCode, errors.UNKNOWN_TOPIC_ID.code);
});

test("where something is refused, what is asked of one topic in several places is answered in one", async () => {
  const partition = { partitionIndex: 0, committedOffset: 5, committedMetadata: "" };
  const known = { name: "t", partitions: [partition] };
  const absent = { ...known, name: "absent", partitions: [] };
  const entries = (topics: readonly { name: string; partitions: readonly unknown[] }[]) =>
    topics.map(({ name, partitions }) => [name, partitions.length]);
  const commits = (topics: Array<typeof known>) => it.call(apis.offsetCommit, 9, { groupId: "twice", topics });
  assert.deepEqual(entries((await commits([known, known])).topics), [
    ["t", 1],
    ["t", 1],
  ]);
  assert.deepEqual(entries((await commits([known, absent, known])).topics), [
    ["absent", 0],
    ["t", 2],
  ]);
  const forgotten = await it.call(apis.offsetDelete, 0, { groupId: "twice", topics: [known, absent, known] });
  assert.deepEqual(entries(forgotten.topics), [
    ["absent", 0],
    ["t", 2],
  ]);
});

test("several groups are fetched at once", async () => {
  await commit("first", 1);
  await commit("second", 2);
  const topics = [{ name: "t", partitionIndexes: [0] }];
  const { groups } = await it.call(apis.offsetFetch, 8, {
    groups: [
      { groupId: "first", topics },
      { groupId: "second", topics },
      { groupId: "third", topics },
    ],
  });
  assert.deepEqual(
    groups.map(({ groupId, topics }) => [groupId, topics[0]?.partitions[0]?.committedOffset]),
    [
      ["first", 1],
      ["second", 2],
      ["third", -1],
    ],
  );
});

test("groups are described and listed in every version", async () => {
  const joined = await joinAlone("shown", 9);
  await it.call(apis.syncGroup, 5, syncOf("shown", joined, 5));
  await eachVersion(
    apis.describeGroups,
    (version) => ({ groups: ["shown", "not there"], ...(version >= 3 && { includeAuthorizedOperations: true }) }),
    (response, version) => {
      const [shown, absent] = response.groups;
      assert.deepEqual([shown?.groupState, shown?.protocolType, shown?.protocolData], ["Stable", "consumer", "range"]);
      assert.deepEqual([shown?.members[0]?.clientId, shown?.members[0]?.memberId], ["test", joined.memberId]);
      assert.match(shown?.members[0]?.clientHost ?? "", /^\//);
      assert.deepEqual([absent?.groupState, absent?.errorCode], ["Dead", version >= 6 ? errors.GROUP_ID_NOT_FOUND.code : 0]);
      // READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS
      assert.equal(shown?.authorizedOperations, version >= 3 ? 3400 : -2147483648);
    },
  );
  await eachVersion(
    apis.listGroups,
    (version) => ({ ...(version >= 4 && { statesFilter: ["stable"] }), ...(version >= 5 && { typesFilter: ["classic"] }) }),
    (response, version) => {
      const shown = response.groups.find(({ groupId }) => groupId === "shown");
      assert.deepEqual([shown?.groupState, shown?.groupType], [version >= 4 ? "Stable" : "", version >= 5 ? "classic" : ""]);
      assert.equal(
        response.groups.some(({ groupId }) => groupId === "all"),
        version < 4,
      );
    },
  );
});

test("groups and their offsets are deleted", async () => {
  await eachVersion(
    apis.deleteGroups,
    (version) => ({ groupsNames: [`gone-${version}`, `gone-${version}`] }),
    (response) =>
      assert.deepEqual(
        response.results.map(({ errorCode }) => errorCode),
        [errors.GROUP_ID_NOT_FOUND.code],
      ),
  );
  await commit("gone", 1);
  const { results } = await it.call(apis.deleteGroups, 2, { groupsNames: ["gone"] });
  assert.deepEqual(results, [{ groupId: "gone", errorCode: 0 }]);
  assert.equal(await committed("gone"), -1);
});

test("OffsetDelete answers for what exists and what does not", async () => {
  await commit("forget", 1);
  const partitions = [{ partitionIndex: 0 }, { partitionIndex: 8 }];
  const reply = await it.call(apis.offsetDelete, 0, { groupId: "forget", topics: [{ name: "t", partitions }] });
  assert.deepEqual(
    reply.topics[0]?.partitions.map(({ partitionIndex, errorCode }) => [partitionIndex, errorCode]),
    [
      [8, errors.UNKNOWN_TOPIC_OR_PARTITION.code],
      [0, 0],
    ],
  );
  assert.equal(await committed("forget"), -1);
  const nobody = await it.call(apis.offsetDelete, 0, { groupId: "nobody", topics: [{ name: "absent", partitions }] });
  assert.deepEqual([nobody.errorCode, nobody.topics], [errors.GROUP_ID_NOT_FOUND.code, []]);
});

test("groups, members and offsets come back after a restart; a deleted topic's offsets do not", async () => {
  let broker = await TestBroker.start();
  await broker.createTopic("t");
  await broker.call(apis.findCoordinator, 0, { key: "g" });
  const joined = await joinAlone("g", 9, broker);
  await broker.call(apis.syncGroup, 5, syncOf("g", joined, 5));
  await commit("simple", 42, broker);
  broker = await broker.restart();
  broker.clock.advance(0);
  const { memberId, generationId } = joined;
  assert.equal((await broker.call(apis.heartbeat, 4, { groupId: "g", memberId, generationId })).errorCode, 0);
  assert.equal(await committed("simple", broker), 42);
  assert.deepEqual((await broker.call(apis.listGroups, 5, {})).groups.map(({ groupId }) => groupId).sort(), ["g", "simple"]);
  await broker.call(apis.deleteTopics, 5, { topicNames: ["t"], timeoutMs: 1000 });
  assert.equal(await committed("simple", broker), -1);
  await broker.stop();
});
