import assert from "node:assert/strict";
import { test } from "node:test";
import type { Log } from "../src/index.ts";
import { append, appended, batchOf, faultyPlace, memoryPlace, onAllFiles, type Place, refusal, START_MS, settings } from "./harness.ts";

const SEQUENCE_MAX = 2 ** 31 - 1;

function produced(sequence: number, options: { count?: number; epoch?: number; producerId?: number; timestamp?: number } = {}): Buffer {
  const { count = 1, epoch = 0, producerId = 7, timestamp = START_MS } = options;
  return batchOf(count, { producerId, producerEpoch: epoch, baseSequence: sequence, timestamp });
}

function offsets(log: Log, batch: Buffer): [number, number, boolean] {
  const { baseOffset, lastOffset, duplicate } = appended(log, batch);
  return [baseOffset, lastOffset, duplicate];
}

test("a batch that comes again is answered with the offsets of the first time, up to five batches back", async () => {
  const log = await memoryPlace().openLog();
  for (let batch = 0; batch < 6; batch++) appended(log, produced(batch * 2, { count: 2 }));
  for (let batch = 1; batch < 6; batch++)
    assert.deepEqual(offsets(log, produced(batch * 2, { count: 2 })), [batch * 2, batch * 2 + 1, true]);
  assert.equal(refusal(log, produced(0, { count: 2 })), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  assert.equal(log.endOffset, 12);
});

test("sequence numbers have to follow each other; those of a new producer or a new epoch begin as it likes or at 0", async () => {
  const log = await memoryPlace().openLog();
  appended(log, produced(41));
  assert.equal(refusal(log, produced(43)), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  assert.equal(refusal(log, produced(40)), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  appended(log, produced(42));
  assert.equal(refusal(log, produced(43, { epoch: 1 })), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  appended(log, produced(0, { epoch: 1 }));
  assert.equal(refusal(log, produced(43)), "INVALID_PRODUCER_EPOCH");
  assert.equal(log.endOffset, 3);
});

test("sequence numbers go on at 0 behind the largest, within a batch and between batches", async () => {
  const log = await memoryPlace().openLog();
  appended(log, produced(SEQUENCE_MAX));
  appended(log, produced(0));
  const other = { producerId: 8, count: 4 };
  appended(log, produced(SEQUENCE_MAX - 1, other));
  assert.deepEqual(offsets(log, produced(SEQUENCE_MAX - 1, other)), [2, 5, true]);
  appended(log, produced(2, other));
  assert.equal(refusal(log, produced(7, other)), "OUT_OF_ORDER_SEQUENCE_NUMBER");
});

test("what DescribeProducers shows", async () => {
  const log = await memoryPlace().openLog();
  appended(log, produced(5, { count: 3, epoch: 2 }));
  appended(log, batchOf(1));
  assert.deepEqual(log.activeProducers(), [
    { producerId: 7, producerEpoch: 2, lastSequence: 7, lastTimestamp: START_MS, coordinatorEpoch: -1, currentTxnStartOffset: -1 },
  ]);
});

test("a producer that has long been silent is forgotten, and may go on with any sequence number", async () => {
  const place = memoryPlace();
  const log = await place.openLog();
  appended(log, produced(0));
  place.clock.advance(86_400_000 - 600_000);
  appended(log, produced(0, { producerId: 8, timestamp: place.clock.now() }));
  place.clock.advance(600_000);
  assert.deepEqual(
    log.activeProducers().map(({ producerId }) => producerId),
    [8],
  );
  appended(log, produced(99, { timestamp: place.clock.now() }));
});

onAllFiles("producers are known again after a clean stop, their last batches included", async (place) => {
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  for (let sequence = 0; sequence < 7; sequence++) appended(log, produced(sequence));
  await directory.close();
  checkKnown(await place.openLog());
});

/** Every way to lose the process, and whatever the snapshots were taken at. */
for (const checkpointed of [0, 3, 7]) {
  for (const rolledAt of [-1, 2, 5]) {
    test(`producers are known again after a crash: checkpoint at ${checkpointed}, new segment at ${rolledAt}`, async () => {
      const place = memoryPlace();
      const log = await place.openLog();
      for (let sequence = 0; sequence < 7; sequence++) {
        if (sequence === rolledAt) log.roll();
        if (sequence === checkpointed) await checkpoint(place);
        appended(log, produced(sequence));
      }
      if (checkpointed === 7) await checkpoint(place);
      checkKnown(await place.openLog());
    });
  }
}

async function checkpoint(place: Place): Promise<void> {
  place.clock.advance(60_000);
  const { promise, resolve } = Promise.withResolvers<void>();
  setImmediate(resolve);
  await promise;
}

/** Sequence numbers 0 to 6 have been written. */
function checkKnown(log: Log): void {
  assert.equal(log.endOffset, 7);
  for (let sequence = 2; sequence < 7; sequence++)
    assert.deepEqual(offsets(log, produced(sequence)), [sequence, sequence, true], `${sequence}`);
  assert.equal(refusal(log, produced(1)), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  assert.equal(refusal(log, produced(8)), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  assert.deepEqual(offsets(log, produced(7)), [7, 7, false]);
}

test("without its snapshots a log finds its producers in its batches", async () => {
  const place = memoryPlace();
  const log = await place.openLog();
  for (let sequence = 0; sequence < 7; sequence++) {
    appended(log, produced(sequence));
    if (sequence % 3 === 0) log.roll();
  }
  for (const name of place.names(".snapshot")) place.files.remove(place.path(name));
  checkKnown(await place.openLog());
});

test("batches before a snapshot are found after a crash, however much stands behind it", async () => {
  const place = memoryPlace();
  const log = await place.openLog({ indexIntervalBytes: 0 });
  for (let sequence = 0; sequence < 7; sequence++) appended(log, produced(sequence));
  await checkpoint(place);
  for (let i = 0; i < 3; i++) appended(log, batchOf(1, { valueBytes: 900_000 }));
  const again = await place.openLog();
  assert.equal(again.endOffset, 10);
  for (let sequence = 2; sequence < 7; sequence++) assert.deepEqual(offsets(again, produced(sequence)), [sequence, sequence, true]);
});

test("the snapshot of the noted recovery point stays until the next one is noted", async () => {
  const place = faultyPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  for (let sequence = 0; sequence < 3; sequence++) appended(log, produced(sequence));
  await checkpoint(place);
  place.files.fail({ call: "open", code: "EIO", path: "recovery-point" });
  for (let sequence = 3; sequence < 5; sequence++) appended(log, produced(sequence));
  await checkpoint(place);
  assert.deepEqual(place.names(".snapshot").map(Number.parseFloat), [3, 5]);
  appended(log, produced(5));
  await checkpoint(place);
  assert.deepEqual(place.names(".snapshot").map(Number.parseFloat), [6]);
  appended(log, produced(6));
  await directory.close();
  assert.deepEqual(place.names(".snapshot").map(Number.parseFloat), [7]);
});

test("a damaged snapshot is put aside", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  for (let sequence = 0; sequence < 7; sequence++) appended(log, produced(sequence));
  await directory.close();
  const [name = ""] = place.names("7.snapshot");
  const content = place.content(name);
  content.writeUInt8(content.readUInt8(12) ^ 1, 12);
  place.put(name, content);
  checkKnown(await place.openLog());
  assert.ok(place.lines.some(({ message }) => message.includes("snapshot of producers")));
});

test("a snapshot that is on the disk is not torn by the one of a segment that begins there", async () => {
  for (let seed = 0; seed < 20; seed++) {
    for (const isReopened of [false, true]) {
      const place = faultyPlace(seed);
      let directory = await place.open();
      let log = directory.open("t", 0, settings());
      for (let sequence = 0; sequence < 7; sequence++) appended(log, produced(sequence));
      await checkpoint(place);
      if (isReopened) {
        await directory.close();
        directory = await place.open();
        log = directory.open("t", 0, settings());
      }
      log.roll();
      place.files.losePower();
      checkKnown(await place.openLog());
      assert.deepEqual(
        place.lines.filter(({ message }) => message.includes("snapshot of producers")),
        [],
        `seed ${seed}`,
      );
    }
  }
});

test("a refused batch changes nothing about its producer", async () => {
  const log = await memoryPlace().openLog({ maxMessageBytes: 200 });
  appended(log, produced(0));
  assert.equal(
    append(log, batchOf(1, { producerId: 7, producerEpoch: 0, baseSequence: 1, valueBytes: 300 })).error?.name,
    "MESSAGE_TOO_LARGE",
  );
  assert.equal(append(log, produced(5, { epoch: 3 })).error?.name, "OUT_OF_ORDER_SEQUENCE_NUMBER");
  appended(log, produced(1));
});

test("no batch of a new producer overtakes one that could not be written", async () => {
  const place = faultyPlace();
  const log = await place.openLog();
  place.files.fail({ call: "write", code: "ENOSPC", path: ".log" });
  assert.equal(refusal(log, produced(3)), "KAFKA_STORAGE_ERROR");
  assert.equal(refusal(log, produced(4)), "OUT_OF_ORDER_SEQUENCE_NUMBER");
  appended(log, produced(4, { producerId: 8 }));
  appended(log, produced(3));
  appended(log, produced(4));
  assert.deepEqual([log.endOffset, log.activeProducers().map(({ lastSequence }) => lastSequence)], [3, [4, 4]]);
});
