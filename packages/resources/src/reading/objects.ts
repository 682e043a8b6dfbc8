import type { Finding, Problem } from "../problem.ts";
import { isObject, type OpenObject } from "../values.ts";
import { itemsOf } from "./list-items.ts";
import { memberOf } from "./located.ts";
import { readYaml } from "./yaml.ts";

/** An object of any kind as it stands in a file, judged by nothing but that it says what it is. */
export interface ReadObject {
  readonly object: OpenObject & {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: OpenObject & { readonly name: string; readonly namespace?: string };
  };
  /** Says where in the file a finding is. */
  readonly problem: (finding: Finding) => Problem;
}

/** Reads all objects of a file, those of a List each by itself. */
export function readObjects(
  text: string,
  file: string,
): { readonly objects: readonly ReadObject[]; readonly problems: readonly Problem[] } {
  const source = readYaml(text, file);
  const objects: ReadObject[] = [];
  const problems: Problem[] = [...source.problems];
  for (const { root, problem } of source.documents.flatMap(itemsOf)) {
    const finding = anonymous(root.value);
    if (finding === undefined) objects.push({ object: root.value as ReadObject["object"], problem });
    else problems.push(problem(finding));
  }
  return { objects, problems };
}

/** What an API server has to be told of every object. */
const required = [["apiVersion"], ["kind"], ["metadata", "name"]] as const;

function anonymous(value: unknown): Finding | undefined {
  const root = value as OpenObject;
  if (!isObject(root)) return { path: [], message: "expected an object with apiVersion, kind and metadata" };
  const missing = required.find((path) => {
    const text = path.reduce<ReturnType<typeof memberOf>>((at, step) => memberOf(at, step), root);
    return typeof text !== "string" || text === "";
  });
  if (missing !== undefined) return { path: missing, message: "required, but missing: expected text" };
  const namespace = memberOf(root.metadata, "namespace");
  if (namespace === undefined || typeof namespace === "string") return undefined;
  return { path: ["metadata", "namespace"], message: "expected text" };
}
