import type { Resource } from "../labels.ts";
import type { Finding, Path, Problem } from "../problem.ts";
import { apiGroup, apiVersion, type Kind, kinds } from "../schema/kinds.ts";
import { shown } from "../validation/expectations.ts";
import { withoutNulls } from "../validation/nulls.ts";
import { suggest } from "../validation/suggest.ts";
import { validate } from "../validation/validate.ts";
import { isObject, type Value } from "../values.ts";
import { itemsOf } from "./list-items.ts";
import { type Located, memberOf } from "./located.ts";
import { readYaml, type SourceDocument } from "./yaml.ts";

/** A resource as it was read. Its type is true of all parts that are sound. */
export interface ReadResource<R extends Resource = Resource> {
  readonly resource: R;
  /** What the schema has against it. */
  readonly findings: readonly Finding[];
  /** Whether the schema has nothing against the part at `path`, what is above it and what is below it. */
  readonly isSound: (path: Path) => boolean;
  /** Says where in the file a finding is. */
  readonly problem: (finding: Finding) => Problem;
}

export interface ReadResources {
  readonly resources: readonly ReadResource[];
  /** What is wrong with documents that are no resources; what is wrong with resources stands with them. */
  readonly problems: readonly Problem[];
}

/**
 * Reads all documents of a file. Each resource is judged by its schema alone.
 * A document that cannot be read, or is of a kind that is not known, is a problem and does not hinder the others. ConfigMaps, which
 * resources refer to, are passed over.
 */
export function readDocuments(text: string, file: string): ReadResources {
  const source = readYaml(text, file);
  const resources: ReadResource[] = [];
  const problems: Problem[] = [...source.problems];
  for (const document of source.documents.flatMap(itemsOf)) {
    const found = identify(document.root);
    if (found === "companion") continue;
    if ("kind" in found) resources.push(readResource(document, found.kind));
    else problems.push(document.problem(found.finding));
  }
  return { resources, problems };
}

const known = [...new Set(Object.values(kinds).map((each) => each.apiVersion))]
  .map((version) => `${kindsOf(version).join(", ")} of ${version}`)
  .join(", ");

function kindsOf(version: string): readonly string[] {
  return Object.values(kinds).flatMap((each) => (each.apiVersion === version ? [each.kind] : []));
}

/** Kubernetes' own objects that stand in the same files because resources refer to them. */
function isCompanion(kind: Value, version: Value): boolean {
  return kind === "ConfigMap" && version === "v1";
}

function identify({ value }: Located): { readonly kind: Kind } | { readonly finding: Finding } | "companion" {
  if (!isObject(value)) return { finding: { path: [], expected: "a resource", message: `expected a resource, got ${shown(value)}` } };
  const kind = memberOf(value, "kind") ?? null;
  const version = memberOf(value, "apiVersion") ?? null;
  if (isCompanion(kind, version)) return "companion";
  const match = Object.values(kinds).find((candidate) => candidate.kind === kind);
  const wanted = match?.apiVersion ?? apiVersion;
  if (match !== undefined && version === wanted) return { kind: match };
  if (typeof version === "string" && version.startsWith(`${apiGroup}/`) && version !== apiVersion) {
    const message = `${version} is no longer used; convert the resource to ${apiVersion}`;
    return { finding: { path: ["apiVersion"], expected: apiVersion, message } };
  }
  if (version === null || match !== undefined) {
    return { finding: { path: ["apiVersion"], expected: wanted, message: `expected ${wanted}, got ${shown(version)}` } };
  }
  const suggestion = typeof kind === "string" ? suggest(kind, Object.keys(kinds)) : undefined;
  const meant = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  const unknown = `unknown kind ${shown(kind)}${version === apiVersion ? "" : ` of ${shown(version)}`}`;
  return { finding: { path: ["kind"], expected: known, message: `${unknown}; known are ${known}${meant}` } };
}

function readResource({ root, problem }: SourceDocument, kind: Kind): ReadResource {
  const value = withoutNulls(kind.shape, root.value);
  const findings = [...validate(kind.shape, value), ...missingMetadata(value)];
  return {
    // The types are generated from the schema by which the value has just been judged.
    resource: value as unknown as Resource,
    findings,
    isSound: (path) => !findings.some((finding) => finding.superfluous !== true && concerns(finding.path, path)),
    problem,
  };
}

/** A CRD cannot require `metadata`, but without a name the API server takes no resource. */
function missingMetadata(value: Value): readonly Finding[] {
  if (memberOf(value, "metadata") !== undefined) return [];
  return [{ path: ["metadata"], expected: "an object", message: "required, but missing: expected an object with a name" }];
}

/** Whether one path leads to the other or past it. */
const concerns = (one: Path, other: Path): boolean => {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((step, index) => step === other[index]);
};
