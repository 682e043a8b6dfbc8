import { writeAgain } from "@millrace/files";
import type { Logger } from "@millrace/kit";
import { batchHeader } from "@millrace/protocol";
import { type BatchCursor, CONTENT_WINDOW_BYTES } from "./batch-cursor.ts";
import type { LeaderEpochs } from "./leader-epochs.ts";
import { noteCurrent } from "./load-producers.ts";
import type { ProducerStates } from "./producer-states.ts";
import type { Segment, SegmentContext } from "./segment.ts";

/** Read at once, without a look into the indexes: opening and reading those two files takes longer. */
const SMALL_BYTES = 64 * 1024;

export interface RecoveryOptions {
  readonly context: SegmentContext;
  readonly logger: Logger;
  readonly clean: boolean;
  /** A flush has failed or may have: what is read may be in the system's memory only, and stay there until it is written again. */
  readonly writesAgain: boolean;
  readonly recoveryPoint: number;
  /** The producers at an offset of the log, behind which nothing stands if it `isEnd`. */
  readonly producersAt: (offset: number, isEnd: boolean) => ProducerStates;
  /** Offsets before this one may have been taken out by a cleaning. */
  readonly gapsBefore: number;
}

export interface Recovered {
  readonly endOffset: number;
  readonly scannedBytes: number;
  readonly cutBytes: number;
  /** Those behind one that is damaged or missing. */
  readonly removedSegments: number;
  /** At the end. */
  readonly producers: ProducerStates;
}

/**
 * Finds the end of a log and makes its last segment ready to be appended to. After a crash, each batch behind the recovery point is read and
 * its checksum compared; at the first that does not hold, or that does not follow the one before it where nothing was cleaned, the log ends: its segment is cut there
 * and later ones are removed from the directory and from `segments`.
 */
export function recoverSegments(segments: Segment[], options: RecoveryOptions, epochs: LeaderEpochs): Recovered {
  const active = segments.at(-1);
  if (active === undefined) return unscanned(0, options);
  if (options.clean) {
    const endOffset = wholeEnd(active);
    if (endOffset !== undefined) return unscanned(endOffset, options);
    options.logger.warn("A log is not whole in spite of a clean stop", { directory: options.context.directory });
  }
  return new Recovery(segments, options, epochs).run();
}

function unscanned(endOffset: number, { producersAt }: RecoveryOptions): Recovered {
  return { endOffset, scannedBytes: 0, cutBytes: 0, removedSegments: 0, producers: producersAt(endOffset, true) };
}

/** The offset behind the last batch of a segment that is whole as far as headers tell; undefined if it is not. */
function wholeEnd(segment: Segment): number | undefined {
  const end = endOf(segment);
  return end.position === segment.sizeBytes ? end.offset : undefined;
}

/** A place between two batches, or behind the last one. */
interface Boundary {
  readonly position: number;
  /** Of the first record behind it. */
  readonly offset: number;
}

/** Behind the last batch of a segment, as far as headers tell. */
function endOf(segment: Segment): Boundary {
  const cursor = segment.sizeBytes <= SMALL_BYTES ? segment.cursor(0, segment.sizeBytes, SMALL_BYTES) : cursorFromLastIndexed(segment);
  let offset = segment.baseOffset;
  while (cursor.next()) offset = batchHeader.lastOffset(cursor.bytes, cursor.at) + 1;
  return { position: cursor.nextPosition, offset };
}

function cursorFromLastIndexed(segment: Segment): BatchCursor {
  const { offsets } = segment.indexes();
  return segment.cursor(offsets.position(offsets.last));
}

class Recovery {
  readonly #segments: Segment[];
  readonly #options: RecoveryOptions;
  readonly #epochs: LeaderEpochs;
  #endOffset = 0;
  #scannedBytes = 0;
  #cutBytes = 0;
  /** Whether something was cut off the segment that was scanned last. */
  #isCut = false;
  #removedSegments = 0;

  constructor(segments: Segment[], options: RecoveryOptions, epochs: LeaderEpochs) {
    this.#segments = segments;
    this.#options = options;
    this.#epochs = epochs;
  }

  run(): Recovered {
    // The segment that ends at the recovery point belongs to it: something may stand behind its end.
    const following = this.#segments.findIndex(({ baseOffset }) => baseOffset >= this.#options.recoveryPoint);
    const first = Math.max(0, (following < 0 ? this.#segments.length : following) - 1);
    const from = this.#recoveryPointIn(this.#segments[first] as Segment);
    const producers = this.#options.producersAt(from.offset, false);
    for (const [index, segment] of this.#segments.slice(first).entries()) {
      // What was cut off has left no gap of a cleaning.
      if (index > 0 && !(this.#isCut ? segment.baseOffset === this.#endOffset : this.#follows(segment.baseOffset))) {
        this.#removeFrom(first + index);
        break;
      }
      this.#scan(segment, index === 0 ? from : { position: 0, offset: segment.baseOffset }, producers);
    }
    producers.transactions.acknowledge(this.#endOffset);
    return {
      endOffset: this.#endOffset,
      scannedBytes: this.#scannedBytes,
      cutBytes: this.#cutBytes,
      removedSegments: this.#removedSegments,
      producers,
    };
  }

  /** Where to begin in the segment that contains the recovery point: at its beginning, if what should be on the disk is not there. */
  #recoveryPointIn(segment: Segment): Boundary {
    const { recoveryPoint } = this.#options;
    const place = recoveryPoint > segment.baseOffset ? segment.locate(recoveryPoint) : undefined;
    if (place !== undefined) {
      const cursor = segment.cursor(place.position);
      if (cursor.next() && batchHeader.baseOffset(cursor.bytes, cursor.at) === recoveryPoint)
        return { position: place.position, offset: recoveryPoint };
    } else if (recoveryPoint > segment.baseOffset) {
      const end = endOf(segment);
      if (end.offset === recoveryPoint) return end;
    }
    return { position: 0, offset: segment.baseOffset };
  }

  #scan(segment: Segment, from: Boundary, producers: ProducerStates): void {
    // Of a segment that was never brought onto the disk there is usually no index: it would be made anew to be cut.
    if (from.position === 0 && this.#options.recoveryPoint <= segment.baseOffset) segment.forgetAll();
    else segment.forgetFrom(from.position, from.offset);
    this.#endOffset = from.offset;
    let wholeBytes = from.position;
    for (const cursor = segment.cursor(from.position, segment.sizeBytes, CONTENT_WINDOW_BYTES); this.#isGood(cursor); ) {
      const { bytes, at, position, sizeBytes } = cursor;
      const lastOffset = batchHeader.lastOffset(bytes, at);
      segment.noteBatch(position, sizeBytes, lastOffset, batchHeader.maxTimestamp(bytes, at));
      const epoch = batchHeader.partitionLeaderEpoch(bytes, at);
      if (epoch > this.#epochs.latest) this.#epochs.assign(epoch, this.#endOffset);
      const aborted = noteCurrent(cursor, producers);
      if (aborted !== undefined) segment.noteAborted(aborted);
      this.#endOffset = lastOffset + 1;
      wholeBytes = cursor.nextPosition;
    }
    this.#scannedBytes += segment.sizeBytes - from.position;
    this.#cutBytes += segment.sizeBytes - wholeBytes;
    this.#isCut = wholeBytes < segment.sizeBytes;
    if (this.#isCut) segment.truncate(wholeBytes);
    if (!this.#options.writesAgain) return;
    writeAgain(segment.file(), from.position, wholeBytes);
    segment.writeIndexesAgain();
  }

  #isGood(cursor: BatchCursor): boolean {
    if (!cursor.next() || !cursor.crcHolds()) return false;
    const { bytes, at } = cursor;
    return this.#follows(batchHeader.baseOffset(bytes, at)) && batchHeader.lastOffsetDelta(bytes, at) >= 0;
  }

  /** Whether what begins with `offset` may stand behind what was read so far. */
  #follows(offset: number): boolean {
    return offset === this.#endOffset || (offset > this.#endOffset && offset <= this.#options.gapsBefore);
  }

  #removeFrom(index: number): void {
    const { files } = this.#options.context;
    for (const segment of this.#segments.splice(index)) {
      this.#cutBytes += segment.sizeBytes;
      this.#removedSegments += 1;
      for (const path of segment.markDeleted()) files.remove(path);
    }
  }
}
