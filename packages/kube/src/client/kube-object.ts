import type { ObjectMeta } from "@millrace/resources";

/** Whatever an API server keeps. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** An object as an API server gives it out. */
export type Stored<T extends KubeObject> = T & {
  readonly metadata: { readonly uid: string; readonly resourceVersion: string; readonly creationTimestamp: string };
};

/** A kind of objects of the type `T`, and where an API server has them. */
export interface KubeKind<T extends KubeObject> {
  readonly apiVersion: string;
  readonly kind: string;
  /** As paths have it: `kafkatopics`. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** Never there: it carries the type. */
  readonly example?: T;
}

/** A kind whose objects are in namespaces. */
export const namespacedKind = <T extends KubeObject>({ apiVersion, kind, plural }: Omit<KubeKind<T>, "namespaced">): KubeKind<T> => ({
  ...{ apiVersion, kind, plural },
  namespaced: true,
});

export interface ObjectName {
  /** Left out for objects that are in none. */
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** An object's name in one string, by which queues and caches know it: `namespace/name`. */
export type ObjectKey = string;

export const keyOf = ({ namespace, name }: ObjectName): ObjectKey => (namespace === undefined ? name : `${namespace}/${name}`);

export function nameOf(key: ObjectKey): ObjectName {
  const at = key.indexOf("/");
  return at < 0 ? { name: key } : { namespace: key.slice(0, at), name: key.slice(at + 1) };
}
