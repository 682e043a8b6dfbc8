import { isDeepStrictEqual } from "node:util";
import { secretKind } from "@millrace/controllers";
import type { Files } from "@millrace/files";
import { type KubeClient, keyOf, type Stored } from "@millrace/kube";
import type { Secret } from "@millrace/resources";
import { makeNamespaces } from "../kubernetes/namespaces.ts";
import { readSecretsFolder, secretsFolder } from "./secrets-folder.ts";
import { whichCounts } from "./which-counts.ts";

/**
 * Brings the Secrets of a data directory's folder, where there is one, into the API, and removes it then: a process that dies in between does it
 * again. Nobody else may use the API meanwhile.
 */
export async function takeOverSecretsFolder(client: KubeClient, files: Files, dataDirectory: string): Promise<void> {
  const folder = secretsFolder(dataDirectory);
  if (files.stat(folder) === undefined) return;
  const inFolder = readSecretsFolder(files, dataDirectory);
  await makeNamespaces(client, new Set(inFolder.map(({ metadata }) => metadata.namespace ?? "")));
  const { items } = await client.list(secretKind);
  const known = new Map(items.map((secret) => [keyOf(secret.metadata), secret]));
  await Promise.all(inFolder.map((secret) => takeOver(client, secret, known.get(keyOf(secret.metadata)))));
  files.remove(folder);
  await files.syncDirectory(dataDirectory);
}

async function takeOver(client: KubeClient, secret: Secret, live: Stored<Secret> | undefined): Promise<void> {
  if (live === undefined) await client.create(secretKind, secret);
  else if (whichCounts(secret, live) === secret && !isDeepStrictEqual(contentOf(secret), contentOf(live))) {
    await client.update(secretKind, { ...live, ...secret, metadata: { ...live.metadata, ...secret.metadata } });
  }
}

const contentOf = ({ metadata: { annotations = {} }, data = {} }: Secret) => ({ annotations, data });
