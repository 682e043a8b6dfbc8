import { failure, systemError } from "./failure.ts";
import { MemoryContent } from "./memory-content.ts";

export interface FileNode {
  readonly kind: "file";
  readonly content: MemoryContent;
  modifiedMs: number;
}

export interface DirectoryNode {
  readonly kind: "directory";
  readonly entries: Map<string, Node>;
  modifiedMs: number;
}

export type Node = FileNode | DirectoryNode;

/** Names and what they stand for, as a file system keeps them. Errors carry the system's codes. */
export class MemoryTree {
  readonly #root: DirectoryNode = { kind: "directory", entries: new Map(), modifiedMs: 0 };
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  find(path: string): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const name of namesOf(path)) {
      if (node?.kind !== "directory") return undefined;
      node = node.entries.get(name);
    }
    return node;
  }

  /** The file at `path`, made if `create` says so. */
  file(path: string, create: boolean): FileNode {
    const found = this.find(path);
    if (found?.kind === "directory") throw failure("open", path, systemError("EISDIR", "it is a directory"));
    if (found !== undefined) return found;
    const { directory, name } = this.#parent("open", path);
    if (!create) throw failure("open", path, missing());
    const made: FileNode = { kind: "file", content: new MemoryContent(), modifiedMs: this.#now() };
    directory.entries.set(name, made);
    return made;
  }

  directory(what: string, path: string): DirectoryNode {
    const found = this.find(path);
    if (found === undefined) throw failure(what, path, missing());
    if (found.kind === "file") throw failure(what, path, systemError("ENOTDIR", "it is a file"));
    return found;
  }

  makeDirectory(path: string): void {
    let node: DirectoryNode = this.#root;
    for (const name of namesOf(path)) {
      const next: Node = node.entries.get(name) ?? { kind: "directory", entries: new Map(), modifiedMs: this.#now() };
      if (next.kind === "file") throw failure("make the directory", path, systemError("ENOTDIR", "a part of it is a file"));
      node.entries.set(name, next);
      node = next;
    }
  }

  rename(from: string, to: string): void {
    const source = this.#parent("rename", from);
    const node = source.directory.entries.get(source.name);
    if (node === undefined) throw failure(`rename to ${to}`, from, missing());
    const target = this.#parent("rename to", to);
    const replaced = target.directory.entries.get(target.name);
    if (replaced?.kind === "directory" && replaced.entries.size > 0) {
      throw failure(`rename to ${to}`, from, systemError("ENOTEMPTY", "there is a directory that is not empty"));
    }
    source.directory.entries.delete(source.name);
    target.directory.entries.set(target.name, node);
  }

  remove(path: string): void {
    if (this.find(path) === undefined) return;
    const { directory, name } = this.#parent("remove", path);
    directory.entries.delete(name);
  }

  #parent(what: string, path: string): { directory: DirectoryNode; name: string } {
    const names = namesOf(path);
    const name = names.pop();
    if (name === undefined) throw failure(what, path, systemError("EBUSY", "it is the root"));
    return { directory: this.directory(what, `/${names.join("/")}`), name };
  }
}

function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

function missing(): Error {
  return systemError("ENOENT", "no such file or directory");
}
