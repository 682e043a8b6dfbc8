import type { Cancel, Clock, Random } from "@millrace/kit";
import { type BackOff, backOffMs } from "../back-off.ts";
import type { ObjectKey } from "../client/kube-object.ts";

export interface KeyQueueOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Pauses of a key that failed. */
  readonly backOff: BackOff;
  /** Keys of one lane are worked on together, and one batch at a time; default: each key is a lane of its own. */
  readonly laneOf?: (key: ObjectKey) => string;
  /** Called whenever there may be something to take. */
  readonly wake: () => void;
}

interface Later {
  readonly atMs: number;
  readonly cancel: Cancel;
}

/**
 * Keys of objects that are to be looked at. A key is there once, however often it is added; one that is added while it is worked on comes
 * again afterwards; never is one worked on twice at a time.
 */
export class KeyQueue {
  readonly #options: KeyQueueOptions;
  /** Keys to be taken, by lane, each in the order in which they came; lanes in the order of their turns. */
  readonly #ready = new Map<string, Set<ObjectKey>>();
  readonly #laneOfReady = new Map<ObjectKey, string>();
  /** Keys that are worked on, and the lanes which that keeps busy. */
  readonly #active = new Map<ObjectKey, string>();
  readonly #busy = new Map<string, number>();
  readonly #again = new Set<ObjectKey>();
  readonly #later = new Map<ObjectKey, Later>();
  readonly #failures = new Map<ObjectKey, number>();
  /** Keys that failed with all others of their batch, and are tried by themselves. */
  readonly #alone = new Set<ObjectKey>();

  constructor(options: KeyQueueOptions) {
    this.#options = options;
  }

  /** Keys that wait to be taken now. */
  get size(): number {
    return this.#laneOfReady.size;
  }

  /** Neither is anything worked on nor ready; what is to come later does not count. */
  get isIdle(): boolean {
    return this.#laneOfReady.size === 0 && this.#active.size === 0;
  }

  /** Where the key was before: nowhere, waiting, or being worked on. */
  add(key: ObjectKey): "new" | "waiting" | "active" {
    this.#forgetLater(key);
    if (this.#active.has(key)) {
      this.#again.add(key);
      return "active";
    }
    if (this.#laneOfReady.has(key)) return "waiting";
    const lane = this.#options.laneOf?.(key) ?? key;
    this.#laneOfReady.set(key, lane);
    const keys = this.#ready.get(lane);
    if (keys === undefined) this.#ready.set(lane, new Set([key]));
    else keys.add(key);
    this.#options.wake();
    return "new";
  }

  /** Adds the key after a time, unless it is to come sooner. */
  addAfter(key: ObjectKey, ms: number): void {
    if (this.#laneOfReady.has(key) || this.#again.has(key)) return;
    const atMs = this.#options.clock.monotonicMs() + ms;
    const later = this.#later.get(key);
    if (later !== undefined && later.atMs <= atMs) return;
    later?.cancel();
    this.#later.set(key, { atMs, cancel: this.#options.clock.after(ms, () => this.add(key)) });
  }

  /** Adds the key after the pause that its failures in a row call for. */
  addAfterFailure(key: ObjectKey, { alone }: { readonly alone: boolean }): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    if (alone) this.#alone.add(key);
    this.addAfter(key, backOffMs(this.#options.backOff, failures, this.#options.random));
  }

  /** The key's failures don't count any more. */
  forgive(key: ObjectKey): void {
    this.#failures.delete(key);
    this.#alone.delete(key);
  }

  /** Up to `max` keys of one lane that nobody works on, the lane whose turn it is; they are worked on until `done`. */
  take(max: number): ObjectKey[] {
    for (const [lane, ready] of this.#ready) {
      if (this.#busy.has(lane)) continue;
      const keys = this.#batchOf(ready, max);
      for (const key of keys) {
        ready.delete(key);
        this.#laneOfReady.delete(key);
        this.#active.set(key, lane);
      }
      this.#busy.set(lane, keys.length);
      this.#ready.delete(lane);
      if (ready.size > 0) this.#ready.set(lane, ready);
      return keys;
    }
    return [];
  }

  /** The key is not worked on any more; it comes again if it was added meanwhile. */
  done(key: ObjectKey): void {
    const lane = this.#active.get(key);
    if (lane === undefined) return;
    this.#active.delete(key);
    const left = (this.#busy.get(lane) ?? 0) - 1;
    if (left > 0) this.#busy.set(lane, left);
    else this.#busy.delete(lane);
    if (this.#again.delete(key)) this.add(key);
    this.#options.wake();
  }

  /** Nothing comes later any more. */
  close(): void {
    for (const { cancel } of this.#later.values()) cancel();
    this.#later.clear();
  }

  #batchOf(ready: ReadonlySet<ObjectKey>, max: number): ObjectKey[] {
    const [first] = ready;
    if (first !== undefined && this.#alone.has(first)) return [first];
    const keys: ObjectKey[] = [];
    for (const key of ready) {
      if (keys.length === max) break;
      if (!this.#alone.has(key)) keys.push(key);
    }
    return keys;
  }

  #forgetLater(key: ObjectKey): void {
    this.#later.get(key)?.cancel();
    this.#later.delete(key);
  }
}
