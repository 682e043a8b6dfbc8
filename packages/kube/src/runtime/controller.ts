import { type Cancel, type Clock, type Closeable, type Logger, messageOf, type Random, sleep } from "@millrace/kit";
import type { BackOff } from "../back-off.ts";
import { deadline, untilAborted } from "../client/deadline.ts";
import type { ObjectKey } from "../client/kube-object.ts";
import { KeyQueue } from "./key-queue.ts";
import type { ReconciliationMetrics } from "./reconciliation-metrics.ts";

/** What came of looking at one object. */
export type Outcome =
  /** All is as declared; looked at again when it changes, and after `requeueAfterMs` if that is given. */
  | { readonly type: "done"; readonly requeueAfterMs?: number }
  /** Tried again, after longer and longer pauses. */
  | { readonly type: "failed"; readonly message: string }
  /** Hopeless until somebody changes something. */
  | { readonly type: "terminal"; readonly message: string };

export interface ReconcileContext {
  /** Aborted when the time is over, or the controller stops. */
  readonly signal: AbortSignal;
}

export interface ControllerOptions {
  /** The kind that it looks after, for logs. */
  readonly name: string;
  /**
   * Looks at objects and brings about what they declare. Keys that it does not answer for are done. What it throws is a failure of all of
   * them, each of which is then tried by itself.
   */
  readonly reconcile: (keys: readonly ObjectKey[], context: ReconcileContext) => Promise<ReadonlyMap<ObjectKey, Outcome>>;
  /** Keys of one lane are looked at together, one batch at a time. Default: each key by itself. */
  readonly laneOf?: (key: ObjectKey) => string;
  /** Keys that are looked at together. Default 1. */
  readonly batchKeysMax?: number;
  /** Batches that are under way at a time. Default 8. */
  readonly concurrency?: number;
  /** How long a batch may take. Default 2 minutes. */
  readonly deadlineMs?: number;
  /** Default from 0.5 s to 1 minute. */
  readonly backOff?: BackOff;
  readonly metrics?: ReconciliationMetrics;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** How long a stop waits for work that does not heed its signal. */
const stopMsMax = 5_000;

/** Runs reconciliations, of any kind of objects: the keys of objects go in, and come again as what came of them says. */
export class Controller implements Closeable {
  readonly #options: ControllerOptions;
  readonly #queue: KeyQueue;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #timers: Cancel[] = [];
  #started = false;
  #pumping = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { clock, random, laneOf, backOff = { firstMs: 500, lastMs: 60_000 } } = options;
    this.#queue = new KeyQueue({ clock, random, backOff, ...(laneOf === undefined ? {} : { laneOf }), wake: () => this.#wake() });
  }

  /** Whether nothing is to be looked at now. */
  get isIdle(): boolean {
    return this.#queue.isIdle;
  }

  /** The object is to be looked at. */
  add(key: ObjectKey): void {
    const before = this.#queue.add(key);
    if (before !== "new") this.#options.metrics?.added(before);
  }

  /** Looks at all that `keys` gives every so often, whether anything has changed or not. */
  resyncEvery(periodMs: number, keys: () => Iterable<ObjectKey>): void {
    const resync = (): void => {
      this.#options.metrics?.resynced();
      for (const key of keys()) this.add(key);
    };
    this.#timers.push(this.#options.clock.every(periodMs, resync));
  }

  /** Begins with what was added before. */
  start(): void {
    this.#started = true;
    this.#wake();
  }

  /** Nothing new is begun; what is under way is told to stop, and waited for. */
  async close(): Promise<void> {
    for (const cancel of this.#timers) cancel();
    this.#queue.close();
    this.#closing.abort(new Error("the controller stops"));
    await Promise.all(this.#running);
  }

  /** Batches are taken a moment later, so that what comes together goes together. */
  #wake(): void {
    if (!this.#started || this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    const { concurrency = 8, batchKeysMax = 1 } = this.#options;
    this.#options.metrics?.queued(this.#queue.size);
    while (!this.#closing.signal.aborted && this.#running.size < concurrency) {
      const keys = this.#queue.take(batchKeysMax);
      if (keys.length === 0) return;
      const running: Promise<void> = this.#process(keys).finally(() => {
        this.#running.delete(running);
        this.#wake();
      });
      this.#running.add(running);
    }
  }

  async #process(keys: readonly ObjectKey[]): Promise<void> {
    const { name, clock, reconcile, deadlineMs = 120_000, logger, metrics } = this.#options;
    const limit = deadline(clock, deadlineMs, `reconciling ${name}`, this.#closing.signal);
    const beganMs = clock.monotonicMs();
    const work = Promise.resolve().then(() => reconcile(keys, { signal: limit.signal }));
    try {
      const outcomes = await untilAborted(limit.signal, work);
      for (const key of keys) this.#finish(key, outcomes.get(key) ?? { type: "done" }, false);
      metrics?.reconciled(
        keys.map((key) => outcomes.get(key)?.type ?? "done"),
        clock.monotonicMs() - beganMs,
      );
    } catch (thrown) {
      // What goes on although its time is over keeps its keys, but holds nobody else up.
      const settled = work.catch(() => {}).then(() => this.#failed(keys, thrown));
      if (this.#closing.signal.aborted) return await Promise.race([settled, sleep(clock, stopMsMax)]);
      logger.error("a reconciliation broke", { name, keys: keys.slice(0, 3), count: keys.length, error: errorText(thrown) });
      metrics?.reconciled(
        keys.map(() => "failed"),
        clock.monotonicMs() - beganMs,
      );
    } finally {
      limit.end();
    }
  }

  #failed(keys: readonly ObjectKey[], thrown: unknown): void {
    const outcome: Outcome = { type: "failed", message: messageOf(thrown) };
    for (const key of keys) this.#finish(key, outcome, keys.length > 1);
  }

  #finish(key: ObjectKey, outcome: Outcome, alone: boolean): void {
    this.#queue.done(key);
    if (this.#closing.signal.aborted) return;
    if (outcome.type === "failed") {
      this.#queue.addAfterFailure(key, { alone });
      return;
    }
    this.#queue.forgive(key);
    if (outcome.type === "done" && outcome.requeueAfterMs !== undefined) this.#queue.addAfter(key, outcome.requeueAfterMs);
  }
}

const errorText = (thrown: unknown): string => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
