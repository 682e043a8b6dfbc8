import assert from "node:assert/strict";
import { test } from "node:test";
import { formatEpochs, formatOffsets, parseEpochs, parseOffsets } from "../src/checkpoint-file.ts";
import { deletedDirectory, fileName, isDeletedDirectory, offsetOf, partitionDirectory, partitionOf } from "../src/file-names.ts";
import { LeaderEpochs } from "../src/leader-epochs.ts";
import { decodeSnapshot, encodeSnapshot } from "../src/producer-snapshot.ts";
import { ProducerStates } from "../src/producer-states.ts";

/** What Apache Kafka 4.3.1 writes (`ProducerStateManager.writeSnapshot`): three producers, the second with a transaction and no batch. */
const kafkaSnapshot = Buffer.from(
  "AAHV3XrQAAAAAwAAAAAAAAAHAAMAAAALAAAAAAAAACkAAAAEAAABi8/laAD///////////////8AAAEfcfsEywAA////////////////AAAAAP//////////AAAACQAAAAAA" +
    "AAARAAAAAAAAAAgAAQAAAAEAAAAAAAAAMgAAAAIAAAAAAAAABf///////////////w==",
  "base64",
);

test("a snapshot of producers is Kafka's, byte for byte", () => {
  const producers = new ProducerStates();
  decodeSnapshot(kafkaSnapshot, producers);
  assert.deepEqual([...producers.entries.keys()], [7, 1_234_567_890_123, 8]);
  assert.deepEqual(producers.entries.get(7), {
    epoch: 3,
    batches: [{ firstSequence: 7, lastSequence: 11, firstOffset: 37, lastOffset: 41, timestamp: 1_700_000_000_000 }],
    lastTimestamp: 1_700_000_000_000,
    coordinatorEpoch: -1,
    currentTxnFirstOffset: -1,
  });
  assert.deepEqual(producers.entries.get(1_234_567_890_123), {
    epoch: 0,
    batches: [],
    lastTimestamp: -1,
    coordinatorEpoch: 9,
    currentTxnFirstOffset: 17,
  });
  assert.equal(producers.entries.get(8)?.batches[0]?.firstSequence, 2 ** 31 - 1, "sequences wrap");
  assert.deepEqual(encodeSnapshot(producers), kafkaSnapshot);
});

test("a damaged snapshot is refused, whichever byte of it", () => {
  for (let at = 0; at < kafkaSnapshot.length; at++) {
    const damaged = Buffer.from(kafkaSnapshot);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 4, at);
    const producers = new ProducerStates();
    assert.throws(() => decodeSnapshot(damaged, producers), { code: "DATA_CORRUPT" });
    assert.throws(() => decodeSnapshot(kafkaSnapshot.subarray(0, at), producers), { code: "DATA_CORRUPT" });
    assert.equal(producers.entries.size, 0);
  }
});

test("checkpoints have Kafka's format", () => {
  const offsets = [
    { topic: "a", partition: 0, offset: 5 },
    { topic: "b.c", partition: 12, offset: 2 ** 40 },
  ];
  assert.equal(formatOffsets(offsets).toString(), "0\n2\na 0 5\nb.c 12 1099511627776\n");
  assert.deepEqual(parseOffsets(formatOffsets(offsets).toString()), offsets);
  const epochs = [{ epoch: 1, startOffset: 0 }];
  assert.equal(formatEpochs(epochs).toString(), "0\n1\n1 0\n");
  assert.deepEqual(parseEpochs("0\n1\n1 0\n"), epochs);
  assert.deepEqual(parseOffsets("0\n0\n"), []);
  assert.deepEqual(parseOffsets(""), []);
  for (const damaged of ["\n", "1\n0\n", "0\n1\n", "0\n1\na 0\n", "0\n1\na x 1\n", "0\n1\na 0 1\nb 0 1\n", "0\n-1\n"]) {
    assert.throws(() => parseOffsets(damaged), { code: "DATA_CORRUPT" }, JSON.stringify(damaged));
  }
});

test("files and directories have Kafka's names", () => {
  assert.equal(fileName(42, ".log"), "00000000000000000042.log");
  assert.equal(offsetOf("00000000000000000042.timeindex", ".timeindex"), 42);
  assert.equal(offsetOf("00000000000000000042.timeindex", ".index"), undefined);
  assert.equal(offsetOf("42.log", ".log"), undefined);
  assert.equal(offsetOf("0000000000000000004x.log", ".log"), undefined);
  assert.equal(partitionDirectory("a-b.c_d", 3), "a-b.c_d-3");
  assert.deepEqual(partitionOf("a-b.c_d-3"), { topic: "a-b.c_d", partition: 3 });
  assert.equal(partitionOf("meta.properties"), undefined);
  const deleted = deletedDirectory("x".repeat(249), 7, "AAAAAAAAAAAAAAAAAAAAAA");
  assert.equal(deleted.length, 255);
  assert.ok(isDeletedDirectory(deleted) && partitionOf(deleted) === undefined);
  assert.equal(isDeletedDirectory("orders-delete-0"), false);
  for (const topic of ["", ".", "..", "a/b", "../x", "a b", "x".repeat(250)]) {
    assert.throws(() => partitionDirectory(topic, 0), { code: "USAGE" }, topic);
  }
  assert.throws(() => partitionDirectory("a", -1), { code: "USAGE" });
});

test("leader epochs drop what a later one contradicts", () => {
  const epochs = new LeaderEpochs([
    { epoch: 1, startOffset: 0 },
    { epoch: 3, startOffset: 10 },
    { epoch: 5, startOffset: 20 },
  ]);
  assert.equal(epochs.changed, false);
  epochs.assign(5, 25);
  assert.equal(epochs.changed, false, "nothing new");
  epochs.assign(6, 15);
  assert.deepEqual(epochs.entries, [
    { epoch: 1, startOffset: 0 },
    { epoch: 3, startOffset: 10 },
    { epoch: 6, startOffset: 15 },
  ]);
  epochs.assign(2, 30);
  assert.deepEqual(epochs.entries, [
    { epoch: 1, startOffset: 0 },
    { epoch: 2, startOffset: 30 },
  ]);
});

test("leader epochs follow the ends of the log", () => {
  const make = () =>
    new LeaderEpochs([
      { epoch: 1, startOffset: 0 },
      { epoch: 3, startOffset: 10 },
      { epoch: 5, startOffset: 20 },
    ]);
  const cutAtEnd = make();
  cutAtEnd.truncateEnd(20);
  assert.deepEqual(cutAtEnd.latest, 3);
  const cutAtStart = make();
  cutAtStart.truncateStart(15);
  assert.deepEqual(cutAtStart.entries, [
    { epoch: 3, startOffset: 15 },
    { epoch: 5, startOffset: 20 },
  ]);
  cutAtStart.changed = false;
  cutAtStart.truncateStart(15);
  assert.equal(cutAtStart.changed, false);
  assert.equal(cutAtStart.endOffsetFor(-1, 30), undefined);
  assert.equal(cutAtStart.endOffsetFor(9, 30), undefined);
  assert.deepEqual(cutAtStart.endOffsetFor(0, 30), { epoch: 0, endOffset: 15 });
});
