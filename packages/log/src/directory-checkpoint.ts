import { type Files, readFile, replaceFile } from "@millrace/files";
import { type Logger, messageOf } from "@millrace/kit";
import { formatOffsets, type OffsetEntry, parseOffsets } from "./checkpoint-file.ts";
import { partitionDirectory } from "./file-names.ts";
import { SharedRuns } from "./shared-runs.ts";

/** One offset for each partition of a data directory, kept in one of Kafka's checkpoint files. */
export class DirectoryCheckpoint {
  readonly #files: Files;
  readonly #path: string;
  readonly #entries = new Map<string, OffsetEntry>();
  readonly #saves = new SharedRuns(() => this.#replace());
  #isSaved = true;

  constructor(files: Files, path: string) {
    this.#files = files;
    this.#path = path;
  }

  /** Reads the file. One that is damaged counts as empty: logs are scanned from their beginning, or start there. */
  load(logger: Logger): void {
    if (this.#files.stat(this.#path) === undefined) return;
    try {
      for (const entry of parseOffsets(readFile(this.#files, this.#path).toString("utf8"))) this.set(entry);
    } catch (failure) {
      logger.warn("A checkpoint can't be read and is made anew", { path: this.#path, reason: messageOf(failure) });
    }
  }

  /** Undefined if there is no entry. */
  get(topic: string, partition: number): number | undefined {
    return this.#entries.get(partitionDirectory(topic, partition))?.offset;
  }

  set(entry: OffsetEntry): void {
    this.#entries.set(partitionDirectory(entry.topic, entry.partition), entry);
  }

  delete(topic: string, partition: number): void {
    this.#entries.delete(partitionDirectory(topic, partition));
  }

  /** Resolves when the entries of now are on the disk. */
  save(): Promise<void> {
    return this.#saves.request();
  }

  /** As `save`, if that has failed before. */
  async saveAgain(): Promise<void> {
    if (!this.#isSaved) await this.save();
  }

  async #replace(): Promise<void> {
    this.#isSaved = false;
    await replaceFile(this.#files, this.#path, formatOffsets([...this.#entries.values()]));
    this.#isSaved = true;
  }
}
