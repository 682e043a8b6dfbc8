import type { Log, ReadOptions, ReadOutcome } from "@millrace/log";
import type { BufferPool } from "../network/buffer-pool.ts";

const heldBytesMax = 8 << 20;
/** As much as consumers ask for of a partition (`max.partition.fetch.bytes`). */
const sharedBytesMax = 1 << 20;
const logsMax = 64;
/** Of each log: readers who came to its end at different times. */
const readsMax = 4;

/** A read, and where the bytes for the reply come from. */
export interface LentRead extends Required<Omit<ReadOptions, "allocate">> {
  readonly offset: number;
  readonly maxBytes: number;
  /** Pooled memory of at least so many bytes for this reply. */
  readonly allocate: (sizeBytes: number) => Buffer;
  /** Told that this reply stands in the memory of another one. */
  readonly lendAgain: (memory: Buffer) => void;
}

/** What makes two reads of a log the same one. */
type Question = Pick<LentRead, "offset" | "maxBytes" | "upTo" | "minOneMessage" | "withAborted">;

interface Shared {
  readonly outcome: ReadOutcome;
  readonly memory: Buffer;
}

interface LastRead {
  readonly question: Question;
  /** Since it was asked for a second time. */
  shared: Shared | undefined;
}

/**
 * Reads of logs for many readers. Those who wait at the end of a log ask for the same one after the other: what the second of them has read is the answer to all
 * who follow, as long as it is among the log's last reads. One who is alone costs no more memory than his answer.
 */
export class SharedReads {
  readonly #pool: BufferPool;
  /** Of each log, the oldest first. */
  readonly #last = new Map<Log, LastRead[]>();
  #heldBytes = 0;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /** As {@link Log.read}; nobody may change the records. */
  read(log: Log, read: LentRead): ReadOutcome {
    const last = this.#last.get(log)?.find(({ question }) => isSame(question, read));
    if (last === undefined) {
      this.#note(log, read);
      return log.read(read.offset, read.maxBytes, read);
    }
    if (last.shared === undefined) return this.#readForAll(log, last, read);
    read.lendAgain(last.shared.memory);
    return last.shared.outcome;
  }

  #readForAll(log: Log, last: LastRead, read: LentRead): ReadOutcome {
    let memory: Buffer | undefined;
    const allocate = (sizeBytes: number): Buffer => {
      memory = read.allocate(sizeBytes);
      return memory;
    };
    const outcome = log.read(read.offset, read.maxBytes, { ...read, allocate });
    // What does not reach the end may be cleaned meanwhile, and be told to later readers beside what has been.
    if (memory === undefined || memory.length > sharedBytesMax || outcome.error !== undefined || outcome.nextOffset < read.upTo)
      return outcome;
    last.shared = { outcome, memory: this.#pool.retain(memory) };
    this.#heldBytes += memory.length;
    this.#keepWithinLimits();
    return outcome;
  }

  #note(log: Log, { offset, maxBytes, upTo, minOneMessage, withAborted }: LentRead): void {
    const reads = this.#last.get(log) ?? this.#begin();
    reads.push({ question: { offset, maxBytes, upTo, minOneMessage, withAborted }, shared: undefined });
    for (const old of reads.splice(0, reads.length - readsMax)) this.#release(old);
    this.#last.delete(log);
    this.#last.set(log, reads);
    this.#keepWithinLimits();
  }

  /** When another log comes, those that have been closed since can go. */
  #begin(): LastRead[] {
    for (const log of this.#last.keys()) if (log.isClosed) this.#forget(log);
    return [];
  }

  /** Forgets the logs that were read least lately. */
  #keepWithinLimits(): void {
    for (const log of this.#last.keys()) {
      if (this.#heldBytes <= heldBytesMax && this.#last.size <= logsMax) return;
      this.#forget(log);
    }
  }

  #forget(log: Log): void {
    for (const read of this.#last.get(log) ?? []) this.#release(read);
    this.#last.delete(log);
  }

  #release({ shared }: LastRead): void {
    if (shared === undefined) return;
    this.#heldBytes -= shared.memory.length;
    this.#pool.release(shared.memory);
  }
}

function isSame(a: Question, b: Question): boolean {
  return (
    a.offset === b.offset &&
    a.upTo === b.upTo &&
    a.maxBytes === b.maxBytes &&
    a.minOneMessage === b.minOneMessage &&
    a.withAborted === b.withAborted
  );
}
