import { apis, type ConsumerGroupHeartbeatRequest, type Draft } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { coordinated, groupConfig } from "./group-steps.ts";

type Beat = Draft<ConsumerGroupHeartbeatRequest>;

const heartbeat = apis.consumerGroupHeartbeat;
const joining: Beat = { memberEpoch: 0, rebalanceTimeoutMs: 60_000, topicPartitions: [] };

/** A group of a scenario, of which each version of a request has one of its own. */
const groupOf = (notes: Notes, version: number, name = "g") => `${notes.prefix}${name}${version}`;

/** Sends the same heartbeat to each version's group. */
function beat(notes: Notes, name: string, draft: Beat): Promise<void> {
  return notes.each(name, heartbeat, [0, 1], (version) => ({ groupId: groupOf(notes, version), memberId: "m-1", ...draft }));
}

async function describe(notes: Notes, name: string): Promise<void> {
  await notes.each(name, apis.consumerGroupDescribe, [0, 1], (version) => ({ groupIds: [groupOf(notes, version)] }), {
    fields: ["clientHost"],
    unordered: ["members", "topicPartitions", "subscribedTopicNames"],
  });
}

/** Lets new assignments follow one another at once. */
async function prepare(notes: Notes): Promise<void> {
  await coordinated(notes.talk, groupOf(notes, 0));
  for (const version of [0, 1]) {
    await groupConfig(notes.talk, groupOf(notes, version), { "consumer.assignment.interval.ms": "0" });
    notes.words[`group ${version}`] = groupOf(notes, version);
  }
}

export const consumerGroupScenarios: readonly Scenario[] = [
  {
    name: "ConsumerGroupHeartbeat, bad requests",
    async run(notes) {
      await prepare(notes);
      const subscribedTopicNames = ["t"];
      const bad: Readonly<Record<string, Beat>> = {
        "no group": { ...joining, groupId: "", subscribedTopicNames },
        "blank group": { ...joining, groupId: "  ", subscribedTopicNames },
        "no member id": { ...joining, memberId: "", memberEpoch: 1 },
        "no member id, leaves": { memberId: "", memberEpoch: -1 },
        "blank instance": { ...joining, instanceId: "", subscribedTopicNames },
        "blank rack": { ...joining, rackId: " ", subscribedTopicNames },
        "no rebalance timeout": { ...joining, rebalanceTimeoutMs: -1, subscribedTopicNames },
        "no partitions": { ...joining, topicPartitions: null, subscribedTopicNames },
        "partitions when joining": {
          ...joining,
          subscribedTopicNames,
          topicPartitions: [{ topicId: "AAAAAAAAAAAAAAAAAAAAAQ", partitions: [0] }],
        },
        "no subscription": joining,
        "static without instance": { memberEpoch: -2 },
        "epoch -3": { memberEpoch: -3 },
        "unknown assignor": { ...joining, subscribedTopicNames, serverAssignor: "mine" },
        "unknown group": { memberEpoch: 3 },
        "leaves unknown group": { memberEpoch: -1 },
        "static leaves unknown group": { memberEpoch: -2, instanceId: "i" },
      };
      for (const [name, draft] of Object.entries(bad)) await beat(notes, name, draft);
      await notes.each("describe unknown, empty", apis.consumerGroupDescribe, [0, 1], { groupIds: [`${notes.prefix}none`, ""] });
      await notes.each("describe none", apis.consumerGroupDescribe, [0, 1], { groupIds: [] });
    },
  },
  {
    name: "ConsumerGroupHeartbeat, one member",
    async run(notes) {
      const { name, id } = await notes.topic("three", 3);
      const other = await notes.topic("other", 1);
      await prepare(notes);
      await beat(notes, "joins", { ...joining, subscribedTopicNames: [name] });
      await beat(notes, "goes on", { memberEpoch: 2 });
      await beat(notes, "tells what it holds", { memberEpoch: 2, topicPartitions: [{ topicId: id, partitions: [0, 1, 2] }] });
      await beat(notes, "tells all", {
        memberEpoch: 2,
        rebalanceTimeoutMs: 60_000,
        subscribedTopicNames: [name],
        topicPartitions: [{ topicId: id, partitions: [0, 1, 2] }],
      });
      await describe(notes, "described");
      await beat(notes, "epoch before, holding nothing", { memberEpoch: 1, topicPartitions: [] });
      await beat(notes, "epoch before", { memberEpoch: 1 });
      await beat(notes, "epoch ahead", { memberEpoch: 3 });
      await beat(notes, "another member", { memberEpoch: 2, memberId: "m-2" });
      await beat(notes, "another member leaves", { memberEpoch: -1, memberId: "m-2" });
      await beat(notes, "with an instance id", { memberEpoch: 2, instanceId: "i" });
      await beat(notes, "joins again", { ...joining, subscribedTopicNames: [name] });
      await beat(notes, "another assignor", { memberEpoch: 2, serverAssignor: "range" });
      await beat(notes, "another topic", {
        memberEpoch: 2,
        subscribedTopicNames: [other.name],
        topicPartitions: [{ topicId: id, partitions: [0, 1, 2] }],
      });
      await describe(notes, "has to give back");
      await beat(notes, "has given back", { memberEpoch: 2, topicPartitions: [] });
      await beat(notes, "topics that are not there", { memberEpoch: 3, subscribedTopicNames: [`${notes.prefix}none`] });
      await beat(notes, "no topics", { memberEpoch: 3, subscribedTopicNames: [], topicPartitions: [] });
      await describe(notes, "reads nothing");
      await beat(notes, "leaves", { memberEpoch: -1 });
      await describe(notes, "empty");
      await beat(notes, "goes on after leaving", { memberEpoch: 4 });
      await beat(notes, "leaves again", { memberEpoch: -1 });
    },
  },
  {
    name: "ConsumerGroupHeartbeat, two members",
    async run(notes) {
      const { name, id } = await notes.topic("four", 4);
      await prepare(notes);
      const owns = (...partitions: number[]) => [{ topicId: id, partitions }];
      await beat(notes, "the first joins", { ...joining, subscribedTopicNames: [name] });
      await beat(notes, "the second joins", { ...joining, memberId: "m-2", subscribedTopicNames: [name] });
      await beat(notes, "the first learns", { memberEpoch: 2, topicPartitions: owns(0, 1, 2, 3) });
      await describe(notes, "under way");
      await beat(notes, "the first holds on", { memberEpoch: 2, topicPartitions: owns(0, 1, 2, 3) });
      await beat(notes, "the second waits", { memberId: "m-2", memberEpoch: 3, topicPartitions: [] });
      await beat(notes, "the first lets go", { memberEpoch: 2, topicPartitions: owns(0, 1) });
      await beat(notes, "the second gets its share", { memberId: "m-2", memberEpoch: 3, topicPartitions: [] });
      await describe(notes, "settled");
      await beat(notes, "the first repeats its last epoch", { memberEpoch: 2, topicPartitions: owns(0, 1) });
      await beat(notes, "the first prefers range", { memberEpoch: 3, serverAssignor: "range" });
      await beat(notes, "a third joins", { ...joining, memberId: "m-3", subscribedTopicNames: [name], serverAssignor: "range" });
      await describe(notes, "by range");
      await beat(notes, "the second leaves", { memberId: "m-2", memberEpoch: -1 });
      await describe(notes, "without the second");
    },
  },
  {
    name: "ConsumerGroupHeartbeat, static members",
    async run(notes) {
      const { name, id } = await notes.topic("two", 2);
      await prepare(notes);
      const instanceId = "i";
      await beat(notes, "joins", { ...joining, instanceId, subscribedTopicNames: [name] });
      await beat(notes, "another under the same instance", { ...joining, memberId: "m-2", instanceId, subscribedTopicNames: [name] });
      await beat(notes, "another leaves in its name", { memberId: "m-2", instanceId, memberEpoch: -2 });
      await beat(notes, "another goes on in its name", { memberId: "m-2", instanceId, memberEpoch: 2 });
      await beat(notes, "leaves for a while", { instanceId, memberEpoch: -2 });
      await describe(notes, "away");
      await beat(notes, "goes on while away", { instanceId, memberEpoch: 2, topicPartitions: [{ topicId: id, partitions: [0, 1] }] });
      await beat(notes, "the other comes", { ...joining, memberId: "m-2", instanceId, subscribedTopicNames: [name] });
      await describe(notes, "replaced");
      await beat(notes, "the first goes on", { instanceId, memberEpoch: 2 });
      await beat(notes, "the other leaves for good", { memberId: "m-2", instanceId, memberEpoch: -1 });
      await beat(notes, "nobody of that instance", { memberId: "m-2", instanceId, memberEpoch: 2 });
      await describe(notes, "gone");
    },
  },
  {
    name: "ConsumerGroupHeartbeat, regular expressions",
    async run(notes) {
      const { name, id } = await notes.topic("abc", 2);
      await notes.topic("abd", 1);
      await prepare(notes);
      const groupId = groupOf(notes, 1);
      const send = (draft: Beat) => notes.talk.call(heartbeat, 1, { groupId, memberId: "m-1", ...draft });
      const bad = ["[", "a(", "*", "a{2,1}", "(?=x)", "a**", "\\", "[[:x:]]", "\\8", "a{1001}"];
      for (const regex of bad) notes.note(`bad ${regex}`, await send({ ...joining, subscribedTopicRegex: regex }));
      notes.note("joins", await send({ ...joining, subscribedTopicRegex: `${name.slice(0, -1)}[c-e]` }));
      let assignment = 0;
      let epoch = 1;
      await notes.talk.until("the expression is matched", async () => {
        const answer = await send({ memberEpoch: epoch });
        epoch = answer.memberEpoch;
        assignment += answer.assignment?.topicPartitions.length ?? 0;
        return assignment === 2;
      });
      const blanks = { fields: ["clientHost"], unordered: ["members", "topicPartitions", "subscribedTopicNames", "partitions"] };
      notes.note("described", await notes.talk.call(apis.consumerGroupDescribe, 1, { groupIds: [groupId] }), blanks);
      notes.note("names as well", await send({ memberEpoch: epoch, subscribedTopicNames: [name] }), blanks);
      notes.note(
        "no expression any more",
        await send({ memberEpoch: epoch + 1, subscribedTopicRegex: "", topicPartitions: [{ topicId: id, partitions: [0, 1] }] }),
        blanks,
      );
      notes.note("described again", await notes.talk.call(apis.consumerGroupDescribe, 1, { groupIds: [groupId] }), blanks);
    },
  },
];
