import { apis, type ConsumerGroupHeartbeatRequest, type Draft } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { coordinated } from "./group-steps.ts";

const joining: Draft<ConsumerGroupHeartbeatRequest> = { memberEpoch: 0, rebalanceTimeoutMs: 60_000, topicPartitions: [] };

/** Joins a group that lives by heartbeats; the member's epoch. */
async function joined(notes: Notes, groupId: string, memberId: string, topic: string): Promise<number> {
  await coordinated(notes.talk, groupId);
  const draft = { ...joining, groupId, memberId, subscribedTopicNames: [topic] };
  return (await notes.talk.call(apis.consumerGroupHeartbeat, 1, draft)).memberEpoch;
}

export const consumerGroupOffsetScenarios: readonly Scenario[] = [
  {
    name: "Offsets of consumer groups",
    async run(notes) {
      const { name, id: topicId } = await notes.topic("t", 1);
      const groupId = `${notes.prefix}g`;
      const epoch = await joined(notes, groupId, "m-1", name);
      const groupIds = [groupId, `${groupId}-none`, ""];
      await notes.each("describe", apis.consumerGroupDescribe, [0, 1], { groupIds }, { unordered: ["groups"] });
      await notes.each("describe with operations", apis.consumerGroupDescribe, [0, 1], {
        groupIds: [groupId],
        includeAuthorizedOperations: true,
      });
      await notes.each("describe as a classic group", apis.describeGroups, [0, 6], { groups: [groupId] });
      const topics = [{ name, topicId, partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: "" }] }];
      for (const [who, memberId, memberEpoch] of [
        ["member", "m-1", epoch],
        ["older epoch", "m-1", epoch - 1],
        ["newer epoch", "m-1", epoch + 1],
        ["unknown member", "m-2", epoch],
        ["nobody", "", -1],
      ] as const) {
        const asked = { groupId, memberId, generationIdOrMemberEpoch: memberEpoch, topics };
        await notes.each(`commit: ${who}`, apis.offsetCommit, [2, 10], asked);
        const places = [{ name, topicId, partitionIndexes: [0] }];
        await notes.each(`fetch: ${who}`, apis.offsetFetch, [9, 10], { groups: [{ groupId, memberId, memberEpoch, topics: places }] });
      }
      await notes.each("delete", apis.deleteGroups, [0, 2], { groupsNames: [groupId] });
    },
  },
];

/** For brokers that let one member into a consumer group. */
export const fullConsumerGroup: Scenario = {
  name: "ConsumerGroupHeartbeat of a full group",
  async run(notes) {
    const { name } = await notes.topic("t", 2);
    const groupId = `${notes.prefix}g`;
    await joined(notes, groupId, "m-1", name);
    const more = { ...joining, groupId, memberId: "m-2", subscribedTopicNames: [name] };
    await notes.each("one more", apis.consumerGroupHeartbeat, [0, 1], more);
  },
};
