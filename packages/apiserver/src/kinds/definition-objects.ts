import { createHash } from "node:crypto";
import { isJsonObject, type KubeObject } from "../objects.ts";
import type { KindTable } from "./table.ts";

/** The CustomResourceDefinitions as objects that can be read, by their keys. They are as old as what is stored. */
export function definitionObjects(kinds: KindTable, since: string): ReadonlyMap<string, KubeObject> {
  const objects = kinds.all.flatMap(({ definition, plural, group }): Array<[string, KubeObject]> => {
    if (definition === undefined) return [];
    const { spec = {} } = definition();
    const name = `${plural}.${group}`;
    const metadata = { name, uid: stableUid(name), resourceVersion: "1", generation: 1, creationTimestamp: since };
    const established = [
      condition("NamesAccepted", since, "NoConflicts", "no conflicts found"),
      condition("Established", since, "InitialNamesAccepted", "the initial names have been accepted"),
    ];
    const acceptedNames = isJsonObject(spec) ? (spec.names ?? {}) : {};
    const status = { conditions: established, acceptedNames, storedVersions: ["v1"] };
    return [[`/${name}`, { kind: "CustomResourceDefinition", apiVersion: "apiextensions.k8s.io/v1", metadata, spec, status }]];
  });
  return new Map(objects);
}

const condition = (type: string, lastTransitionTime: string, reason: string, message: string) => ({
  type,
  status: "True",
  lastTransitionTime,
  reason,
  message,
});

/** The same name has the same id at every start (RFC 9562, version 8). */
function stableUid(name: string): string {
  const hex = createHash("sha256").update(`millrace/${name}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
