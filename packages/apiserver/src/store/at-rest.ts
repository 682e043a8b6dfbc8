import type { Files } from "@millrace/files";
import { MillraceError } from "@millrace/kit";
import type { KubeObject } from "../objects.ts";
import { beginJournal, journalPath, newestJournal, readJournal, removeOtherFiles, type Written } from "./journal-file.ts";

/** Objects by their buckets (the plural of their kind for those of Kubernetes itself) and keys (`namespace/name`). */
export type StoredObjects = ReadonlyMap<string, ReadonlyMap<string, KubeObject>>;

/** What is stored in a directory, as it was written last: whether nobody serves it, or another process does. Throws DATA_CORRUPT. */
export function readStored(files: Files, directory: string): StoredObjects {
  return objectsOf(newest(files, directory)?.written);
}

/**
 * Lets only what `kept` gives stay in a directory that nobody serves, as `kept` gives it. In one step: whenever the process dies, there is all of
 * it or what stays.
 */
export async function retainStored(
  files: Files,
  directory: string,
  kept: (object: KubeObject, bucket: string) => KubeObject | undefined,
): Promise<void> {
  const found = newest(files, directory);
  if (found === undefined) return;
  const objects = [...objectsOf(found.written)].flatMap(([bucket, stored]) =>
    [...stored].flatMap(([key, object]) => {
      const left = kept(object, bucket);
      return left === undefined ? [] : [{ bucket, key, object: left }];
    }),
  );
  const revision = found.written.changes.reduce((latest, change) => Math.max(latest, change.revision), 0);
  const next = found.number + 1;
  await beginJournal(files, journalPath(directory, next), { revision, objects });
  removeOtherFiles(files, directory, next);
}

/** The journal that counts; whoever serves the directory may replace it at any time. */
function newest(files: Files, directory: string): { readonly number: number; readonly written: Written } | undefined {
  let gone: number | undefined;
  for (;;) {
    const number = files.stat(directory) === undefined ? undefined : newestJournal(files, directory);
    if (number === undefined) return undefined;
    try {
      return { number, written: readJournal(files, journalPath(directory, number)) };
    } catch (failure) {
      if (!(failure instanceof MillraceError) || failure.code !== "NOT_FOUND" || number === gone) throw failure;
      gone = number;
    }
  }
}

function objectsOf(written: Written | undefined): StoredObjects {
  const buckets = new Map<string, Map<string, KubeObject>>();
  for (const { bucket, key, object } of written?.changes ?? []) {
    const stored = buckets.get(bucket) ?? new Map<string, KubeObject>();
    if (bucket !== "") buckets.set(bucket, stored);
    if (object === undefined) stored.delete(key);
    else stored.set(key, object);
  }
  return buckets;
}
