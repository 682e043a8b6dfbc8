import assert from "node:assert/strict";
import { type CompressionType, decodeRecords, encodeBatch, splitBatches } from "@millrace/protocol";
import type { Log, LogConfig } from "../src/index.ts";
import { appended, memoryPlace, type Place, START_MS } from "./harness.ts";

export const compacting: Partial<LogConfig> = {
  cleanupCompact: true,
  cleanupDelete: false,
  minCleanableDirtyRatio: 0.01,
  indexIntervalBytes: 100,
};

/** A batch of `key=value` records; `key` alone is a tombstone. */
export function pairs(
  texts: readonly string[],
  draft: { compression?: CompressionType; timestamp?: number; producerId?: number; baseSequence?: number } = {},
) {
  const { timestamp = START_MS, producerId, ...rest } = draft;
  const records = texts.map((text, index) => {
    const [key = "", value] = text.split("=");
    return { timestamp: timestamp + index, key: Buffer.from(key), value: value === undefined ? null : Buffer.from(value) };
  });
  return encodeBatch({ records, ...rest, ...(producerId === undefined ? {} : { producerId, producerEpoch: 0 }) });
}

/** Appends what clients may see at once. */
export function written(log: Log, batch: Buffer): void {
  appended(log, batch);
  log.acknowledge(log.endOffset);
}

/** Everything that a reader finds, as `offset:key=value`. */
export function contents(log: Log): string[] {
  return batches(log).flatMap((batch) =>
    decodeRecords(batch).map(({ offset, key, value }) => `${offset}:${key}${value === null ? "" : `=${value}`}`),
  );
}

export function batches(log: Log): Buffer[] {
  const found: Buffer[] = [];
  for (let at = log.startOffset; at < log.endOffset; ) {
    const outcome = log.read(at, 1 << 20, { minOneMessage: true, upTo: log.endOffset });
    assert.ok(outcome.error === undefined, outcome.error?.name);
    assert.ok(outcome.nextOffset > at);
    found.push(...splitBatches(outcome.records));
    at = outcome.nextOffset;
  }
  return found;
}

export function cleaningPlace(): Place {
  const place = memoryPlace();
  place.cleaner = { ...place.cleaner, enable: true };
  return place;
}

export async function turns(place: Place, count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    place.clock.advance(0);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
