import { type AddPartitionsToTxnRequest, apis, type Draft } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { batch } from "../talk.ts";
import { stable } from "./classic-groups.ts";
import { untilTransactionCoordinated } from "./coordinators.ts";
import { coordinated } from "./group-steps.ts";

/** Producer ids are handed out in an order that other scenarios have a part in. */
const blanks = { fields: ["producerId"] };

interface Producer {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

const transactionTimeoutMs = 60_000;

async function producer(notes: Notes, name: string): Promise<Producer> {
  const transactionalId = `${notes.prefix}${name}`;
  await notes.talk.untilProducerIds();
  await untilTransactionCoordinated(notes.talk, transactionalId);
  const { producerId, producerEpoch } = await notes.talk.call(apis.initProducerId, 4, { transactionalId, transactionTimeoutMs });
  return { transactionalId, producerId, producerEpoch };
}

/** Those who ask for what is not theirs. */
function strangers(one: Producer): Readonly<Record<string, Producer>> {
  return {
    "older epoch": { ...one, producerEpoch: one.producerEpoch - 1 },
    "newer epoch": { ...one, producerEpoch: one.producerEpoch + 1 },
    "other producer": { ...one, producerId: one.producerId + 1_000_000 },
    "unknown transactional id": { ...one, transactionalId: `${one.transactionalId}-none` },
    "empty transactional id": { ...one, transactionalId: "" },
  };
}

function adding(one: Producer, topic: string, partition = 0, verifyOnly = false) {
  return (version: number): Draft<AddPartitionsToTxnRequest> => {
    const topics = [{ name: topic, partitions: [partition] }];
    if (version >= 4) return { transactions: [{ ...one, verifyOnly, topics }] };
    const { transactionalId, producerId, producerEpoch } = one;
    return {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: topics,
    };
  };
}

/** Begins a transaction, once the one before it has ended. */
function begin({ talk }: Notes, one: Producer, topic: string): Promise<void> {
  return talk.until("the transaction begins", async () => {
    const { resultsByTopicV3AndBelow: topics } = await talk.call(apis.addPartitionsToTxn, 3, adding(one, topic)(3));
    return topics.every(({ resultsByPartition }) => resultsByPartition.every(({ partitionErrorCode }) => partitionErrorCode === 0));
  });
}

/** Ends a transaction and waits until its markers are written: until then the coordinator refuses what comes next. */
async function end(notes: Notes, one: Producer, committed: boolean): Promise<void> {
  await notes.talk.until(
    "the transaction ends",
    async () => (await notes.talk.call(apis.endTxn, 3, { ...one, committed })).errorCode === 0,
  );
  await untilEnded(notes, one);
}

function untilEnded({ talk }: Notes, { transactionalId }: Producer): Promise<void> {
  return talk.until("the transaction has ended", async () => {
    const { transactionStates } = await talk.call(apis.describeTransactions, 0, { transactionalIds: [transactionalId] });
    return /^(Empty|Complete)/.test(transactionStates[0]?.transactionState ?? "");
  });
}

const initScenario: Scenario = {
  name: "InitProducerId with transactional ids",
  async run(notes) {
    const one = await producer(notes, "a");
    const init = { transactionalId: one.transactionalId, transactionTimeoutMs };
    await notes.each("again", apis.initProducerId, [0, 5], init, blanks);
    await notes.each(
      "first",
      apis.initProducerId,
      [0, 5],
      (version) => ({ ...init, transactionalId: `${notes.prefix}v${version}` }),
      blanks,
    );
    for (const timeout of [0, -1, 900_000, 900_001])
      await notes.each(`timeout of ${timeout}`, apis.initProducerId, [0, 5], { ...init, transactionTimeoutMs: timeout }, blanks);
    const { producerId, producerEpoch } = await notes.talk.call(apis.initProducerId, 4, init);
    const known = { ...init, producerId, producerEpoch };
    await notes.each("newer epoch", apis.initProducerId, [3, 5], { ...known, producerEpoch: producerEpoch + 1 }, blanks);
    await notes.each("other producer", apis.initProducerId, [3, 5], { ...known, producerId: producerId + 1_000_000 }, blanks);
    await notes.each("id without epoch", apis.initProducerId, [3, 5], { ...known, producerEpoch: -1 }, blanks);
    await notes.each("epoch without id", apis.initProducerId, [3, 5], { ...known, producerId: -1 }, blanks);
    await notes.each("its own", apis.initProducerId, [3, 3], known, blanks);
    await notes.each("twice", apis.initProducerId, [3, 3], known, blanks);
    await notes.talk.call(apis.initProducerId, 3, init);
    await notes.each("an old one", apis.initProducerId, [3, 5], known, blanks);
  },
};

const partitionsScenario: Scenario = {
  name: "AddPartitionsToTxn and AddOffsetsToTxn",
  async run(notes) {
    const { name: topic } = await notes.topic("t", 2);
    const one = await producer(notes, "a");
    await notes.each("verify what is not there", apis.addPartitionsToTxn, [4, 5], adding(one, topic, 0, true));
    await notes.each("add", apis.addPartitionsToTxn, [0, 5], adding(one, topic));
    await notes.each("verify", apis.addPartitionsToTxn, [4, 5], adding(one, topic, 0, true));
    await notes.each("verify another", apis.addPartitionsToTxn, [4, 5], adding(one, topic, 1, true));
    await notes.each("unknown partition", apis.addPartitionsToTxn, [0, 5], adding(one, topic, 7));
    await notes.each("unknown topic", apis.addPartitionsToTxn, [0, 5], adding(one, `${notes.prefix}none`));
    await notes.each("add offsets", apis.addOffsetsToTxn, [0, 4], { ...one, groupId: `${notes.prefix}g` });
    await notes.each("add offsets of no group", apis.addOffsetsToTxn, [0, 4], { ...one, groupId: "" });
    for (const [name, other] of Object.entries(strangers(one))) {
      await notes.each(`add: ${name}`, apis.addPartitionsToTxn, [0, 5], adding(other, topic));
      await notes.each(`add offsets: ${name}`, apis.addOffsetsToTxn, [0, 4], { ...other, groupId: `${notes.prefix}g` });
    }
    await end(notes, one, false);
  },
};

const endScenario: Scenario = {
  name: "EndTxn",
  async run(notes) {
    const { name: topic } = await notes.topic("t");
    const one = await producer(notes, "a");
    for (const committed of [true, false]) {
      const what = committed ? "commit" : "abort";
      await notes.each(`${what} nothing`, apis.endTxn, [0, 4], { ...one, committed });
      for (const [name, other] of Object.entries(strangers(one)))
        await notes.each(`${what}: ${name}`, apis.endTxn, [0, 5], { ...other, committed }, blanks);
      await notes.each(what, apis.endTxn, [0, 4], async () => {
        await begin(notes, one, topic);
        return { ...one, committed };
      });
      await untilEnded(notes, one);
      await notes.each(`${what} again`, apis.endTxn, [0, 4], { ...one, committed });
      await notes.each(`not ${what} then`, apis.endTxn, [0, 4], { ...one, committed: !committed });
    }
    const newer = await producer(notes, "b");
    await begin(notes, newer, topic);
    await notes.each("commit with a new epoch", apis.endTxn, [5, 5], { ...newer, committed: true }, blanks);
    await untilEnded(notes, newer);
    await notes.each("commit with a new epoch, again", apis.endTxn, [5, 5], { ...newer, committed: true }, blanks);
    await notes.each("abort with the old epoch", apis.endTxn, [5, 5], { ...newer, committed: false }, blanks);
    const next = { ...newer, producerEpoch: newer.producerEpoch + 1 };
    await notes.each("abort nothing with a new epoch", apis.endTxn, [5, 5], { ...next, committed: false }, blanks);
  },
};

const offsetsScenario: Scenario = {
  name: "TxnOffsetCommit",
  async run(notes) {
    const { name: topic } = await notes.topic("t");
    const groupId = `${notes.prefix}g`;
    await coordinated(notes.talk, groupId);
    const one = await producer(notes, "a");
    const partitions = [{ partitionIndex: 0, committedOffset: 4, committedMetadata: "" }];
    const asked = { ...one, groupId, topics: [{ name: topic, partitions }] };
    const commit = (name: string, draft: object, [first, last]: readonly [number, number] = [0, 5]) =>
      notes.each(name, apis.txnOffsetCommit, [first, last], { ...asked, ...draft });
    await commit("without the group in the transaction", {}, [0, 4]);
    await notes.talk.until("the group is added", async () => {
      const { errorCode } = await notes.talk.call(apis.addOffsetsToTxn, 3, { ...one, groupId });
      return errorCode === 0;
    });
    await commit("commit", {});
    await commit("unknown topic", { topics: [{ name: `${notes.prefix}none`, partitions }] });
    await commit("long metadata", { topics: [{ name: topic, partitions: [{ ...partitions[0], committedMetadata: "m".repeat(5_000) }] }] });
    await commit("empty group", { groupId: "" });
    await commit("unknown member", { memberId: "nobody", generationId: 3 }, [3, 5]);
    await commit("unknown generation", { memberId: "", generationId: 3 }, [3, 5]);
    await commit("unknown instance", { memberId: "nobody", generationId: 3, groupInstanceId: "i" }, [3, 5]);
    for (const [name, other] of Object.entries(strangers(one))) await commit(name, other);
    const member = await stable(notes, `${groupId}-members`, { groupInstanceId: "i" });
    const members = { groupId: `${groupId}-members`, ...member, groupInstanceId: "i" };
    await commit("member", members, [3, 5]);
    await commit("member of an older generation", { ...members, generationId: member.generationId - 1 }, [3, 5]);
    await commit("fenced member", { ...members, memberId: "old" }, [3, 5]);
    const fetching = (requireStable: boolean) => (version: number) => {
      const topics = [{ name: topic, partitionIndexes: [0] }];
      return version >= 8 ? { groups: [{ groupId, topics }], requireStable } : { groupId, topics, requireStable };
    };
    await notes.each("pending offsets, stable ones wanted", apis.offsetFetch, [7, 9], fetching(true));
    await notes.each("pending offsets", apis.offsetFetch, [7, 9], fetching(false));
    await end(notes, one, true);
    await notes.each("committed offsets", apis.offsetFetch, [7, 9], fetching(true));
  },
};

const describeScenario: Scenario = {
  name: "DescribeTransactions and ListTransactions",
  async run(notes) {
    const { name: topic } = await notes.topic("t", 2);
    const one = await producer(notes, "a");
    const list = async (name: string) => {
      const { producerId } = one;
      await notes.each(name, apis.listTransactions, [0, 2], { producerIdFilters: [producerId] }, blanks);
      await notes.each(
        `${name}, ongoing`,
        apis.listTransactions,
        [0, 2],
        { producerIdFilters: [producerId], stateFilters: ["Ongoing"] },
        blanks,
      );
      await notes.each(
        `${name}, long`,
        apis.listTransactions,
        [1, 2],
        { producerIdFilters: [producerId], durationFilter: 600_000 },
        blanks,
      );
      await notes.each(`${name}, by pattern`, apis.listTransactions, [2, 2], { transactionalIdPattern: `${notes.prefix}a` }, blanks);
    };
    const describe = (name: string) =>
      notes.each(
        name,
        apis.describeTransactions,
        [0, 0],
        { transactionalIds: [one.transactionalId, `${notes.prefix}none`, ""] },
        {
          fields: ["producerId", "transactionStartTimeMs"],
          unordered: ["topics"],
        },
      );
    await describe("empty");
    await list("empty");
    await begin(notes, one, topic);
    await describe("ongoing");
    await list("ongoing");
    await end(notes, one, true);
    await describe("complete");
    await list("complete");
    await notes.each("unknown state", apis.listTransactions, [0, 2], { stateFilters: ["NoSuchState"] });
    await notes.each("bad pattern", apis.listTransactions, [2, 2], { transactionalIdPattern: "[" });
  },
};

const produceScenario: Scenario = {
  name: "Produce and Fetch in transactions",
  async run(notes) {
    const { name: topic } = await notes.topic("t");
    const one = await producer(notes, "a");
    const { transactionalId, producerId, producerEpoch } = one;
    const records = (baseSequence: number, of: Producer = one) =>
      batch([`${baseSequence}`], { producerId: of.producerId, producerEpoch: of.producerEpoch, baseSequence, transactional: true });
    const produce = (name: string, batchOf: Buffer, versions: readonly [number, number], id: string | null = transactionalId) =>
      notes.each(name, apis.produce, versions, {
        ...{ transactionalId: id, acks: -1, timeoutMs: 10_000 },
        topicData: [{ name: topic, partitionData: [{ index: 0, records: batchOf }] }],
      });
    await produce("outside of a transaction", records(0), [3, 11]);
    await produce("without a transactional id", records(0), [3, 12], null);
    await produce("another's transactional id", records(0), [3, 12], `${notes.prefix}none`);
    await begin(notes, one, topic);
    await produce("in a transaction", records(0), [3, 12]);
    await produce("of an unknown producer", records(0, { ...one, producerId: producerId + 1_000_000 }), [3, 12]);
    await produce("of an older epoch", records(0, { ...one, producerEpoch: producerEpoch - 1 }), [3, 12]);
    await produce("out of order", records(7), [3, 12]);
    const fetch = (name: string, isolationLevel: number) =>
      notes.each(
        name,
        apis.fetch,
        [4, 12],
        {
          ...{ maxWaitMs: 0, minBytes: 0, maxBytes: 1_000_000, isolationLevel },
          topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000 }] }],
        },
        blanks,
      );
    const look = async (name: string): Promise<void> => {
      await fetch(`${name}: all`, 0);
      await fetch(`${name}: committed`, 1);
      for (const isolationLevel of [0, 1])
        await notes.each(`${name}: end at level ${isolationLevel}`, apis.listOffsets, [2, 11], {
          ...{ replicaId: -1, isolationLevel },
          topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -1 }] }],
        });
      await notes.each(
        `${name}: producers`,
        apis.describeProducers,
        [0, 0],
        { topics: [{ name: topic, partitionIndexes: [0, 7] }] },
        {
          fields: ["producerId", "lastTimestamp"],
        },
      );
    };
    await look("ongoing");
    await end(notes, one, false);
    await look("aborted");
    await begin(notes, one, topic);
    await produce("in the next transaction", records(1), [12, 12]);
    await end(notes, one, true);
    await look("committed");
  },
};

const markerScenario: Scenario = {
  name: "WriteTxnMarkers",
  async run(notes) {
    const { name: topic } = await notes.topic("t", 2);
    const one = await producer(notes, "a");
    const mark = (name: string, draft: object = {}, partitionIndexes = [0]) => {
      const marker = { ...one, transactionResult: true, coordinatorEpoch: 0, topics: [{ name: topic, partitionIndexes }] };
      return notes.each(name, apis.writeTxnMarkers, [1, 2], { markers: [{ ...marker, ...draft }] }, blanks);
    };
    await mark("commit");
    await mark("abort", { transactionResult: false });
    await mark("of a newer epoch", { producerEpoch: one.producerEpoch + 3 });
    await mark("of an older epoch");
    await mark("of an older coordinator", { producerEpoch: one.producerEpoch + 3, coordinatorEpoch: -1 });
    await mark("several partitions", { producerEpoch: one.producerEpoch + 3 }, [0, 1, 7]);
    await mark("unknown topic", { topics: [{ name: `${notes.prefix}none`, partitionIndexes: [0] }] });
    await notes.each("none", apis.writeTxnMarkers, [1, 2], { markers: [] });
  },
};

export const transactionScenarios: readonly Scenario[] = [
  initScenario,
  partitionsScenario,
  endScenario,
  offsetsScenario,
  describeScenario,
  produceScenario,
  markerScenario,
];
