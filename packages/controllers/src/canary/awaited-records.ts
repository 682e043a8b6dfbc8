/** Records that were sent and have not been read yet. Others' records, and those of an earlier process, are none of them. */
export class AwaitedRecords {
  /** When each was sent, by the clock's monotonic time. */
  readonly #sentMs = new Map<string, number>();

  sent(key: string, nowMs: number): void {
    this.#sentMs.set(key, nowMs);
  }

  /** It was not stored: nobody will read it. */
  failed(key: string): void {
    this.#sentMs.delete(key);
  }

  /** How long it took until it was read; undefined if nobody waited for it. */
  read(key: string, nowMs: number): number | undefined {
    const sentMs = this.#sentMs.get(key);
    this.#sentMs.delete(key);
    return sentMs === undefined ? undefined : nowMs - sentMs;
  }

  /** Gives up those that were sent before; how many there were. */
  giveUp(beforeMs: number): number {
    const late = [...this.#sentMs].filter(([, sentMs]) => sentMs < beforeMs);
    for (const [key] of late) this.#sentMs.delete(key);
    return late.length;
  }
}
