import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../src/refusal.ts";
import type { AcquiredRecords } from "../src/share-partition/acquire.ts";
import type { DeliveryConfig } from "../src/share-partition/delivery-config.ts";
import { acknowledgeTypes, deliveryStates } from "../src/share-partition/delivery-state.ts";
import { SharePartition } from "../src/share-partition/share-partition.ts";
import type { StateWrite } from "../src/share-partition/state-write.ts";

const { ACCEPT, RELEASE, REJECT, RENEW } = acknowledgeTypes;
const config: DeliveryConfig = {
  recordLockDurationMs: 1_000,
  deliveryCountLimit: 5,
  partitionMaxRecordLocks: 2_000,
  renewAcknowledgeEnable: true,
};

interface Fetching {
  readonly memberId?: string;
  readonly maxRecords?: number;
  readonly batchSize?: number;
  readonly recordLimit?: boolean;
  readonly config?: DeliveryConfig;
  readonly nowMs?: number;
}

function fresh(): SharePartition {
  const partition = SharePartition.load({ startOffset: 0, stateBatches: [] });
  assert.ok(partition);
  return partition;
}

/** Fetches from a log of which each batch has ten records. */
function fetch(partition: SharePartition, fetching: Fetching = {}): string {
  const { memberId = "m", maxRecords = 500, batchSize = 500, recordLimit = false, nowMs = 0 } = fetching;
  const fetchOffset = partition.nextFetchOffset;
  const first = Math.floor(fetchOffset / 10) * 10;
  const batches = [0, 1, 2, 3, 4, 5].map((index) => {
    return { firstOffset: first + index * 10, lastOffset: first + index * 10 + 9, withheld: false };
  });
  return shown(partition.acquire({ memberId, fetchOffset, batches, recordLimit, maxRecords, batchSize }, fetching.config ?? config, nowMs));
}

function shown(acquired: readonly AcquiredRecords[]): string {
  return acquired.map(({ firstOffset, lastOffset, deliveryCount }) => `${firstOffset}-${lastOffset}x${deliveryCount}`).join(" ");
}

function say(
  partition: SharePartition,
  firstOffset: number,
  lastOffset: number,
  type: number | readonly number[],
  memberId = "m",
  nowMs = 0,
) {
  const types = typeof type === "number" ? [type] : type;
  return partition.acknowledge(memberId, [{ firstOffset, lastOffset, acknowledgeTypes: types }], config, nowMs);
}

function done(partition: SharePartition, write: StateWrite | Refusal | undefined): void {
  assert.ok(write !== undefined && !(write instanceof Refusal));
  partition.stored(write, true);
}

function refusal(result: StateWrite | Refusal | undefined): string {
  return result instanceof Refusal ? `${result.error.name}: ${result.message}` : "none";
}

test("batches of the log stay whole, and are told in parts of about what is acknowledged together", () => {
  const partition = fresh();
  assert.equal(fetch(partition, { maxRecords: 25, batchSize: 15 }), "0-19x1 20-29x1");
  assert.equal(partition.nextFetchOffset, 30);
});

test("a strict limit divides batches, and what was left of one comes next", () => {
  const partition = fresh();
  assert.equal(fetch(partition, { maxRecords: 7, recordLimit: true }), "0-6x1");
  assert.equal(fetch(partition, { maxRecords: 7, recordLimit: true, memberId: "n" }), "7-13x1");
});

test("no more is in flight than the group may have, but what is in flight goes round", () => {
  const few = { ...config, partitionMaxRecordLocks: 20 };
  const partition = fresh();
  assert.equal(fetch(partition, { config: few }), "0-19x1");
  assert.equal(partition.canAcquire(few), false);
  assert.equal(fetch(partition, { config: few }), "");
  done(partition, say(partition, 5, 9, RELEASE));
  assert.equal(partition.canAcquire(few), true);
  assert.equal(fetch(partition, { config: few, memberId: "n" }), "5-9x2");
  done(partition, say(partition, 0, 4, ACCEPT));
  assert.equal(fetch(partition, { config: few, memberId: "n" }), "20-29x1");
});

test("each record has one fate: what is accepted or rejected at the start is let go of, the rest waits", () => {
  const partition = fresh();
  fetch(partition, { maxRecords: 10 });
  const write = say(partition, 0, 9, [ACCEPT, ACCEPT, REJECT, RELEASE, ACCEPT, ACCEPT, RENEW, RENEW, REJECT, ACCEPT]);
  assert.ok(write !== undefined && !(write instanceof Refusal));
  const { AVAILABLE, ACKNOWLEDGED, ARCHIVED } = deliveryStates;
  const told = write.stateBatches.map(({ firstOffset, lastOffset, deliveryState }) => [firstOffset, lastOffset, deliveryState]);
  const expected = [
    [0, 1, ACKNOWLEDGED],
    [2, 2, ARCHIVED],
    [3, 3, AVAILABLE],
    [4, 5, ACKNOWLEDGED],
    [8, 8, ARCHIVED],
    [9, 9, ACKNOWLEDGED],
  ];
  assert.deepEqual(told, expected);
  assert.deepEqual([write.startOffset, write.deliveryCompleteCount], [0, 7]);
  assert.equal(partition.nextFetchOffset, 10, "nothing is free before it is stored");
  done(partition, write);
  assert.deepEqual([partition.startOffset, partition.nextFetchOffset, partition.runCount], [3, 3, 5]);
});

test("what could not be stored has not happened", () => {
  const partition = fresh();
  fetch(partition, { maxRecords: 10 });
  const write = say(partition, 0, 9, ACCEPT);
  assert.ok(write !== undefined && !(write instanceof Refusal));
  partition.stored(write, false);
  assert.equal(partition.startOffset, 0);
  done(partition, say(partition, 0, 9, ACCEPT));
  assert.equal(partition.startOffset, 10);
});

test("records are acknowledged only by whoever holds them, in Kafka's words", () => {
  const partition = fresh();
  assert.match(
    refusal(say(partition, 0, 1, ACCEPT)),
    /^INVALID_RECORD_STATE: Batch record not found. The request batch offsets are not found/,
  );
  fetch(partition, { maxRecords: 10 });
  const cases: Array<[number, number, number, string, string]> = [
    [10, 12, ACCEPT, "m", "INVALID_REQUEST: Batch record not found. The first offset in request is past acquired records."],
    [8, 12, ACCEPT, "m", "INVALID_REQUEST: Batch record not found. The last offset in request is past acquired records."],
    [0, 9, ACCEPT, "n", "INVALID_RECORD_STATE: Member is not the owner of batch record"],
    [3, 4, ACCEPT, "n", "INVALID_RECORD_STATE: Member is not the owner of offset"],
  ];
  for (const [first, last, type, memberId, expected] of cases) assert.equal(refusal(say(partition, first, last, type, memberId)), expected);
  done(partition, say(partition, 5, 5, RELEASE));
  assert.equal(
    refusal(say(partition, 4, 6, ACCEPT)),
    "INVALID_RECORD_STATE: The offset cannot be acknowledged. The offset is not acquired.",
  );
  const withoutRenew = { ...config, renewAcknowledgeEnable: false };
  const renewal = [{ firstOffset: 0, lastOffset: 1, acknowledgeTypes: [RENEW] }];
  assert.match(refusal(partition.acknowledge("m", renewal, withoutRenew, 0)), /Renewing acquisition locks is not enabled for the group./);
});

test("who holds records for too long loses them, unless it asks for more time", () => {
  const partition = fresh();
  fetch(partition, { maxRecords: 10 });
  assert.equal(say(partition, 0, 4, RENEW, "m", 900), undefined);
  assert.equal(partition.nextTimeUpMs, 1_000);
  const write = partition.timeUp(config, 1_000);
  assert.deepEqual(write?.stateBatches, [{ firstOffset: 5, lastOffset: 9, deliveryState: deliveryStates.AVAILABLE, deliveryCount: 1 }]);
  assert.equal(fetch(partition, { memberId: "n", maxRecords: 5, nowMs: 1_000 }), "5-9x2");
  assert.equal(partition.nextTimeUpMs, 1_900);
  assert.match(refusal(say(partition, 5, 9, ACCEPT)), /Member is not the owner/);
});

test("records that failed often go out in ever smaller numbers, at last alone, and then never again", () => {
  const partition = fresh();
  const sizes: string[] = [];
  for (let attempt = 0; attempt < 10; attempt++) {
    const told = fetch(partition, { maxRecords: 10 });
    sizes.push(told);
    for (const part of told.split(" ")) {
      const [first = 0, last = 0] = part.split("x")[0]?.split("-").map(Number) ?? [];
      const write = say(partition, first, last, RELEASE);
      done(partition, write);
    }
    if (partition.startOffset > 0) break;
  }
  assert.deepEqual(sizes, ["0-9x1", "0-9x2", "0-9x3", "0-4x4", "0-0x5"]);
  assert.equal(partition.startOffset, 1, "the first record has no chance left");
});

test("what a member holds is free when it leaves, and nothing of others", () => {
  const partition = fresh();
  fetch(partition, { maxRecords: 10, memberId: "a" });
  fetch(partition, { maxRecords: 10, memberId: "b" });
  done(partition, partition.release("a", config));
  assert.equal(partition.release("a", config), undefined);
  assert.equal(fetch(partition, { maxRecords: 10, memberId: "b" }), "0-9x2");
});

test("a start goes on from what was stored: of the rest nobody knows that it was handed out", () => {
  const partition = SharePartition.load({
    startOffset: 10,
    stateBatches: [
      { firstOffset: 15, lastOffset: 19, deliveryState: deliveryStates.ACKNOWLEDGED, deliveryCount: 1 },
      { firstOffset: 20, lastOffset: 24, deliveryState: deliveryStates.AVAILABLE, deliveryCount: 2 },
    ],
  });
  assert.ok(partition);
  assert.equal(partition.nextFetchOffset, 10);
  assert.equal(fetch(partition, { maxRecords: 12, recordLimit: true }), "10-14x1 20-24x3 25-26x1");
  const overlapping = { firstOffset: 12, lastOffset: 13, deliveryState: deliveryStates.ARCHIVED, deliveryCount: 1 };
  assert.equal(SharePartition.load({ startOffset: 13, stateBatches: [overlapping] }), undefined);
  assert.equal(SharePartition.load({ startOffset: 12, stateBatches: [{ ...overlapping, deliveryState: 3 }] }), undefined);
});

test("records of aborted transactions and offsets without records are nobody's, and hold nothing up", () => {
  const partition = fresh();
  const batches = [
    { firstOffset: 0, lastOffset: 4, withheld: true },
    { firstOffset: 5, lastOffset: 9, withheld: false },
    { firstOffset: 10, lastOffset: 14, withheld: true },
  ];
  const asked = { memberId: "m", fetchOffset: 0, batches, recordLimit: false, maxRecords: 100, batchSize: 100 };
  assert.equal(shown(partition.acquire(asked, config, 0)), "5-9x1");
  assert.deepEqual([partition.startOffset, partition.endOffset], [5, 15]);
  done(partition, say(partition, 5, 9, ACCEPT));
  assert.equal(partition.startOffset, 15);
  const behindGap = { ...asked, fetchOffset: 15, batches: [{ firstOffset: 30, lastOffset: 31, withheld: false }] };
  assert.equal(shown(partition.acquire(behindGap, config, 0)), "30-31x1");
  assert.equal(partition.startOffset, 30);
});

test("compaction takes away what waits to be handed out, not what somebody holds", () => {
  const partition = fresh();
  fetch(partition, { maxRecords: 10 });
  done(partition, say(partition, 0, 4, RELEASE));
  const batches = [{ firstOffset: 30, lastOffset: 31, withheld: false }];
  const asked = { memberId: "n", fetchOffset: 0, batches, recordLimit: false, maxRecords: 100, batchSize: 100 };
  assert.equal(shown(partition.acquire(asked, config, 0)), "30-31x1");
  assert.equal(partition.startOffset, 5);
  done(partition, say(partition, 5, 9, ACCEPT));
  assert.equal(partition.startOffset, 30);
});

test("what the log has dropped is neither asked for nor missed", () => {
  const partition = fresh();
  fetch(partition, { maxRecords: 20 });
  const write = say(partition, 5, 14, RELEASE);
  assert.ok(write !== undefined && !(write instanceof Refusal));
  partition.dropBefore(10);
  done(partition, write);
  assert.deepEqual([partition.startOffset, partition.nextFetchOffset], [10, 10]);
  assert.equal(say(partition, 0, 4, ACCEPT), undefined);
  partition.dropBefore(100);
  assert.deepEqual([partition.startOffset, partition.endOffset, partition.runCount], [100, 100, 0]);
});
