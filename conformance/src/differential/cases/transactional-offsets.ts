import { apis, type Draft, type TxnOffsetCommitRequest } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { stable } from "./classic-groups.ts";
import { blanks, starting } from "./transaction-steps.ts";

const committing: Scenario = {
  name: "TxnOffsetCommit",
  async run(notes) {
    const { name } = await notes.topic("one", 2);
    await notes.talk.until("groups have a coordinator", async () => {
      const { coordinators } = await notes.talk.call(apis.findCoordinator, 6, { keyType: 0, coordinatorKeys: ["g"] });
      return coordinators[0]?.errorCode === 0;
    });
    for (let version = 0; version <= 5; version++) await commits(notes, name, version);
  },
};

async function commits(notes: Notes, topic: string, version: number): Promise<void> {
  const { talk, id, identity } = await starting(notes, `commits-${version}`);
  const { producerId, producerEpoch } = identity;
  const groupId = `${notes.prefix}g-${version}`;
  const at = (partitionIndex: number, committedOffset: number, committedMetadata: string | null = "note") => ({
    partitionIndex,
    committedOffset,
    committedMetadata,
  });
  const commit = async (what: string, more: Draft<TxnOffsetCommitRequest> = {}) => {
    const request = { transactionalId: id, groupId, producerId, producerEpoch, topics: [{ name: topic, partitions: [at(0, 5)] }], ...more };
    notes.note(`version ${version}: ${what}`, await notes.talk.ask(apis.txnOffsetCommit, version, request), blanks);
  };
  const fetch = async (what: string) => {
    const groups = [{ groupId, topics: [{ name: topic, partitionIndexes: [0, 1] }] }];
    for (const requireStable of [false, true]) {
      const name = `version ${version}: ${what}${requireStable ? ", stable" : ""}`;
      notes.note(name, await notes.talk.ask(apis.offsetFetch, 8, { groups, requireStable }));
      notes.note(`${name}, all`, await notes.talk.ask(apis.offsetFetch, 8, { groups: [{ groupId, topics: null }], requireStable }));
    }
  };
  await commit("nothing added");
  if (version < 5) await notes.talk.call(apis.addOffsetsToTxn, 4, { transactionalId: id, producerId, producerEpoch, groupId });
  await commit("other id", { producerId: producerId + 100_000 });
  await commit("epoch behind", { producerEpoch: producerEpoch - 1 });
  await commit("epoch ahead", { producerEpoch: producerEpoch + 1 });
  await commit("unknown transactional id", { transactionalId: `${id}-none` });
  await commit("empty transactional id", { transactionalId: "" });
  await commit("empty group", { groupId: "" });
  await commit("unknown topic", { topics: [{ name: `${notes.prefix}none`, partitions: [at(0, 1)] }] });
  await commit("unknown partition", { topics: [{ name: topic, partitions: [at(0, 1), at(9, 1)] }] });
  await commit("long metadata", { topics: [{ name: topic, partitions: [at(0, 1, "x".repeat(4_097)), at(1, 1, null)] }] });
  await commit("nothing", { topics: [] });
  if (version >= 3) {
    await commit("generation", { generationId: 3 });
    await commit("member", { memberId: "stranger" });
    await commit("instance", { groupInstanceId: "stranger" });
  }
  await commit("offsets", { topics: [{ name: topic, partitions: [at(0, 5), at(1, 6)] }] });
  await fetch("open");
  await talk.end(identity, true, version < 5 ? 4 : 5);
  await fetch("committed");
}

const ofMembers: Scenario = {
  name: "TxnOffsetCommit of members",
  async run(notes) {
    const { name } = await notes.topic("one");
    const { talk, id, identity } = await starting(notes, "of-members");
    const { producerId, producerEpoch } = identity;
    const groupId = `${notes.prefix}members`;
    const { memberId, generationId } = await stable(notes, groupId, { groupInstanceId: "i" });
    const producer = { transactionalId: id, producerId, producerEpoch, groupId };
    await notes.talk.call(apis.addOffsetsToTxn, 3, producer);
    const partitions = [{ partitionIndex: 0, committedOffset: 4, committedMetadata: "" }];
    const own = { ...producer, memberId, generationId, groupInstanceId: "i", topics: [{ name, partitions }] };
    const commit = (what: string, more: Draft<TxnOffsetCommitRequest>) =>
      notes.each(what, apis.txnOffsetCommit, [3, 5], { ...own, ...more }, blanks);
    await commit("member", {});
    await commit("older generation", { generationId: generationId - 1 });
    await commit("newer generation", { generationId: generationId + 1 });
    await commit("fenced member", { memberId: "old" });
    await commit("unknown member", { memberId: "nobody", groupInstanceId: null });
    await commit("unknown instance", { groupInstanceId: "j" });
    await commit("a topic twice", {
      topics: [
        { name, partitions },
        { name, partitions },
      ],
    });
    await commit("a topic twice, and one that is not there", {
      topics: [
        { name, partitions },
        { name: `${notes.prefix}none`, partitions: [] },
        { name, partitions },
      ],
    });
    await commit("nobody", { memberId: "", generationId: -1, groupInstanceId: null });
    const fetch = (what: string, requireStable: boolean) =>
      notes.each(what, apis.offsetFetch, [7, 9], (version) => {
        const topics = [{ name, partitionIndexes: [0] }];
        return version >= 8 ? { groups: [{ groupId, topics }], requireStable } : { groupId, topics, requireStable };
      });
    await fetch("pending offsets, stable ones wanted", true);
    await fetch("pending offsets", false);
    await talk.end(identity, true, 4);
    await fetch("committed offsets", true);
  },
};

export const transactionalOffsetScenarios: readonly Scenario[] = [committing, ofMembers];
