import { assert } from "./assert.ts";
import { type Cancel, type Clock, repeat } from "./clock.ts";

/** Far more than anything has to do at one time. */
const tasksAtOneTimeMax = 100_000;

interface Pending {
  readonly atMs: number;
  readonly order: number;
  readonly task: () => void;
}

/** A clock that moves only when told to; due tasks run in order of time, then of their making. */
export class ManualClock implements Clock {
  #nowMs: number;
  #order = 0;
  readonly #startMs: number;
  readonly #pending = new Set<Pending>();

  constructor(startMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
    this.#startMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs - this.#startMs;
  }

  after(delayMs: number, task: () => void): Cancel {
    const pending = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, task };
    this.#pending.add(pending);
    return () => void this.#pending.delete(pending);
  }

  every(periodMs: number, task: () => void): Cancel {
    return repeat(this, periodMs, task);
  }

  /**
   * Moves time forward and runs what becomes due on the way, including what those tasks set up. Throws InvariantError where
   * tasks set each other up without an end and no time goes by.
   */
  advance(byMs: number): void {
    const endMs = this.#nowMs + byMs;
    let tasksAtOneTime = 0;
    for (let next = this.#nextDue(endMs); next !== undefined; next = this.#nextDue(endMs)) {
      this.#pending.delete(next);
      tasksAtOneTime = next.atMs > this.#nowMs ? 0 : tasksAtOneTime + 1;
      assert(tasksAtOneTime < tasksAtOneTimeMax, "time goes on between tasks that set each other up");
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.task();
    }
    this.#nowMs = endMs;
  }

  #nextDue(endMs: number): Pending | undefined {
    let first: Pending | undefined;
    for (const pending of this.#pending) {
      if (pending.atMs > endMs) continue;
      if (first === undefined || pending.atMs < first.atMs || (pending.atMs === first.atMs && pending.order < first.order)) first = pending;
    }
    return first;
  }
}
