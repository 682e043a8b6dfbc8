import { isDeepStrictEqual } from "node:util";
import { isNotFound, type KubeClient, type KubeKind, type KubeObject, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import { OwnWrites } from "./own-writes.ts";

type WithStatus<Status> = KubeObject & { readonly status?: Status };

/** Writes what has become of objects of one kind, and remembers it, so that it is known again when a watch tells of it. */
export class StatusWriter<T extends WithStatus<Status>, Status extends object> {
  readonly #client: KubeClient;
  readonly #kind: KubeKind<T>;
  readonly #fieldManager: string;
  readonly #own = new OwnWrites<T>();
  readonly #written = new Map<ObjectKey, Status>();

  constructor(client: KubeClient, kind: KubeKind<T>, fieldManager: string) {
    this.#client = client;
    this.#kind = kind;
    this.#fieldManager = fieldManager;
  }

  /** Whether the status has changed to what was not written here: then somebody else wrote it. */
  isForeign(before: Stored<T>, { metadata, status }: Stored<T>): boolean {
    return !isDeepStrictEqual(before.status, status) && !isDeepStrictEqual(status, this.#written.get(keyOf(metadata)));
  }

  forget(key: ObjectKey): void {
    this.#written.delete(key);
    this.#own.forget(key);
  }

  /** Writes what `statusOf` makes of the object, unless that is what it has. Whether anything had to be written. */
  async write(seen: Stored<T>, statusOf: (object: Stored<T>) => Status, signal: AbortSignal): Promise<boolean> {
    const key = keyOf(seen.metadata);
    const object = this.#own.current(key, seen) ?? seen;
    const status = statusOf({ ...seen, status: object.status });
    if (isDeepStrictEqual(status, object.status)) return false;
    const { namespace = "default", name, uid } = seen.metadata;
    this.#written.set(key, status);
    const { apiVersion, kind } = this.#kind;
    const applied = { apiVersion, kind, metadata: { namespace, name, uid }, status };
    const options = { fieldManager: this.#fieldManager, force: true, subresource: "status", signal } as const;
    try {
      this.#own.wrote(key, seen, await this.#client.apply(this.#kind, applied, options));
      return true;
    } catch (thrown) {
      // What was deleted meanwhile needs no status.
      if (!isNotFound(thrown)) throw thrown;
      this.forget(key);
      return false;
    }
  }
}
