import { retainStored } from "@millrace/apiserver";
import type { Files } from "@millrace/files";
import type { Platform } from "@millrace/resources";
import { resourcesDirectory } from "../kubernetes/resources-directory.ts";
import { brokerSecretName, namespaceOf, userSecretKey } from "../secrets/names.ts";

/** Who the platform is, and what clients have been given to know it and to log in with. */
const kept: ReadonlySet<string> = new Set(["meta.properties", "kubernetes", "kubernetes/credentials.json", "kubernetes/resources"]);

/** They are there from the start of an API. */
const firstNamespaces = ["default", "kube-system"];

/** Removes all from a data directory that nobody holds but the identity and the credentials of what is declared. */
export async function emptyDirectory(files: Files, directory: string, declared: Platform): Promise<void> {
  const secrets = ownSecrets(declared);
  const namespaces = new Set([...firstNamespaces, ...[...secrets].map((key) => key.slice(0, key.indexOf("/")))]);
  await retainStored(files, resourcesDirectory(directory), (object, bucket) => {
    const { ownerReferences: _, ...metadata } = object.metadata;
    if (bucket === "namespaces") return namespaces.has(metadata.name ?? "") ? object : undefined;
    const isKept = bucket === "secrets" && secrets.has(`${metadata.namespace}/${metadata.name}`);
    // Who owns it is made anew.
    return isKept ? { ...object, metadata } : undefined;
  });
  const empty = (within: string) => {
    for (const name of files.list(`${directory}/${within}`)) {
      const path = `${within}${name}`;
      if (!kept.has(path)) removeAll(files, `${directory}/${path}`);
      else if (path === "kubernetes") empty(`${path}/`);
    }
  };
  empty("");
}

/** The Secrets that are made for what is declared, as `namespace/name`. */
function ownSecrets(declared: Platform): ReadonlySet<string> {
  const { kafka, users } = declared;
  const authorities = ["cluster-ca", "clients-ca"].flatMap((name) => [
    `${kafka.metadata.name}-${name}`,
    `${kafka.metadata.name}-${name}-cert`,
  ]);
  return new Set([
    ...[...authorities, brokerSecretName(declared)].map((name) => `${namespaceOf(kafka)}/${name}`),
    ...users.map((user) => userSecretKey(kafka, user)).map(({ namespace, name }) => `${namespace}/${name}`),
  ]);
}

function removeAll(files: Files, path: string): void {
  if (files.stat(path)?.kind === "directory") for (const name of files.list(path)) removeAll(files, `${path}/${name}`);
  files.remove(path);
}
