import { messageOf } from "@millrace/kit";
import { BATCH_HEADER_BYTES, batchHeader, errors, int64At } from "@millrace/protocol";
import { abortedIn } from "./aborted-in.ts";
import { type AbortedTransaction, type Read, type ReadOptions, type ReadOutcome, refused } from "./outcomes.ts";
import { ReadPositions } from "./read-positions.ts";
import type { Segment } from "./segment.ts";
import type { SegmentList } from "./segment-list.ts";

const OFFSET_BYTES = 8;
const offsetBytes = Buffer.alloc(OFFSET_BYTES);
const nothing = Buffer.alloc(0);
const noneAborted: readonly AbortedTransaction[] = [];

/** Reads of a log. Usually one call of the system each: where the last reads ended is remembered. */
export class LogReader {
  readonly #segments: SegmentList;
  readonly #positions = new ReadPositions();

  constructor(segments: SegmentList) {
    this.#segments = segments;
  }

  /** `endOffset` is the log's. The caller has seen to it that `offset` is within the log. */
  read(offset: number, maxBytes: number, options: ReadOptions, endOffset: number): ReadOutcome {
    const upTo = Math.min(options.upTo, endOffset);
    if (offset >= upTo) return emptyRead(offset);
    try {
      for (let index = this.#segments.indexOf(offset); index < this.#segments.count; index++) {
        const found = this.#readSegment(index, offset, maxBytes, options, upTo, endOffset);
        if (found !== undefined) return found;
      }
      return corrupt(offset);
    } catch (failure) {
      return refused(errors.KAFKA_STORAGE_ERROR, messageOf(failure));
    }
  }

  /** The aborted transactions that have records in `[from, upTo)`, and perhaps some further ones. */
  aborted(from: number, upTo: number): readonly AbortedTransaction[] {
    return abortedIn(this.#segments.all(), this.#segments.indexOf(from), from, upTo);
  }

  /** Forgets positions: segments went away. */
  forget(): void {
    this.#positions.clear();
  }

  #readSegment(
    index: number,
    offset: number,
    maxBytes: number,
    options: ReadOptions,
    upTo: number,
    endOffset: number,
  ): ReadOutcome | undefined {
    const segment = this.#segments.all()[index] as Segment;
    const known = this.#positions.find(segment, offset);
    const position = known >= 0 ? known : segment.locate(offset)?.position;
    if (position === undefined || position >= segment.sizeBytes) return undefined;
    const behind = this.#segments.nextOffset(index, endOffset);
    const end = upTo >= behind ? segment.sizeBytes : (segment.locate(upTo)?.position ?? segment.sizeBytes);
    const records = readBatches(segment, position, Math.min(maxBytes, end - position), end, options);
    if (records === undefined) return corrupt(offset);
    if (records.length === 0) return emptyRead(offset);
    const nextPosition = position + records.length;
    const nextOffset = nextPosition === segment.sizeBytes ? behind : this.#offsetAt(segment, nextPosition);
    this.#positions.note(segment, nextOffset, nextPosition);
    const aborted = options.withAborted === true ? this.#abortedIn(segment, nextPosition, offset, behind) : noneAborted;
    return { error: undefined, records, nextOffset, aborted };
  }

  /** Kafka names those up to the next entry of the index of offsets, too. */
  #abortedIn(segment: Segment, nextPosition: number, offset: number, behind: number): readonly AbortedTransaction[] {
    return this.aborted(offset, segment.indexes().offsets.offsetBehind(nextPosition) ?? behind);
  }

  #offsetAt(segment: Segment, position: number): number {
    segment.read(offsetBytes, OFFSET_BYTES, position);
    return int64At(offsetBytes, 0);
  }
}

function emptyRead(offset: number): Read {
  return { error: undefined, records: nothing, nextOffset: offset, aborted: noneAborted };
}

/** No batch stands where it should. Unlike a failing disk that does not pass, so consumers are told to stop. */
function corrupt(offset: number): ReadOutcome {
  return refused(errors.CORRUPT_MESSAGE, `There is no sound batch with the record at offset ${offset}`);
}

/** Whole batches from `position` on: as many as fit into `wantedBytes`, or the first if asked for; undefined if that is none. */
function readBatches(segment: Segment, position: number, wantedBytes: number, end: number, options: ReadOptions): Buffer | undefined {
  if (wantedBytes >= BATCH_HEADER_BYTES) {
    const target = allocate(options, wantedBytes);
    const count = segment.read(target, wantedBytes, position);
    const whole = segment.wholeBatches(target, count, position);
    if (whole > 0 || !options.minOneMessage) return target.subarray(0, whole);
    return readOne(segment, position, batchHeader.batchSizeBytes(target), end, options);
  }
  if (!options.minOneMessage) return nothing;
  const cursor = segment.cursor(position, end);
  return cursor.next() ? readOne(segment, position, cursor.sizeBytes, end, options) : nothing;
}

function readOne(segment: Segment, position: number, sizeBytes: number, end: number, options: ReadOptions): Buffer | undefined {
  if (sizeBytes < BATCH_HEADER_BYTES) return undefined;
  if (sizeBytes > end - position) return nothing;
  const target = allocate(options, sizeBytes);
  return target.subarray(0, segment.read(target, sizeBytes, position));
}

function allocate(options: ReadOptions, sizeBytes: number): Buffer {
  return options.allocate === undefined ? Buffer.allocUnsafeSlow(sizeBytes) : options.allocate(sizeBytes);
}
