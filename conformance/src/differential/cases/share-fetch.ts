import { apis, type Draft, type ShareAcknowledgeRequest, type ShareFetchRequest, ZERO_UUID } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { batch, type Talk } from "../talk.ts";

const shareKeyType = 2;
const groupResource = 32;
const [gap, accept, release, reject, renew] = [0, 1, 2, 3, 4];
const nothing = { maxWaitMs: 0, minBytes: 0, maxBytes: 0, maxRecords: 0 };

type Said = readonly [first: number, last: number, ...types: number[]];

/** A member's requests on one partition, which count its session's epoch. */
export class Member {
  readonly #talk: Talk;
  readonly #of: { readonly groupId: string; readonly memberId: string };
  readonly #topicId: string;
  epoch = 0;

  constructor(talk: Talk, groupId: string, memberId: string, topicId: string) {
    this.#talk = talk;
    this.#of = { groupId, memberId };
    this.#topicId = topicId;
  }

  fetch(said: readonly Said[] = [], overrides: Draft<ShareFetchRequest> = {}, version = 2) {
    const limits = { maxWaitMs: 300, minBytes: 1, maxRecords: 500, batchSize: 500 };
    return this.#talk.call(apis.shareFetch, version, { ...this.#next(said), ...limits, ...overrides });
  }

  acknowledge(said: readonly Said[], overrides: Draft<ShareAcknowledgeRequest> = {}, version = 2) {
    return this.#talk.call(apis.shareAcknowledge, version, { ...this.#next(said), ...overrides });
  }

  /** Fetches until there is something: the partition's state has to be read first. */
  async begin(): Promise<void> {
    this.epoch = 0;
    await this.#talk.until("the share partition is read", async () => {
      const { errorCode, responses } = await this.fetch([], { maxRecords: 1, shareAcquireMode: 1 });
      if (errorCode !== 0) this.epoch = 0;
      return (responses[0]?.partitions[0]?.acquiredRecords.length ?? 0) > 0;
    });
    await this.acknowledge([[0, 0, release]]);
  }

  topics(said: readonly Said[]) {
    const acknowledgementBatches = said.map(([firstOffset, lastOffset, ...acknowledgeTypes]) => ({
      firstOffset,
      lastOffset,
      acknowledgeTypes,
    }));
    return [{ topicId: this.#topicId, partitions: [{ partitionIndex: 0, acknowledgementBatches }] }];
  }

  #next(said: readonly Said[]) {
    const shareSessionEpoch = this.epoch;
    if (this.epoch >= 0) this.epoch++;
    return { ...this.#of, shareSessionEpoch, topics: this.topics(said) };
  }
}

/** A group gets the first partition of a topic, as its coordinator would have it. */
export async function initialize(talk: Talk, groupId: string, topicId: string, startOffset: number): Promise<void> {
  await talk.until("the share partition is initialized", async () => {
    await talk.call(apis.findCoordinator, 6, { keyType: shareKeyType, coordinatorKeys: [`${groupId}:${topicId}:0`] });
    const topics = [{ topicId, partitions: [{ partition: 0, stateEpoch: 1, startOffset }] }];
    const { results } = await talk.call(apis.initializeShareGroupState, 0, { groupId, topics });
    return results[0]?.partitions[0]?.errorCode === 0;
  });
}

/** A topic with records, and a group that begins at its start, as its coordinator would have it. */
async function shared(notes: Notes, batches: readonly (readonly string[])[]) {
  const { talk, prefix } = notes;
  const { id: topicId, name } = await notes.topic("in", 1);
  const groupId = `${prefix}group`;
  const earliest = [{ name: "share.auto.offset.reset", value: "earliest", configOperation: 0 }];
  await talk.call(apis.incrementalAlterConfigs, 1, {
    resources: [{ resourceType: groupResource, resourceName: groupId, configs: earliest }],
  });
  await initialize(talk, groupId, topicId, -1);
  for (const values of batches) await talk.produce(name, 0, batch(values));
  return { topicId, groupId, name, member: (memberId: string) => new Member(notes.another(), groupId, memberId, topicId) };
}

async function deliveries(notes: Notes): Promise<void> {
  const { member } = await shared(notes, [["a", "b", "c"], ["d"], ["e", "f"]]);
  const [m, n] = [member("m"), member("n")];
  await m.begin();
  notes.note("acquires two at most", await m.fetch([], { maxRecords: 2, shareAcquireMode: 1 }));
  notes.note("another acquires a batch", await n.fetch([], { maxRecords: 1 }));
  notes.note("and what comes next, in small parts", await n.fetch([], { batchSize: 1 }));
  notes.note("nothing is left", await m.fetch());
  notes.note("says along with a fetch what another holds", await m.fetch([[3, 3, accept]]));
  notes.note("acknowledges", await m.acknowledge([[0, 0, accept], [1, 1, release]]), {}); // biome-ignore format: pairs
  notes.note("in version 1", await n.acknowledge([[2, 2, reject]], {}, 1));
  notes.note("acknowledges what another holds", await m.acknowledge([[3, 3, accept]]));
  notes.note("acknowledges what was handed out together", await n.acknowledge([[3, 5, accept]]));
  notes.note("acknowledges again", await n.acknowledge([[3, 5, accept]]));
  notes.note("gets what was released, and says so at once", await n.fetch());
  notes.note("says along with a fetch", await n.fetch([[1, 1, accept]]));
  notes.note("in version 1 too", await n.fetch([[1, 1, accept]], {}, 1));
}

async function sessions(notes: Notes): Promise<void> {
  const { member, topicId } = await shared(notes, [["a"]]);
  const m = member("m");
  notes.note("goes on before there is a session", await m.fetch([], { shareSessionEpoch: 3 }));
  notes.note("ends none", await m.fetch([], { shareSessionEpoch: -1 }));
  notes.note("acknowledges in none", await m.acknowledge([], { shareSessionEpoch: 3 }));
  notes.note("opens one with acknowledgements", await m.fetch([[0, 0, accept]], { shareSessionEpoch: 0 }));
  for (const [what, wrong] of Object.entries({
    "no group": { groupId: null },
    "no member": { memberId: null },
    "empty member": { memberId: "" },
  })) {
    notes.note(`fetch: ${what}`, await m.fetch([], wrong));
    notes.note(`acknowledge: ${what}`, await m.acknowledge([], wrong));
  }
  notes.note("long member", await m.fetch([], { memberId: "m".repeat(37) }));
  await m.begin();
  notes.note("with the epoch before", await m.fetch([], { shareSessionEpoch: 1 }));
  notes.note("acknowledges with the epoch before", await m.acknowledge([], { shareSessionEpoch: 1 }));
  notes.note("acknowledges with the first epoch", await m.acknowledge([], { shareSessionEpoch: 0 }));
  const epoch = m.epoch - 3;
  const absent = [{ topicId, partitions: [{ partitionIndex: 9 }] }];
  const unknown = [{ topicId: ZERO_UUID.replace(/A$/, "Q"), partitions: [{ partitionIndex: 0 }] }];
  notes.note("adds a partition that is not there", await m.fetch([], { shareSessionEpoch: epoch, topics: absent }));
  const drop = [{ topicId, partitions: [9] }];
  notes.note("drops it", await m.fetch([], { shareSessionEpoch: epoch + 1, topics: [], forgottenTopicsData: drop }));
  notes.note("fetches nothing", await m.fetch([], { shareSessionEpoch: epoch + 2, topics: [], maxRecords: 0 }));
  notes.note("in no known mode", await m.fetch([], { shareSessionEpoch: epoch + 3, topics: [], shareAcquireMode: 2 }));
  notes.note("acknowledges what is not there", await m.acknowledge([], { shareSessionEpoch: epoch + 4, topics: acknowledging(absent) }));
  notes.note("of no topic", await m.acknowledge([], { shareSessionEpoch: epoch + 5, topics: acknowledging(unknown) }));
  const along = { topics: acknowledging(unknown), isRenewAck: true, ...nothing };
  notes.note("of no topic, along with a fetch of nothing", await m.fetch([], { shareSessionEpoch: epoch + 6, ...along }));
  notes.note("ends", await m.fetch([], { shareSessionEpoch: -1 }));
  notes.note("ended", await m.fetch([], { shareSessionEpoch: epoch + 7 }));
}

function acknowledging(topics: ReadonlyArray<{ topicId: string; partitions: ReadonlyArray<{ partitionIndex: number }> }>) {
  const acknowledgementBatches = [{ firstOffset: 0, lastOffset: 0, acknowledgeTypes: [accept] }];
  return topics.map(({ topicId, partitions }) => ({
    topicId,
    partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, acknowledgementBatches })),
  }));
}

async function acknowledgements(notes: Notes): Promise<void> {
  const { member } = await shared(notes, [["a", "b", "c", "d"]]);
  const m = member("m");
  await m.begin();
  await m.fetch();
  const wrong: Readonly<Record<string, readonly Said[]>> = {
    "backwards": [[2, 1, accept]],
    "out of order": [[2, 2, accept], [0, 0, accept]],
    "nothing said": [[0, 3]],
    "too few types": [[0, 3, accept, accept]],
    "an unknown type": [[0, 3, 5]],
    "a negative type": [[0, 3, -1]],
    "a renewal that is not announced": [[0, 3, renew]],
    "more than was acquired": [[0, 9, accept]],
    "behind what was acquired": [[8, 9, accept]],
    "half of it wrong": [[0, 1, accept], [7, 7, accept]],
  }; // biome-ignore format: pairs
  for (const [what, said] of Object.entries(wrong)) notes.note(what, await m.acknowledge(said));
  notes.note("a renewal in version 1", await m.acknowledge([[0, 3, renew]], {}, 1));
  notes.note("renews", await m.acknowledge([[0, 3, renew]], { isRenewAck: true }));
  notes.note("renews, and wants records", await m.fetch([[0, 3, renew]], { isRenewAck: true }));
  m.epoch--;
  notes.note("renews along with a fetch of nothing", await m.fetch([[0, 3, renew]], { isRenewAck: true, ...nothing }));
  notes.note("each in its own way", await m.acknowledge([[0, 3, gap, accept, release, reject]]));
  notes.note("what is left", await m.fetch());
  notes.note("says nothing of it", await m.acknowledge([]));
  notes.note("ends with it", await m.acknowledge([[2, 2, accept]], { shareSessionEpoch: -1 }));
}

/** The group begins anew under a leader that does not know it. */
async function fenced(notes: Notes): Promise<void> {
  const { member, groupId, topicId } = await shared(notes, [["a", "b"]]);
  const m = member("m");
  await m.begin();
  await m.fetch();
  const topics = [{ topicId, partitions: [{ partition: 0, stateEpoch: 2, startOffset: 1 }] }];
  notes.note("initialized again", await notes.talk.call(apis.initializeShareGroupState, 0, { groupId, topics }));
  notes.note("told so", await m.acknowledge([[0, 1, accept]]));
  notes.note("acknowledges what nobody holds", await m.acknowledge([[0, 1, accept]]));
}

export const shareFetchScenarios: readonly Scenario[] = [
  { name: "Deliveries to share consumers", run: deliveries },
  { name: "Share sessions", run: sessions },
  { name: "Acknowledgements of share consumers", run: acknowledgements },
  { name: "Share partitions that begin anew", run: fenced },
];
