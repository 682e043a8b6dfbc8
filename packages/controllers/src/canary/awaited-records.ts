interface Awaited {
  readonly partition: number;
  /** Of the clock's monotonic time. */
  readonly sentMs: number;
}

/** Records that were sent and have not been read yet. Others' records, and those of an earlier process, are none of them. */
export class AwaitedRecords {
  readonly #records = new Map<string, Awaited>();

  sent(key: string, record: Awaited): void {
    this.#records.set(key, record);
  }

  /** It was not stored: nobody will read it. */
  failed(key: string): void {
    this.#records.delete(key);
  }

  /** How long it took until it was read; undefined if nobody waited for it. */
  read(key: string, nowMs: number): number | undefined {
    const record = this.#records.get(key);
    this.#records.delete(key);
    return record === undefined ? undefined : nowMs - record.sentMs;
  }

  /** Gives up those that were sent before; their partitions. */
  overdue(beforeMs: number): readonly number[] {
    const late = [...this.#records].filter(([, { sentMs }]) => sentMs < beforeMs);
    for (const [key] of late) this.#records.delete(key);
    return late.map(([, { partition }]) => partition);
  }
}
