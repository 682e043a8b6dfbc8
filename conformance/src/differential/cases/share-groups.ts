import { apis, type Draft, type ShareGroupHeartbeatRequest } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { batch, type Talk } from "../talk.ts";
import { coordinated } from "./group-steps.ts";

const version = 1;

/** Partitions that the answer names. */
function countOf({ assignment }: { assignment: { topicPartitions: ReadonlyArray<{ partitions: readonly number[] }> } | null }): number {
  return assignment?.topicPartitions.reduce((sum, { partitions }) => sum + partitions.length, 0) ?? 0;
}

/** A member that is to have so many partitions of a topic; its epoch then. State is set up and assigned in Kafka's own time. */
async function member(talk: Talk, groupId: string, memberId: string, topic: string, partitions: number): Promise<number> {
  let asked: Draft<ShareGroupHeartbeatRequest> = { memberEpoch: 0, subscribedTopicNames: [topic] };
  let memberEpoch = 0;
  await talk.until(`${memberId} has ${partitions} partitions`, async () => {
    const answer = await talk.call(apis.shareGroupHeartbeat, version, { groupId, memberId, ...asked });
    memberEpoch = answer.memberEpoch;
    asked = { memberEpoch };
    return countOf(answer) === partitions;
  });
  return memberEpoch;
}

async function leave(talk: Talk, groupId: string, memberId: string): Promise<void> {
  await talk.call(apis.shareGroupHeartbeat, version, { groupId, memberId, memberEpoch: -1 });
}

/** How many epochs it took is a matter of time: only which of them goes on is said. */
const ofTime = {
  fields: ["memberEpoch", "groupEpoch", "assignmentEpoch"],
  unordered: ["topics", "partitions", "subscribedTopicNames"],
};

async function heartbeats(notes: Notes): Promise<void> {
  const { talk, prefix } = notes;
  const { name } = await notes.topic("in", 2);
  const mine = `${prefix}group`;
  await coordinated(talk, mine);
  const beat = (draft: Draft<ShareGroupHeartbeatRequest>) =>
    talk.call(apis.shareGroupHeartbeat, version, { groupId: mine, memberId: "m1", ...draft });
  const joining = { memberEpoch: 0, subscribedTopicNames: [name] };
  notes.note("goes on before there is a group", await beat({ memberEpoch: 1 }));
  notes.note("leaves before there is a group", await beat({ memberEpoch: -1 }));
  notes.note("joins without topics", await beat({ memberEpoch: 0 }));
  notes.note("joins with no topics", await beat({ memberEpoch: 0, subscribedTopicNames: [] }));
  notes.note("without a name", await beat({ ...joining, memberId: "" }));
  notes.note("with a blank name", await beat({ ...joining, memberId: " " }));
  notes.note("with a long name", await beat({ ...joining, memberId: "m".repeat(37) }));
  notes.note("with an empty rack", await beat({ ...joining, rackId: "" }));
  notes.note("without a group", await beat({ ...joining, groupId: "" }));
  notes.note("epoch -2", await beat({ memberEpoch: -2 }));
  notes.note("joins", await beat(joining));
  const memberEpoch = await member(talk, mine, "m1", name, 2);
  notes.note("goes on", await beat({ memberEpoch }), ofTime);
  notes.note("names its topics again", await beat({ memberEpoch, subscribedTopicNames: [name] }), ofTime);
  notes.note("comes with the epoch before", await beat({ memberEpoch: memberEpoch - 1 }), ofTime);
  const early = await beat({ memberEpoch: memberEpoch + 1 });
  notes.note("comes with a later epoch", early.errorCode);
  notes.note("unknown member", await beat({ memberEpoch, memberId: "m9" }));
  notes.note("names a topic that is not there", await beat({ memberEpoch, subscribedTopicNames: [name, `${prefix}none`] }), ofTime);
  notes.note("described", await talk.call(apis.shareGroupDescribe, version, { groupIds: [mine, `${prefix}none`, ""] }), ofTime);
  const operations = await talk.call(apis.shareGroupDescribe, version, { groupIds: [mine], includeAuthorizedOperations: true });
  notes.note("operations", operations.groups[0]?.authorizedOperations);
  await asOtherKinds(notes, mine, name);
  notes.note("leaves", await beat({ memberEpoch: -1 }));
  notes.note("leaves again", await beat({ memberEpoch: -1 }));
  notes.note("empty", await talk.call(apis.shareGroupDescribe, version, { groupIds: [mine] }), ofTime);
  notes.note("deleted", await talk.call(apis.deleteGroups, 2, { groupsNames: [mine] }));
  notes.note("deleted again", await talk.call(apis.deleteGroups, 2, { groupsNames: [mine] }));
}

/** What a share group is to requests for groups of other kinds. */
async function asOtherKinds(notes: Notes, groupId: string, topic: string): Promise<void> {
  const { talk } = notes;
  for (const typesFilter of [["share"], ["consumer", "classic"]]) {
    const { groups } = await talk.call(apis.listGroups, 5, { typesFilter });
    notes.note(
      `listed among ${typesFilter.join(" and ")} groups`,
      groups.filter((each) => each.groupId === groupId),
    );
  }
  notes.note("deleted with members", await talk.call(apis.deleteGroups, 2, { groupsNames: [groupId] }));
  notes.note("described as a classic group", await talk.call(apis.describeGroups, 6, { groups: [groupId] }));
  notes.note("described as a consumer group", await talk.call(apis.consumerGroupDescribe, 1, { groupIds: [groupId] }));
  notes.note("described as a streams group", await talk.call(apis.streamsGroupDescribe, 0, { groupIds: [groupId] }));
  const consumer = { groupId, memberId: "c", memberEpoch: 0, rebalanceTimeoutMs: 1000, subscribedTopicNames: [topic], topicPartitions: [] };
  notes.note("a consumer joins", await talk.call(apis.consumerGroupHeartbeat, 1, consumer));
  const classic = {
    groupId,
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 10_000,
    protocolType: "consumer",
    protocols: [{ name: "range" }],
  };
  notes.note("a classic consumer joins", await talk.call(apis.joinGroup, 9, classic));
  notes.note("one of its members syncs", await talk.call(apis.syncGroup, 5, { groupId, generationId: 1, memberId: "m1" }));
  notes.note("one of its members beats", await talk.call(apis.heartbeat, 4, { groupId, generationId: 1, memberId: "m1" }));
  notes.note("one of its members leaves", await talk.call(apis.leaveGroup, 5, { groupId, members: [{ memberId: "m1" }] }));
  const topics = [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 1 }] }];
  for (const generationIdOrMemberEpoch of [-1, 2]) {
    notes.note(
      `commit of ${generationIdOrMemberEpoch}`,
      await talk.call(apis.offsetCommit, 9, { groupId, generationIdOrMemberEpoch, topics }),
    );
  }
  notes.note("old commit", await talk.call(apis.offsetCommit, 8, { groupId, topics }));
  notes.note("offsets", await talk.call(apis.offsetFetch, 9, { groups: [{ groupId, topics: [{ name: topic, partitionIndexes: [0] }] }] }));
  notes.note("all offsets", await talk.call(apis.offsetFetch, 9, { groups: [{ groupId, topics: null }] }));
  const deleted = { groupId, topics: [{ name: topic, partitions: [{ partitionIndex: 0 }] }] };
  notes.note("offsets deleted", await talk.call(apis.offsetDelete, 0, deleted));
}

/** A classic group and a consumer group to a share consumer. */
async function otherKinds(notes: Notes): Promise<void> {
  const { talk, prefix } = notes;
  const { name } = await notes.topic("in");
  const [simple, consumer] = [`${prefix}simple`, `${prefix}consumer`];
  for (const groupId of [simple, consumer]) await coordinated(talk, groupId);
  const topics = [{ name, partitions: [{ partitionIndex: 0, committedOffset: 1 }] }];
  await talk.call(apis.offsetCommit, 9, { groupId: simple, generationIdOrMemberEpoch: -1, topics });
  const first = { memberId: "c", memberEpoch: 0, rebalanceTimeoutMs: 1000, subscribedTopicNames: [name], topicPartitions: [] };
  await talk.call(apis.consumerGroupHeartbeat, 1, { groupId: consumer, ...first });
  for (const [what, groupId] of [
    ["of offsets alone", simple],
    ["of consumers", consumer],
  ] as const) {
    for (const memberEpoch of [0, 1, -1]) {
      const asked = { groupId, memberId: "m1", memberEpoch, subscribedTopicNames: [name] };
      notes.note(`epoch ${memberEpoch} in a group ${what}`, await talk.call(apis.shareGroupHeartbeat, version, asked));
    }
    notes.note(`described a group ${what}`, await talk.call(apis.shareGroupDescribe, version, { groupIds: [groupId] }));
    const altered = { groupId, topics: [{ topicName: name, partitions: [{ partitionIndex: 0, startOffset: 0 }] }] };
    notes.note(`altered offsets of a group ${what}`, await talk.call(apis.alterShareGroupOffsets, 0, altered));
    notes.note(
      `deleted offsets of a group ${what}`,
      await talk.call(apis.deleteShareGroupOffsets, 0, { groupId, topics: [{ topicName: name }] }),
    );
    notes.note(`offsets of a group ${what}`, await talk.call(apis.describeShareGroupOffsets, 1, { groups: [{ groupId, topics: null }] }));
  }
}

async function offsets(notes: Notes): Promise<void> {
  const { talk, prefix } = notes;
  const { name } = await notes.topic("in", 2);
  const other = await notes.topic("other", 1);
  const none = `${prefix}none`;
  const mine = `${prefix}group`;
  await coordinated(talk, mine);
  await talk.produce(name, 0, batch(["a", "b", "c", "d", "e", "f", "g"]));
  const partitions = (...offsetsOf: ReadonlyArray<readonly [number, number]>) =>
    offsetsOf.map(([partitionIndex, startOffset]) => ({ partitionIndex, startOffset }));
  const alter = (topics: ReadonlyArray<{ topicName: string; partitions: ReturnType<typeof partitions> }>, groupId = mine) =>
    talk.call(apis.alterShareGroupOffsets, 0, { groupId, topics });
  const describe = async (
    what: string,
    topics: ReadonlyArray<{ topicName: string; partitions: readonly number[] }> | null,
    groupId = mine,
  ) => notes.each(what, apis.describeShareGroupOffsets, [0, 1], { groups: [{ groupId, topics }] });
  const remove = (topicNames: readonly string[], groupId = mine) =>
    talk.call(apis.deleteShareGroupOffsets, 0, { groupId, topics: topicNames.map((topicName) => ({ topicName })) });
  const named = [
    { topicName: name, partitions: [0, 1] },
    { topicName: none, partitions: [0] },
  ];
  await describe("all of no group", null);
  await describe("some of no group", named);
  await describe("no topics", []);
  await describe("no partitions", [{ topicName: name, partitions: [] }]);
  await describe("all of a group without a name", null, "");
  await describe("some of a group without a name", named, "");
  await notes.each("no groups", apis.describeShareGroupOffsets, [0, 1], { groups: [] });
  notes.note("deleted of no group", await remove([name]));
  notes.note("altered without a group", await alter([{ topicName: name, partitions: partitions([0, 0]) }], ""));
  notes.note("deleted without a group", await remove([name], ""));
  notes.note("altered nothing", await alter([], `${prefix}nothing`));
  notes.note("after nothing", await talk.call(apis.shareGroupDescribe, version, { groupIds: [`${prefix}nothing`] }));
  notes.note("altered a topic without partitions", await alter([{ topicName: name, partitions: [] }], `${prefix}hardly`));
  notes.note("after hardly anything", await talk.call(apis.shareGroupDescribe, version, { groupIds: [`${prefix}hardly`] }));
  const mixed = [
    { topicName: name, partitions: partitions([0, 2], [1, 0], [7, 1]) },
    { topicName: none, partitions: partitions([0, 0]) },
    { topicName: other.name, partitions: partitions([0, 5]) },
  ];
  notes.note("altered", await alter(mixed));
  notes.note("the group then", await talk.call(apis.shareGroupDescribe, version, { groupIds: [mine] }));
  await talk.until("its partitions are initialized", async () => {
    const { groups } = await talk.call(apis.describeShareGroupOffsets, 1, { groups: [{ groupId: mine, topics: null }] });
    return groups[0]?.topics.length === 2;
  });
  await describe("all", null);
  await describe("some", named);
  notes.note("altered below", await alter([{ topicName: name, partitions: partitions([0, -1], [1, -7]) }]));
  await describe("all, below", null);
  const negative = [{ topicName: other.name, partitions: partitions([-1, 0], [0, 5]) }];
  await describe("a partition below", [{ topicName: name, partitions: [-1, 0] }]);
  notes.note("altered a partition below", await alter(negative, `${prefix}negative`));
  notes.note("deleted", await remove([name, none]));
  await describe("all that is left", null);
  notes.note("deleted again", await remove([name]));
  notes.note("deleted nothing", await remove([]));
  await member(talk, mine, "m1", other.name, 1);
  notes.note("altered with members", await alter(mixed));
  notes.note("deleted with members", await remove([other.name]));
  await leave(talk, mine, "m1");
  notes.note("the group deleted", await talk.call(apis.deleteGroups, 2, { groupsNames: [mine] }));
  await describe("all of what is gone", null);
  await describe("some of what is gone", [{ topicName: other.name, partitions: [0] }]);
}

/** For brokers that let one member into a share group. */
export const fullShareGroup: Scenario = {
  name: "ShareGroupHeartbeat of a full group",
  async run(notes) {
    const { talk, prefix } = notes;
    const { name } = await notes.topic("t", 1);
    const groupId = `${prefix}g`;
    await coordinated(talk, groupId);
    await member(talk, groupId, "m-1", name, 1);
    const more = { groupId, memberId: "m-2", memberEpoch: 0, subscribedTopicNames: [name] };
    await notes.each("one more", apis.shareGroupHeartbeat, [1, 1], more);
  },
};

export const shareGroupScenarios: readonly Scenario[] = [
  { name: "ShareGroupHeartbeat", run: heartbeats },
  { name: "ShareGroupHeartbeat in groups of other kinds", run: otherKinds },
  { name: "Offsets of share groups", run: offsets },
];
