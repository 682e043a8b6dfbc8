import { type Logger, messageOf } from "@millrace/kit";
import { batchHeader, endTransactionIn } from "@millrace/protocol";
import type { BatchCursor } from "./batch-cursor.ts";
import { decodeSnapshot } from "./producer-snapshot.ts";
import { ProducerStates } from "./producer-states.ts";
import type { Segment } from "./segment.ts";
import type { Snapshots } from "./snapshots.ts";
import type { AbortedEntry } from "./transaction-index.ts";

export interface LoadProducersOptions {
  readonly segments: readonly Segment[];
  readonly snapshots: Snapshots;
  readonly startOffset: number;
  /** Batches from here on are not looked at; snapshots behind it are removed. */
  readonly endOffset: number;
  /** Nothing stands behind it, either. */
  readonly isEnd: boolean;
  readonly logger: Logger;
}

/** How far before a snapshot batches are looked for that may come again. A client has five on the way for a partition. */
const LOOK_BACK_BYTES = 1024 * 1024;

/** The producers of a log at an offset: from the newest snapshot that can be read, and the batches behind it. */
export function loadProducers(options: LoadProducersOptions): ProducerStates {
  const { snapshots, endOffset, isEnd, segments } = options;
  snapshots.keep((offset) => offset <= endOffset);
  const producers = new ProducerStates();
  const from = newestSnapshot(options, producers);
  if (producers.entries.size > 0) lookBack(segments, from, isEnd && from === endOffset, producers);
  for (const segment of from < endOffset ? segmentsBehind(segments, from) : []) {
    const start = from > segment.baseOffset ? segment.locate(from)?.position : 0;
    if (start === undefined) continue;
    for (const cursor = segment.cursor(start); cursor.next() && batchHeader.baseOffset(cursor.bytes, cursor.at) < endOffset; )
      noteCurrent(cursor, producers);
  }
  producers.transactions.acknowledge(endOffset);
  return producers;
}

/** Takes account of the batch that the cursor is at. Returns the transaction that it aborts, if it does. */
export function noteCurrent(cursor: BatchCursor, producers: ProducerStates): AbortedEntry | undefined {
  const { bytes, at } = cursor;
  const marker = batchHeader.isControl(bytes, at) ? endTransactionIn(cursor.content()) : undefined;
  return producers.note(bytes, at, marker);
}

/** Fills `producers` and returns the offset up to which they are known. */
function newestSnapshot({ snapshots, startOffset, logger }: LoadProducersOptions, producers: ProducerStates): number {
  for (const offset of snapshots.offsets.toReversed()) {
    if (offset < startOffset) break;
    try {
      decodeSnapshot(snapshots.read(offset), producers);
      return offset;
    } catch (failure) {
      logger.warn("A snapshot of producers can't be read; an older one and the log are used", {
        path: snapshots.path(offset),
        reason: messageOf(failure),
      });
      snapshots.keep((other) => other !== offset);
    }
  }
  return startOffset;
}

function segmentsBehind(segments: readonly Segment[], offset: number): readonly Segment[] {
  const following = segments.findIndex(({ baseOffset }) => baseOffset > offset);
  return segments.slice(Math.max(0, (following < 0 ? segments.length : following) - 1));
}

/**
 * A snapshot names each producer's last batch only. Those shortly before it may come again too, if the broker went away before it had
 * answered them; they are found in the log.
 */
function lookBack(segments: readonly Segment[], offset: number, isEnd: boolean, producers: ProducerStates): void {
  const parts: Array<{ readonly segment: Segment; readonly start: number; readonly end: number }> = [];
  let leftBytes = LOOK_BACK_BYTES;
  for (const segment of segments.filter(({ baseOffset }) => baseOffset < offset).reverse()) {
    const end = (isEnd ? undefined : segment.locate(offset)?.position) ?? segment.sizeBytes;
    const start = leftBytes >= end ? 0 : indexedBefore(segment, end - leftBytes);
    parts.unshift({ segment, start, end });
    leftBytes -= end - start;
    if (leftBytes <= 0) break;
  }
  for (const { segment, start, end } of parts) {
    for (const cursor = segment.cursor(start, end); cursor.next(); ) producers.noteEarlier(cursor.bytes, cursor.at);
  }
}

/** Where a batch begins, as near before `position` as the index knows. */
function indexedBefore(segment: Segment, position: number): number {
  const { offsets } = segment.indexes();
  return offsets.position(offsets.floorOfPosition(position));
}
