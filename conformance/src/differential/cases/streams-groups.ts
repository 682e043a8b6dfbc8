import { apis, type Draft, type StreamsGroupHeartbeatRequest } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { coordinated } from "./group-steps.ts";

const group = 32;
const set = 0;

type Subtopology = Draft<NonNullable<StreamsGroupHeartbeatRequest["topology"]>["subtopologies"][number]>;

/** One that reads these and makes nothing. */
const reading = (...sourceTopics: string[]): Subtopology => ({ subtopologyId: "0", sourceTopics });

/** A member's first heartbeat. */
function joining(groupId: string, memberId: string, subtopologies: readonly Subtopology[]): Draft<StreamsGroupHeartbeatRequest> {
  return {
    groupId,
    memberId,
    memberEpoch: 0,
    rebalanceTimeoutMs: 20_000,
    topology: { epoch: 0, subtopologies: [...subtopologies] },
    activeTasks: [],
    standbyTasks: [],
    warmupTasks: [],
    processId: memberId,
  };
}

/** Has the group's first assignment made at once. */
async function atOnce({ talk }: Notes, groupId: string): Promise<void> {
  const configs = [{ name: "streams.initial.rebalance.delay.ms", configOperation: set, value: "0" }];
  await talk.call(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType: group, resourceName: groupId, configs }] });
  await talk.createTopic(`${groupId}-settled`);
}

/** Where streams groups have one member at most. */
export const fullStreamsGroup: Scenario = {
  name: "StreamsGroupHeartbeat of a full group",
  async run(notes) {
    const { talk, prefix } = notes;
    const { name } = await notes.topic("in", 2);
    const groupId = `${prefix}full`;
    await coordinated(talk, groupId);
    await atOnce(notes, groupId);
    await talk.call(apis.streamsGroupHeartbeat, 0, joining(groupId, "m1", [reading(name)]));
    notes.note("one more", await talk.call(apis.streamsGroupHeartbeat, 0, joining(groupId, "m2", [reading(name)])));
  },
};

export const streamsGroupScenarios: readonly Scenario[] = [
  {
    name: "StreamsGroupHeartbeat",
    async run(notes) {
      const { talk, prefix } = notes;
      const { name } = await notes.topic("in", 2);
      const mine = `${prefix}app`;
      await coordinated(talk, mine);
      await atOnce(notes, mine);
      const beat = (draft: Draft<StreamsGroupHeartbeatRequest>) => talk.call(apis.streamsGroupHeartbeat, 0, draft);
      notes.note("joined", await beat(joining(mine, "m1", [reading(name)])));
      const tasks = [{ subtopologyId: "0", partitions: [0, 1] }];
      const owned = { activeTasks: tasks, standbyTasks: [], warmupTasks: [] };
      const going = { groupId: mine, memberId: "m1", memberEpoch: 2, ...owned };
      notes.note("goes on", await beat(going));
      notes.note("says nothing", await beat({ groupId: mine, memberId: "m1", memberEpoch: 2 }));
      notes.note("has what there is not", await beat({ ...going, activeTasks: [{ subtopologyId: "0", partitions: [7] }] }));
      notes.note("has of what there is not", await beat({ ...going, activeTasks: [{ subtopologyId: "9", partitions: [0] }] }));
      notes.note("tells one sort of tasks", await beat({ groupId: mine, memberId: "m1", memberEpoch: 2, activeTasks: [] }));
      for (const memberEpoch of [1, 3, -2, -3]) notes.note(`epoch ${memberEpoch}`, await beat({ ...going, memberEpoch }));
      notes.note("tells its topology again", await beat({ ...going, topology: { epoch: 0, subtopologies: [reading(name)] } }));
      notes.note("unknown member", await beat({ ...going, memberId: "m9" }));
      notes.note("unknown group", await beat({ ...going, groupId: `${prefix}none` }));
      notes.note("described", await talk.call(apis.streamsGroupDescribe, 0, { groupIds: [mine, `${prefix}none`, ""] }));
      const listed = await talk.call(apis.listGroups, 5, { typesFilter: ["streams"] });
      notes.note(
        "listed",
        listed.groups.filter(({ groupId }) => groupId === mine),
      );
      const consumer = {
        groupId: mine,
        memberId: "c",
        memberEpoch: 0,
        rebalanceTimeoutMs: 1000,
        subscribedTopicNames: [name],
        topicPartitions: [],
      };
      notes.note("a consumer joins", await talk.call(apis.consumerGroupHeartbeat, 1, consumer));
      notes.note("deleted with members", await talk.call(apis.deleteGroups, 2, { groupsNames: [mine] }));
      const committed = [{ name, partitions: [{ partitionIndex: 0, committedOffset: 1 }] }];
      const commit = (memberId: string, generationIdOrMemberEpoch: number) =>
        talk.call(apis.offsetCommit, 9, { groupId: mine, memberId, generationIdOrMemberEpoch, topics: committed });
      notes.note("commit of a member", await commit("m1", 2));
      notes.note("commit of an older epoch", await commit("m1", 1));
      notes.note("commit of a newer epoch", await commit("m1", 3));
      notes.note("commit of nobody", await commit("", -1));
      notes.note("leaves", await beat({ groupId: mine, memberId: "m1", memberEpoch: -1 }));
      notes.note("leaves again", await beat({ groupId: mine, memberId: "m1", memberEpoch: -1 }));
      notes.note("empty", await talk.call(apis.streamsGroupDescribe, 0, { groupIds: [mine] }));
      notes.note("deleted", await talk.call(apis.deleteGroups, 2, { groupsNames: [mine] }));
    },
  },
  {
    name: "StreamsGroupHeartbeat of topologies that are not possible",
    async run(notes) {
      const { talk, prefix } = notes;
      const { name } = await notes.topic("in", 2);
      const another = await notes.topic("other", 3);
      let count = 0;
      const join = async (what: string, subtopologies: readonly Subtopology[], more: Draft<StreamsGroupHeartbeatRequest> = {}) => {
        const mine = `${prefix}${++count}`;
        await coordinated(talk, mine);
        const answer = await talk.call(apis.streamsGroupHeartbeat, 0, { ...joining(mine, "m", subtopologies), ...more });
        notes.note(what, { ...answer, status: answer.status?.filter(({ statusCode }) => statusCode !== 5) });
      };
      const internal = (topic: string, partitions = 0) => ({ name: topic, partitions });
      await join("missing source topics", [reading(`${prefix}c`, `${prefix}a`, `${prefix}d`, `${prefix}b`)]);
      await join("internal topic of Kafka", [reading("__consumer_offsets")]);
      await join("bad name", [reading("a b")]);
      await join("fixed changelog", [{ ...reading(name), stateChangelogTopics: [internal("c", 3)] }]);
      await join("expressions", [{ ...reading(name), sourceTopicRegex: ["x.*"] }]);
      await join("loop", [{ subtopologyId: "0", repartitionSourceTopics: [internal("r")], repartitionSinkTopics: ["r"] }]);
      await join("repartition topic that nobody writes", [{ ...reading(name), repartitionSourceTopics: [internal("r")] }]);
      await join("not alike", [{ ...reading(name, another.name), copartitionGroups: [{ sourceTopics: [0, 1] }] }]);
      await join("static", [reading(name)], { instanceId: "i" });
      await join("warm-up tasks", [reading(name)], { warmupTasks: [{ subtopologyId: "0", partitions: [0] }] });
      await join("task offsets", [reading(name)], { taskOffsets: [] });
      await join("without a member", [reading(name)], { memberId: "" });
      await join("without a timeout", [reading(name)], { rebalanceTimeoutMs: -1 });
      await join("with tasks", [reading(name)], { activeTasks: [{ subtopologyId: "0", partitions: [0] }] });
      await join("without a topology", [], { topology: null });
    },
  },
];
