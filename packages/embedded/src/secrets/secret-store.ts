import { type Files, makePrivateDirectory, readFile, replaceFile } from "@millrace/files";
import { assert, MillraceError } from "@millrace/kit";
import type { Secret } from "./secret.ts";

/** A DNS subdomain (RFC 1123), as Kubernetes names Secrets; namespaces have no dots. Nothing that leaves a directory is one. */
const names = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const ending = ".json";
const root = "secrets";

/**
 * The Secrets of a data directory: certificate authorities, certificates and users' credentials, under the names and keys that Strimzi gives
 * them. Each is one file that only the user of this process can read: `secrets/<namespace>/<name>.json`.
 */
export class SecretStore {
  readonly #files: Files;
  readonly #directory: string;
  readonly #secrets = new Map<string, Secret>();

  /** Reads what is there. Throws DATA_CORRUPT for a file that is no Secret. */
  constructor(files: Files, dataDirectory: string) {
    this.#files = files;
    this.#directory = `${dataDirectory}/${root}`;
    if (files.stat(this.#directory) === undefined) return;
    for (const namespace of files.list(this.#directory)) {
      const directory = `${this.#directory}/${namespace}`;
      const stored = files.list(directory).filter((name) => name.endsWith(ending));
      for (const name of stored) this.#remember(this.#read(`${directory}/${name}`));
    }
  }

  get(namespace: string, name: string): Secret | undefined {
    return this.#secrets.get(`${namespace}/${name}`);
  }

  /** All of a namespace, or of all, by their names. */
  list(namespace?: string): Secret[] {
    const all = [...this.#secrets.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, secret]) => secret);
    return namespace === undefined ? all : all.filter((secret) => secret.namespace === namespace);
  }

  /** Keeps a Secret in place of the one of that name. Resolves when it is durable. */
  async put(secret: Secret): Promise<void> {
    const path = this.#path(secret.namespace, secret.name);
    makePrivateDirectory(this.#files, this.#directory);
    makePrivateDirectory(this.#files, `${this.#directory}/${secret.namespace}`);
    await replaceFile(this.#files, path, Buffer.from(`${JSON.stringify(secret, null, 2)}\n`), { secret: true });
    this.#remember(secret);
  }

  /** Forgets a Secret; one that is not there is left alone. */
  async remove(namespace: string, name: string): Promise<void> {
    if (!this.#secrets.delete(`${namespace}/${name}`)) return;
    this.#files.remove(this.#path(namespace, name));
    await this.#files.syncDirectory(`${this.#directory}/${namespace}`);
  }

  #remember(secret: Secret): void {
    this.#secrets.set(`${secret.namespace}/${secret.name}`, secret);
  }

  #path(namespace: string, name: string): string {
    assert(names.test(namespace) && names.test(name), `a Secret can't be called ${namespace}/${name}`);
    return `${this.#directory}/${namespace}/${name}${ending}`;
  }

  #read(path: string): Secret {
    const text = readFile(this.#files, path).toString();
    try {
      const parsed: unknown = JSON.parse(text);
      if (isSecret(parsed)) return parsed;
    } catch {
      // What a parser says would show a part of the file.
    }
    const hint = "Restore the file, or delete it: what it held is then made anew, and clients need the new certificates or passwords.";
    throw new MillraceError("DATA_CORRUPT", `${path} is no Secret`, { hint });
  }
}

function isSecret(value: unknown): value is Secret {
  if (typeof value !== "object" || value === null) return false;
  const { namespace, name, labels, annotations, type, data } = value as Record<keyof Secret, unknown>;
  return [namespace, name, type].every((text) => typeof text === "string") && [labels, annotations, data].every(isTexts);
}

function isTexts(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
}
