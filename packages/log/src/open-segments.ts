/** Something that holds a file handle and memory, and can do without until it is used again. */
export interface Releasable {
  /** Set at each use. */
  used: boolean;
  /** Bytes of memory that it holds. */
  heldBytes(): number;
  /** Gives handle and memory back. False if that is not possible at the moment. */
  release(): boolean;
}

export interface OpenSegmentsLimits {
  readonly handlesMax: number;
  readonly heldBytesMax: number;
}

/** Where nobody says how many files there may be. */
const HANDLES_USUAL = 500;
/** Beyond it the memory of segments is the limit in any case. */
const HANDLES_MAX = 10_000;
/** Of the files that the process may have open: the others are connections, indexes that are read or written, and what else there is. */
const SHARE_OF_FILES = 1 / 4;

/**
 * Limits for a process that may have so many files open; undefined where nobody says how many. A log whose segment is not among those opens it for each
 * batch, reads its indexes, and has those of another one written: a thousand partitions that are written to in turn should all be.
 */
export function openSegmentsLimits(openMax?: number): OpenSegmentsLimits {
  const handlesMax = openMax === undefined ? HANDLES_USUAL : Math.min(HANDLES_MAX, Math.floor(openMax * SHARE_OF_FILES));
  return { handlesMax, heldBytesMax: 64 * 1024 * 1024 };
}

/** Keeps the number of open segments and the memory of their indexes within limits: those not used for longest are released ("second chance"). */
export class OpenSegments {
  readonly #limits: OpenSegmentsLimits;
  readonly #open = new Map<Releasable, number>();
  #heldBytes = 0;

  constructor(limits: OpenSegmentsLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#open.size;
  }

  /** To be called when a handle was opened or memory was taken. */
  note(segment: Releasable): void {
    this.forget(segment);
    this.#add(segment);
    segment.used = true;
    if (this.#isOver()) this.#shrink(segment);
  }

  /** To be called when a segment has given everything back. */
  forget(segment: Releasable): void {
    this.#heldBytes -= this.#open.get(segment) ?? 0;
    this.#open.delete(segment);
  }

  #add(segment: Releasable): void {
    const bytes = segment.heldBytes();
    this.#open.set(segment, bytes);
    this.#heldBytes += bytes;
  }

  #isOver(): boolean {
    return this.#open.size > this.#limits.handlesMax || this.#heldBytes > this.#limits.heldBytesMax;
  }

  #shrink(newest: Releasable): void {
    // Twice around: the first time takes away the marks of use.
    for (let steps = 2 * this.#open.size; steps > 0 && this.#isOver(); steps--) {
      const [oldest] = this.#open.keys();
      if (oldest === undefined) return;
      const keep = oldest === newest || oldest.used;
      this.forget(oldest);
      if (!keep && oldest.release()) continue;
      oldest.used = oldest === newest;
      this.#add(oldest);
    }
  }
}
