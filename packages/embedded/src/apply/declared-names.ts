import { type Files, readFile, replaceFile } from "@millrace/files";
import { MillraceError } from "@millrace/kit";

/** Where a data directory keeps what was declared so far. */
const fileNames = { users: "managed-users.json", quotas: "declared-quotas.json" } as const;

export type DeclaredSort = keyof typeof fileNames;

/**
 * The users, or the default user's quotas, that were declared for a data directory so far: what may be deleted once nobody declares it
 * any more. What programs made is never among them.
 */
export function readDeclared(files: Files, directory: string, sort: DeclaredSort): Set<string> {
  const path = `${directory}/${fileNames[sort]}`;
  if (files.stat(path) === undefined) return new Set();
  const parsed: unknown = parse(path, sort, readFile(files, path).toString());
  if (Array.isArray(parsed) && parsed.every((name) => typeof name === "string")) return new Set(parsed);
  throw damaged(path, sort, `expected a list of ${sort}`);
}

/** Keeps the names, if there is anything new about them. */
export async function writeDeclared(files: Files, directory: string, sort: DeclaredSort, names: ReadonlySet<string>): Promise<void> {
  if (names.symmetricDifference(readDeclared(files, directory, sort)).size === 0) return;
  await replaceFile(files, `${directory}/${fileNames[sort]}`, Buffer.from(`${JSON.stringify([...names].sort())}\n`));
}

function parse(path: string, sort: DeclaredSort, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(path, sort, "it is no JSON", cause);
  }
}

function damaged(path: string, sort: DeclaredSort, why: string, cause?: unknown): MillraceError {
  const hint = `Delete the file; ${sort} declared so far are then not pruned.`;
  return new MillraceError("DATA_CORRUPT", `can't use ${path}: ${why}`, { hint, cause });
}
