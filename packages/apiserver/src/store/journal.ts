import { type File, type Files, readFile, replaceFile } from "@millrace/files";
import { MillraceError } from "@millrace/kit";
import { jsonText, parseJson } from "../json-text.ts";
import type { KubeObject } from "../objects.ts";
import { frame, readFrames } from "./frame.ts";

/** A change as it is written down; without `object`, a removal. */
export interface Change {
  readonly revision: number;
  readonly bucket: string;
  readonly key: string;
  readonly object?: KubeObject;
}

/** What a journal begins with: all that was stored at `revision`, in so many records. */
interface Head {
  readonly format: 1;
  readonly revision: number;
  readonly objects: number;
}

/** Everything that is stored, for the beginning of a new journal. */
export interface Content {
  readonly revision: number;
  readonly objects: ReadonlyArray<Omit<Change, "revision">>;
}

const filePattern = /^objects-(\d{10})\.log$/;
const nameOf = (number: number): string => `objects-${String(number).padStart(10, "0")}.log`;
const pathOf = (directory: string, number: number): string => `${directory}/${nameOf(number)}`;
/** A journal is written anew when its changes take more than its beginning and this. */
const slackBytes = 1 << 20;

/**
 * One file: a snapshot, then each change behind it. A new one is made under another name and takes the place of the old in one step, so
 * that at any time there is one whole beginning; only the end can be torn.
 */
export class Journal {
  readonly #files: Files;
  readonly #directory: string;
  #number: number;
  #file: File;
  #endBytes: number;
  #compactAtBytes: number;
  #torn: unknown;

  private constructor(files: Files, directory: string, number: number, startBytes: number) {
    this.#files = files;
    this.#directory = directory;
    this.#number = number;
    this.#file = files.open(pathOf(directory, number), "write");
    this.#endBytes = this.#file.sizeBytes();
    this.#compactAtBytes = 2 * startBytes + slackBytes;
  }

  /** Opens the newest journal of `directory`, or makes the first with what `first` gives, and tells what it holds, in order. */
  static async open(files: Files, directory: string, first: () => Content, tell: (change: Change) => void): Promise<Journal> {
    files.makeDirectory(directory);
    files.restrict(directory);
    const numbers = files.list(directory).flatMap((name) => filePattern.exec(name)?.[1] ?? []);
    const newest = numbers.map(Number).sort((a, b) => b - a)[0];
    if (newest === undefined) {
      const content = first();
      const startBytes = await begin(files, pathOf(directory, 1), content);
      for (const object of content.objects) tell({ ...object, revision: content.revision });
      return new Journal(files, directory, 1, startBytes);
    }
    const startBytes = await replay(files, pathOf(directory, newest), tell);
    for (const name of files.list(directory)) {
      if (name !== nameOf(newest)) files.remove(`${directory}/${name}`);
    }
    return new Journal(files, directory, newest, startBytes);
  }

  /** Writes changes at the end. Throws before any is durable, with the end as it was, if they cannot be written. */
  write(changes: readonly Change[]): void {
    if (this.#torn !== undefined) throw this.#torn;
    const bytes = Buffer.concat(changes.map((change) => frame(jsonText(change))));
    try {
      this.#file.write(bytes, this.#endBytes);
    } catch (failure) {
      // Whole records of what failed must not be left behind the next ones.
      this.#torn = failure;
      this.#file.truncate(this.#endBytes);
      this.#torn = undefined;
      throw failure;
    }
    this.#endBytes += bytes.length;
  }

  /** Resolves when all that was written is durable. After a failure nothing more may be written: what the disk holds is not known. */
  async sync(): Promise<void> {
    await this.#file.sync();
  }

  get wantsCompaction(): boolean {
    return this.#endBytes > this.#compactAtBytes;
  }

  /**
   * Goes on in a new file that begins with `content`, durable when this resolves to true. False: there is no room for one, the old one
   * stays. After a failure it is not known which one a start would find.
   */
  async compact(content: Content): Promise<boolean> {
    const path = pathOf(this.#directory, this.#number + 1);
    let startBytes: number;
    try {
      startBytes = await begin(this.#files, path, content);
    } catch (failure) {
      if (this.#files.stat(path) !== undefined) throw failure;
      this.#compactAtBytes = this.#endBytes + slackBytes;
      return false;
    }
    const old = this.#file.path;
    this.#file.close();
    this.#number++;
    this.#file = this.#files.open(path, "write");
    this.#endBytes = startBytes;
    this.#compactAtBytes = 2 * startBytes + slackBytes;
    this.#files.remove(old);
    return true;
  }

  close(): void {
    this.#file.close();
  }
}

async function begin(files: Files, path: string, { revision, objects }: Content): Promise<number> {
  const head: Head = { format: 1, revision, objects: objects.length };
  const bytes = Buffer.concat([head, ...objects].map((record) => frame(jsonText(record))));
  await replaceFile(files, path, bytes, { secret: true });
  return bytes.length;
}

/** Returns how long the beginning is. */
async function replay(files: Files, path: string, tell: (change: Change) => void): Promise<number> {
  const bytes = readFile(files, path);
  const { texts, wholeBytes } = readFrames(bytes);
  const [head, ...records] = texts.map((text): unknown => parseJson(text));
  if (!isHead(head) || records.length < head.objects) {
    throw new MillraceError("DATA_CORRUPT", `${path} does not begin with a whole snapshot of the stored resources`);
  }
  // The counter stands even if nothing is left that carries it.
  tell({ revision: head.revision, bucket: "", key: "" });
  for (const record of records.slice(0, head.objects)) tell({ ...(record as Change), revision: head.revision });
  for (const record of records.slice(head.objects)) tell(record as Change);
  const file = files.open(path, "write");
  try {
    if (wholeBytes < bytes.length) file.truncate(wholeBytes);
    // What a killed process wrote may be in memory only; from now on it is told as durable.
    await file.sync();
  } finally {
    file.close();
  }
  const frameHeadBytes = 8;
  return texts.slice(0, head.objects + 1).reduce((sum, text) => sum + frameHeadBytes + Buffer.byteLength(text), 0);
}

function isHead(value: unknown): value is Head {
  if (typeof value !== "object" || value === null || !("format" in value)) return false;
  if (value.format !== 1) {
    throw new MillraceError("DATA_FORMAT_UNKNOWN", `stored resources are of format ${String(value.format)}`, {
      hint: "A newer Millrace wrote them; start that one.",
    });
  }
  return "revision" in value && "objects" in value;
}
