import type { Closeable } from "@millrace/kit";
import type { Json, KubeObject } from "../objects.ts";
import { isJsonObject } from "../objects.ts";
import type { Parts } from "../rest/parts.ts";
import { GarbageCollector } from "./garbage-collector.ts";
import { NamespaceFinalizer } from "./namespace-finalizer.ts";

/** Events go when nobody has repeated them for so long, as on a cluster. */
const eventLifetimeMs = 3_600_000;
const sweepPeriodMs = 300_000;

/** What a cluster's controllers do about the life of objects of any kind: follows what happens, one thing after another. */
export class Lifecycle implements Closeable {
  readonly #parts: Parts;
  readonly #collector: GarbageCollector;
  readonly #namespaces: NamespaceFinalizer;
  readonly #cancelSweep: () => void;
  readonly #running: Promise<void>;
  #position: number;
  #closed = false;
  #wake: () => void = () => {};

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#position = parts.store.revision;
    this.#collector = new GarbageCollector(parts);
    this.#namespaces = new NamespaceFinalizer(parts);
    this.#cancelSweep = parts.clock.every(sweepPeriodMs, () => void this.#sweep());
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelSweep();
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.#collector.begin();
      await this.#namespaces.begin();
      while (!this.#closed) await this.#step();
    } catch (failure) {
      // A store that cannot be written to ends this as it ends everything; whoever asks hears of it.
      if (!this.#closed) this.#parts.logger.error("garbage collection of resources has stopped", { error: String(failure) });
    }
  }

  async #step(): Promise<void> {
    const events = this.#parts.store.history.since(this.#position);
    if (events === undefined) {
      this.#position = this.#parts.store.revision;
      await this.#collector.begin();
      await this.#namespaces.begin();
      return;
    }
    for (const event of events) {
      this.#position = event.revision;
      this.#namespaces.note(event);
      await this.#collector.follow(event);
    }
    await this.#namespaces.attendNoted();
    if (events.length > 0) return;
    await new Promise<void>((resolve) => {
      const forget = this.#parts.store.history.onNext(resolve);
      this.#wake = () => {
        forget();
        resolve();
      };
      if (this.#closed) this.#wake();
    });
  }

  /** Drops events that are old. */
  async #sweep(): Promise<void> {
    const { store, clock } = this.#parts;
    const oldest = clock.now() - eventLifetimeMs;
    for (const [key, event] of store.entries("events")) {
      if (lastSeenMs(event) < oldest) await store.remove("events", key, event)?.catch(() => {}); // tried again at the next sweep
    }
  }
}

function lastSeenMs(event: KubeObject): number {
  const series = isJsonObject(event.series) ? event.series.lastObservedTime : undefined;
  const times: ReadonlyArray<Json | undefined> = [series, event.lastTimestamp, event.eventTime, event.metadata.creationTimestamp];
  return Math.max(...times.map((time) => (typeof time === "string" ? Date.parse(time) || 0 : 0)));
}
