import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeEndTransaction } from "@millrace/protocol";
import type { AppendOutcome, Log, Verification } from "../src/index.ts";
import { ProducerStates } from "../src/producer-states.ts";
import { batchOf, faultyPlace, memoryPlace, onAllFiles, type Place, read, START_MS, settings } from "./harness.ts";

interface Options {
  readonly producerId?: number;
  readonly epoch?: number;
  readonly sequence?: number;
  readonly count?: number;
  readonly verification?: Verification | undefined;
  readonly transactional?: boolean;
}

function verify(log: Log, { producerId = 7, epoch = 0, sequence = 0 }: Options = {}, supportsEpochBump = true): Verification | undefined {
  const found = log.startVerification({ producerId, producerEpoch: epoch, baseSequence: sequence, supportsEpochBump });
  assert.ok(found === undefined || !("error" in found));
  return found;
}

function write(log: Log, options: Options = {}): AppendOutcome {
  const { producerId = 7, epoch = 0, sequence = 0, count = 1, transactional = true, verification } = options;
  const batch = batchOf(count, { producerId, producerEpoch: epoch, baseSequence: sequence, transactional });
  return log.append(batch, { leaderEpoch: 0, origin: "client", verification });
}

/** Opens a transaction, or goes on with it. */
function written(log: Log, options: Options = {}): number {
  const outcome = write(log, { ...options, verification: verify(log, options) });
  assert.ok(outcome.error === undefined, outcome.error?.name);
  log.acknowledge(log.endOffset);
  return outcome.baseOffset;
}

interface EndOptions {
  readonly producerId?: number;
  readonly epoch?: number;
  readonly coordinatorEpoch?: number;
  readonly transactionVersion?: number;
}

function end(log: Log, committed: boolean, options: EndOptions = {}): AppendOutcome {
  const { producerId = 7, epoch = 1, coordinatorEpoch = 0, transactionVersion = 2 } = options;
  const marker = encodeEndTransaction({ producerId, producerEpoch: epoch, committed, coordinatorEpoch, timestamp: START_MS });
  return log.append(marker, { leaderEpoch: 0, origin: "coordinator", transactionVersion });
}

function ended(log: Log, committed: boolean, options: EndOptions = {}): void {
  const outcome = end(log, committed, options);
  assert.ok(outcome.error === undefined, outcome.error?.name);
  log.acknowledge(log.endOffset);
}

test("the last stable offset waits for open transactions, and for markers to come below the high watermark", async () => {
  const log = await memoryPlace().openLog();
  written(log, { producerId: 1 });
  written(log, { producerId: 2 });
  assert.equal(log.lastStableOffset, 0);
  ended(log, true, { producerId: 2 });
  assert.equal(log.lastStableOffset, 0);
  end(log, true, { producerId: 1 });
  assert.equal(log.highWatermark, 3);
  assert.equal(log.lastStableOffset, 0, "the marker can't be seen yet");
  log.acknowledge(4);
  assert.equal(log.lastStableOffset, 4);
});

test("a transaction is opened only by a batch whose partition was verified for it", async () => {
  const log = await memoryPlace().openLog();
  assert.equal(write(log).error?.name, "INVALID_TXN_STATE");
  const verification = verify(log);
  assert.equal(write(log, { producerId: 8, verification }).error?.name, "INVALID_TXN_STATE", "another producer's");
  assert.equal(write(log, { verification }).error, undefined);
  assert.equal(verify(log, { sequence: 1 }), undefined, "it is open");
  assert.equal(write(log, { sequence: 1 }).error, undefined);
  ended(log, true);
  assert.equal(write(log, { epoch: 1, verification }).error?.name, "INVALID_TXN_STATE", "it is good for one transaction");
});

test("with verification switched off, a batch may open a transaction by itself", async () => {
  const log = await memoryPlace().openLog();
  const batch = batchOf(1, { producerId: 7, producerEpoch: 0, baseSequence: 0, transactional: true });
  assert.equal(log.append(batch, { leaderEpoch: 0, origin: "client", unverified: true }).error, undefined);
});

test("a marker that comes in between takes a verification away, unless it belongs to the transaction before", async () => {
  const log = await memoryPlace().openLog();
  written(log);
  const old = verify(log, { epoch: 1 }, false);
  ended(log, true, { epoch: 1 });
  assert.equal(write(log, { epoch: 1, verification: old }).error?.name, "INVALID_TXN_STATE");
  written(log, { epoch: 1 });
  const next = verify(log, { epoch: 2 });
  ended(log, true, { epoch: 2 });
  assert.equal(write(log, { epoch: 2, verification: next }).error, undefined, "the marker of epoch 2 ended the transaction of epoch 1");
});

test("no batch overtakes one that was verified before it", async () => {
  const log = await memoryPlace().openLog();
  const verification = verify(log, { sequence: 3 }, false);
  assert.equal(write(log, { sequence: 4, verification }).error?.name, "OUT_OF_ORDER_SEQUENCE_NUMBER");
  assert.equal(write(log, { sequence: 3, verification }).error, undefined);
  const fresh = verify(log, { producerId: 8, sequence: 3 });
  assert.equal(
    write(log, { producerId: 8, sequence: 3, verification: fresh }).error?.name,
    "OUT_OF_ORDER_SEQUENCE_NUMBER",
    "a new epoch begins at 0",
  );
});

test("epochs of markers: higher than the records' where every transaction has its own, else not lower", async () => {
  const log = await memoryPlace().openLog();
  written(log, { epoch: 5 });
  assert.equal(end(log, true, { epoch: 5 }).error?.name, "INVALID_PRODUCER_EPOCH");
  assert.equal(end(log, true, { epoch: 4, transactionVersion: 1 }).error?.name, "INVALID_PRODUCER_EPOCH");
  assert.equal(log.lastStableOffset, 0);
  ended(log, true, { epoch: 6 });
  ended(log, true, { epoch: 6 });
  assert.equal(log.endOffset, 3, "a marker that comes again is written again");
  assert.equal(write(log, { epoch: 5 }).error?.name, "INVALID_PRODUCER_EPOCH");
  assert.equal(
    log.startVerification({ producerId: 7, producerEpoch: 5, baseSequence: 0, supportsEpochBump: true }) instanceof Object,
    true,
  );
  written(log, { producerId: 8, epoch: 5 });
  ended(log, true, { producerId: 8, epoch: 5, transactionVersion: 1 });
  written(log, { producerId: 9, epoch: 32_767 });
  ended(log, true, { producerId: 9, epoch: 32_767 });
});

test("an old coordinator ends nothing", async () => {
  const log = await memoryPlace().openLog();
  ended(log, true, { coordinatorEpoch: 3 });
  written(log, { epoch: 1 });
  assert.equal(end(log, true, { epoch: 2, coordinatorEpoch: 2 }).error?.name, "TRANSACTION_COORDINATOR_FENCED");
  ended(log, true, { epoch: 2, coordinatorEpoch: 3 });
});

test("a producer does not write outside of its open transaction", async () => {
  const log = await memoryPlace().openLog();
  written(log);
  assert.equal(write(log, { sequence: 1, transactional: false }).error?.name, "INVALID_TXN_STATE");
});

test("a producer with an open transaction is not forgotten", async () => {
  const place = memoryPlace();
  const log = await place.openLog();
  written(log);
  place.clock.advance(2 * 86_400_000);
  assert.equal(log.activeProducers()[0]?.currentTxnStartOffset, 0);
  ended(log, true);
  place.clock.advance(2 * 86_400_000);
  assert.deepEqual(log.activeProducers(), []);
});

onAllFiles("aborted transactions are named for what was read, across segments and starts", async (place) => {
  const directory = await place.open();
  let log = directory.open("t", 0, settings());
  written(log, { producerId: 1, count: 2 });
  written(log, { producerId: 2 });
  log.roll();
  ended(log, false, { producerId: 1 });
  ended(log, true, { producerId: 2 });
  log.roll();
  written(log, { producerId: 3 });
  ended(log, false, { producerId: 3 });
  const check = (): void => {
    const all = [
      { producerId: 1, firstOffset: 0, lastOffset: 3, lastStableOffset: 2 },
      { producerId: 3, firstOffset: 5, lastOffset: 6, lastStableOffset: 7 },
    ];
    assert.deepEqual(log.abortedTransactions(0, 7), all);
    assert.deepEqual(log.abortedTransactions(4, 5), []);
    assert.deepEqual(log.abortedTransactions(3, 4), [all[0]]);
    const outcome = log.read(0, 1 << 20, { minOneMessage: true, upTo: log.endOffset, withAborted: true });
    assert.ok(outcome.error === undefined);
    assert.deepEqual([outcome.nextOffset, outcome.aborted], [3, [all[0]]], "the read ends with the segment");
    assert.equal(log.lastStableOffset, 7);
  };
  check();
  await directory.close();
  assert.deepEqual(place.names(".txnindex"), ["00000000000000000003.txnindex", "00000000000000000005.txnindex"]);
  const again = await place.open();
  log = again.open("t", 0, settings());
  check();
  log.deleteRecordsBefore(5);
  await again.close();
  assert.deepEqual(place.names(".txnindex"), ["00000000000000000005.txnindex"]);
});

test("an index of transactions is Kafka's, byte for byte", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  written(log, { producerId: 258 });
  written(log, { producerId: 2 });
  ended(log, false, { producerId: 258 });
  await directory.close();
  // Version, producer id, first offset, offset of the marker, last stable offset.
  const expected = ["0000", "0000000000000102", "0000000000000000", "0000000000000002", "0000000000000001"];
  assert.equal(place.content("00000000000000000000.txnindex").toString("hex"), expected.join(""));
});

test("aborted transactions stay so when a crash takes back where the log begins", async () => {
  const place = faultyPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  directory.open("u", 0, settings());
  written(log);
  ended(log, false);
  written(log, { epoch: 1, sequence: 0 });
  place.files.fail({ call: "write", code: "EIO", path: "log-start-offset-checkpoint", times: 2 });
  log.deleteRecordsBefore(2);
  directory.delete("u", 0); // so that recovery points are noted
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  place.files.kill();
  const again = await place.openLog();
  assert.equal(again.startOffset, 0);
  assert.deepEqual(again.abortedTransactions(0, 2), [{ producerId: 7, firstOffset: 0, lastOffset: 1, lastStableOffset: 2 }]);
});

test("where a log begins is noted once more where that failed", async () => {
  const place = faultyPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  written(log, { count: 3 });
  place.files.fail({ call: "write", code: "EIO", path: "log-start-offset-checkpoint" });
  log.deleteRecordsBefore(2);
  for (const advancedMs of [0, 60_000]) {
    place.clock.advance(advancedMs);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  place.files.kill();
  assert.equal((await place.openLog()).startOffset, 2);
});

test("a damaged index of transactions is made anew", async () => {
  const place = memoryPlace();
  const directory = await place.open();
  const log = directory.open("t", 0, settings());
  written(log, { producerId: 1 });
  log.roll();
  ended(log, false, { producerId: 1 });
  log.roll();
  written(log, { producerId: 2 });
  await directory.close();
  const [name = ""] = place.names(".txnindex");
  const content = place.content(name);
  place.put(name, Buffer.concat([content.subarray(0, 20), Buffer.alloc(14)]));
  const again = await place.openLog();
  assert.deepEqual(again.abortedTransactions(0, 3), [{ producerId: 1, firstOffset: 0, lastOffset: 1, lastStableOffset: 2 }]);
  assert.equal(again.lastStableOffset, 2);
  assert.ok(place.lines.some(({ message }) => message.includes("made anew")));
});

test("a batch that a cleaning has emptied opens no transaction, though its marker is gone", () => {
  const producers = new ProducerStates();
  const batch = batchOf(1, { producerId: 7, producerEpoch: 0, baseSequence: 4, transactional: true });
  const emptied = Buffer.from(batch);
  emptied.writeInt32BE(0, 57);
  producers.note(emptied, 0, undefined);
  assert.deepEqual(
    producers.active().map(({ lastSequence, currentTxnStartOffset }) => [lastSequence, currentTxnStartOffset]),
    [[4, -1]],
  );
  assert.equal(producers.transactions.firstUnstable, Number.POSITIVE_INFINITY);
  producers.note(batch, 0, undefined);
  assert.equal(producers.transactions.firstUnstable, 0);
});

test("records may be deleted under an open transaction; what was deleted is not waited for", async () => {
  const place = memoryPlace();
  const log = await place.openLog();
  written(log, { count: 3 });
  written(log, { producerId: 8 });
  log.deleteRecordsBefore(2);
  assert.equal(log.lastStableOffset, 2);
  ended(log, false);
  assert.equal(log.lastStableOffset, 3);
  assert.equal(read(log, 2).length > 0, true);
  assert.deepEqual(log.abortedTransactions(2, 5), [{ producerId: 7, firstOffset: 0, lastOffset: 4, lastStableOffset: 3 }]);
});

test("an aborted transaction whose index could not be flushed is written again, and known when the power has gone", async () => {
  for (let seed = 0; seed < 20; seed++) {
    const place = faultyPlace(seed);
    const log = await place.openLog();
    written(log);
    ended(log, false);
    place.files.fail({ call: "sync", code: "EIO", path: ".txnindex" });
    await checkpoint(place);
    // The process that writes it again may die before it can flush it.
    for (let kills = 1 + (seed % 2); kills > 0; kills--) {
      place.files.kill();
      await place.openLog();
    }
    await checkpoint(place);
    place.files.losePower();
    assert.equal((await place.openLog()).abortedTransactions(0, 2).length, 1, `seed ${seed}`);
  }
});

async function checkpoint(place: Place): Promise<void> {
  place.clock.advance(60_000);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
