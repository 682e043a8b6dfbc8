import type { Files } from "@millrace/files";

/** A small file's text. Throws NOT_FOUND or IO_FAILED. */
export function readText(files: Files, path: string): string {
  const file = files.open(path, "read");
  try {
    const bytes = Buffer.alloc(file.sizeBytes());
    return bytes.toString("utf8", 0, file.read(bytes, 0, bytes.length, 0));
  } finally {
    file.close();
  }
}

/** Replaces a small file in one step: after a loss of power it holds the old text or the new one. */
export async function replaceText(files: Files, directory: string, name: string, text: string): Promise<void> {
  const path = `${directory}/${name}`;
  const temporary = `${path}.tmp`;
  const file = files.open(temporary, "create");
  try {
    file.truncate(0);
    file.write(Buffer.from(text), 0);
    await file.sync();
  } finally {
    file.close();
  }
  files.rename(temporary, path);
  await files.syncDirectory(directory);
}
