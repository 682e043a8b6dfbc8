import { apis, type ConsumerGroupHeartbeatRequest, type Draft, type JoinGroupRequest } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { coordinated, groupConfig, subscription } from "./group-steps.ts";

type Beat = Draft<ConsumerGroupHeartbeatRequest>;

const described = { fields: ["clientHost"], unordered: ["members", "topicPartitions", "topics", "partitions", "groups"] };
const joining: Beat = { memberEpoch: 0, rebalanceTimeoutMs: 60_000, topicPartitions: [] };

/** A scenario's group with what is asked of it, one request after the other. */
class Asked {
  readonly notes: Notes;
  readonly groupId: string;

  constructor(notes: Notes, name: string) {
    this.notes = notes;
    this.groupId = `${notes.prefix}${name}`;
    notes.words[`group ${name}`] = this.groupId;
  }

  async prepare(): Promise<this> {
    await coordinated(this.notes.talk, this.groupId);
    await groupConfig(this.notes.talk, this.groupId, { "consumer.assignment.interval.ms": "0" });
    return this;
  }

  beat(draft: Beat) {
    return this.notes.talk.call(apis.consumerGroupHeartbeat, 1, { groupId: this.groupId, memberId: "m-1", ...draft });
  }

  async noteBeat(name: string, draft: Beat) {
    const answer = await this.beat(draft);
    this.notes.note(name, answer);
    return answer;
  }

  join(memberId: string, topics: readonly string[], draft: Draft<JoinGroupRequest> = {}, version = 9) {
    return this.notes.talk.ask(apis.joinGroup, version, {
      groupId: this.groupId,
      memberId,
      sessionTimeoutMs: 30_000,
      rebalanceTimeoutMs: 30_000,
      protocolType: "consumer",
      protocols: [{ name: "range", metadata: subscription(topics) }],
      ...draft,
    });
  }

  /** A dynamic member's two steps (KIP-394); its id stands in what is noted under `word`. */
  async joinAsNew(word: string, topics: readonly string[], draft: Draft<JoinGroupRequest> = {}) {
    const first = await this.join("", topics, draft);
    const memberId = typeof first === "string" ? "" : first.memberId;
    this.notes.words[word] = memberId;
    this.notes.note(`${word} is given an id`, first);
    const second = await this.join(memberId, topics, draft);
    this.notes.note(`${word} joins`, second);
    return { memberId, generationId: typeof second === "string" ? -1 : second.generationId };
  }

  async sync(name: string, memberId: string, generationId: number, names: { protocolType?: string; protocolName?: string } = {}) {
    const asked = { groupId: this.groupId, memberId, generationId, protocolType: "consumer", protocolName: "range", ...names };
    const answer = await this.notes.talk.ask(apis.syncGroup, 5, asked);
    const assignment = typeof answer === "string" ? null : answer.assignment.toString("hex");
    this.notes.note(name, typeof answer === "string" ? answer : { ...answer, assignment });
  }

  async heartbeat(name: string, memberId: string, generationId: number, groupInstanceId: string | null = null) {
    const answer = await this.notes.talk.ask(apis.heartbeat, 4, { groupId: this.groupId, memberId, generationId, groupInstanceId });
    this.notes.note(name, answer);
  }

  async describe(name: string): Promise<void> {
    const { notes, groupId } = this;
    notes.note(`${name}: as a consumer group`, await notes.talk.call(apis.consumerGroupDescribe, 1, { groupIds: [groupId] }), described);
    const classic = await notes.talk.call(apis.describeGroups, 6, { groups: [groupId] });
    const groups = classic.groups.map(({ members, ...group }) => ({
      ...group,
      members: members.map(({ memberId, memberAssignment }) => ({ memberId, assignment: memberAssignment.toString("hex") })),
    }));
    notes.note(`${name}: as a classic group`, groups, described);
  }

  async list(name: string, statesFilter: readonly string[], typesFilter: readonly string[]): Promise<void> {
    const { groups } = await this.notes.talk.call(apis.listGroups, 5, { statesFilter, typesFilter });
    this.notes.note(
      name,
      groups.filter(({ groupId }) => groupId === this.groupId),
    );
  }
}

async function offsets(notes: Notes): Promise<void> {
  const topic = await notes.topic("two", 2);
  const other = await notes.topic("other", 1);
  const group = await new Asked(notes, "g").prepare();
  const { groupId } = group;
  const commit = (name: string, memberId: string, epoch: number, [first, last]: readonly [number, number] = [2, 10], of = topic) =>
    notes.each(`commit ${name}`, apis.offsetCommit, [first, last], (version) => ({
      groupId,
      memberId,
      generationIdOrMemberEpoch: epoch,
      topics: [
        {
          ...(version >= 10 ? { topicId: of.id } : { name: of.name }),
          partitions: [{ partitionIndex: 0, committedOffset: 5, committedMetadata: "" }],
        },
      ],
    }));
  const fetch = (name: string, memberId: string | null, memberEpoch: number) =>
    notes.each(`fetch ${name}`, apis.offsetFetch, [9, 10], (version) => ({
      groups: [
        {
          groupId,
          memberId,
          memberEpoch,
          topics: [{ ...(version >= 10 ? { topicId: topic.id } : { name: topic.name }), partitionIndexes: [0] }],
        },
      ],
    }));
  await commit("to no group, with an epoch", "m-1", 2);
  await group.beat({ ...joining, subscribedTopicNames: [topic.name] });
  await commit("by its member", "m-1", 2);
  await commit("epoch behind", "m-1", 1);
  await commit("epoch ahead", "m-1", 3);
  await commit("by no member", "m-2", 2);
  await commit("by nobody", "", -1);
  await commit("of another topic", "m-1", 2, [9, 10], other);
  await commit("of another topic, epoch behind", "m-1", 1, [9, 10], other);
  await fetch("by its member", "m-1", 2);
  await fetch("epoch behind", "m-1", 1);
  await fetch("by no member", "m-2", 2);
  await fetch("by an administrator", null, -1);
  await fetch("without an id, with an epoch", null, 2);
  for (const name of [topic.name, other.name]) {
    const topics = [{ name, partitions: [{ partitionIndex: 0 }] }];
    notes.note(`forget ${name}`, await notes.talk.call(apis.offsetDelete, 0, { groupId, topics }));
  }
  await notes.each("delete with members", apis.deleteGroups, [0, 2], { groupsNames: [groupId] });
  await notes.each("described as classic", apis.describeGroups, [0, 6], { groups: [groupId] });
  await group.list("listed", [], []);
  await group.list("listed as consumer", [], ["consumer"]);
  await group.list("listed as classic", [], ["Classic"]);
  await group.list("listed as stable", ["stable"], []);
  await group.list("listed as empty", ["Empty"], []);
  for (const states of [["stable", "assigning"], ["dead"]]) await group.list(`listed as ${states}`, states, ["CONSUMER"]);
  await group.beat({ memberEpoch: -1 });
  await commit("to an empty group", "", -1, [9, 10]);
  await commit("to an empty group, with an epoch", "m-1", 3, [9, 10]);
  await group.list("listed when empty", ["empty"], ["consumer"]);
  notes.note("delete", await notes.talk.call(apis.deleteGroups, 2, { groupsNames: [groupId] }));
  await fetch("of a deleted group", null, -1);
  await group.describe("deleted");
}

async function classicMembers(notes: Notes): Promise<void> {
  const topic = await notes.topic("two", 2);
  const group = await new Asked(notes, "g").prepare();
  await group.noteBeat("a consumer joins", { ...joining, subscribedTopicNames: [topic.name] });
  const topics = [topic.name];
  notes.note("another protocol type", await group.join("", topics, { protocolType: "connect" }));
  notes.note("no protocols", await group.join("", topics, { protocols: [] }));
  notes.note("unknown id", await group.join("m-9", topics, { groupInstanceId: "i-9" }));
  const classic = await group.joinAsNew("classic", topics);
  await group.sync("asks too late", classic.memberId, classic.generationId - 1);
  await group.sync("asks with another protocol", classic.memberId, classic.generationId, { protocolName: "other" });
  await group.sync("asks", classic.memberId, classic.generationId);
  await group.sync("the consumer asks", "m-1", 2);
  await group.heartbeat("waits", classic.memberId, classic.generationId);
  await group.heartbeat("waits in another generation", classic.memberId, 99);
  await group.heartbeat("the consumer in classic", "m-1", 2);
  await group.describe("both");
  const owned = (...partitions: number[]) => [{ topicId: topic.id, partitions }];
  await group.noteBeat("the consumer learns", { memberEpoch: 2, topicPartitions: owned(0, 1) });
  await group.noteBeat("the consumer lets go", { memberEpoch: 2, topicPartitions: owned(0) });
  await group.heartbeat("is told to join again", classic.memberId, classic.generationId);
  notes.note("joins again", await group.join(classic.memberId, topics));
  await group.sync("gets its share", classic.memberId, classic.generationId);
  await group.describe("settled");
  const third = await group.joinAsNew("third", topics);
  await group.heartbeat("has to follow", classic.memberId, classic.generationId);
  await group.sync("has to follow before it asks", classic.memberId, classic.generationId);
  const leave = (members: ReadonlyArray<{ memberId: string; groupInstanceId?: string }>) =>
    notes.talk.call(apis.leaveGroup, 5, { groupId: group.groupId, members });
  notes.note("leave", await leave([{ memberId: third.memberId }, { memberId: "m-9" }, { memberId: "", groupInstanceId: "i" }]));
  await group.describe("without the third");
  notes.note("the consumer leaves", await group.beat({ memberEpoch: -1 }));
  const after = await group.notes.talk.call(apis.describeGroups, 6, { groups: [group.groupId] });
  notes.note("turned classic", after.groups[0]?.groupState);
  await group.describe("downgraded");
}

async function upgrade(notes: Notes): Promise<void> {
  const topic = await notes.topic("two", 2);
  const group = await new Asked(notes, "g").prepare();
  const topics = [topic.name];
  const classic = await group.joinAsNew("classic", topics);
  // By id who gets what: "uniform" goes by the order of a hash table, which a classic member's random id changes.
  await group.noteBeat("a consumer comes before the assignment", { ...joining, subscribedTopicNames: topics, serverAssignor: "range" });
  await group.sync("the classic member asks", classic.memberId, classic.generationId);
  notes.note("and joins again", await group.join(classic.memberId, topics));
  await group.describe("upgraded");
  const connect = await new Asked(notes, "connect").prepare();
  const first = await connect.join("", [], { protocolType: "connect" });
  const memberId = typeof first === "string" ? "" : first.memberId;
  await connect.join(memberId, [], { protocolType: "connect" });
  await connect.noteBeat("to a connect group", { ...joining, subscribedTopicNames: topics });
  const simple = await new Asked(notes, "simple").prepare();
  const committed = { partitionIndex: 0, committedOffset: 5, committedMetadata: "" };
  await notes.talk.call(apis.offsetCommit, 9, {
    groupId: simple.groupId,
    generationIdOrMemberEpoch: -1,
    topics: [{ name: topic.name, partitions: [committed] }],
  });
  await simple.describe("simple");
  await simple.noteBeat("to a group that only commits", { ...joining, subscribedTopicNames: topics });
  await simple.describe("no longer simple");
  await simple.noteBeat("leaves", { memberEpoch: -1 });
  notes.note("a classic member comes to the empty group", await simple.join("", topics, { groupInstanceId: "i" }), {
    fields: ["memberId", "leader"],
  });
}

export const groupKindScenarios: readonly Scenario[] = [
  { name: "consumer groups, offsets and administration", run: offsets },
  { name: "consumer groups, classic members", run: classicMembers },
  { name: "consumer groups, from classic groups", run: upgrade },
];
