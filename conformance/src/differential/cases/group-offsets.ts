import { apis, type Draft, type OffsetFetchRequest } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { coordinated, subscription } from "./group-steps.ts";

const noId = "AAAAAAAAAAAAAAAAAAAAAQ";

/** Commits without being a member of the group. */
const alone = { generationIdOrMemberEpoch: -1, memberId: "" };

const one = (committedOffset: number, committedMetadata = "") => [{ partitionIndex: 0, committedOffset, committedMetadata }];

const commitScenario: Scenario = {
  name: "OffsetCommit",
  async run(notes) {
    const groupId = `${notes.prefix}g`;
    const topic = await notes.topic("t");
    await coordinated(notes.talk, groupId);
    const place = { name: topic.name, topicId: topic.id };
    const commit = (name: string, draft: object, first = 2) =>
      notes.each(name, apis.offsetCommit, [first, 10], { groupId, ...alone, topics: [{ ...place, partitions: one(3) }], ...draft });
    await commit("alone", {});
    await commit("in an unknown generation", { groupId: `${groupId}-new`, generationIdOrMemberEpoch: 5, memberId: "nobody" });
    await commit("as an unknown member", { generationIdOrMemberEpoch: 5, memberId: "nobody" });
    await commit("as an unknown static member", { generationIdOrMemberEpoch: 5, memberId: "nobody", groupInstanceId: "i" }, 7);
    await commit("empty group", { groupId: "" });
    await commit("negative offset", { topics: [{ ...place, partitions: one(-1) }] });
    await commit("long metadata", { topics: [{ ...place, partitions: one(3, "m".repeat(5_000)) }] });
    await commit("unknown partition", { topics: [{ ...place, partitions: [{ partitionIndex: 7, committedOffset: 1 }] }] });
    await commit("unknown topic", { topics: [{ name: `${notes.prefix}none`, topicId: noId, partitions: one(1) }] });
    await commit("no topics", { topics: [] });
    const known = { ...place, partitions: one(3) };
    await commit("a topic twice", { topics: [known, known] });
    await commit("a topic twice, and one that is not there", {
      topics: [known, { name: `${notes.prefix}none`, topicId: noId, partitions: [] }, known],
    });
  },
};

function fetching(groupId: string, topic: { name: string; id: string } | null, more: Draft<OffsetFetchRequest["groups"][number]> = {}) {
  return (version: number): Draft<OffsetFetchRequest> => {
    const partitionIndexes = [0, 7];
    if (version < 8) return { groupId, topics: topic && [{ name: topic.name, partitionIndexes }] };
    return { groups: [{ groupId, topics: topic && [{ name: topic.name, topicId: topic.id, partitionIndexes }], ...more }] };
  };
}

const fetchScenario: Scenario = {
  name: "OffsetFetch",
  async run(notes) {
    const groupId = `${notes.prefix}g`;
    const topic = await notes.topic("t");
    await coordinated(notes.talk, groupId);
    const topics = [{ name: topic.name, partitions: one(5, "about") }];
    await notes.talk.call(apis.offsetCommit, 9, { groupId, ...alone, topics });
    const none = { name: `${notes.prefix}none`, id: noId };
    await notes.each("what was committed", apis.offsetFetch, [1, 10], fetching(groupId, topic));
    await notes.each("all", apis.offsetFetch, [2, 10], fetching(groupId, null));
    await notes.each("unknown group", apis.offsetFetch, [1, 10], fetching(`${groupId}-none`, topic));
    await notes.each("unknown group, all", apis.offsetFetch, [2, 10], fetching(`${groupId}-none`, null));
    await notes.each("empty group", apis.offsetFetch, [1, 10], fetching("", topic));
    await notes.each("unknown topic", apis.offsetFetch, [1, 10], fetching(groupId, none));
    await notes.each("as a member", apis.offsetFetch, [9, 10], fetching(groupId, topic, { memberId: "nobody", memberEpoch: 1 }));
    await notes.each("several groups", apis.offsetFetch, [8, 10], (version) => ({
      groups: [groupId, `${groupId}-none`, ""].flatMap((each) => fetching(each, topic)(version).groups ?? []),
    }));
  },
};

async function subscribed(notes: Notes, groupId: string, topic: string): Promise<void> {
  const draft = {
    ...{ groupId, sessionTimeoutMs: 30_000, rebalanceTimeoutMs: 30_000, memberId: "", protocolType: "consumer" },
    protocols: [{ name: "range", metadata: subscription([topic]) }],
  };
  const member = await notes.talk.call(apis.joinGroup, 3, draft);
  const assignments = [{ memberId: member.memberId, assignment: Buffer.alloc(0) }];
  await notes.talk.call(apis.syncGroup, 3, { groupId, ...member, assignments });
}

const deleteScenario: Scenario = {
  name: "OffsetDelete",
  async run(notes) {
    const groupId = `${notes.prefix}g`;
    const topic = await notes.topic("t");
    const other = await notes.topic("other");
    await coordinated(notes.talk, groupId);
    const topics = [topic, other].map(({ name }) => ({ name, partitions: one(5) }));
    await notes.talk.call(apis.offsetCommit, 9, { groupId, ...alone, topics });
    const remove = (name: string, group: string, from: string, partitionIndex = 0) =>
      notes.each(name, apis.offsetDelete, [0, 0], { groupId: group, topics: [{ name: from, partitions: [{ partitionIndex }] }] });
    await remove("what was committed", groupId, topic.name);
    await remove("again", groupId, topic.name);
    await remove("unknown partition", groupId, topic.name, 7);
    await remove("unknown topic", groupId, `${notes.prefix}none`);
    await remove("unknown group", `${groupId}-none`, topic.name);
    await remove("empty group", "", topic.name);
    const known = { name: topic.name, partitions: [{ partitionIndex: 0 }] };
    const twice = { groupId, topics: [known, { name: `${notes.prefix}none`, partitions: [] }, known] };
    await notes.each("a topic twice, and one that is not there", apis.offsetDelete, [0, 0], twice);
    await subscribed(notes, groupId, topic.name);
    await remove("subscribed", groupId, topic.name);
    await remove("not subscribed", groupId, other.name);
    const connect = {
      groupId: `${groupId}-connect`,
      sessionTimeoutMs: 30_000,
      rebalanceTimeoutMs: 30_000,
      memberId: "",
      protocolType: "connect",
    };
    await notes.talk.call(apis.joinGroup, 3, { ...connect, protocols: [{ name: "p", metadata: Buffer.from("m") }] });
    await remove("group of another type", `${groupId}-connect`, topic.name);
  },
};

export const groupOffsetScenarios: readonly Scenario[] = [commitScenario, fetchScenario, deleteScenario];
