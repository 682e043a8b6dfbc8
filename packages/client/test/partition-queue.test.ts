import assert from "node:assert/strict";
import { test } from "node:test";
import { type ErrorName, errors, type KafkaError } from "@millrace/protocol";
import fc from "fast-check";
import type { Batch, Pending } from "../src/producer/batch.ts";
import { PartitionQueue } from "../src/producer/partition-queue.ts";
import { verdictOf } from "../src/producer/verdict.ts";

function pending(name: number, sizeBytes = 10): Pending {
  const draft = { timestamp: name, key: null, value: null };
  return { draft, sizeBytes, delivered() {}, failed() {} };
}

function names(count: number): number[] {
  return Array.from({ length: count }, (_, name) => name);
}

function queueOf(records: number, batchBytes = 100): PartitionQueue {
  const queue = new PartitionQueue({ topic: "t", partition: 0 }, batchBytes);
  for (let name = 0; name < records; name++) queue.append(pending(name), 0);
  return queue;
}

test("records fill batches up to their size", () => {
  const queue = queueOf(10); // 61 bytes of header and three records of 10 make 91
  const sizes = [queue.take(), queue.take(), queue.take(), queue.take()].map((batch) => batch?.records.length);
  assert.deepEqual(sizes, [3, 3, 3, 1]);
});

test("a batch is ready when it is full or has lingered", () => {
  const queue = queueOf(2);
  assert.equal(queue.readyAtMs(5), 5);
  queue.append(pending(2), 1);
  queue.append(pending(3), 1);
  assert.equal(queue.readyAtMs(5), Number.NEGATIVE_INFINITY);
});

test("at most five batches are in flight", () => {
  const queue = queueOf(30);
  for (let i = 0; i < 5; i++) {
    assert.notEqual(queue.readyAtMs(0), undefined);
    queue.take();
  }
  assert.equal(queue.readyAtMs(0), undefined);
});

test("a batch that is sent again goes alone", () => {
  const queue = queueOf(30);
  queue.identify({ producerId: 1, epoch: 0 });
  const [first, second] = [queue.take(), queue.take()] as [Batch, Batch];
  queue.retry(first);
  assert.equal(queue.readyAtMs(0), undefined, "not while the second one is in flight");
  queue.retry(second);
  assert.equal(queue.take(), first);
  assert.equal(queue.readyAtMs(0), undefined, "nothing follows it");
  queue.succeeded(first);
  assert.equal(queue.take(), second);
});

/** A partition as a broker keeps it: refuses what does not follow, tells what it has already. */
class Store {
  readonly records: number[] = [];
  readonly #seen = new Map<string, number>();
  #epoch = -1;
  #nextSequence = 0;

  append(batch: Batch, epoch: number): ErrorName {
    const sequence = batch.baseSequence ?? -1;
    const names = batch.records.map((record) => record.draft.timestamp);
    if (epoch === this.#epoch && this.#seen.get(`${epoch}/${sequence}`) === names.length) return "NONE";
    if (sequence !== (epoch === this.#epoch ? this.#nextSequence : 0)) return "OUT_OF_ORDER_SEQUENCE_NUMBER";
    this.#epoch = epoch;
    this.#nextSequence = sequence + names.length;
    this.#seen.set(`${epoch}/${sequence}`, names.length);
    this.records.push(...names);
    return "NONE";
  }
}

type Fate = "stored" | "lost" | "answer lost" | "refused" | "too large";

/** What comes back for a batch that fares so. A broker finds a batch too large the first time or never. */
function answerOf(store: Store, batch: Batch, epoch: number, fate: Fate): KafkaError {
  if (fate === "lost" || fate === "refused") return errors.NETWORK_EXCEPTION;
  if (fate === "too large" && batch.records.length > 1 && batch.attempts === 1) return errors.MESSAGE_TOO_LARGE;
  const answer = errors[store.append(batch, epoch)];
  return fate === "answer lost" ? errors.NETWORK_EXCEPTION : answer;
}

function settle(queue: PartitionQueue, batch: Batch, error: KafkaError): void {
  const verdict = verdictOf(error, {
    records: batch.records.length,
    isFirst: queue.isFirst(batch),
    idempotent: true,
    transactional: false,
  });
  if (verdict === "again in a new epoch") queue.endEpoch();
  if (verdict === "stored") queue.succeeded(batch);
  else if (verdict === "failed") queue.failed(batch);
  else queue.retry(batch, verdict === "split" ? batch.halves() : [batch]);
}

/** Sends so many batches at most before the first answer comes back. */
function sendSome(queue: PartitionQueue, atMost: number): Batch[] {
  const sent: Batch[] = [];
  while (sent.length < atMost && queue.readyAtMs(0) !== undefined) sent.push(queue.take() as Batch);
  return sent;
}

test("whatever happens on the way, every record is stored once and in order", () => {
  const fates = fc.array(fc.constantFrom<Fate>("stored", "stored", "lost", "answer lost", "refused", "too large"), {
    minLength: 20,
    maxLength: 120,
  });
  fc.assert(
    fc.property(fates, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), (script, windows) => {
      const queue = queueOf(60);
      queue.identify({ producerId: 1, epoch: 0 });
      const store = new Store();
      for (let step = 0; !queue.isEmpty; step++) {
        const sent = sendSome(queue, windows[step % windows.length] ?? 1);
        const answers = sent.map((batch, at) => answerOf(store, batch, queue.identity?.epoch ?? -1, script[step + at] ?? "stored"));
        for (const [at, batch] of sent.entries()) settle(queue, batch, answers[at] ?? errors.NONE);
        assert.equal(queue.identity?.epoch, 0, "nothing was given up");
      }
      assert.deepEqual(store.records, names(60));
    }),
    { numRuns: 300 },
  );
});

test("after a batch was given up the rest goes on in a new epoch, in order and once", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), (failing) => {
      const queue = queueOf(15);
      queue.identify({ producerId: 1, epoch: 0 });
      const store = new Store();
      const sent = sendSome(queue, 5);
      const lost = sent[failing] as Batch;
      const answers = sent.map((batch) => (batch === lost ? errors.INVALID_RECORD : errors[store.append(batch, 0)]));
      for (const [at, batch] of sent.entries()) settle(queue, batch, answers[at] ?? errors.NONE);
      for (let name = 15; name < 18; name++) queue.append(pending(name), 0);
      while (queue.readyAtMs(0) !== undefined) {
        const batch = queue.take() as Batch;
        assert.equal(store.append(batch, queue.identity?.epoch ?? -1), "NONE");
        queue.succeeded(batch);
      }
      const given = lost.records.map((record) => record.draft.timestamp);
      assert.deepEqual(
        store.records,
        names(18).filter((name) => !given.includes(name)),
      );
    }),
  );
});

test("an expired batch that was sent ends the epoch; one that was not leaves no gap", () => {
  const queue = queueOf(6);
  queue.identify({ producerId: 1, epoch: 0 });
  const first = queue.take() as Batch;
  queue.retry(first);
  assert.deepEqual(queue.expire(1).length, 2);
  queue.append(pending(9), 5);
  const next = queue.take() as Batch;
  assert.deepEqual([queue.identity?.epoch, next.baseSequence], [1, 0]);
});

test("when the epochs of a producer id are used up another id is needed", () => {
  const queue = queueOf(3);
  assert.ok(queue.needsIdentity);
  queue.identify({ producerId: 1, epoch: 32_767 });
  queue.failed(queue.take() as Batch);
  assert.ok(queue.needsIdentity);
  queue.identify({ producerId: 2, epoch: 0 });
  assert.ok(!queue.needsIdentity);
});
