import type { ResourceKind } from "../kinds/kind.ts";
import { isJsonObject, type KubeObject, sameJson } from "../objects.ts";
import { deleteObject } from "../rest/delete.ts";
import { type Parts, timestamp } from "../rest/parts.ts";
import { keyOf } from "../rest/route.ts";
import { StatusError } from "../status/status.ts";
import type { StoreEvent } from "../store/history.ts";

/** Something in a namespace. */
interface Held {
  readonly kind: ResourceKind;
  readonly object: KubeObject;
}

/** Empties namespaces that are to go, and lets them go when they are empty. */
export class NamespaceFinalizer {
  readonly #parts: Parts;
  readonly #touched = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async begin(): Promise<void> {
    for (const [, namespace] of this.#parts.store.entries("namespaces")) await this.#attend(namespace.metadata.name ?? "");
  }

  /** Takes note of what may concern a namespace. */
  note({ bucket, key }: StoreEvent): void {
    const [namespace = "", name = ""] = key.split("/");
    this.#touched.add(bucket === "namespaces" ? name : namespace);
  }

  /** Looks at the namespaces that were noted, each once, however much has happened in it. */
  async attendNoted(): Promise<void> {
    const touched = [...this.#touched];
    this.#touched.clear();
    for (const name of touched) await this.#attend(name);
  }

  async #attend(name: string): Promise<void> {
    const { store } = this.#parts;
    const namespace = store.get("namespaces", keyOf("", name));
    if (namespace?.metadata.deletionTimestamp === undefined) return;
    await this.#empty(name);
    const current = store.get("namespaces", keyOf("", name));
    if (current === undefined) return;
    const left = this.#content(name);
    if (left.length > 0) await this.#report(name, current, left);
    else await this.#release(name, current);
  }

  #content(name: string): readonly Held[] {
    const { store, kinds } = this.#parts;
    const namespaced = kinds.stored().filter(({ namespaced }) => namespaced);
    return namespaced.flatMap((kind) => store.entries(kind.bucket, name).map(([, object]) => ({ kind, object })));
  }

  async #empty(name: string): Promise<void> {
    const going = this.#content(name).filter(({ object }) => object.metadata.deletionTimestamp === undefined);
    await Promise.all(
      going.map(async ({ kind, object }) => {
        const target = { kind, namespace: name, name: object.metadata.name, subresource: "" };
        const options = { dryRun: false, propagation: "Background", uid: object.metadata.uid, resourceVersion: undefined } as const;
        await deleteObject(this.#parts, target, options).catch((failure: unknown) => {
          if (!(failure instanceof StatusError)) throw failure; // somebody else was quicker
        });
      }),
    );
  }

  /** The namespace goes, unless finalizers of others hold it. */
  async #release(name: string, namespace: KubeObject): Promise<void> {
    const { store } = this.#parts;
    const key = keyOf("", name);
    if ((namespace.metadata.finalizers ?? []).length === 0) {
      await store.remove("namespaces", key, namespace);
      return;
    }
    const released = { ...namespace, spec: {} };
    if (!sameJson(released, namespace)) await store.put("namespaces", key, released, namespace);
  }

  /** Says in the namespace's conditions what it waits for. */
  async #report(name: string, namespace: KubeObject, left: readonly Held[]): Promise<void> {
    const { store, clock } = this.#parts;
    const resources = counted(left.map(({ kind }) => (kind.group === "" ? `${kind.plural}.` : `${kind.plural}.${kind.group}`)));
    const finalizers = counted(left.flatMap(({ object }) => object.metadata.finalizers ?? []));
    const status = isJsonObject(namespace.status) ? namespace.status : {};
    const known = Array.isArray(status.conditions) ? status.conditions.filter(isJsonObject) : [];
    const condition = (type: string, reason: string, message: string) => {
      const before = known.find((each) => each.type === type);
      const lastTransitionTime = before?.lastTransitionTime ?? timestamp(clock);
      return { type, status: "True", lastTransitionTime, reason, message };
    };
    const conditions = [
      condition("NamespaceContentRemaining", "SomeResourcesRemain", `Some resources are remaining: ${listText(resources, "has")}`),
      ...(finalizers.size === 0
        ? []
        : [
            condition(
              "NamespaceFinalizersRemaining",
              "SomeFinalizersRemain",
              `Some content in the namespace has finalizers remaining: ${listText(finalizers, "in")}`,
            ),
          ]),
    ];
    const reported = { ...namespace, status: { ...status, conditions } };
    if (!sameJson(reported, namespace)) await store.put("namespaces", keyOf("", name), reported, namespace);
  }
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function listText(counts: ReadonlyMap<string, number>, joint: string): string {
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${joint} ${count} resource instances`)
    .join(", ");
}
