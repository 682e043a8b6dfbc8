import { apis, type Draft, errors, type JoinGroupRequest } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import type { Talk } from "../talk.ts";
import { coordinated } from "./group-steps.ts";

const protocols = [{ name: "range", metadata: Buffer.from("m") }];
/** Groups are described at the same time. */
const anyOrder = { unordered: ["groups"] };
export const memberNames = { fields: ["memberId", "leader"] };

export function joining(groupId: string, more: Draft<JoinGroupRequest> = {}): Draft<JoinGroupRequest> {
  return { groupId, sessionTimeoutMs: 30_000, rebalanceTimeoutMs: 30_000, memberId: "", protocolType: "consumer", protocols, ...more };
}

interface Member {
  readonly memberId: string;
  readonly generationId: number;
}

/** Joins with the id that the coordinator hands out, which newer versions ask for first. */
async function join(talk: Talk, draft: Draft<JoinGroupRequest>, version = 9): Promise<Member> {
  const first = await talk.call(apis.joinGroup, version, draft);
  if (first.errorCode !== errors.MEMBER_ID_REQUIRED.code) return first;
  return talk.call(apis.joinGroup, version, { ...draft, memberId: first.memberId });
}

/** A stable group of one member. */
export async function stable(notes: Notes, groupId: string, more: Draft<JoinGroupRequest> = {}): Promise<Member> {
  await coordinated(notes.talk, groupId);
  const member = await join(notes.talk, joining(groupId, more));
  const assignments = [{ memberId: member.memberId, assignment: Buffer.from("a") }];
  await notes.talk.call(apis.syncGroup, 5, { groupId, ...member, assignments });
  notes.words[`member of ${groupId.slice(notes.prefix.length)}`] = member.memberId;
  return member;
}

const joinScenario: Scenario = {
  name: "JoinGroup",
  async run(notes) {
    await coordinated(notes.talk, `${notes.prefix}g`);
    const group = (version: number): string => `${notes.prefix}v${version}`;
    await notes.each("first", apis.joinGroup, [0, 9], (version) => joining(group(version)), memberNames);
    const refused = (name: string, draft: Draft<JoinGroupRequest>, first = 0) =>
      notes.each(name, apis.joinGroup, [first, 9], (version) => joining(`${group(version)}-refused`, draft), memberNames);
    await refused("unknown member", { memberId: "nobody" });
    await refused("short session", { sessionTimeoutMs: 1 });
    await refused("long session", { sessionTimeoutMs: 100_000_000 });
    await refused("no protocols", { protocols: [] });
    await refused("no protocol type", { protocolType: "" });
    await refused("empty group", { groupId: "" });
    await refused("unknown static member", { groupInstanceId: "i", memberId: "nobody" }, 5);
    const { memberId } = await stable(notes, `${notes.prefix}stable`);
    await notes.each("again", apis.joinGroup, [0, 9], joining(`${notes.prefix}stable`, { memberId }), memberNames);
    const others = [{ name: "other", metadata: Buffer.from("m") }];
    await notes.each("other protocol", apis.joinGroup, [0, 9], joining(`${notes.prefix}stable`, { protocols: others }), memberNames);
    await notes.each("other type", apis.joinGroup, [0, 9], joining(`${notes.prefix}stable`, { protocolType: "connect" }), memberNames);
    await stable(notes, `${notes.prefix}static`, { groupInstanceId: "i" });
    const fenced = joining(`${notes.prefix}static`, { groupInstanceId: "i", memberId: "old" });
    await notes.each("fenced static member", apis.joinGroup, [5, 9], fenced, memberNames);
  },
};

const memberScenario: Scenario = {
  name: "SyncGroup, Heartbeat and LeaveGroup",
  async run(notes) {
    const groupId = `${notes.prefix}g`;
    const member = await stable(notes, groupId);
    const old = { ...member, generationId: member.generationId - 1 };
    const nobody = { ...member, memberId: "nobody" };
    const whos = { member, "old generation": old, "unknown member": nobody };
    for (const [name, who] of Object.entries(whos)) {
      await notes.each(`sync: ${name}`, apis.syncGroup, [0, 5], { groupId, ...who, assignments: [] });
      await notes.each(`heartbeat: ${name}`, apis.heartbeat, [0, 4], { groupId, ...who });
    }
    await notes.each("sync: other protocol", apis.syncGroup, [5, 5], {
      groupId,
      ...member,
      protocolType: "consumer",
      protocolName: "other",
    });
    await notes.each("sync: empty group", apis.syncGroup, [0, 5], { ...member, groupId: "" });
    await notes.each("heartbeat: empty group", apis.heartbeat, [0, 4], { ...member, groupId: "" });
    await notes.each("heartbeat: unknown group", apis.heartbeat, [0, 4], { ...member, groupId: `${groupId}-none` });
    const leaving =
      (memberId: string, group = groupId, groupInstanceId: string | null = null) =>
      (version: number) =>
        version >= 3 ? { groupId: group, members: [{ memberId, groupInstanceId }] } : { groupId: group, memberId };
    await notes.each("leave: unknown member", apis.leaveGroup, [0, 5], leaving("nobody"));
    await notes.each("leave: unknown group", apis.leaveGroup, [0, 5], leaving("nobody", `${groupId}-none`));
    await notes.each("leave: empty group", apis.leaveGroup, [0, 5], leaving("nobody", ""));
    const fixed = `${notes.prefix}static`;
    await stable(notes, fixed, { groupInstanceId: "i" });
    await notes.each("leave: fenced", apis.leaveGroup, [3, 5], leaving("old", fixed, "i"));
    await notes.each("leave: unknown instance", apis.leaveGroup, [3, 5], leaving("", fixed, "j"));
    await notes.each("leave: nobody named", apis.leaveGroup, [3, 5], { groupId, members: [] });
    await notes.each("leave: then again", apis.leaveGroup, [0, 5], async (version) =>
      leaving((await stable(notes, `${notes.prefix}leave${version}`)).memberId, `${notes.prefix}leave${version}`)(version),
    );
  },
};

const rebalanceScenario: Scenario = {
  name: "Groups while they rebalance",
  async run(notes) {
    const groupId = `${notes.prefix}g`;
    const { name: topic } = await notes.topic("t");
    const member = await stable(notes, groupId);
    const other = notes.another();
    const { memberId } = await other.call(apis.joinGroup, 9, joining(groupId));
    const joined = other.ask(apis.joinGroup, 9, joining(groupId, { memberId }));
    await notes.talk.until("the group rebalances", async () => {
      const { groups } = await notes.talk.call(apis.describeGroups, 5, { groups: [groupId] });
      return groups[0]?.groupState === "PreparingRebalance";
    });
    await notes.each("heartbeat", apis.heartbeat, [0, 4], { groupId, ...member });
    await notes.each("sync", apis.syncGroup, [0, 5], { groupId, ...member, assignments: [] });
    const partitions = [{ partitionIndex: 0, committedOffset: 1, committedMetadata: "" }];
    const asked = { groupId, memberId: member.memberId, generationIdOrMemberEpoch: member.generationId };
    await notes.each("commit", apis.offsetCommit, [2, 9], { ...asked, topics: [{ name: topic, partitions }] });
    await notes.each("describe", apis.describeGroups, [0, 6], { groups: [groupId] }, { fields: ["memberId"], unordered: ["members"] });
    const again = await notes.talk.call(apis.joinGroup, 9, joining(groupId, { memberId: member.memberId }));
    await joined;
    await notes.each("commit before the sync", apis.offsetCommit, [2, 9], {
      ...{ groupId, memberId: again.memberId, generationIdOrMemberEpoch: again.generationId },
      topics: [{ name: topic, partitions }],
    });
  },
};

const describeScenario: Scenario = {
  name: "DescribeGroups, ListGroups and DeleteGroups",
  async run(notes) {
    const groupId = `${notes.prefix}g`;
    await stable(notes, groupId);
    const none = `${notes.prefix}none`;
    await notes.each("describe", apis.describeGroups, [0, 6], { groups: [groupId, none, ""] }, anyOrder);
    await notes.each("describe with operations", apis.describeGroups, [3, 6], { groups: [groupId], includeAuthorizedOperations: true });
    // The broker's other groups belong to other scenarios.
    await notes.each("list none", apis.listGroups, [4, 5], { statesFilter: ["NoSuchState"] });
    await notes.each("list", apis.listGroups, [0, 5], {}, { fields: ["groups"] });
    await notes.each("delete", apis.deleteGroups, [0, 2], { groupsNames: [groupId, none, ""] });
  },
};

export const classicGroupScenarios: readonly Scenario[] = [joinScenario, memberScenario, rebalanceScenario, describeScenario];
