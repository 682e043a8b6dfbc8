import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryFiles } from "@millrace/files";
import { ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { cleanerConfigDefaults, type Log, type LogDirectory, logConfigDefaults, openLogDirectory } from "@millrace/log";
import { encodeBatch } from "@millrace/protocol";
import { type LentRead, SharedReads } from "../src/fetch/shared-reads.ts";
import { BufferPool } from "../src/network/buffer-pool.ts";

const maxBytes = 1 << 20;

async function openDirectory(): Promise<LogDirectory> {
  const clock = new ManualClock(1_700_000_000_000);
  return openLogDirectory({
    files: new MemoryFiles(clock),
    directory: "/data",
    clock,
    logger: silentLogger,
    random: seededRandom(1),
    retentionCheckIntervalMs: 300_000,
    checkpointIntervalMs: 60_000,
    producerIdExpirationMs: () => 86_400_000,
    producerIdExpirationCheckIntervalMs: 600_000,
    cleaner: () => cleanerConfigDefaults,
  });
}

async function openLogs(count: number): Promise<Log[]> {
  const directory = await openDirectory();
  return Array.from({ length: count }, (_, partition) => directory.open("t", partition, logConfigDefaults));
}

function append(log: Log, valueBytes = 1_000): void {
  const value = Buffer.alloc(valueBytes, log.endOffset + 1);
  const outcome = log.append(encodeBatch({ records: [{ key: null, value, headers: [], timestamp: 0 }] }), {
    leaderEpoch: 0,
    origin: "client",
  });
  assert.ok(outcome.error === undefined);
  log.acknowledge(log.endOffset);
}

/** Readers of the records from `offset` on, each with what its reply holds until it gives that back. */
function readers(pool: BufferPool) {
  const reads = new SharedReads(pool);
  return (log: Log, offset: number, more: Partial<LentRead> = {}) => {
    const held: Buffer[] = [];
    const hold = (memory: Buffer): Buffer => {
      held.push(memory);
      return memory;
    };
    const outcome = reads.read(log, {
      offset,
      maxBytes,
      minOneMessage: true,
      upTo: log.endOffset,
      withAborted: false,
      allocate: (sizeBytes) => hold(pool.acquire(sizeBytes)),
      lendAgain: (memory) => void hold(pool.retain(memory)),
      ...more,
    });
    assert.ok(outcome.error === undefined);
    const giveBack = (): void => {
      for (const memory of held.splice(0)) pool.release(memory);
    };
    return { records: outcome.records, memory: held[0], giveBack };
  };
}

test("readers who ask for the same stand in the memory of the second", async () => {
  const [log] = (await openLogs(1)) as [Log];
  append(log);
  const read = readers(new BufferPool(1 << 20));
  const [alone, ...others] = Array.from({ length: 4 }, () => read(log, 0));
  const [second] = others;
  assert.ok(alone !== undefined && second !== undefined);
  assert.ok(second.records.equals(alone.records) && second.records.length > 1_000);
  assert.notEqual(second.memory, alone.memory);
  for (const other of others) assert.deepEqual([other.memory, other.records], [second.memory, second.records]);
});

test("whoever asks for something else gets that", async () => {
  const [log] = (await openLogs(1)) as [Log];
  append(log);
  append(log);
  const read = readers(new BufferPool(1 << 20));
  for (const _ of [1, 2]) read(log, 0);
  const both = read(log, 0).records.length;
  assert.equal(read(log, 1).records.length, both / 2);
  for (const _ of [1, 2]) read(log, 0);
  assert.equal(read(log, 0, { maxBytes: both - 1 }).records.length, both / 2);
  for (const _ of [1, 2]) read(log, 0);
  assert.equal(read(log, 0, { upTo: 1 }).records.length, both / 2);
  for (const _ of [1, 2]) read(log, 0, { maxBytes: 10 });
  assert.equal(read(log, 0, { maxBytes: 10, minOneMessage: false }).records.length, 0);
  append(log);
  assert.equal(read(log, 0).records.length, (both / 2) * 3);
});

test("memory is written over when all replies are sent and nobody can ask for it any more", async () => {
  const [log] = (await openLogs(1)) as [Log];
  append(log);
  const pool = new BufferPool(1 << 20);
  const read = readers(pool);
  read(log, 0).giveBack();
  const shared = [read(log, 0), read(log, 0), read(log, 0)];
  const content = Buffer.from(shared[0]?.records ?? []);
  for (const reply of shared) {
    reply.giveBack();
    for (const value of [0, 1, 2]) pool.acquire(4096).fill(value);
  }
  const last = read(log, 0);
  assert.ok(last.records.equals(content));
  last.giveBack();
  for (const _ of [1, 2, 3]) assert.notEqual(pool.acquire(4096), last.memory);
  for (const offset of [1, 2, 3]) {
    append(log);
    assert.notEqual(read(log, offset).memory, last.memory, "readers who are late may still come");
  }
  append(log);
  assert.equal(read(log, 4).memory, last.memory);
});

test("of a log that was deleted nothing is held when another one is read", async () => {
  const directory = await openDirectory();
  const [deleted, other] = [0, 1].map((partition) => directory.open("t", partition, logConfigDefaults)) as [Log, Log];
  for (const log of [deleted, other]) append(log);
  const read = readers(new BufferPool(1 << 20));
  const alone = read(deleted, 0);
  const held = read(deleted, 0);
  held.giveBack();
  directory.delete("t", 0);
  assert.equal(read(other, 0).memory, held.memory);
  assert.notEqual(alone.memory, held.memory);
});

test("only what reaches the end is shared, and nothing that is large", async () => {
  const [log] = (await openLogs(1)) as [Log];
  for (const _ of [1, 2]) append(log, 600_000);
  const read = readers(new BufferPool(1 << 20));
  for (const sizeBytes of [700_000, 2 << 20]) {
    const memories = [1, 2, 3].map(() => read(log, 0, { maxBytes: sizeBytes }).memory);
    assert.equal(new Set(memories).size, 3);
  }
});

for (const { valueBytes, heldMax } of [
  { valueBytes: 500_000, heldMax: 16 },
  { valueBytes: 100, heldMax: 64 },
])
  test(`what is held for those who may come is bounded: records of ${valueBytes} bytes of ${heldMax} logs`, async () => {
    const logs = await openLogs(100);
    const read = readers(new BufferPool(1 << 30));
    const second = logs.map((log) => {
      append(log, valueBytes);
      read(log, 0);
      return read(log, 0).memory;
    });
    // From the newest on: each that is not held takes a place.
    const held = logs.toReversed().filter((log) => read(log, 0).memory === second[log.partition]);
    assert.deepEqual(
      held.map(({ partition }) => partition),
      Array.from({ length: heldMax }, (_, n) => 99 - n),
    );
  });
