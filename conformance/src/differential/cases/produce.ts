import { apis, batchHeader } from "@millrace/protocol";
import type { Scenario } from "../scenario.ts";
import { batch, changed, firstTimestamp } from "../talk.ts";

const day = 86_400_000;
const good = batch(["a", "b"]);
const idempotent = (producerId: number, producerEpoch: number, baseSequence: number, values = ["a", "b"]) =>
  batch(values, { producerId, producerEpoch, baseSequence });

/** Batches that no broker stores as they are, by what is wrong with them. */
const bad: Readonly<Record<string, Buffer | null>> = {
  "no bytes": Buffer.alloc(0),
  "a few bytes": Buffer.alloc(10),
  "a few zeros more": Buffer.alloc(30),
  garbage: Buffer.from("this is no batch of records at all, it is just some text that says nothing of interest"),
  "cut off": good.subarray(0, good.length - 1),
  "a byte too many": Buffer.concat([good, Buffer.alloc(1)]),
  "two batches": Buffer.concat([good, good]),
  "a batch and half of one": Buffer.concat([good, good.subarray(0, 40)]),
  "bad checksum": withByte(good, 18, 0xff),
  "magic 0": withByte(good, 16, 0),
  "magic 1": withByte(good, 16, 1),
  "magic 3": withByte(good, 16, 3),
  "magic -1": withByte(good, 16, 255),
  "compression 5": changed(good, (b) => b.writeInt16BE(5, 21)),
  "compression 7": changed(good, (b) => b.writeInt16BE(7, 21)),
  "log append time": changed(good, (b) => b.writeInt16BE(8, 21)),
  transactional: changed(good, (b) => b.writeInt16BE(16, 21)),
  control: changed(good, (b) => b.writeInt16BE(32, 21)),
  "transactional control": changed(good, (b) => b.writeInt16BE(48, 21)),
  "unknown attribute": changed(good, (b) => b.writeInt16BE(0x100, 21)),
  "base offset 5": changed(good, (b) => b.writeBigInt64BE(5n, 0)),
  "fewer records than said": changed(good, (b) => b.writeInt32BE(3, 57)),
  "more records than said": changed(good, (b) => b.writeInt32BE(1, 57)),
  "no records said": changed(good, (b) => b.writeInt32BE(0, 57)),
  "negative number of records": changed(good, (b) => b.writeInt32BE(-1, 57)),
  "last offset delta 5": changed(good, (b) => b.writeInt32BE(5, 23)),
  "last offset delta -1": changed(good, (b) => b.writeInt32BE(-1, 23)),
  "length 0": withInt32(good, 8, 0),
  "length -1": withInt32(good, 8, -1),
  "length 13": withInt32(good, 8, 13),
  "too long a length": withInt32(good, 8, 100_000),
  "future timestamp": batch(["a", "b"], { records: [{ key: null, value: Buffer.from("a"), timestamp: firstTimestamp * 2 }] }),
  "epoch of the leader": changed(good, (b) => b.writeInt32BE(77, 12)),
  "producer without epoch": changed(good, (b) => b.writeBigInt64BE(9n, 43)),
  "producer without sequence": changed(good, (b) => {
    b.writeBigInt64BE(9n, 43);
    b.writeInt16BE(0, 51);
  }),
  "max timestamp": changed(good, (b) => b.writeBigInt64BE(1n, 35)),
  "record offsets": changed(good, (b) => b.writeInt8(4, 61 + 3)),
};

function withByte(buffer: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(buffer);
  copy[at] = value;
  return copy;
}

function withInt32(buffer: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(buffer);
  copy.writeInt32BE(value, at);
  return copy;
}

/** Kafka's words about records; ours are others. */
const texts = ["errorMessage", "batchIndexErrorMessage"];
const stamps = { fields: ["logAppendTimeMs", ...texts] };

export const produceScenarios: readonly Scenario[] = [
  {
    name: "Produce bad batches",
    async run(notes) {
      const { name, id } = await notes.topic("one");
      for (const [what, records] of Object.entries(bad)) {
        const first = what.startsWith("magic") || what.startsWith("says") ? 3 : 7;
        for (const version of [first, 8, 12, 13]) {
          const topicData = [{ ...(version < 13 ? { name } : { topicId: id }), partitionData: [{ index: 0, records }] }];
          notes.note(`${what} ${version}`, await notes.talk.ask(apis.produce, version, { acks: -1, timeoutMs: 10_000, topicData }), {
            fields: ["baseOffset", ...texts],
          });
        }
      }
    },
  },
  {
    name: "Produce to the wrong place",
    async run(notes) {
      const { name, id } = await notes.topic("one", 2);
      const all = [3, 12] as const;
      const ask = (
        what: string,
        topicData: Array<{ name: string; partitionData: Array<{ index: number; records: Buffer | null }> }>,
        more = {},
      ) => notes.each(what, apis.produce, all, { acks: 1, timeoutMs: 10_000, topicData, ...more }, { fields: ["baseOffset"] });
      const at = (topic: string, index = 0) => ({ name: topic, partitionData: [{ index, records: good }] });
      await ask("unknown topic", [at(`${notes.prefix}none`)]);
      await ask("bad name", [at("a b")]);
      await ask("unknown partition", [at(name, 7)]);
      await ask("negative partition", [at(name, -1)]);
      await ask("transaction state", [at("__transaction_state")]);
      await ask("metadata", [at("__cluster_metadata")]);
      for (const acks of [2, -2, 5]) await ask(`acks ${acks}`, [at(name)], { acks });
      await ask(`acks 2, unknown topic`, [at(`${notes.prefix}none`)], { acks: 2 });
      await ask("nothing", []);
      await ask("no partitions", [{ name, partitionData: [] }]);
      await ask("several", [
        at(`${notes.prefix}none`),
        {
          name,
          partitionData: [
            { index: 0, records: good },
            { index: 9, records: good },
            { index: 1, records: Buffer.alloc(0) },
          ],
        },
      ]);
      await ask("transactional id", [at(name)], { transactionalId: "t" });
      await ask("timeout 0", [at(name)], { timeoutMs: 0 });
      const byId = async (
        what: string,
        topicData: Array<{ topicId?: string; partitionData: Array<{ index: number; records: Buffer | null }> }>,
      ) =>
        notes.note(what, await notes.talk.ask(apis.produce, 13, { acks: 1, timeoutMs: 10_000, topicData }), {
          words: { none: "AAAAAAAAAAAAAAAAAAAAAQ" },
        });
      await byId("by id", [{ topicId: id, partitionData: [{ index: 1, records: good }] }]);
      await byId("unknown id", [{ topicId: "AAAAAAAAAAAAAAAAAAAAAQ", partitionData: [{ index: 1, records: good }] }]);
      await byId("no id", [{ partitionData: [{ index: 1, records: good }] }]);
      await byId("by id, unknown partition", [{ topicId: id, partitionData: [{ index: 9, records: good }] }]);
      const none = async (
        what: string,
        topicData: Array<{ name: string; partitionData: Array<{ index: number; records: Buffer | null }> }>,
      ) => notes.note(what, await notes.talk.ask(apis.produce, 9, { acks: 0, timeoutMs: 10_000, topicData }, { timeoutMs: 1_000 }));
      await none("acks 0", [at(name)]);
      await none("acks 0, unknown topic", [at(`${notes.prefix}none`)]);
      await none("acks 0, bad batch", [{ name, partitionData: [{ index: 0, records: bad["bad checksum"] as Buffer }] }]);
    },
  },
  {
    name: "Produce and topic settings",
    async run(notes) {
      const { talk } = notes;
      const small = await notes.topic("small", 1, { "max.message.bytes": "100" });
      notes.note("too large", await talk.produce(small.name, 0, batch(["x".repeat(200)])));
      notes.note("too large, version 7", await talk.produce(small.name, 0, batch(["x".repeat(200)]), 7));
      const stamped = await notes.topic("stamped", 1, { "message.timestamp.type": "LogAppendTime" });
      notes.note("stamped", await talk.produce(stamped.name, 0, good), stamps);
      notes.note("stamped, client says so", await talk.produce(stamped.name, 0, bad["log append time"] as Buffer), stamps);
      const ranged = await notes.topic("ranged", 1, {
        "message.timestamp.before.max.ms": "1000",
        "message.timestamp.after.max.ms": "1000",
      });
      for (const version of [7, 8, 12]) notes.note(`too old ${version}`, (await talk.produce(ranged.name, 0, good, version)).errorCode);
      const old = await talk.produce(ranged.name, 0, good);
      notes.note(
        "too old, records",
        old.recordErrors.map(({ batchIndex, batchIndexErrorMessage }) => [batchIndex, typeof batchIndexErrorMessage]),
      );
      const compacted = await notes.topic("compacted", 1, { "cleanup.policy": "compact" });
      notes.note("compacted, without keys", await talk.produce(compacted.name, 0, good));
      notes.note("compacted, without keys, version 7", await talk.produce(compacted.name, 0, good, 7));
      notes.note("compacted, gzip, without keys", await talk.produce(compacted.name, 0, batch(["a"], { compression: "gzip" })));
      for (const codec of ["gzip", "snappy", "lz4", "zstd"]) {
        const topic = await notes.topic(codec, 1, { "compression.type": codec });
        notes.note(`to ${codec}`, await talk.produce(topic.name, 0, batch(["aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "b"])));
        const { responses } = await talk.call(apis.fetch, 12, {
          topics: [{ topic: topic.name, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100_000 }] }],
          maxWaitMs: 0,
          minBytes: 0,
        });
        const stored = responses[0]?.partitions[0]?.records;
        notes.note(`stored as ${codec}`, stored ? (batchHeader.compressionType(stored) ?? null) : null);
      }
      for (const version of [3, 6, 7]) {
        const zstd = batch(["a"], { compression: "zstd" });
        const one = await notes.topic(`zstd-${version}`);
        notes.note(`zstd in version ${version}`, await talk.produce(one.name, 0, zstd, version));
      }
      notes.note("days", day > 0);
    },
  },
  {
    name: "Produce idempotently",
    async run(notes) {
      const { talk } = notes;
      const { name } = await notes.topic("one");
      const append = async (what: string, records: Buffer, version = 12) => notes.note(what, await talk.produce(name, 0, records, version));
      await append("first, sequence 5", idempotent(900_001, 0, 5));
      await append("gap", idempotent(900_001, 0, 9));
      await append("next", idempotent(900_001, 0, 7));
      await append("the same again", idempotent(900_001, 0, 7));
      await append("the first again", idempotent(900_001, 0, 5));
      await append("part of one", idempotent(900_001, 0, 7, ["a"]));
      await append("older than known", idempotent(900_001, 0, 1));
      await append("new epoch, sequence not 0", idempotent(900_001, 1, 3));
      await append("new epoch", idempotent(900_001, 1, 0));
      await append("old epoch", idempotent(900_001, 0, 9));
      await append("old epoch, version 3", idempotent(900_001, 0, 9), 3);
      await append("negative epoch", idempotent(900_001, -1, 2));
      await append("another", idempotent(900_002, 3, 0));
      for (let sequence = 0; sequence < 7; sequence++) await append(`many ${sequence}`, idempotent(900_003, 0, sequence, ["x"]));
      await append("sixth last again", idempotent(900_003, 0, 0, ["x"]));
      await append("fifth last again", idempotent(900_003, 0, 2, ["x"]));
      await append("wraps", idempotent(900_004, 0, 2_147_483_646, ["x"]));
      await append("wraps 2", idempotent(900_004, 0, 2_147_483_647, ["x"]));
      await append("wrapped", idempotent(900_004, 0, 0, ["x"]));
      await append("within wraps", idempotent(900_005, 0, 2_147_483_646, ["x", "y", "z"]));
      await append("within wrapped", idempotent(900_005, 0, 1, ["x"]));
      const transactional = changed(idempotent(900_006, 0, 0), (b) => b.writeInt16BE(16, 21));
      await append("transactional", transactional);
      for (const version of [3, 8, 11, 12]) {
        const topicData = [{ name, partitionData: [{ index: 0, records: transactional }] }];
        notes.note(
          `transactional with id, ${version}`,
          await talk.ask(apis.produce, version, { transactionalId: "t", acks: -1, timeoutMs: 10_000, topicData }),
        );
      }
      for (const acks of [0, 1]) {
        const topicData = [{ name, partitionData: [{ index: 0, records: idempotent(900_007 + acks, 0, 0) }] }];
        notes.note(`acks ${acks}`, await talk.ask(apis.produce, 12, { acks, timeoutMs: 10_000, topicData }, { timeoutMs: 1_000 }));
      }
    },
  },
];
