import type { Clock } from "@millrace/kit";
import type { LedSharePartition } from "./led-share-partition.ts";
import { ShareFetchWait } from "./share-fetch-wait.ts";
import { noRecords, readShare, type ShareRead, type ShareReadRequest } from "./share-read.ts";

export interface ShareFetchOptions extends Omit<ShareReadRequest, "minOneMessage"> {
  readonly clock: Clock;
  /** What to fetch, in order. */
  readonly wanted: readonly LedSharePartition[];
  readonly bytesMin: number;
  readonly maxWaitMs: number;
  /** Called around what is done after a wait. */
  readonly resumed: () => void;
  readonly paused: () => void;
}

/** What was fetched; share partitions of which there is nothing to tell are left out. */
export type ShareReads = ReadonlyMap<LedSharePartition, ShareRead>;

const nothing: ShareReads = new Map();

/** A fetch that waits; `abandon` ends the waiting without an answer. */
export interface WaitingShareFetch {
  readonly done: Promise<ShareReads>;
  readonly abandon: () => void;
}

/** Hands records to a member, as soon as there are enough of them or the time is up. */
export function shareFetch(options: ShareFetchOptions): ShareReads | WaitingShareFetch {
  const { wanted, maxRecords, bytesMax, maxWaitMs } = options;
  if (wanted.length === 0 || maxRecords <= 0 || bytesMax <= 0) return nothing;
  const now = enoughOf(options);
  if (now !== undefined) return now;
  if (maxWaitMs <= 0) return readEach(options);
  let waiting: ShareFetchWait | undefined;
  const done = new Promise<ShareReads>((resolve) => {
    const look = (isLast: boolean) => {
      options.resumed();
      const reads = enoughOf(options) ?? (isLast ? readEach(options) : undefined);
      if (reads !== undefined) resolve(reads);
      options.paused();
      return reads !== undefined;
    };
    waiting = new ShareFetchWait({ clock: options.clock, wanted, waitMs: maxWaitMs, look });
  });
  return { done, abandon: () => waiting?.cancel() };
}

/** What there is, if that is enough, or if there is nothing to wait for. */
function enoughOf(options: ShareFetchOptions): ShareReads | undefined {
  const { wanted, bytesMin } = options;
  if (wanted.some(({ ended }) => ended)) return readEach(options);
  if (bytesMin <= 1) return wanted.some((led) => led.nextOffset() !== undefined) ? readEach(options) : undefined;
  return hasBytes(options) ? readEach(options) : undefined;
}

/** Reads as much as is needed to know. A read ends where a segment does: then nothing is to be gained by waiting, as Kafka has it. */
function hasBytes({ wanted, bytesMin, bytesMax }: ShareFetchOptions): boolean {
  let missing = Math.min(bytesMin, bytesMax);
  for (const led of wanted) {
    const offset = led.nextOffset();
    if (offset === undefined) continue;
    const upTo = led.partition.readableEnd(led.settings.readCommitted);
    const read = led.partition.log.read(offset, missing, { minOneMessage: true, upTo });
    if (read.error !== undefined || read.nextOffset < upTo) return true;
    missing -= read.records.length;
    if (missing <= 0) return true;
  }
  return false;
}

function readEach(options: ShareFetchOptions): ShareReads {
  const reads = new Map<LedSharePartition, ShareRead>();
  const readable = options.wanted.filter((led) => led.nextOffset() !== undefined);
  const bytesMax = Math.floor(options.bytesMax / Math.max(1, readable.length));
  let { maxRecords } = options;
  let minOneMessage = true;
  for (const led of options.wanted) {
    const { failure } = led;
    const read = failure === undefined ? undefined : { error: failure.error, records: noRecords, acquired: [] };
    const told = read ?? (maxRecords > 0 ? readShare(led, { ...options, bytesMax, maxRecords, minOneMessage }) : undefined);
    if (told === undefined) continue;
    reads.set(led, told);
    if (told.records.length > 0) minOneMessage = false;
    for (const { firstOffset, lastOffset } of told.acquired) maxRecords -= lastOffset - firstOffset + 1;
  }
  return reads;
}
