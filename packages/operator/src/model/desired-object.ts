import type { KubeObject } from "@millrace/kube";
import type { ObjectMeta } from "@millrace/resources";

/** Labels or annotations. */
export type Labels = Readonly<Record<string, string>>;

/** An object as it shall be, for server-side apply: what it does not say is left to the API server and to others. */
export interface DesiredObject extends KubeObject {
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** What is given, without the fields that are not. Kubernetes takes a field that is absent and one that is empty for different things. */
export function given<T extends object>(fields: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** The same for lists: what is empty is not said. */
export const nonEmpty = <T>(items: readonly T[] | undefined): readonly T[] | undefined =>
  items === undefined || items.length === 0 ? undefined : items;

/** Several maps as one; the later win. Undefined if nothing is in them. */
export function merged(...maps: readonly (Labels | undefined)[]): Labels | undefined {
  const all = Object.assign({}, ...maps) as Labels;
  return Object.keys(all).length === 0 ? undefined : all;
}
