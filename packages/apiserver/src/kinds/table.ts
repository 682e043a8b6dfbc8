import { configurationKinds } from "./builtin/configuration.ts";
import { definitionKind } from "./builtin/definitions.ts";
import { eventKinds } from "./builtin/events.ts";
import { leaseKind } from "./builtin/leases.ts";
import { namespaceKind } from "./builtin/namespaces.ts";
import { customKinds } from "./custom.ts";
import type { ResourceKind } from "./kind.ts";

/** Every kind that the server knows, and how to find one. */
export class KindTable {
  readonly all: readonly ResourceKind[] = [
    namespaceKind,
    ...configurationKinds,
    ...eventKinds,
    leaseKind,
    definitionKind,
    ...customKinds(),
  ];
  readonly #byPath = new Map(this.all.map((kind) => [`${kind.group}/${kind.version}/${kind.plural}`, kind]));
  readonly #byKind = new Map(this.all.map((kind) => [`${apiVersionOf(kind)}/${kind.kind}`, kind]));

  /** By how a path names it. */
  byPath(group: string, version: string, plural: string): ResourceKind | undefined {
    return this.#byPath.get(`${group}/${version}/${plural}`);
  }

  /** By how an object names it. */
  byKind(apiVersion: string, kind: string): ResourceKind | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  /** The kinds that things are stored as, each bucket once. */
  stored(): readonly ResourceKind[] {
    return this.all.filter((kind) => kind.conversion === undefined);
  }

  groups(): readonly string[] {
    return [...new Set(this.all.map(({ group }) => group))].filter((group) => group !== "").sort();
  }
}

/** `v1`, `kafka.strimzi.io/v1`. */
export function apiVersionOf({ group, version }: Pick<ResourceKind, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

export const resourceName = ({ group, plural }: ResourceKind) => ({ group, name: plural });
export const kindName = ({ group, kind }: ResourceKind) => ({ group, name: kind });
