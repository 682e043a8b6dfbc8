import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { MillraceError, messageOf, systemCodeOf } from "@millrace/kit";
import type { SourceFile } from "@millrace/resources";

const endings = /\.(ya?ml|json)$/;
/** No file of resources is near this; what is larger is not one. */
const fileBytesMax = 16 << 20;
const standardInput = "-";
const standardInputDescriptor = 0;

/**
 * Reads files of resources: named ones, standard input for `-`, and of a folder all that end in .yaml, .yml or .json, in the order of
 * their names, folders in it left out, as kubectl does. Throws FILE_UNREADABLE.
 */
export function readSources(paths: readonly string[]): SourceFile[] {
  return paths.flatMap((path) =>
    path === standardInput ? [{ file: "(standard input)", text: read(standardInputDescriptor, path) }] : readPath(path),
  );
}

function readPath(path: string): SourceFile[] {
  const stat = guarded(path, () => statSync(path));
  if (!stat.isDirectory()) return [readOne(path, stat.size)];
  const names = guarded(path, () => readdirSync(path, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && endings.test(entry.name))
    .map(({ name }) => name)
    .sort();
  if (names.length === 0) throw unreadable(path, "no file in it ends in .yaml, .yml or .json");
  return names.map((name) => join(path, name)).map((file) => readOne(file, guarded(file, () => statSync(file)).size));
}

function readOne(file: string, bytes: number): SourceFile {
  if (bytes > fileBytesMax) throw unreadable(file, `${bytes} bytes are more than the ${fileBytesMax} that a file of resources may have`);
  return { file, text: read(file, file) };
}

function read(from: string | number, path: string): string {
  return guarded(path, () => readFileSync(from, "utf8"));
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const reasons: Record<string, string> = { ENOENT: "there is no such file or folder", EACCES: "it may not be read" };
    throw unreadable(path, reasons[systemCodeOf(cause) ?? ""] ?? messageOf(cause), cause);
  }
}

function unreadable(path: string, reason: string, cause?: unknown): MillraceError {
  return new MillraceError("FILE_UNREADABLE", `can't read ${path}: ${reason}`, { cause });
}
