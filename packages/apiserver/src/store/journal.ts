import { type File, type Files, writeAgain } from "@millrace/files";
import { jsonText } from "../json-text.ts";
import { frame } from "./frame.ts";
import { beginJournal, type Change, type Content, journalPath, newestJournal, readJournal, removeOtherFiles } from "./journal-file.ts";

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
    this.#file = files.open(journalPath(directory, number), "write");
    this.#endBytes = this.#file.sizeBytes();
    this.#compactAtBytes = 2 * startBytes + slackBytes;
  }

  /** Opens the newest journal of `directory`, or makes the first with what `first` gives, and tells what it holds, in order. */
  static async open(files: Files, directory: string, first: () => Content, tell: (change: Change) => void): Promise<Journal> {
    files.makeDirectory(directory);
    files.restrict(directory);
    const newest = newestJournal(files, directory);
    if (newest === undefined) {
      const content = first();
      const startBytes = await beginJournal(files, journalPath(directory, 1), content);
      for (const object of content.objects) tell({ ...object, revision: content.revision });
      return new Journal(files, directory, 1, startBytes);
    }
    const startBytes = await replay(files, directory, newest, tell);
    removeOtherFiles(files, directory, newest);
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
    const path = journalPath(this.#directory, this.#number + 1);
    let startBytes: number;
    try {
      startBytes = await beginJournal(this.#files, path, content);
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

/** Tells what a journal holds, and cuts off what was being written at its end. Returns how long its beginning is. */
async function replay(files: Files, directory: string, number: number, tell: (change: Change) => void): Promise<number> {
  const path = journalPath(directory, number);
  const { changes, startBytes, wholeBytes, bytes } = readJournal(files, path);
  for (const change of changes) tell(change);
  const file = files.open(path, "write");
  try {
    if (wholeBytes < bytes) file.truncate(wholeBytes);
    // What a killed process wrote may be in memory only, even if it was flushed, where that failed; and so may the journal's name. From now on it is
    // told as durable.
    writeAgain(file, startBytes, wholeBytes);
    await file.sync();
    await files.syncDirectory(directory);
  } finally {
    file.close();
  }
  return startBytes;
}
