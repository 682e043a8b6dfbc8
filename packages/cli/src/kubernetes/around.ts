import { type KubeKind, type KubeObject, KubeRequestError, namespacedKind } from "@millrace/kube";
import type { AnyObject } from "@millrace/kube/browse";
import type { Api } from "./access.ts";

/** All objects of a kind. Whoever may not see all namespaces is told of their own. */
export async function allOf<T extends KubeObject>(
  { client, namespace }: Api,
  kind: Omit<KubeKind<T>, "namespaced" | "example">,
): Promise<readonly T[]> {
  const wanted = namespacedKind<T>(kind);
  try {
    return (await client.list(wanted)).items;
  } catch (thrown) {
    if (!(thrown instanceof KubeRequestError)) throw thrown;
    if (thrown.status.code === 404) return [];
    return (await client.list(wanted, { namespace })).items;
  }
}

/** Objects of a kind as they will be. */
export function overlaid<T extends KubeObject>(kind: string, objects: readonly T[], changed: readonly AnyObject[]): readonly T[] {
  const kept = objects.filter((object) => !changed.some((other) => isSame(object, other)));
  return [...kept, ...changed.filter((object) => object.kind === kind).map((object) => object as unknown as T)];
}

export const isSame = (one: KubeObject, other: KubeObject): boolean =>
  one.kind === other.kind && one.metadata.name === other.metadata.name && one.metadata.namespace === other.metadata.namespace;
