import type { FileTree, TreeEntry } from "./file-tree.ts";

const blockBytes = 512;
const nameBytesMax = 100;
const types = { file: "0", link: "2", folder: "5", extended: "x" } as const;

/** One member of a tar file, as POSIX has it (ustar). */
interface Header {
  readonly name: string;
  readonly type: keyof typeof types;
  readonly mode: number;
  readonly size: number;
  readonly target?: string;
}

/** The tree as a tar file in pieces: always the same bytes for the same tree, owned by root, of the beginning of 1970. */
export function* tar(tree: FileTree): Generator<Buffer> {
  for (const [path, entry] of tree.entries()) yield* member(entry.type === "folder" ? `${path}/` : path, entry);
  yield Buffer.alloc(2 * blockBytes);
}

/** A member of a tar file that holds `content`. */
export function* file(name: string, content: Buffer): Generator<Buffer> {
  yield* member(name, { type: "file", content, mode: 0o644 });
}

/** The end of a tar file. */
export const end = Buffer.alloc(2 * blockBytes);

function* member(name: string, entry: TreeEntry): Generator<Buffer> {
  const target = entry.type === "link" ? entry.target : "";
  const long = { path: name, linkpath: target };
  const records = Object.entries(long).flatMap(([key, value]) =>
    Buffer.byteLength(value) > nameBytesMax ? [extendedRecord(key, value)] : [],
  );
  if (records.length > 0) {
    const content = Buffer.from(records.join(""));
    yield header({ name: "PaxHeaders/long-name", type: "extended", mode: 0o644, size: content.length });
    yield* padded(content);
  }
  const content = entry.type === "file" ? entry.content : Buffer.alloc(0);
  yield header({ name, type: entry.type, mode: entry.type === "link" ? 0o777 : entry.mode, size: content.length, target });
  yield* padded(content);
}

function* padded(content: Buffer): Generator<Buffer> {
  yield content;
  const rest = content.length % blockBytes;
  if (rest > 0) yield Buffer.alloc(blockBytes - rest);
}

/** `LENGTH KEY=VALUE\n`, whose length counts its own digits (POSIX, pax interchange format). */
function extendedRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + String(bytes).length;
  if (bytes + String(length).length > length) length++;
  return `${length}${rest}`;
}

function header({ name, type, mode, size, target = "" }: Header): Buffer {
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, at: number, length: number): void => {
    block.write(value.toString(8).padStart(length - 1, "0"), at);
  };
  block.write(name, 0, nameBytesMax);
  octal(mode, 100, 8);
  octal(0, 108, 8); // owner
  octal(0, 116, 8); // group
  octal(size, 124, 12);
  octal(0, 136, 12); // time
  block.write(" ".repeat(8), 148); // the checksum counts as blanks in itself
  block.write(types[type], 156);
  block.write(target, 157, nameBytesMax);
  block.write("ustar\u000000", 257);
  octal(0, 329, 8); // device
  octal(0, 337, 8);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  block[154] = 0;
  return block;
}
