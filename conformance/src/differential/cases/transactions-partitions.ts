import { apis, type Draft, type WriteTxnMarkersRequest } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { batch, changed } from "../talk.ts";
import { type Identity, TransactionalTalk } from "../transactional-talk.ts";

/** Kafka's words are others, ids differ from run to run, and the order of producers comes from hash tables. */
const blanks = {
  fields: ["producerId", "errorMessage"],
  unordered: ["topics", "partitions", "activeProducers", "markers", "partitionResponses"],
};
const words = { fields: ["producerId"] };
const times = { fields: ["timestamp"] };

async function fetched(notes: Notes, what: string, topic: { name: string; id: string }, more: object = {}): Promise<void> {
  const { fetchOffset = 0, partitionMaxBytes = 1_000_000, ...request } = more as { fetchOffset?: number; partitionMaxBytes?: number };
  const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes }];
  for (const isolationLevel of [0, 1]) {
    const asked = { replicaId: -1, maxWaitMs: 0, minBytes: 0, maxBytes: 10_000_000, sessionEpoch: -1, isolationLevel, ...request };
    const named = { ...asked, topics: [{ topic: topic.name, partitions }] };
    const identified = { ...asked, topics: [{ topicId: topic.id, partitions }] };
    await notes.each(`${what}, isolation ${isolationLevel}`, apis.fetch, [4, 12], named, words);
    await notes.each(`${what}, isolation ${isolationLevel}, by id`, apis.fetch, [13, 18], identified, words);
  }
}

async function listed(notes: Notes, what: string, name: string): Promise<void> {
  for (const isolationLevel of [0, 1]) {
    for (const timestamp of [-1, -2, -3, 0]) {
      const topics = [{ name, partitions: [{ partitionIndex: 0, timestamp }] }];
      const request = { replicaId: -1, isolationLevel, topics };
      await notes.each(
        `${what}, isolation ${isolationLevel}, time ${timestamp}`,
        apis.listOffsets,
        timestamp === -3 ? [7, 11] : [2, 11],
        request,
        times,
      );
    }
  }
}

async function described(notes: Notes, what: string, name: string, partitionIndexes: readonly number[] = [0]): Promise<void> {
  const answer = await notes.talk.ask(apis.describeProducers, 0, { topics: [{ name, partitionIndexes }] });
  notes.note(what, answer, { ...blanks, fields: ["producerId", "lastTimestamp"] });
}

const reading: Scenario = {
  name: "Transactions, read",
  async run(notes) {
    const topic = await notes.topic("one");
    const { name } = topic;
    const [left, right] = [
      new TransactionalTalk(notes.talk, `${notes.prefix}left`),
      new TransactionalTalk(notes.talk, `${notes.prefix}right`),
    ];
    const first = await left.init();
    const second = await right.init();
    notes.note("first", await left.produce(name, ["a", "b"], first));
    await fetched(notes, "open", topic);
    await listed(notes, "open", name);
    await described(notes, "open producers", name);
    notes.note("plain", await notes.talk.produce(name, 0, batch(["p"])));
    notes.note("second", await right.produce(name, ["c"], second));
    const ended = await left.end(first, false);
    notes.note("ended", ended, blanks);
    await fetched(notes, "one aborted, one open", topic);
    await fetched(notes, "from the plain record", topic, { fetchOffset: 2 });
    await described(notes, "producers, one open", name);
    await right.end(second, true);
    await fetched(notes, "both ended", topic);
    await fetched(notes, "little of it", topic, { partitionMaxBytes: 100 });
    await fetched(notes, "from the second", topic, { fetchOffset: 3 });
    await fetched(notes, "behind the aborted", topic, { fetchOffset: 5 });
    await listed(notes, "both ended", name);
    await described(notes, "producers at the end", name);
    const next: Identity = ended;
    notes.note("next epoch", await left.produce(name, ["d"], next));
    const partitions = [{ partitionIndex: 0, offset: 6 }];
    notes.note("deleted", await notes.talk.ask(apis.deleteRecords, 2, { topics: [{ name, partitions }], timeoutMs: 10_000 }));
    await fetched(notes, "from the new start", topic, { fetchOffset: 6 });
    await left.end(next, false);
    await fetched(notes, "at the end", topic, { fetchOffset: 6 });
  },
};

/** Of Produce, with transactions and without the broker adding partitions by itself. */
const olderVersions = [3, 4, 5, 6, 7, 8, 9, 10, 11];

const older: Scenario = {
  name: "Transactions, produced by older clients",
  // What Kafka asks its coordinator at one time is asked as the first client's version asks.
  alone: true,
  async run(notes) {
    const { name } = await notes.topic("one", 2);
    const talk = new TransactionalTalk(notes.talk, `${notes.prefix}id`);
    const identity = await talk.init();
    const { producerId, producerEpoch } = identity;
    for (const version of olderVersions) notes.note(`not added, ${version}`, await talk.produce(name, ["a"], identity, { version }));
    notes.note("added", await talk.add(identity, name));
    const append = async (what: string, draft: object, version = 11) =>
      notes.note(`${what}, ${version}`, await talk.produce(name, ["a"], { ...identity, ...draft }, { version }), {
        fields: ["errorMessage"],
      });
    for (const version of olderVersions) {
      const records = batch(["a"], { ...identity, transactional: true, baseSequence: 0 });
      notes.note(`without an id, ${version}`, await talk.append(name, records, { version, transactionalId: null }));
      await append("other producer", { producerId: producerId + 1000 }, version);
      await append("lower epoch", { producerEpoch: producerEpoch - 1 }, version);
      await append("higher epoch", { producerEpoch: producerEpoch + 1 }, version);
    }
    await append("sequence 5 first", { baseSequence: 5 });
    await append("sequence 6 behind it", { baseSequence: 6 });
    await append("sequence 0 behind them", { baseSequence: 0 });
    await append("again", { baseSequence: 5 });
    await append("gap", { baseSequence: 9 });
    await append("outside of the transaction", { baseSequence: 7, transactional: false });
    notes.note(
      "partition that was not added",
      await talk.append(name, batch(["a"], { ...identity, transactional: true, baseSequence: 0 }), { index: 1 }),
    );
    notes.note(
      "unknown partition",
      await talk.append(name, batch(["a"], { ...identity, transactional: true, baseSequence: 0 }), { index: 7 }),
    );
    notes.note(
      "other id",
      await talk.produce(name, ["a"], { ...identity, baseSequence: 7 }, { transactionalId: `${notes.prefix}other`, version: 11 }),
    );
    await append("goes on", { baseSequence: 7 });
    notes.note("end", await talk.end(identity, true, 4), blanks);
    await append("after the end", { baseSequence: 8 });
    notes.note("added again", await talk.add(identity, name));
    await append("in the next", { baseSequence: 8 });
    await append("in the next, duplicate", { baseSequence: 8 });
    await described(notes, "producers", name, [0, 1, 2]);
    notes.note("abort", await talk.end(identity, false, 4), blanks);
    await described(notes, "producers at the end", name);
  },
};

const newer: Scenario = {
  name: "Transactions, produced by newer clients",
  alone: true,
  async run(notes) {
    const { name } = await notes.topic("one", 3);
    const talk = new TransactionalTalk(notes.talk, `${notes.prefix}id`);
    const identity = await talk.init();
    const { producerId, producerEpoch } = identity;
    const append = async (what: string, draft: object, version = 12) =>
      notes.note(what, await talk.produce(name, ["a"], { ...identity, ...draft }, { version }), { fields: ["errorMessage"] });
    await append("sequence 5 first", { baseSequence: 5 });
    await append("other producer", { producerId: producerId + 1000 });
    await append("lower epoch", { producerEpoch: producerEpoch - 1 });
    await append("higher epoch", { producerEpoch: producerEpoch + 1 });
    notes.note("other id", await talk.produce(name, ["a"], identity, { transactionalId: `${notes.prefix}other` }));
    await append("first", {});
    await append("again", {});
    await append("gap", { baseSequence: 2 });
    await append("outside of the transaction", { baseSequence: 1, transactional: false });
    const [one, two] = [
      batch(["a"], { ...identity, transactional: true, baseSequence: 0 }),
      batch(["a"], { producerId: 77, producerEpoch: 0, baseSequence: 0, transactional: true }),
    ];
    const both = { transactionalId: talk.transactionalId, acks: -1, timeoutMs: 10_000 };
    const ask = async (what: string, partitionData: { index: number; records: Buffer }[], more: object = {}) =>
      notes.note(what, await notes.talk.ask(apis.produce, 12, { ...both, ...more, topicData: [{ name, partitionData }] }), blanks);
    await ask("two producers", [
      { index: 1, records: one },
      { index: 2, records: two },
    ]);
    await ask("plain and transactional", [
      { index: 1, records: one },
      { index: 2, records: batch(["p"]) },
    ]);
    await ask("unknown partition, too", [
      { index: 1, records: batch(["b"], { ...identity, transactional: true, baseSequence: 1 }) },
      { index: 9, records: one },
    ]);
    await ask(
      "without id",
      [
        { index: 1, records: one },
        { index: 2, records: batch(["p"]) },
      ],
      { transactionalId: null },
    );
    await ask("wrong acks", [{ index: 2, records: one }], { acks: 2 });
    const anonymous = changed(batch(["x"]), (b) => b.writeInt16BE(16, 21));
    await ask("without producer", [{ index: 2, records: anonymous }]);
    const ended = await talk.end(identity, true);
    await append("old epoch after the end", { baseSequence: 1 });
    notes.note("next", await talk.produce(name, ["n"], ended), { fields: ["errorMessage"] });
    notes.note("next, old version", await talk.produce(name, ["n"], { ...(ended as Identity), baseSequence: 1 }, { version: 11 }));
    await described(notes, "producers", name, [0, 1, 2]);
    await talk.init();
    notes.note("fenced", await talk.produce(name, ["n"], { ...(ended as Identity), baseSequence: 2 }), { fields: ["errorMessage"] });
  },
};

type Marker = Draft<WriteTxnMarkersRequest["markers"][number]>;

const markers: Scenario = {
  name: "WriteTxnMarkers",
  async run(notes) {
    const { name } = await notes.topic("one", 2);
    const topics = [{ name, partitionIndexes: [0] }];
    const base = { producerId: 900_100, producerEpoch: 3, transactionResult: true, coordinatorEpoch: 2, topics };
    const mark = async (what: string, ...changes: Marker[]) =>
      notes.note(what, await notes.talk.ask(apis.writeTxnMarkers, 2, { markers: changes.map((change) => ({ ...base, ...change })) }), {
        unordered: ["topics", "partitions", "markers"],
      });
    const markEach = (what: string, ...changes: Marker[]) =>
      notes.each(what, apis.writeTxnMarkers, [1, 2], { markers: changes.map((change) => ({ ...base, ...change })) });
    await markEach("none");
    await markEach("of an unknown producer", {});
    await mark("abort", { transactionResult: false });
    await markEach("lower epoch", { producerEpoch: 2 });
    await mark("higher epoch", { producerEpoch: 4 });
    await markEach("older coordinator", { producerEpoch: 4, coordinatorEpoch: 1 });
    await mark("newer coordinator", { producerEpoch: 4, coordinatorEpoch: 3 });
    for (const transactionVersion of [-1, 0, 1, 2, 3, 100])
      await mark(`version ${transactionVersion}`, { producerEpoch: 4, coordinatorEpoch: 3, transactionVersion });
    await mark("no topics", { topics: [] });
    await mark("no partitions", { topics: [{ name, partitionIndexes: [] }] });
    await mark("unknown partition", { topics: [{ name, partitionIndexes: [1, 7] }] });
    await markEach("unknown topic", { topics: [{ name: `${notes.prefix}none`, partitionIndexes: [0] }] });
    await mark("several", { producerId: 900_301 }, { producerId: 900_302, topics: [{ name, partitionIndexes: [0, 1] }] });
    await mark("same producer", { producerId: 900_305 }, { producerId: 900_305, topics: [{ name, partitionIndexes: [1, 9] }] });
    await mark("no producer", { producerId: -1 });
    await mark("negative epoch", { producerId: 900_306, producerEpoch: -1 });
    await described(notes, "producers", name, [0, 1]);
    const talk = new TransactionalTalk(notes.talk, `${notes.prefix}id`);
    const identity = await talk.init();
    await talk.produce(name, ["a"], identity);
    const own = { ...identity, coordinatorEpoch: 0 };
    await notes.talk.call(apis.apiVersions, 0, {});
    const note = async (what: string, change: Marker) =>
      notes.note(what, await notes.talk.ask(apis.writeTxnMarkers, 2, { markers: [{ ...base, ...own, ...change }] }), blanks);
    await note("epoch of the records", { transactionVersion: 2 });
    await note("by hand", { transactionVersion: 1 });
    await note("by hand again", { transactionVersion: 2 });
    await fetched(notes, "ended by hand", await sameTopic(notes, name));
  },
};

async function sameTopic(notes: Notes, name: string): Promise<{ name: string; id: string }> {
  const { topics } = await notes.talk.call(apis.metadata, 12, { topics: [{ name }] });
  return { name, id: topics[0]?.topicId ?? "" };
}

const producers: Scenario = {
  name: "DescribeProducers",
  async run(notes) {
    const { name } = await notes.topic("one", 2);
    const idempotent = (producerId: number, producerEpoch: number, baseSequence: number) =>
      batch(["a", "b"], { producerId, producerEpoch, baseSequence });
    await notes.talk.produce(name, 0, idempotent(900_200, 2, 5));
    await notes.talk.produce(name, 0, idempotent(900_201, 0, 0));
    const ask = async (what: string, topics: { name: string; partitionIndexes: number[] }[]) =>
      notes.note(what, await notes.talk.ask(apis.describeProducers, 0, { topics }), blanks);
    await ask("some", [{ name, partitionIndexes: [0, 1] }]);
    await ask("unknown partitions", [{ name, partitionIndexes: [2, -1] }]);
    await ask("twice", [
      { name, partitionIndexes: [1, 1] },
      { name, partitionIndexes: [1] },
    ]);
    await ask("unknown topic", [{ name: `${notes.prefix}none`, partitionIndexes: [0, 1] }]);
    await ask("bad names", [
      { name: "a b", partitionIndexes: [0] },
      { name: "", partitionIndexes: [0] },
      { name: "..", partitionIndexes: [0] },
    ]);
    await ask("nothing", []);
    await ask("no partitions", [{ name, partitionIndexes: [] }]);
    const messages = await notes.talk.ask(apis.describeProducers, 0, {
      topics: [
        { name: "a b", partitionIndexes: [0] },
        { name: `${notes.prefix}none`, partitionIndexes: [0] },
        { name, partitionIndexes: [8] },
      ],
    });
    notes.note("messages", messages);
  },
};

export const transactionPartitionScenarios: readonly Scenario[] = [reading, older, newer, markers, producers];
