import type { KubeObject } from "../objects.ts";

/** Something that happened to a stored object. */
export interface StoreEvent {
  readonly revision: number;
  readonly bucket: string;
  readonly key: string;
  /** What there is now; after a removal what there was, with the revision of the removal. */
  readonly object: KubeObject;
  /** What there was before; undefined: nothing. */
  readonly previous: KubeObject | undefined;
  readonly removed: boolean;
  /** About as much as it holds in memory. */
  readonly weightBytes: number;
}

/** How much of the past is kept for whoever comes back to a watch; beyond it he has to list again. */
const eventsMax = 10_000;
const weightBytesMax = 4 << 20;

/** What happened lately, oldest first. Watchers read it at their own pace, so that a slow one costs nothing. */
export class History {
  #events: StoreEvent[] = [];
  #weightBytes = 0;
  /** Everything after this revision is here. */
  #oldest: number;
  #wake: Array<() => void> = [];

  /** Begins at `revision`, with what has happened since. */
  constructor(revision: number, events: readonly StoreEvent[] = []) {
    this.#oldest = revision;
    this.add(events);
  }

  add(events: readonly StoreEvent[]): void {
    for (const event of events) {
      this.#events.push(event);
      this.#weightBytes += event.weightBytes;
    }
    this.#trim();
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** Whoever saw this revision, or a later one, can be told all since. */
  get oldest(): number {
    return this.#oldest;
  }

  /** What happened after `revision`, oldest first; undefined if not all of it is known any more. */
  since(revision: number): readonly StoreEvent[] | undefined {
    if (revision < this.#oldest) return undefined;
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.revision ?? 0) > revision) high = middle;
      else low = middle + 1;
    }
    return this.#events.slice(low);
  }

  /** Calls `wake` once, at the next event. Returns how to take that back. */
  onNext(wake: () => void): () => void {
    this.#wake.push(wake);
    return () => {
      const at = this.#wake.indexOf(wake);
      if (at >= 0) this.#wake.splice(at, 1);
    };
  }

  #trim(): void {
    let drop = 0;
    // Dropped in lumps: cutting the front off an array costs as much as is left of it.
    if (this.#events.length <= eventsMax && this.#weightBytes <= weightBytesMax) return;
    while (drop < this.#events.length - 1 && (this.#events.length - drop > eventsMax * 0.9 || this.#weightBytes > weightBytesMax * 0.9)) {
      this.#weightBytes -= this.#events[drop]?.weightBytes ?? 0;
      drop++;
    }
    this.#oldest = this.#events[drop - 1]?.revision ?? this.#oldest;
    this.#events.splice(0, drop);
  }
}
