import { assert } from "@millrace/kit";
import { BATCH_HEADER_BYTES, batchHeader, RecordFrames, recordBytes } from "@millrace/protocol";
import { abortedIn } from "../aborted-in.ts";
import { COMPACTED_BYTES_MAX } from "../check-append.ts";
import type { LogConfig } from "../log-config.ts";
import type { Segment, SegmentContext } from "../segment.ts";
import type { AbortedEntry } from "../transaction-index.ts";
import { BatchFilter, type FilterRules, type LastRecord } from "./batch-filter.ts";
import { BatchScan } from "./batch-scan.ts";
import { CleanedSegment } from "./cleaned-segment.ts";
import type { OffsetMap } from "./offset-map.ts";
import { type SizedSegment, segmentGroups } from "./segment-groups.ts";
import { TransactionFates } from "./transaction-fates.ts";

/** What a cleaning asks of a log. */
export interface LogToClean {
  readonly context: SegmentContext;
  readonly config: LogConfig;
  segments(): readonly Segment[];
  /** The last of each producer that is remembered, by its id. */
  lastRecords(): ReadonlyMap<number, LastRecord>;
  /** Puts a segment that survives loss of power in the place of those that it was made from. */
  replaceSegments(cleaned: Segment, replaced: readonly Segment[]): Promise<void>;
}

export interface CleaningTools {
  readonly map: OffsetMap;
  readonly loadFactor: number;
  readonly mapBytesMax: number;
  /** Half of it for reading, half for writing; a larger batch makes it larger for a while. */
  readonly ioBufferBytes: number;
  readonly nowMs: number;
  /** Told of bytes read or written, and of bytes gone over. Whoever is given a promise has to wait for it; it rejects if the cleaning is to end. */
  readonly spend: (ioBytes: number, workBytes: number) => Promise<void> | undefined;
}

export interface CleaningResult {
  /** Offsets before this one are clean. */
  readonly cleanedTo: number;
  /** Of the segments that were written anew. */
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

/**
 * Cleans a log up to `endOffset`: finds the last offset of each key in what is dirty, then writes all segments up to there anew without the
 * records that a later one has superseded, and puts the new ones in their place one group at a time. If there are more keys than the map
 * holds, it gets as far as that. The log can be read and written meanwhile; whoever calls sees to it that no segments are removed.
 */
export async function cleanLog(
  log: LogToClean,
  firstDirtyOffset: number,
  endOffset: number,
  tools: CleaningTools,
): Promise<CleaningResult> {
  const cleaning = new Cleaning(log, endOffset, tools);
  await cleaning.indexKeys(firstDirtyOffset);
  return cleaning.rewrite();
}

class Cleaning {
  readonly #log: LogToClean;
  readonly #endOffset: number;
  readonly #tools: CleaningTools;
  readonly #scan: BatchScan;
  readonly #frames = new RecordFrames();
  readonly #writeBuffer: Buffer;
  #bytesRead = 0;
  #bytesWritten = 0;

  constructor(log: LogToClean, endOffset: number, tools: CleaningTools) {
    this.#log = log;
    this.#endOffset = endOffset;
    this.#tools = tools;
    this.#scan = new BatchScan(tools.ioBufferBytes >>> 1);
    this.#writeBuffer = Buffer.allocUnsafeSlow(tools.ioBufferBytes >>> 1);
  }

  /** Takes the keys from `firstDirtyOffset` on into the map. */
  async indexKeys(firstDirtyOffset: number): Promise<void> {
    const { map, loadFactor, mapBytesMax } = this.#tools;
    map.reset(this.#endOffset - firstDirtyOffset, loadFactor, mapBytesMax);
    const fates = new TransactionFates(() => {});
    const segments = [...this.#log.segments()];
    for (const [index, segment] of segments.entries()) {
      const nextOffset = segments[index + 1]?.baseOffset ?? this.#endOffset;
      if (nextOffset <= firstDirtyOffset) continue;
      if (segment.baseOffset >= this.#endOffset) break;
      fates.expect(abortedIn(segments, index, Math.max(firstDirtyOffset, segment.baseOffset), nextOffset));
      if (!(await this.#indexSegment(segment, firstDirtyOffset, fates))) break;
      // Behind the last batch there may be a gap that an earlier cleaning left.
      map.latestOffset = Math.min(nextOffset, this.#endOffset) - 1;
    }
  }

  /** False if the map is full. */
  async #indexSegment(segment: Segment, firstDirtyOffset: number, fates: TransactionFates): Promise<boolean> {
    const { map } = this.#tools;
    const scan = this.#scan;
    const first = segment.locate(firstDirtyOffset);
    if (first === undefined) return true;
    scan.over(segment, first.position);
    while (scan.next()) {
      const { bytes, at, sizeBytes } = scan;
      const lastOffset = batchHeader.lastOffset(bytes, at);
      const work = this.#mayHaveKeys(bytes, at, fates) ? this.#indexBatch(bytes, at, sizeBytes, firstDirtyOffset) : 0;
      if (work < 0) return false;
      if (lastOffset >= firstDirtyOffset) map.latestOffset = lastOffset;
      const pause = this.#tools.spend(sizeBytes, BATCH_HEADER_BYTES + work);
      if (pause !== undefined) await pause;
    }
    return true;
  }

  /** Whether a batch has data, and is not taken back. To be asked once for each, in order. */
  #mayHaveKeys(b: Buffer, at: number, fates: TransactionFates): boolean {
    if (!batchHeader.isControl(b, at)) return !fates.isAborted(b, at);
    fates.isSpent(b, at);
    return false;
  }

  /** The bytes gone over; -1 if the map is full. */
  #indexBatch(b: Buffer, at: number, sizeBytes: number, firstDirtyOffset: number): number {
    const { map } = this.#tools;
    const frames = this.#frames;
    const isCompressed = batchHeader.compressionType(b, at) !== "none";
    const records = isCompressed ? recordBytes(b.subarray(at, at + sizeBytes), COMPACTED_BYTES_MAX) : b;
    const start = isCompressed ? 0 : at + BATCH_HEADER_BYTES;
    const end = isCompressed ? records.length : at + sizeBytes;
    const baseOffset = batchHeader.baseOffset(b, at);
    frames.over(records, start, end, batchHeader.recordCount(b, at));
    while (frames.next()) {
      const offset = baseOffset + frames.offsetDelta;
      if (frames.keyBytes < 0 || offset < firstDirtyOffset) continue;
      if (!map.put(records, frames.keyAt, frames.keyBytes, offset)) return -1;
    }
    return end - start;
  }

  /** Writes the segments up to the map's end anew. */
  async rewrite(): Promise<CleaningResult> {
    const { config } = this.#log;
    const cleanedTo = this.#tools.map.latestOffset + 1;
    const sized = await this.#sizedUpTo(cleanedTo);
    const limits = { segmentBytes: config.segmentBytes, indexBytes: config.segmentIndexBytes, endOffset: this.#endOffset };
    let stillNeeded: (entry: AbortedEntry) => void = () => {};
    const fates = new TransactionFates((entry) => stillNeeded(entry));
    for (const group of segmentGroups(sized, limits)) {
      const replaced = group.map(({ segment }) => segment);
      const cleaned = this.#newSegment(replaced);
      stillNeeded = (entry) => cleaned.segment.noteAborted(entry);
      await this.#rewriteGroup(replaced, cleaned, fates);
    }
    return { cleanedTo, bytesRead: this.#bytesRead, bytesWritten: this.#bytesWritten };
  }

  /** The segments that begin before `offset`. Their indexes may have to be read. */
  async #sizedUpTo(offset: number): Promise<Array<SizedSegment & { readonly segment: Segment }>> {
    const sized: Array<SizedSegment & { readonly segment: Segment }> = [];
    for (const segment of this.#log.segments().filter(({ baseOffset }) => baseOffset < offset)) {
      const { baseOffset, sizeBytes } = segment;
      const { offsets, times } = segment.indexes();
      const [offsetIndexBytes, timeIndexBytes] = [offsets.entries.sizeBytes, times.entries.sizeBytes];
      sized.push({ segment, baseOffset, sizeBytes, offsetIndexBytes, timeIndexBytes });
      const pause = this.#tools.spend(0, offsetIndexBytes + timeIndexBytes);
      if (pause !== undefined) await pause;
    }
    return sized;
  }

  #newSegment(replaced: readonly Segment[]): CleanedSegment {
    const [first] = replaced;
    const last = replaced.at(-1);
    assert(first !== undefined && last !== undefined, "a group has a segment");
    return new CleanedSegment(this.#log.context, first.baseOffset, last.createdMs, this.#writeBuffer);
  }

  async #rewriteGroup(replaced: readonly Segment[], cleaned: CleanedSegment, fates: TransactionFates): Promise<void> {
    try {
      const filter = new BatchFilter(this.#rules(fates));
      for (const segment of replaced) {
        const segments = this.#log.segments();
        const index = segments.indexOf(segment);
        fates.expect(abortedIn(segments, index, segment.baseOffset, segments[index + 1]?.baseOffset ?? this.#endOffset));
        await this.#rewriteSegment(segment, cleaned, filter);
      }
      await cleaned.finish();
      // Records without timestamps age by their file.
      cleaned.segment.setModified(replaced.at(-1)?.modifiedMs() ?? 0);
    } catch (failure) {
      await cleaned.segment.remove();
      throw failure;
    }
    await this.#log.replaceSegments(cleaned.segment, replaced);
  }

  #rules(transactions: TransactionFates): FilterRules {
    const { map, nowMs } = this.#tools;
    const { deleteRetentionMs } = this.#log.config;
    return { map, nowMs, deleteRetentionMs, endOffset: this.#endOffset, transactions, lastRecords: this.#log.lastRecords() };
  }

  async #rewriteSegment(segment: Segment, cleaned: CleanedSegment, filter: BatchFilter): Promise<void> {
    const scan = this.#scan;
    scan.over(segment, 0);
    let writtenBytes = 0;
    const keep = (bytes: Buffer, start: number, end: number): void => {
      writtenBytes += end - start;
      cleaned.add(bytes, start, end);
    };
    while (scan.next()) {
      writtenBytes = 0;
      const workBytes = filter.filter(scan.bytes, scan.at, keep);
      this.#bytesRead += scan.sizeBytes;
      this.#bytesWritten += writtenBytes;
      const pause = this.#tools.spend(scan.sizeBytes + writtenBytes, workBytes);
      if (pause !== undefined) await pause;
    }
  }
}
