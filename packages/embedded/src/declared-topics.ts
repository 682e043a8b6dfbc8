import { type Files, readFile, replaceFile } from "@millrace/files";
import { MillraceError } from "@millrace/kit";

const fileName = "declared-topics.json";

/**
 * The topics that files have declared for a data directory so far: what `--prune` may delete once no file declares it any more. Topics
 * that programs made are never among them.
 */
export function readDeclaredTopics(files: Files, directory: string): Set<string> {
  const path = `${directory}/${fileName}`;
  if (files.stat(path) === undefined) return new Set();
  const parsed: unknown = parse(path, readFile(files, path).toString());
  if (!Array.isArray(parsed) || !parsed.every((name) => typeof name === "string")) throw damaged(path, "expected a list of topics");
  return new Set(parsed);
}

export async function writeDeclaredTopics(files: Files, directory: string, names: ReadonlySet<string>): Promise<void> {
  await replaceFile(files, `${directory}/${fileName}`, Buffer.from(`${JSON.stringify([...names].sort())}\n`));
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(path, "it is no JSON", cause);
  }
}

function damaged(path: string, why: string, cause?: unknown): MillraceError {
  const hint = "Delete the file; topics declared so far are then not pruned.";
  return new MillraceError("DATA_CORRUPT", `can't use ${path}: ${why}`, { hint, cause });
}
