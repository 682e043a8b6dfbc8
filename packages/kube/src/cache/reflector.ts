import { type Clock, type Logger, MillraceError, messageOf, type Random } from "@millrace/kit";
import { type BackOff, backOffMs } from "../back-off.ts";
import type { KubeClient, Selection } from "../client/client.ts";
import { isGone, isInvalid } from "../client/errors.ts";
import { type KubeKind, type KubeObject, keyOf, type Stored } from "../client/kube-object.ts";
import type { WatchEvent } from "../client/watch-events.ts";

/** Takes what a reflector tells. */
export interface ReflectorStore<T extends KubeObject> {
  /** All that there is now. */
  replace(objects: ReadonlyArray<Stored<T>>): void;
  put(object: Stored<T>): void;
  remove(object: Stored<T>): void;
}

export interface ReflectorOptions<T extends KubeObject> extends Selection {
  readonly client: KubeClient;
  readonly kind: KubeKind<T>;
  /** API servers send bookmarks about once a minute: after this time without any word a watch is taken for dead. Default 2 minutes. */
  readonly silenceMs?: number;
  /** Pauses between attempts. Default as client-go's reflector: from 0.8 s to 30 s. */
  readonly backOff?: BackOff;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

const watchSecondsMin = 300;
/** A watch that an API server ends sooner than this is not begun again at once. */
const shortMs = 1_000;
/** What an API server makes of initial events if it knows nothing of them. */
const ignorantOfInitialEvents: ReadonlySet<string> = new Set(["TIMED_OUT", "PROTOCOL_VIOLATION"]);

/**
 * Tells a store of all objects of a kind in one namespace, or in all: what there is at first, then what changes, by a watch that is renewed whenever
 * it ends, breaks or falls silent. What was missed meanwhile is made up for, by asking for everything again if need be.
 */
export class Reflector<T extends KubeObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #store: ReflectorStore<T>;
  /** From where the watch goes on; undefined: from the beginning. */
  #resourceVersion: string | undefined;
  /** API servers before 1.32, and others, may not send initial events. */
  #asksForInitialEvents = true;
  #failures = 0;

  constructor(options: ReflectorOptions<T>, store: ReflectorStore<T>) {
    this.#options = options;
    this.#store = store;
  }

  /** Resolves when the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, random, kind, logger } = this.#options;
    while (!signal.aborted) {
      const beganMs = clock.monotonicMs();
      const failure = await this.#follow(signal).then(
        () => undefined,
        (thrown: unknown) => this.#failed(thrown),
      );
      if (signal.aborted) return;
      if (failure !== undefined) logger.warn("a watch broke", { kind: kind.kind, failure });
      else if (clock.monotonicMs() - beganMs >= shortMs) continue;
      const pauseMs = backOffMs(this.#options.backOff ?? { firstMs: 800, lastMs: 30_000 }, ++this.#failures, random);
      await pause(clock, pauseMs, signal);
    }
  }

  /** What to tell about a failure, after what it calls for. */
  #failed(thrown: unknown): string {
    if (isGone(thrown)) this.#resourceVersion = undefined;
    else if (this.#resourceVersion === undefined && ignorant(thrown)) this.#asksForInitialEvents = false;
    return messageOf(thrown);
  }

  /** Until the watch ends. */
  async #follow(signal: AbortSignal): Promise<void> {
    if (this.#resourceVersion === undefined && !this.#asksForInitialEvents) {
      const { items, resourceVersion } = await this.#options.client.list(this.#options.kind, this.#options, signal);
      this.#replace(items, resourceVersion);
    }
    if (this.#resourceVersion === undefined) return this.#watchFromTheBeginning(signal);
    for await (const event of this.#events(false, signal)) this.#apply(event);
  }

  async #watchFromTheBeginning(signal: AbortSignal): Promise<void> {
    const initial = new Map<string, Stored<T>>();
    let complete = false;
    for await (const event of this.#events(true, signal)) {
      if (complete) {
        this.#apply(event);
      } else if (event.type !== "BOOKMARK") {
        const key = keyOf(event.object.metadata);
        if (event.type === "DELETED") initial.delete(key);
        else initial.set(key, event.object);
      } else if (event.endsInitialEvents) {
        complete = true;
        this.#replace([...initial.values()], event.resourceVersion);
      }
    }
    if (!complete) throw new MillraceError("PROTOCOL_VIOLATION", "a watch ended before it had told all there is");
  }

  #events(sendInitialEvents: boolean, signal: AbortSignal): AsyncIterable<WatchEvent<T>> {
    const { client, kind, namespace, labelSelector, fieldSelector, silenceMs = 120_000, random } = this.#options;
    return client.watch(kind, {
      ...{ namespace, labelSelector, fieldSelector, silenceMs, sendInitialEvents, signal },
      resourceVersion: this.#resourceVersion,
      // Drawn, so that watches that began together don't all end together.
      timeoutSeconds: watchSecondsMin + random.below(watchSecondsMin),
    });
  }

  #replace(objects: ReadonlyArray<Stored<T>>, resourceVersion: string): void {
    this.#failures = 0;
    this.#store.replace(objects);
    this.#resourceVersion = resourceVersion;
  }

  #apply(event: WatchEvent<T>): void {
    this.#failures = 0;
    if (event.type === "BOOKMARK") {
      this.#resourceVersion = event.resourceVersion;
      return;
    }
    this.#resourceVersion = event.object.metadata.resourceVersion;
    if (event.type === "DELETED") this.#store.remove(event.object);
    else this.#store.put(event.object);
  }
}

function ignorant(thrown: unknown): boolean {
  return isInvalid(thrown) || (thrown instanceof MillraceError && ignorantOfInitialEvents.has(thrown.code));
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener("abort", end, { once: true });
  });
}
