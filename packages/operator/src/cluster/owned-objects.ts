import { type Clock, type Closeable, type Logger, MillraceError, type Random } from "@millrace/kit";
import { Informer, type KubeClient, type KubeKind, type KubeObject, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import { clusterLabel } from "@millrace/resources";
import { clusterKeysOf } from "../kubernetes/cluster-keys.ts";
import type { DesiredObject } from "../model/desired-object.ts";
import { hashStub, stableJson } from "../model/hash.ts";
import { firstDifference } from "./differs.ts";

export interface OwnedObjectsOptions {
  readonly client: KubeClient;
  /** Kinds of all objects that are made for Kafkas, as the cluster has them. */
  readonly kinds: readonly KubeKind<KubeObject>[];
  /** Left out: all there are. */
  readonly namespaces?: readonly string[];
  readonly fieldManager: string;
  /** Called with the Kafka whose objects have changed. */
  readonly onChange: (cluster: ObjectKey) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** The cluster's objects that were made for Kafkas: watched, so that a look costs no request, and written only where they differ. */
export class OwnedObjects implements Closeable {
  readonly #options: OwnedObjectsOptions;
  readonly #informers: ReadonlyMap<string, Informer<KubeObject, "cluster">>;
  /** Hashes of what was applied last, by kind and name: what was taken out since does not show as a difference. */
  readonly #applied = new Map<string, string>();

  constructor(options: OwnedObjectsOptions) {
    this.#options = options;
    const informerOf = (kind: KubeKind<KubeObject>) =>
      // What belongs to no namespace is of Kafkas in all of them, and belongs here by its label all the same.
      new Informer({
        ...options,
        kind,
        namespaces: kind.namespaced ? options.namespaces : undefined,
        labelSelector: clusterLabel,
        indexes: { cluster: clusterKeysOf },
      });
    this.#informers = new Map(options.kinds.map((kind) => [kind.kind, informerOf(kind)]));
  }

  async start(): Promise<void> {
    for (const informer of this.#informers.values()) {
      informer.onChange(({ object }) => {
        for (const cluster of clusterKeysOf(object)) this.#options.onChange(cluster);
      });
    }
    await Promise.all([...this.#informers.values()].map((informer) => informer.start()));
  }

  /** Whether the cluster has objects of the kind at all. */
  has(kind: string): boolean {
    return this.#informers.has(kind);
  }

  get<T extends KubeObject>(kind: Pick<KubeKind<T>, "kind">, key: ObjectKey): Stored<T> | undefined {
    return this.#informers.get(kind.kind)?.cache.get(key) as Stored<T> | undefined;
  }

  /** Those of a kind that belong to a Kafka. */
  of<T extends KubeObject>(kind: Pick<KubeKind<T>, "kind">, cluster: ObjectKey): ReadonlyArray<Stored<T>> {
    return (this.#informers.get(kind.kind)?.cache.by("cluster", cluster) ?? []) as ReadonlyArray<Stored<T>>;
  }

  /** Makes an object be as it shall be. Whether anything had to be written. */
  async apply(desired: DesiredObject, signal: AbortSignal): Promise<boolean> {
    const kind = this.#kindOf(desired);
    const observed = this.get(kind, keyOf(desired.metadata));
    refuseOthers(desired, observed);
    const [place, hash] = [placeOf(desired), hashStub(stableJson(desired))];
    if (observed !== undefined && this.#applied.get(place) === hash && firstDifference(desired, observed) === undefined) return false;
    const { client, fieldManager } = this.#options;
    const before = observed?.metadata.resourceVersion;
    const written = await client.apply(kind, desired, { fieldManager, force: true, signal });
    this.#applied.set(place, hash);
    return written.metadata.resourceVersion !== before;
  }

  /** Deletes an object that is no longer wanted. */
  async remove(object: Stored<KubeObject>, signal: AbortSignal): Promise<void> {
    this.#applied.delete(placeOf(object));
    await this.#options.client.delete(this.#kindOf(object), object.metadata, { uid: object.metadata.uid, signal });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#informers.values()].map((informer) => informer.close()));
  }

  #kindOf({ kind }: KubeObject): KubeKind<KubeObject> {
    const found = this.#options.kinds.find((known) => known.kind === kind);
    if (found === undefined) throw new TypeError(`there is nobody who looks after a ${kind}`);
    return found;
  }
}

/** `a-b` with the pool `c` and `a` with the pool `b-c` would have the same names: who came first keeps what it has. */
function refuseOthers({ kind, metadata }: DesiredObject, observed: KubeObject | undefined): void {
  const owner = observed?.metadata.labels?.[clusterLabel];
  if (owner === undefined || owner === metadata.labels?.[clusterLabel]) return;
  throw new MillraceError("RESOURCE_CONFLICT", `the ${kind} ${metadata.name} belongs to the Kafka ${owner}`, {
    hint: "Call the Kafka, or its node pool, otherwise.",
  });
}

const placeOf = (object: KubeObject): string => `${object.kind} ${keyOf(object.metadata)}`;
