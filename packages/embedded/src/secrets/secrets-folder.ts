import { type Files, readFile } from "@millrace/files";
import { MillraceError } from "@millrace/kit";
import type { Secret } from "@millrace/resources";

const ending = ".json";

/** Where data directories had their Secrets before the Kubernetes API had them: each in `secrets/<namespace>/<name>.json`. */
export const secretsFolder = (dataDirectory: string): string => `${dataDirectory}/secrets`;

/** A Secret as it was written there. */
interface Written {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly type: string;
  /** Base64. */
  readonly data: Readonly<Record<string, string>>;
}

/** The Secrets that a data directory has in that folder. Throws DATA_CORRUPT for a file that is no Secret. */
export function readSecretsFolder(files: Files, dataDirectory: string): readonly Secret[] {
  const folder = secretsFolder(dataDirectory);
  if (files.stat(folder) === undefined) return [];
  return files.list(folder).flatMap((namespace) => {
    const paths = files.list(`${folder}/${namespace}`).filter((name) => name.endsWith(ending));
    return paths.map((name) => read(files, `${folder}/${namespace}/${name}`));
  });
}

function read(files: Files, path: string): Secret {
  const text = readFile(files, path).toString();
  try {
    const parsed: unknown = JSON.parse(text);
    if (isWritten(parsed)) return secretOf(parsed);
  } catch {
    // What a parser says would show a part of the file.
  }
  const hint = "Restore the file, or delete it: what it held is then made anew, and clients need the new certificates or passwords.";
  throw new MillraceError("DATA_CORRUPT", `${path} is no Secret`, { hint });
}

function secretOf({ namespace, name, labels, annotations, type, data }: Written): Secret {
  return { apiVersion: "v1", kind: "Secret", metadata: { namespace, name, labels, annotations }, type, data };
}

function isWritten(value: unknown): value is Written {
  if (typeof value !== "object" || value === null) return false;
  const { namespace, name, labels, annotations, type, data } = value as Record<keyof Written, unknown>;
  return [namespace, name, type].every((text) => typeof text === "string") && [labels, annotations, data].every(isTexts);
}

function isTexts(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
}
