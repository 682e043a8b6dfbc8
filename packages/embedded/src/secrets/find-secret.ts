import { readStored } from "@millrace/apiserver";
import type { Files } from "@millrace/files";
import { keyOf } from "@millrace/kube";
import type { Secret } from "@millrace/resources";
import { resourcesDirectory } from "../kubernetes/resources-directory.ts";
import { readSecretsFolder } from "./secrets-folder.ts";
import { whichCounts } from "./which-counts.ts";

/** Finds a Secret, by its namespace and its name. */
export type FindSecret = (namespace: string, name: string) => Secret | undefined;

/** Finds the Secrets of a data directory as they are now, whether its platform runs or not. Throws DATA_CORRUPT. */
export function findSecret(files: Files, dataDirectory: string): FindSecret {
  const stored = readStored(files, resourcesDirectory(dataDirectory)).get("secrets") ?? new Map();
  const secrets = new Map<string, Secret>(stored as ReadonlyMap<string, unknown> as ReadonlyMap<string, Secret>);
  for (const inFolder of readSecretsFolder(files, dataDirectory)) {
    const key = keyOf(inFolder.metadata);
    secrets.set(key, whichCounts(inFolder, secrets.get(key)));
  }
  return (namespace, name) => secrets.get(keyOf({ namespace, name }));
}
