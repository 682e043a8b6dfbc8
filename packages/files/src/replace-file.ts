import type { Files } from "./files.ts";

/** All bytes of a file. `NOT_FOUND` if there is none. */
export function readFile(files: Files, path: string): Buffer {
  const file = files.open(path, "read");
  try {
    const bytes = Buffer.allocUnsafeSlow(file.sizeBytes());
    return bytes.subarray(0, file.read(bytes, 0, bytes.length, 0));
  } finally {
    file.close();
  }
}

/**
 * Writes a small file in one step, under another name at first: after a crash there is the old content or the new, never a mixture.
 * One that is `secret` is for the user of this process alone. Resolves when it is durable; one that is `passing`, as it is made anew at each
 * start, need not be, and after a loss of power may be anything.
 */
export async function replaceFile(
  files: Files,
  path: string,
  bytes: Buffer,
  {
    temporary = `${path}.tmp`,
    secret = false,
    passing = false,
  }: {
    readonly temporary?: string;
    readonly secret?: boolean;
    readonly passing?: boolean;
  } = {},
): Promise<void> {
  const file = files.open(temporary, "create");
  try {
    if (secret) files.restrict(temporary);
    file.truncate(0);
    file.write(bytes, 0);
    if (!passing) await file.sync();
  } finally {
    file.close();
  }
  files.rename(temporary, path);
  if (!passing) await files.syncDirectory(path.slice(0, path.lastIndexOf("/")));
}
