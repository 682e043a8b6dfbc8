import { type Cancel, type Clock, repeat } from "@millrace/kit";

/** The time of a platform: it goes on by itself, and can be moved forward. */
export interface PlatformClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Moves time forward, in two hundred steps at most, and does what becomes due on the way, in order: retention, transaction and session
   * timeouts, renewals. Resolves when all of that has been begun.
   */
  advance(byMs: number): Promise<void>;
}

interface Pending {
  readonly dueMs: number;
  readonly task: () => void;
  cancel: Cancel;
}

/** So that moving by years is quick, too, whatever comes again every second. */
const stepsMax = 200;
/** Turns of the event loop that work gets to go on at the end of a move. */
const turnsAfter = 5;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock on top of another that it runs ahead of. */
export class AdjustableClock implements Clock, PlatformClock {
  readonly #base: Clock;
  readonly #offsetMs: number;
  readonly #pending = new Set<Pending>();
  #aheadMs = 0;
  #moving: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(base: Clock, startMs = base.now()) {
    this.#base = base;
    this.#offsetMs = startMs - base.now();
  }

  now(): number {
    return Math.floor(this.#base.now() + this.#offsetMs + this.#aheadMs);
  }

  monotonicMs(): number {
    return this.#base.monotonicMs() + this.#aheadMs;
  }

  after(delayMs: number, task: () => void): Cancel {
    if (this.#isClosed) return () => {};
    const pending: Pending = { dueMs: this.monotonicMs() + Math.max(0, delayMs), task, cancel: () => {} };
    this.#pending.add(pending);
    this.#arm(pending);
    return () => this.#drop(pending);
  }

  every(periodMs: number, task: () => void): Cancel {
    return repeat(this, periodMs, task);
  }

  advance(byMs: number): Promise<void> {
    const moved = this.#moving.then(() => this.#advance(byMs));
    this.#moving = moved.catch(() => {});
    return moved;
  }

  /** Nothing that waits comes any more. */
  close(): void {
    this.#isClosed = true;
    for (const pending of [...this.#pending]) this.#drop(pending);
  }

  async #advance(byMs: number): Promise<void> {
    const aheadMsAtEnd = this.#aheadMs + Math.max(0, byMs);
    const endMs = this.monotonicMs() + Math.max(0, byMs);
    for (let next = this.#nextDue(); next <= endMs; next = this.#nextDue()) {
      const toMs = Math.min(endMs, Math.max(next, this.monotonicMs() + byMs / stepsMax));
      this.#aheadMs = Math.min(aheadMsAtEnd, this.#aheadMs + Math.max(0, toMs - this.monotonicMs()));
      await this.#runDue(toMs);
    }
    this.#aheadMs = aheadMsAtEnd;
    for (const pending of this.#pending) this.#arm(pending);
    for (let turns = 0; turns < turnsAfter; turns++) await turn();
  }

  #nextDue(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const { dueMs } of this.#pending) first = Math.min(first, dueMs);
    return first;
  }

  /** Runs what is due by now, each with a turn of the event loop to itself, so that what it sets off is in order too. */
  async #runDue(byMs: number): Promise<void> {
    const due = [...this.#pending].filter(({ dueMs }) => dueMs <= byMs).sort((one, other) => one.dueMs - other.dueMs);
    for (const pending of due) {
      // An earlier one may have cancelled it.
      if (!this.#pending.has(pending)) continue;
      this.#drop(pending);
      pending.task();
      await turn();
    }
  }

  /** Lets it come by itself when its time has come. */
  #arm(pending: Pending): void {
    pending.cancel();
    pending.cancel = this.#base.after(pending.dueMs - this.monotonicMs(), () => {
      // Timers have a longest delay.
      if (pending.dueMs - this.monotonicMs() > 1) return this.#arm(pending);
      this.#drop(pending);
      pending.task();
    });
  }

  #drop(pending: Pending): void {
    pending.cancel();
    this.#pending.delete(pending);
  }
}
