import type { EpochEntry } from "./checkpoint-file.ts";

/** Stands for an epoch that nobody knows. */
const NO_EPOCH = -1;

/** Which leader epoch each offset was written in (KIP-101): the epochs in order, each with its first offset. */
export class LeaderEpochs {
  #entries: EpochEntry[] = [];
  /** The entries differ from those that were last saved. */
  changed = false;

  constructor(entries: readonly EpochEntry[]) {
    for (const { epoch, startOffset } of entries) this.assign(epoch, startOffset);
    this.changed = false;
  }

  get entries(): readonly EpochEntry[] {
    return this.#entries;
  }

  /** The last epoch, or -1. */
  get latest(): number {
    return this.#entries.at(-1)?.epoch ?? -1;
  }

  /** Notes that `epoch` begins at `startOffset`, if that is news. What contradicts it is dropped. */
  assign(epoch: number, startOffset: number): void {
    const last = this.#entries.at(-1);
    if (epoch < 0 || (last !== undefined && last.epoch === epoch && last.startOffset <= startOffset)) return;
    this.#keep((entry) => entry.epoch < epoch && entry.startOffset < startOffset);
    this.#entries.push({ epoch, startOffset });
    this.changed = true;
  }

  /** Forgets epochs that begin at `endOffset` or later: the log ends there. */
  truncateEnd(endOffset: number): void {
    this.#keep((entry) => entry.startOffset < endOffset);
  }

  /** Forgets epochs that ended by `startOffset`; the one that goes on then begins there. */
  truncateStart(startOffset: number): void {
    const current = this.#entries.findLast((entry) => entry.startOffset <= startOffset);
    if (current === undefined || current.startOffset === startOffset) return;
    this.#keep((entry) => entry.startOffset > startOffset);
    this.#entries.unshift({ epoch: current.epoch, startOffset });
    this.changed = true;
  }

  /** The epoch of the record at `offset`, or -1. */
  epochFor(offset: number): number {
    return this.#entries.findLast((entry) => entry.startOffset <= offset)?.epoch ?? -1;
  }

  /** The largest epoch up to `epoch` and the offset where it ends; undefined if nothing is known of it. */
  endOffsetFor(epoch: number, logEndOffset: number): { readonly epoch: number; readonly endOffset: number } | undefined {
    if (epoch === NO_EPOCH) return undefined;
    if (epoch === this.latest) return { epoch, endOffset: logEndOffset };
    const higher = this.#entries.find((entry) => entry.epoch > epoch);
    if (higher === undefined) return undefined;
    const floor = this.#entries.findLast((entry) => entry.epoch <= epoch);
    return { epoch: floor?.epoch ?? epoch, endOffset: higher.startOffset };
  }

  #keep(holds: (entry: EpochEntry) => boolean): void {
    const kept = this.#entries.filter(holds);
    if (kept.length === this.#entries.length) return;
    this.#entries = kept;
    this.changed = true;
  }
}
