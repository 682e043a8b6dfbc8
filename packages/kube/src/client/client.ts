import { isGone, isNotFound } from "./errors.ts";
import type { KubeKind, KubeObject, ObjectName, Stored } from "./kube-object.ts";
import { type Asked, type RequestOptions, Requests } from "./requests.ts";
import { lines, type WatchEvent, watchEvent } from "./watch-events.ts";

/** Which objects are meant. */
export interface Selection {
  /** Left out: those of all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

export interface Listed<T extends KubeObject> {
  readonly items: ReadonlyArray<Stored<T>>;
  /** From where a watch goes on. */
  readonly resourceVersion: string;
}

export interface WatchOptions extends Selection {
  /** Tell what has come since then; left out: what there is, and then what comes. */
  readonly resourceVersion?: string | undefined;
  /** Tell first what there is, then a bookmark, then what comes. */
  readonly sendInitialEvents?: boolean;
  /** After which time the API server ends the watch by itself. */
  readonly timeoutSeconds: number;
  /** After which time without any word the watch is given up. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/** What part of an object is written. */
export type Subresource = "status" | "scale";

interface WriteOptions {
  readonly subresource?: Subresource;
  readonly signal?: AbortSignal | undefined;
}

export interface ApplyOptions extends WriteOptions {
  /** Who owns the fields from now on. */
  readonly fieldManager: string;
  /** Take fields from others that own them. */
  readonly force?: boolean;
  /** Only say what would come of it. */
  readonly dryRun?: boolean;
  /** What becomes of fields that the schema does not know. Default: as the API server has it. */
  readonly fieldValidation?: "Strict" | "Warn" | "Ignore";
}

const patchTypes = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
} as const;

export interface PatchOptions extends WriteOptions {
  readonly type: keyof typeof patchTypes;
}

export interface DeleteOptions {
  /** Only this very object, not one of the same name that came later. */
  readonly uid?: string;
  /** What becomes of what the object owns. Default: as the API server has it for the kind. */
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  /** How long the object may take to end; 0: it is gone at once. Default: as the object has it. */
  readonly gracePeriodSeconds?: number;
  /** Only say what would come of it. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal | undefined;
}

const pageItems = 500;

/** Reads and writes the objects of an API server. Throws KubeRequestError for what is refused, and what `Requests` throws. */
export class KubeClient {
  readonly #requests: Requests;

  constructor(options: RequestOptions) {
    this.#requests = new Requests(options);
  }

  /** Undefined if there is none. */
  async get<T extends KubeObject>(kind: KubeKind<T>, name: ObjectName, signal?: AbortSignal): Promise<Stored<T> | undefined> {
    try {
      return (await this.#requests.ask({ method: "GET", path: pathOf(kind, name), signal })) as Stored<T>;
    } catch (thrown) {
      if (isNotFound(thrown)) return undefined;
      throw thrown;
    }
  }

  /** All of them, read in pages. Where a page has become too old to go on from, the rest comes in one piece with what is before. */
  async list<T extends KubeObject>(kind: KubeKind<T>, selection: Selection = {}, signal?: AbortSignal): Promise<Listed<T>> {
    try {
      return await this.#pages(kind, selection, pageItems, signal);
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown;
      return this.#pages(kind, selection, undefined, signal);
    }
  }

  async *watch<T extends KubeObject>(kind: KubeKind<T>, options: WatchOptions): AsyncGenerator<WatchEvent<T>> {
    const { resourceVersion, sendInitialEvents, timeoutSeconds, silenceMs, signal } = options;
    const initial = sendInitialEvents === true ? { sendInitialEvents, resourceVersionMatch: "NotOlderThan" } : {};
    const query = { ...selected(options), watch: true, allowWatchBookmarks: true, timeoutSeconds, resourceVersion, ...initial };
    const asked: Asked = { method: "GET", path: collectionOf(kind, options.namespace), query, signal };
    for await (const line of lines(this.#requests.stream(asked, silenceMs))) yield watchEvent<T>(line);
  }

  async create<T extends KubeObject>(kind: KubeKind<T>, object: T, signal?: AbortSignal): Promise<Stored<T>> {
    const path = collectionOf(kind, object.metadata.namespace);
    return (await this.#requests.ask({ method: "POST", path, body: typed(kind, object), signal })) as Stored<T>;
  }

  /** Writes an object as it is; a `resourceVersion` in it makes it a conflict if the object has changed since. */
  async update<T extends KubeObject>(kind: KubeKind<T>, object: T, { subresource, signal }: WriteOptions = {}): Promise<Stored<T>> {
    const path = pathOf(kind, object.metadata, subresource);
    return (await this.#requests.ask({ method: "PUT", path, body: typed(kind, object), signal })) as Stored<T>;
  }

  async patch<T extends KubeObject>(
    kind: KubeKind<T>,
    name: ObjectName,
    body: unknown,
    { type, subresource, signal }: PatchOptions,
  ): Promise<Stored<T>> {
    const path = pathOf(kind, name, subresource);
    return (await this.#requests.ask({ method: "PATCH", path, body, contentType: patchTypes[type], signal })) as Stored<T>;
  }

  /** Server-side apply: what is given is as given, and what the manager gave before and no longer gives, goes. */
  async apply<T extends KubeObject>(
    kind: KubeKind<T>,
    object: KubeObject,
    { fieldManager, force = false, dryRun, fieldValidation, subresource, signal }: ApplyOptions,
  ): Promise<Stored<T>> {
    const path = pathOf(kind, object.metadata, subresource);
    const contentType = "application/apply-patch+yaml";
    const query = { fieldManager, force, fieldValidation, ...rehearsal(dryRun) };
    const asked = { method: "PATCH", path, query, body: typed(kind, object), contentType, signal };
    return (await this.#requests.ask(asked)) as Stored<T>;
  }

  /** Whether there was anything to delete. What has finalizers stays until they are gone. */
  async delete<T extends KubeObject>(kind: KubeKind<T>, name: ObjectName, options: DeleteOptions = {}): Promise<boolean> {
    const { uid, propagationPolicy, gracePeriodSeconds, dryRun, signal } = options;
    const preconditions = uid === undefined ? undefined : { uid };
    // Where there is a body, an API server reads no options out of the query.
    const rehearsed = dryRun === true ? { dryRun: ["All"] } : {};
    const body = { kind: "DeleteOptions", apiVersion: "v1", preconditions, propagationPolicy, gracePeriodSeconds, ...rehearsed };
    try {
      await this.#requests.ask({ method: "DELETE", path: pathOf(kind, name), body, signal });
      return true;
    } catch (thrown) {
      if (isNotFound(thrown)) return false;
      throw thrown;
    }
  }

  /** What a pod answers at one of its ports to a POST of JSON, through the API server (`pods/proxy`). */
  askPod({ namespace, name }: ObjectName, port: number, path: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
    const pod = `/api/v1/namespaces/${encodeURIComponent(namespace ?? "default")}/pods/${encodeURIComponent(name)}:${port}`;
    return this.#requests.ask({ method: "POST", path: `${pod}/proxy${path}`, body, signal });
  }

  async #pages<T extends KubeObject>(
    kind: KubeKind<T>,
    selection: Selection,
    limit: number | undefined,
    signal?: AbortSignal,
  ): Promise<Listed<T>> {
    const items: Array<Stored<T>> = [];
    let at: string | undefined;
    for (;;) {
      const query = { ...selected(selection), limit, continue: at };
      const page = (await this.#requests.ask({ method: "GET", path: collectionOf(kind, selection.namespace), query, signal })) as Page<T>;
      // Items of a list of a built-in kind don't say what they are.
      for (const item of page.items ?? []) items.push(typed(kind, item));
      at = page.metadata.continue || undefined;
      if (at === undefined) return { items, resourceVersion: page.metadata.resourceVersion };
    }
  }
}

interface Page<T extends KubeObject> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: ReadonlyArray<Stored<T>> | null;
}

function typed<T extends KubeObject>({ apiVersion, kind }: KubeKind<KubeObject>, object: T): T {
  return object.kind === kind && object.apiVersion === apiVersion ? object : { ...object, apiVersion, kind };
}

const rehearsal = (dryRun: boolean | undefined) => (dryRun === true ? { dryRun: "All" } : {});

const selected = ({ labelSelector, fieldSelector }: Selection) => ({ labelSelector, fieldSelector });

export function collectionOf({ apiVersion, plural, namespaced }: KubeKind<KubeObject>, namespace: string | undefined): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespaced && namespace !== undefined ? `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}` : `${root}/${plural}`;
}

export function pathOf(kind: KubeKind<KubeObject>, { namespace, name }: ObjectName, subresource?: Subresource): string {
  const path = `${collectionOf(kind, namespace)}/${encodeURIComponent(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}
