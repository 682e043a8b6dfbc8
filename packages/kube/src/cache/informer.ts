import { type Clock, type Closeable, type Logger, MillraceError, messageOf, type Random } from "@millrace/kit";
import { type BackOff, backOffMs } from "../back-off.ts";
import type { KubeClient, Selection } from "../client/client.ts";
import { isGone, isInvalid } from "../client/errors.ts";
import { type KubeKind, type KubeObject, keyOf, type Stored } from "../client/kube-object.ts";
import type { WatchEvent } from "../client/watch-events.ts";
import { type Indexes, ObjectCache, type ReadOnlyCache } from "./object-cache.ts";

/** What has become of an object. Several changes may come as one. */
export type Change<T extends KubeObject> =
  | { readonly type: "added"; readonly object: Stored<T>; readonly before?: undefined }
  | { readonly type: "changed"; readonly object: Stored<T>; readonly before: Stored<T> }
  | { readonly type: "removed"; readonly object: Stored<T>; readonly before?: undefined };

export interface InformerOptions<T extends KubeObject, Index extends string> extends Selection {
  readonly client: KubeClient;
  readonly kind: KubeKind<T>;
  readonly indexes?: Indexes<T, Index>;
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
 * Keeps a cache of all objects of a kind, without their `managedFields`: what there is at first, then what changes, by a watch that is renewed whenever it ends,
 * breaks or falls silent. What was missed meanwhile is made up for, by asking for everything again if need be.
 */
export class Informer<T extends KubeObject, Index extends string = never> implements Closeable {
  readonly #options: InformerOptions<T, Index>;
  readonly #cache: ObjectCache<T, Index>;
  readonly #closing = new AbortController();
  readonly #synced = Promise.withResolvers<void>();
  readonly #heed: Array<(change: Change<T>) => void> = [];
  #running: Promise<void> | undefined;
  /** From where the watch goes on; undefined: from the beginning. */
  #resourceVersion: string | undefined;
  /** API servers before 1.32, and others, may not send initial events. */
  #asksForInitialEvents = true;
  #failures = 0;

  constructor(options: InformerOptions<T, Index>) {
    this.#options = options;
    this.#cache = new ObjectCache(options.indexes ?? ({} as Indexes<T, Index>));
    this.#synced.promise.catch(() => {});
  }

  get cache(): ReadOnlyCache<T, Index> {
    return this.#cache;
  }

  /** Is called with each change from now on, after the cache has it. What there is already, or at first, comes as added. */
  onChange(heed: (change: Change<T>) => void): void {
    this.#heed.push(heed);
    for (const object of this.#cache.values()) heed({ type: "added", object });
  }

  /** Resolves once the cache has all there was; rejects if the informer is closed before. */
  start(): Promise<void> {
    this.#running ??= this.#run();
    return this.#synced.promise;
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error("the informer was closed"));
    await this.#running;
    this.#synced.reject(new Error("the informer was closed"));
  }

  async #run(): Promise<void> {
    const { clock, random, kind, logger } = this.#options;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const beganMs = clock.monotonicMs();
      const failure = await this.#follow().then(
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
  async #follow(): Promise<void> {
    if (this.#resourceVersion === undefined && !this.#asksForInitialEvents) {
      const { items, resourceVersion } = await this.#options.client.list(this.#options.kind, this.#options, this.#closing.signal);
      this.#replace(items, resourceVersion);
    }
    if (this.#resourceVersion === undefined) return this.#watchFromTheBeginning();
    for await (const event of this.#events(false)) this.#apply(event);
  }

  async #watchFromTheBeginning(): Promise<void> {
    const initial = new Map<string, Stored<T>>();
    let complete = false;
    for await (const event of this.#events(true)) {
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

  #events(sendInitialEvents: boolean): AsyncIterable<WatchEvent<T>> {
    const { client, kind, namespace, labelSelector, fieldSelector, silenceMs = 120_000, random } = this.#options;
    return client.watch(kind, {
      ...{ namespace, labelSelector, fieldSelector, silenceMs, sendInitialEvents },
      resourceVersion: this.#resourceVersion,
      // Drawn, so that watches that began together don't all end together.
      timeoutSeconds: watchSecondsMin + random.below(watchSecondsMin),
      signal: this.#closing.signal,
    });
  }

  #apply(event: WatchEvent<T>): void {
    this.#failures = 0;
    if (event.type === "BOOKMARK") {
      this.#resourceVersion = event.resourceVersion;
      return;
    }
    this.#resourceVersion = event.object.metadata.resourceVersion;
    if (event.type === "DELETED") this.#remove(event.object);
    else this.#put(event.object);
  }

  #replace(objects: ReadonlyArray<Stored<T>>, resourceVersion: string): void {
    this.#failures = 0;
    const present = new Set(objects.map(({ metadata }) => keyOf(metadata)));
    const gone = [...this.#cache.keys()].filter((key) => !present.has(key)).flatMap((key) => this.#cache.get(key) ?? []);
    for (const object of gone) this.#remove(object);
    for (const object of objects) this.#put(object);
    this.#resourceVersion = resourceVersion;
    this.#synced.resolve();
  }

  #put(told: Stored<T>): void {
    const object = withoutManagers(told);
    const before = this.#cache.set(object);
    if (before === undefined) this.#tell({ type: "added", object });
    else if (before.metadata.resourceVersion !== object.metadata.resourceVersion) this.#tell({ type: "changed", object, before });
  }

  #remove(object: Stored<T>): void {
    if (this.#cache.delete(keyOf(object.metadata)) !== undefined) this.#tell({ type: "removed", object });
  }

  #tell(change: Change<T>): void {
    for (const heed of this.#heed) heed(change);
  }
}

/** Who set which field is often the largest part of an object, and nothing that anybody looks up in a cache. */
function withoutManagers<T extends KubeObject>(object: Stored<T>): Stored<T> {
  const { managedFields, ...metadata } = object.metadata;
  return managedFields === undefined ? object : { ...object, metadata };
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
