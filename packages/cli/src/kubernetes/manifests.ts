import { readSources } from "@millrace/embedded/sources";
import { MillraceError } from "@millrace/kit";
import { type AnyObject, kindOfObject, type ServedKind } from "@millrace/kube/browse";
import { type Problem, type ReadObject, readObjects } from "@millrace/resources";
import type { Api } from "./access.ts";

/** An object of a file, and what the API server calls its kind. */
export interface Declared {
  readonly kind: ServedKind;
  readonly object: AnyObject;
}

/** Reads files as they are. Throws FILE_UNREADABLE. */
export function readManifests(paths: readonly string[]): {
  readonly objects: readonly ReadObject[];
  readonly problems: readonly Problem[];
} {
  const read = readSources(paths).map(({ file, text }) => readObjects(text, file));
  const objects = read.flatMap((each) => each.objects);
  return { objects, problems: read.flatMap((each) => each.problems) };
}

/** What an API server gave out, if the file came from one, means nothing to another. */
const givenByServer = ["managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "selfLink"];

/**
 * Finds the kinds of objects, and puts them into their namespaces. `given` is a namespace that the command line names, which must not be
 * another than the file's. Throws RESOURCES_INVALID.
 */
export async function declaredObjects(api: Api, objects: readonly ReadObject[], given: string | undefined): Promise<readonly Declared[]> {
  if (objects.length === 0) throw new MillraceError("RESOURCES_INVALID", "no objects passed to apply", { hint: "The files are empty." });
  const kinds = await api.browser.kinds();
  return objects.map((read) => declaredObject(read, kinds, api, given));
}

function declaredObject(
  { object, problem }: ReadObject,
  kinds: readonly ServedKind[],
  { namespace }: Api,
  given: string | undefined,
): Declared {
  const { apiVersion, kind: kindName, metadata } = object;
  const kind = kindOfObject(kinds, object);
  const fail = (message: string, hint?: string): MillraceError => {
    const { file, line } = problem({ path: [], message });
    return new MillraceError("RESOURCES_INVALID", `${file}:${line}: ${message}`, hint === undefined ? {} : { hint });
  };
  if (kind === undefined) {
    const hint = apiVersion.startsWith("kafka.strimzi.io/v1beta")
      ? "millrace convert -f FILE makes v1 of it"
      : "ensure CRDs are installed first";
    throw fail(`no matches for kind "${kindName}" in version "${apiVersion}"`, hint);
  }
  const own = Object.fromEntries(Object.entries(metadata).filter(([field]) => !givenByServer.includes(field)));
  const { namespace: declared, ...rest } = own as { readonly name: string; readonly namespace?: string };
  if (!kind.namespaced) return { kind, object: { ...object, metadata: rest } as unknown as AnyObject };
  if (given !== undefined && declared !== undefined && declared !== given) {
    const must = `You must pass '--namespace=${declared}' to perform this operation.`;
    throw fail(`the namespace from the provided object "${declared}" does not match the namespace "${given}". ${must}`);
  }
  return { kind, object: { ...object, metadata: { ...rest, namespace: declared ?? namespace } } as unknown as AnyObject };
}
