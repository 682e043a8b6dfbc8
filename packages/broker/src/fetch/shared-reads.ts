import type { Log, ReadOptions, ReadOutcome } from "@millrace/log";
import type { BufferPool } from "../network/buffer-pool.ts";

const heldBytesMax = 8 << 20;
/** As much as consumers ask for of a partition (`max.partition.fetch.bytes`). */
const sharedBytesMax = 1 << 20;
const logsMax = 64;

/** A read, and where the bytes for the reply come from. */
export interface LentRead extends Required<Omit<ReadOptions, "allocate">> {
  readonly offset: number;
  readonly maxBytes: number;
  /** Pooled memory of at least so many bytes for this reply. */
  readonly allocate: (sizeBytes: number) => Buffer;
  /** Told that this reply stands in the memory of another one. */
  readonly lendAgain: (memory: Buffer) => void;
}

interface Shared {
  readonly outcome: ReadOutcome;
  readonly memory: Buffer;
}

interface LastRead {
  readonly read: LentRead;
  /** Since it was asked for a second time. */
  shared: Shared | undefined;
}

/**
 * Reads of logs for many readers. Those who wait at the end of a log ask for the same one after the other: what the second of them has read is the answer to all
 * who follow, until a reader asks for something else. One who is alone costs no more memory than his answer.
 */
export class SharedReads {
  readonly #pool: BufferPool;
  readonly #last = new Map<Log, LastRead>();
  #heldBytes = 0;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /** As {@link Log.read}; nobody may change the records. */
  read(log: Log, read: LentRead): ReadOutcome {
    const last = this.#last.get(log);
    if (last === undefined || !isSame(last.read, read)) {
      this.#note(log, { read, shared: undefined });
      return log.read(read.offset, read.maxBytes, read);
    }
    if (last.shared === undefined) return this.#readForAll(log, read);
    read.lendAgain(last.shared.memory);
    return last.shared.outcome;
  }

  #readForAll(log: Log, read: LentRead): ReadOutcome {
    let memory: Buffer | undefined;
    const allocate = (sizeBytes: number): Buffer => {
      memory = read.allocate(sizeBytes);
      return memory;
    };
    const outcome = log.read(read.offset, read.maxBytes, { ...read, allocate });
    if (memory === undefined || memory.length > sharedBytesMax || outcome.error !== undefined) return outcome;
    this.#pool.retain(memory);
    this.#note(log, { read, shared: { outcome, memory } });
    return outcome;
  }

  #note(log: Log, last: LastRead): void {
    this.#forget(log);
    this.#last.set(log, last);
    this.#heldBytes += last.shared?.memory.length ?? 0;
    for (const oldest of this.#last.keys()) {
      if (this.#heldBytes <= heldBytesMax && this.#last.size <= logsMax) return;
      this.#forget(oldest);
    }
  }

  #forget(log: Log): void {
    const memory = this.#last.get(log)?.shared?.memory;
    this.#last.delete(log);
    if (memory === undefined) return;
    this.#heldBytes -= memory.length;
    this.#pool.release(memory);
  }
}

function isSame(a: LentRead, b: LentRead): boolean {
  return (
    a.offset === b.offset &&
    a.upTo === b.upTo &&
    a.maxBytes === b.maxBytes &&
    a.minOneMessage === b.minOneMessage &&
    a.withAborted === b.withAborted
  );
}
