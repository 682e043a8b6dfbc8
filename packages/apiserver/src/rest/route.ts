import type { ResourceKind } from "../kinds/kind.ts";
import type { KindTable } from "../kinds/table.ts";

/** What a path leads to. */
export interface Target {
  readonly kind: ResourceKind;
  /** Undefined: all namespaces, or the kind has none. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string;
}

/** Reads `/apis/GROUP/VERSION/namespaces/NAMESPACE/PLURAL/NAME/SUBRESOURCE` and its shorter forms; undefined if it is none of the table. */
export function targetOf(path: string, kinds: KindTable): Target | undefined {
  if (!/^\/apis?\/[^/]/.test(path)) return undefined;
  const segments = path.split("/").filter((segment) => segment !== "");
  const [root, ...below] = segments;
  if (root === "api") return within("", below, kinds);
  const [group, ...rest] = below;
  return root === "apis" && group !== undefined ? within(group, rest, kinds) : undefined;
}

/** Subresources of a namespace, which otherwise look like what is in it. */
const ofNamespaces: readonly string[] = ["status", "finalize"];

function within(group: string, [version = "", ...segments]: readonly string[], kinds: KindTable): Target | undefined {
  const [first, second, third] = segments;
  if (first === "namespaces" && second !== undefined && third !== undefined && !ofNamespaces.includes(third)) {
    return target(kinds.byPath(group, version, third), decoded(second), segments.slice(3));
  }
  return first === undefined ? undefined : target(kinds.byPath(group, version, first), undefined, segments.slice(1));
}

function target(kind: ResourceKind | undefined, namespace: string | undefined, rest: readonly string[]): Target | undefined {
  if (kind === undefined || (rest.length > 2 && !kind.custom)) return undefined;
  const [name, subresource = ""] = rest;
  if (namespace !== undefined && !kind.namespaced) return undefined;
  // Across namespaces things can be listed, not named.
  if (namespace === undefined && kind.namespaced && name !== undefined) return undefined;
  return { kind, namespace, name: name === undefined ? undefined : decoded(name), subresource };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Where an object is in its bucket. */
export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ""}/${name}`;
}
