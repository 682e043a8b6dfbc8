import { type Cancel, type Clock, type Random, repeat } from "@millrace/kit";

interface Pending {
  readonly atMs: number;
  readonly order: number;
  readonly task: () => void;
  isCancelled: boolean;
}

/** The wall clock when a world begins. */
const beginningMs = 1_750_000_000_000;
/** Timers fire so much too late at most. */
const latenessMs = 1;

/** Time that goes on from one thing that happens to the next. What is due at about the same time happens in an order that chance decides. */
export class SimulatedClock implements Clock {
  readonly #random: Random;
  /** A heap: the next is the first. */
  readonly #pending: Pending[] = [];
  #order = 0;
  #elapsedMs = 0;
  #wallAheadMs = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  now(): number {
    return Math.floor(beginningMs + this.#wallAheadMs + this.#elapsedMs);
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  after(delayMs: number, task: () => void): Cancel {
    return this.at(this.#elapsedMs + Math.max(0, delayMs) + (latenessMs * this.#random.below(1000)) / 1000, task);
  }

  every(periodMs: number, task: () => void): Cancel {
    return repeat(this, periodMs, task);
  }

  /** Runs `task` at that time exactly, behind what is to run then already. */
  at(atMs: number, task: () => void): Cancel {
    const pending = { atMs, order: this.#order++, task, isCancelled: false };
    this.#push(pending);
    return () => {
      pending.isCancelled = true;
    };
  }

  /** What asks the machine for the time is told another one from now on. */
  jump(byMs: number): void {
    this.#wallAheadMs += byMs;
  }

  /** Time passes while something blocks the process. */
  stall(forMs: number): void {
    this.#elapsedMs += forMs;
  }

  /** Goes on to what is next, and does it. False if there is nothing up to `untilMs`. */
  step(untilMs: number): boolean {
    for (let next = this.#pending[0]; next !== undefined && next.atMs <= untilMs; next = this.#pending[0]) {
      this.#pop();
      if (next.isCancelled) continue;
      this.#elapsedMs = Math.max(this.#elapsedMs, next.atMs);
      next.task();
      return true;
    }
    return false;
  }

  #push(pending: Pending): void {
    const heap = this.#pending;
    let at = heap.length;
    heap.push(pending);
    for (let above = (at - 1) >> 1; at > 0 && isBefore(pending, heap[above] as Pending); above = (at - 1) >> 1) {
      heap[at] = heap[above] as Pending;
      heap[above] = pending;
      at = above;
    }
  }

  #pop(): void {
    const heap = this.#pending;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Pending, heap[below] as Pending)) below++;
      if (!isBefore(heap[below] as Pending, last)) break;
      heap[at] = heap[below] as Pending;
      at = below;
    }
    heap[at] = last;
  }
}

function isBefore(one: Pending, other: Pending): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}

/** The clock as a process has it: nothing of it happens once the process is dead. */
export function clockOf({ isAlive }: { readonly isAlive: () => boolean }, clock: Clock): Clock {
  const whileAlive = (task: () => void) => () => {
    if (isAlive()) task();
  };
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, task) => clock.after(delayMs, whileAlive(task)),
    every(periodMs, task) {
      const cancel = clock.every(periodMs, () => (isAlive() ? task() : cancel()));
      return cancel;
    },
  };
}
