import type { Files } from "@millrace/files";
import { assert, MillraceError } from "@millrace/kit";
import { jsonText } from "../json-text.ts";
import { withMetadataInOrder } from "../metadata/order.ts";
import { type KubeObject, withMetadata } from "../objects.ts";
import { StatusError } from "../status/status.ts";
import { History, type StoreEvent } from "./history.ts";
import { Journal } from "./journal.ts";
import type { Change, Content } from "./journal-file.ts";

/** A change that others see already, and that is not durable yet. */
interface Pending {
  readonly change: Change;
  readonly event: StoreEvent;
  readonly done: PromiseWithResolvers<void>;
}

/** An object that is there from the start. */
export interface FirstObject {
  readonly bucket: string;
  readonly key: string;
  readonly object: KubeObject;
}

/** The counter begins with this, which is before all. */
const firstRevision = 1;

/** How what is there from the start came to be there, one after the other. */
function beginnings(first: readonly FirstObject[]): readonly StoreEvent[] {
  return first.map(({ bucket, key, object }, index) => {
    const revision = firstRevision + 1 + index;
    const made = withMetadata(object, { resourceVersion: String(revision) });
    return { revision, bucket, key, object: made, previous: undefined, removed: false, weightBytes: 0 };
  });
}

function contentOf(events: readonly StoreEvent[]): Content {
  const objects = events.map(({ bucket, key, object }) => ({ bucket, key, object }));
  return { revision: firstRevision + events.length, objects };
}

/** What etcd takes as one request unless it is told otherwise, and therefore what fits into any cluster. */
const objectBytesMax = 1.5 * 1024 * 1024;

const nothing: ReadonlyMap<string, KubeObject> = new Map();

/**
 * All resources, in memory and in the journal, with one counter of changes for all. A change counts at once for the next one, and whoever
 * made it or read it is answered when it is durable; watchers hear of it only then. Keys are `namespace/name`.
 */
export class Store {
  readonly #journal: Journal;
  readonly #buckets = new Map<string, Map<string, KubeObject>>();
  /** What nobody stored: it comes with the program, and is made when somebody asks. */
  readonly #provided = new Map<string, () => ReadonlyMap<string, KubeObject>>();
  #revision = 1;
  #pending: Pending[] = [];
  #inFlight: Pending[] = [];
  #flushing: Promise<void> | undefined;
  #failure: MillraceError | undefined;
  readonly history: History;
  /** Of the latest change when it was opened. */
  readonly openedAt: number;

  private constructor(journal: Journal, changes: readonly Change[], begun: readonly StoreEvent[] | undefined) {
    this.#journal = journal;
    for (const change of changes) {
      this.#revision = Math.max(this.#revision, change.revision);
      if (change.bucket !== "") this.#apply(change.bucket, change.key, change.object);
    }
    this.openedAt = this.#revision;
    this.history = begun === undefined ? new History(this.#revision) : new History(firstRevision, begun);
  }

  /** Opens what is stored in `directory`, or begins there with what `first` gives: objects by their buckets and keys. */
  static async open(files: Files, directory: string, first: () => readonly FirstObject[] = () => []): Promise<Store> {
    const changes: Change[] = [];
    let begun: readonly StoreEvent[] | undefined;
    const content = () => {
      begun = beginnings(first());
      return contentOf(begun);
    };
    const journal = await Journal.open(files, directory, content, (change) => changes.push(change));
    return new Store(journal, changes, begun);
  }

  /** Of the latest change. */
  get revision(): number {
    return this.#revision;
  }

  /** Makes a bucket show what `make` gives, which never changes and is not written down. */
  provide(bucket: string, make: () => ReadonlyMap<string, KubeObject>): void {
    let made: ReadonlyMap<string, KubeObject> | undefined;
    this.#provided.set(bucket, () => {
      made ??= make();
      return made;
    });
  }

  get(bucket: string, key: string): KubeObject | undefined {
    return this.#contents(bucket).get(key);
  }

  /** Keys with what stands there, in the order of the keys. `namespace`: only what is in it. */
  entries(bucket: string, namespace?: string): Array<readonly [string, KubeObject]> {
    return sorted(this.#contents(bucket), namespace);
  }

  /** The same as it was at an earlier revision; undefined if that is not known any more. */
  entriesAt(revision: number, bucket: string, namespace?: string): Array<readonly [string, KubeObject]> | undefined {
    const later = this.history.since(revision);
    if (later === undefined) return undefined;
    const objects = new Map(this.#contents(bucket));
    for (const { event } of [...this.#inFlight, ...this.#pending].reverse()) revert(objects, bucket, event);
    for (const event of later.toReversed()) revert(objects, bucket, event);
    return sorted(objects, namespace);
  }

  buckets(): Iterable<string> {
    return this.#buckets.keys();
  }

  /** Stores `object` with the revision of the change, if `expected` is still what stands there; undefined if not. */
  put(bucket: string, key: string, object: KubeObject, expected: KubeObject | undefined): Promise<KubeObject> | undefined {
    const previous = this.get(bucket, key);
    if (previous !== expected) return undefined;
    const bytes = Buffer.byteLength(jsonText(object));
    if (bytes > objectBytesMax) throw new StatusError(500, undefined, "etcdserver: request is too large");
    const revision = this.#nextRevision();
    const stored = withMetadataInOrder(withMetadata(object, { resourceVersion: String(revision) }));
    return this.#change({ revision, bucket, key, object: stored }, stored, previous, bytes);
  }

  /** Removes what stands there, if it is still `expected`. Resolves to what it was, with the revision of the removal. */
  remove(bucket: string, key: string, expected: KubeObject): Promise<KubeObject> | undefined {
    if (this.get(bucket, key) !== expected) return undefined;
    const revision = this.#nextRevision();
    const removed = withMetadata(expected, { resourceVersion: String(revision) });
    return this.#change({ revision, bucket, key }, removed, expected, Buffer.byteLength(jsonText(removed)));
  }

  /** Resolves when all that can be read now is durable. */
  async durable(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const last = this.#pending.at(-1) ?? this.#inFlight.at(-1);
    await last?.done.promise;
  }

  async close(): Promise<void> {
    this.#failure ??= new MillraceError("CONNECTION_CLOSED", "the store of resources is closed");
    await this.#flushing;
    this.#journal.close();
  }

  #contents(bucket: string): ReadonlyMap<string, KubeObject> {
    return this.#buckets.get(bucket) ?? this.#provided.get(bucket)?.() ?? nothing;
  }

  #nextRevision(): number {
    if (this.#failure !== undefined) throw this.#failure;
    this.#revision++;
    return this.#revision;
  }

  async #change(change: Change, object: KubeObject, previous: KubeObject | undefined, bytes: number): Promise<KubeObject> {
    const { revision, bucket, key } = change;
    this.#apply(bucket, key, change.object);
    const event: StoreEvent = {
      revision,
      bucket,
      key,
      object,
      previous,
      removed: change.object === undefined,
      weightBytes: 500 + 2 * bytes,
    };
    const pending: Pending = { change, event, done: Promise.withResolvers() };
    this.#pending.push(pending);
    this.#flushing ??= this.#flush();
    await pending.done.promise;
    return object;
  }

  #apply(bucket: string, key: string, object: KubeObject | undefined): void {
    const objects = this.#buckets.get(bucket) ?? new Map<string, KubeObject>();
    this.#buckets.set(bucket, objects);
    if (object === undefined) objects.delete(key);
    else objects.set(key, object);
  }

  /** Writes what has gathered, together, for as long as there is any. */
  async #flush(): Promise<void> {
    await Promise.resolve(); // whoever changes something in the same turn comes along
    while (this.#pending.length > 0) {
      this.#inFlight = this.#pending.splice(0);
      try {
        this.#journal.write(this.#inFlight.map(({ change }) => change));
      } catch (failure) {
        this.#undo(failure);
        continue;
      }
      try {
        await this.#journal.sync();
        this.#acknowledge();
        if (this.#journal.wantsCompaction) await this.#compact();
      } catch (failure) {
        this.#failure = new MillraceError("IO_FAILED", "the store of resources is not writable any more", { cause: failure });
        this.#undo(this.#failure);
        break;
      }
    }
    this.#flushing = undefined;
  }

  #acknowledge(): void {
    const done = this.#inFlight.splice(0);
    this.history.add(done.map(({ event }) => event));
    for (const pending of done) pending.done.resolve();
  }

  /** Nothing of what waits has happened. */
  #undo(failure: unknown): void {
    const undone = [...this.#inFlight.splice(0), ...this.#pending.splice(0)];
    for (const { event } of undone.toReversed()) this.#apply(event.bucket, event.key, event.previous);
    for (const pending of undone) pending.done.reject(failure);
  }

  /** Changes that came meanwhile become durable by the new journal, as part of its beginning. */
  async #compact(): Promise<void> {
    const objects = [...this.#buckets].flatMap(([bucket, stored]) => [...stored].map(([key, object]) => ({ bucket, key, object })));
    assert(this.#inFlight.length === 0, "a journal is compacted between two flushes");
    this.#inFlight = this.#pending.splice(0);
    if (await this.#journal.compact({ revision: this.#revision, objects })) this.#acknowledge();
    else this.#pending.unshift(...this.#inFlight.splice(0));
  }
}

function sorted(objects: Iterable<readonly [string, KubeObject]>, namespace: string | undefined): Array<readonly [string, KubeObject]> {
  const prefix = namespace === undefined ? "" : `${namespace}/`;
  return [...objects].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
}

function revert(objects: Map<string, KubeObject>, bucket: string, event: StoreEvent): void {
  if (event.bucket !== bucket) return;
  if (event.previous === undefined) objects.delete(event.key);
  else objects.set(event.key, event.previous);
}
