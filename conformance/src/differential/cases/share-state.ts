import { apis, ZERO_UUID } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";

const shareKeyType = 2;
const [available, acknowledged] = [0, 2];

/** Waits until the partition's coordinator answers: Kafka makes its topic when it is asked for, and then loads it. */
async function coordinated({ talk }: Notes, groupId: string, topicId: string): Promise<void> {
  await talk.until("a share coordinator", async () => {
    const key = `${groupId}:${topicId}:0`;
    const { coordinators } = await talk.call(apis.findCoordinator, 6, { keyType: shareKeyType, coordinatorKeys: [key] });
    if (coordinators[0]?.errorCode !== 0) return false;
    const topics = [{ topicId, partitions: [{ partition: 0 }] }];
    const { results } = await talk.call(apis.readShareGroupStateSummary, 1, { groupId, topics });
    return results[0]?.partitions[0]?.errorCode === 0;
  });
}

/** What leaders and group coordinators ask of a share partition's state. */
async function state(notes: Notes): Promise<void> {
  const { talk, prefix } = notes;
  const { id: topicId } = await notes.topic("in", 2);
  const groupId = `${prefix}group`;
  await coordinated(notes, groupId, topicId);
  const on = <P extends object>(more: P, partition = 0, topic = topicId) => ({
    groupId,
    topics: [{ topicId: topic, partitions: [{ partition, ...more }] }],
  });
  const read = (leaderEpoch: number, partition = 0) => talk.call(apis.readShareGroupState, 0, on({ leaderEpoch }, partition));
  const initialize = (stateEpoch: number, startOffset: number, partition = 0, topic = topicId) =>
    talk.call(apis.initializeShareGroupState, 0, on({ stateEpoch, startOffset }, partition, topic));
  const summary = (what: string) => notes.each(what, apis.readShareGroupStateSummary, [0, 1], on({ leaderEpoch: -1 }));
  const batches = [
    { firstOffset: 3, lastOffset: 5, deliveryState: acknowledged, deliveryCount: 1 },
    { firstOffset: 6, lastOffset: 6, deliveryState: available, deliveryCount: 2 },
  ];
  const write = async (what: string, more: { stateEpoch: number; leaderEpoch: number; startOffset: number }) =>
    notes.each(what, apis.writeShareGroupState, [0, 1], on({ deliveryCompleteCount: 3, stateBatches: batches, ...more }));
  const written = { stateEpoch: 4, leaderEpoch: 1, startOffset: 3 };
  await summary("summary of nothing");
  notes.note("read of nothing", await read(0));
  await write("written to nothing", written);
  notes.note("initialized", await initialize(4, 2));
  notes.note("initialized again", await initialize(4, 3));
  notes.note("initialized by an older one", await initialize(3, 3));
  notes.note("initialized where there is no partition", await initialize(4, 2, 9));
  notes.note("initialized where there is no topic", await initialize(4, 2, 0, ZERO_UUID));
  notes.note("initialized where there is no number", await initialize(4, 2, -1));
  notes.note("read by a leader", await read(1));
  notes.note("read by the one before", await read(0));
  await summary("summary");
  await write("written", written);
  notes.note("read then", await read(1));
  await write("written by the leader before", { ...written, leaderEpoch: 0 });
  await write("written by another leader", { ...written, leaderEpoch: 2 });
  await write("written in an older epoch", { ...written, stateEpoch: 3 });
  await write("written in a later epoch", { ...written, stateEpoch: 9 });
  await write("written without a start", { ...written, leaderEpoch: 2, startOffset: -1 });
  notes.note("read at last", await read(2));
  await summary("summary at last");
  notes.note("deleted", await talk.call(apis.deleteShareGroupState, 0, on({})));
  notes.note("deleted again", await talk.call(apis.deleteShareGroupState, 0, on({})));
  await summary("summary of what is gone");
  notes.note("without a group", await talk.call(apis.deleteShareGroupState, 0, { ...on({}), groupId: "" }));
  notes.note("without topics", await talk.call(apis.deleteShareGroupState, 0, { groupId, topics: [] }));
  notes.note("without partitions", await talk.call(apis.deleteShareGroupState, 0, { groupId, topics: [{ topicId, partitions: [] }] }));
}

export const shareStateScenarios: readonly Scenario[] = [{ name: "State of share partitions", run: state }];
