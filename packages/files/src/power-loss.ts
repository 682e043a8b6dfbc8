import type { Random } from "@millrace/kit";

/** A change of a file's bytes. */
export interface DataChange {
  /** `open`: a flush makes it durable, so that it survives loss of power for certain. `given up`: a flush failed, and no later one makes it so. */
  fate: "open" | "durable" | "given up";
  /** Where `bytes` were written; for a truncation, the new size. */
  readonly position: number;
  /** Undefined: a truncation. */
  readonly bytes: Buffer | undefined;
}

/** A file as such, whatever its name is at the moment. */
export interface StoredFile {
  changes: DataChange[];
}

export type NameChange =
  | { readonly kind: "create"; readonly path: string; readonly file: StoredFile }
  | { readonly kind: "makeDirectory"; readonly path: string }
  | { readonly kind: "rename"; readonly path: string; readonly to: string }
  | { readonly kind: "remove"; readonly path: string };

/** Which names there are after a sequence of changes. */
export class Names {
  readonly directories = new Set<string>();
  readonly files = new Map<string, StoredFile>();

  apply(change: NameChange): void {
    if (change.kind === "create") this.files.set(change.path, change.file);
    else if (change.kind === "makeDirectory") this.directories.add(change.path);
    else this.#move(change.path, change.kind === "rename" ? change.to : undefined);
  }

  /** Moves what is at `from` and below it; without `to`, it is gone. */
  #move(from: string, to: string | undefined): void {
    for (const [path, file] of [...this.files]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.files.delete(path);
      if (to !== undefined) this.files.set(to + path.slice(from.length), file);
    }
    for (const path of [...this.directories]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.directories.delete(path);
      if (to !== undefined) this.directories.add(to + path.slice(from.length));
    }
  }
}

/** The bytes of a file after loss of power: each change that is not durable is kept, lost or torn, independently of the others. */
export function survivingBytes(file: StoredFile, random: Random): Buffer {
  let content: Buffer = Buffer.alloc(0);
  for (const { fate, position, bytes } of file.changes) {
    const outcome = fate === "durable" ? "kept" : (["kept", "kept", "lost", "torn"] as const)[random.below(4)];
    if (outcome === "lost") continue;
    if (bytes === undefined) {
      content = resized(content, position);
      continue;
    }
    const written = outcome === "torn" ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes;
    if (written.length === 0) continue;
    content = resized(content, Math.max(content.length, position + written.length));
    written.copy(content, position);
  }
  return content;
}

function resized(content: Buffer, sizeBytes: number): Buffer {
  const result = Buffer.alloc(sizeBytes);
  content.copy(result);
  return result;
}
