import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { dirname, join } from "node:path/posix";

export type TreeEntry =
  | { readonly type: "file"; readonly content: Buffer; readonly mode: number }
  | { readonly type: "folder"; readonly mode: number }
  | { readonly type: "link"; readonly target: string };

/** Set-user-id and set-group-id bits stay out: nobody in these images is to become somebody else. */
const modeBits = 0o1777;

/** The files of an image, or of a layer of it, by their paths from its root: `opt/kafka/libs/kafka-clients-4.3.1.jar`. All are root's. */
export class FileTree {
  readonly #entries = new Map<string, TreeEntry>();

  /** Names sort by their bytes, so that a folder comes before what is in it. */
  entries(): ReadonlyArray<readonly [path: string, entry: TreeEntry]> {
    return [...this.#entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  file(path: string, content: Buffer | string, mode = 0o644): void {
    this.#put(path, { type: "file", content: Buffer.from(content), mode: mode & modeBits });
  }

  folder(path: string, mode = 0o755): void {
    this.#put(path, { type: "folder", mode: mode & modeBits });
  }

  link(path: string, target: string): void {
    this.#put(path, { type: "link", target });
  }

  /** Takes what a folder of this machine holds; `pathOf` says where it goes, or, by undefined, that it is left out with all below it. */
  async add(folder: string, pathOf: (path: string) => string | undefined = (path) => path): Promise<void> {
    const walk = async (from: string): Promise<void> => {
      for (const name of (await readdir(join(folder, from))).sort()) {
        const path = join(from, name);
        const to = pathOf(path);
        if (to === undefined) continue;
        const source = join(folder, path);
        const stat = await lstat(source);
        if (stat.isSymbolicLink()) this.link(to, await readlink(source));
        else if (stat.isFile()) this.file(to, await readFile(source), stat.mode);
        else if (stat.isDirectory()) {
          this.folder(to, stat.mode);
          await walk(path);
        }
      }
    };
    await walk("");
  }

  #put(path: string, entry: TreeEntry): void {
    for (let parent = dirname(path); parent !== "."; parent = dirname(parent))
      if (!this.#entries.has(parent)) this.#entries.set(parent, { type: "folder", mode: 0o755 });
    this.#entries.set(path, entry);
  }
}
