import { batchHeader, decodeRecords, ProtocolError, type RecordView } from "@millrace/protocol";
import type { BatchCursor } from "./batch-cursor.ts";
import type { TimestampAndOffset } from "./outcomes.ts";
import type { Segment } from "./segment.ts";

/** The first record at or behind `startOffset` with a timestamp of at least `timestamp` (KIP-79). */
export function firstAtOrAfter(segments: readonly Segment[], timestamp: number, startOffset: number): TimestampAndOffset | undefined {
  const segment = segments.find((candidate) => newestMs(candidate) >= timestamp);
  if (segment === undefined) return undefined;
  const floor = Math.max(segment.indexes().times.floorOffset(timestamp), startOffset);
  for (const cursor = segment.cursorBefore(floor); cursor.next(); ) {
    if (batchHeader.maxTimestamp(cursor.bytes, cursor.at) < timestamp) continue;
    const found = recordsOf(cursor).find((record) => record.timestamp >= timestamp && record.offset >= startOffset);
    if (found !== undefined) return place(found, cursor);
  }
  return undefined;
}

/** The first record with the largest timestamp of the log (KIP-734). */
export function firstWithLargest(segments: readonly Segment[]): TimestampAndOffset | undefined {
  let newest: Segment | undefined;
  for (const segment of segments) {
    if (newest === undefined || segment.largestTimestamp().timestamp > newest.largestTimestamp().timestamp) newest = segment;
  }
  if (newest === undefined) return undefined;
  const { timestamp, offset } = newest.largestTimestamp();
  for (const cursor = newest.cursorBefore(offset); cursor.next(); ) {
    if (batchHeader.maxTimestamp(cursor.bytes, cursor.at) !== timestamp) continue;
    const found = recordsOf(cursor).find((record) => record.timestamp === timestamp);
    return found === undefined ? undefined : place(found, cursor);
  }
  return undefined;
}

/** Largest timestamp of a segment's records, or the time of its file's last change if they have none. */
export function newestMs(segment: Segment): number {
  const { timestamp } = segment.largestTimestamp();
  return timestamp >= 0 ? timestamp : segment.modifiedMs();
}

/** Records that can't be read (nobody looked into what a client compressed) count as one with the header's offset and timestamp. */
function recordsOf(cursor: BatchCursor): Array<Pick<RecordView, "offset" | "timestamp">> {
  const { bytes, at } = cursor;
  try {
    return decodeRecords(cursor.content());
  } catch (failure) {
    if (!(failure instanceof ProtocolError)) throw failure;
    return [{ offset: batchHeader.baseOffset(bytes, at), timestamp: batchHeader.maxTimestamp(bytes, at) }];
  }
}

function place({ timestamp, offset }: Pick<RecordView, "offset" | "timestamp">, cursor: BatchCursor): TimestampAndOffset {
  return { timestamp, offset, leaderEpoch: batchHeader.partitionLeaderEpoch(cursor.bytes, cursor.at) };
}
