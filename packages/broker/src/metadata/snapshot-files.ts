import { type Files, readFile, replaceFile } from "@millrace/files";
import { type Logger, messageOf } from "@millrace/kit";
import { ProtocolError } from "@millrace/protocol";
import { decodeSnapshot } from "./snapshot-format.ts";

/** The records before `offset` are what a snapshot stands for; the last of them was written in `epoch`. */
export interface SnapshotId {
  readonly offset: number;
  readonly epoch: number;
}

export interface StoredSnapshot extends SnapshotId {
  readonly sizeBytes: number;
  readonly writtenMs: number;
}

const wholeName = /^(\d{20})-(\d{10})\.checkpoint$/;
const leftover = /\.checkpoint\.(part|deleted)$/;

/** Snapshots in the directory of the metadata log, named as Kafka names them. */
export class SnapshotFiles {
  readonly #files: Files;
  readonly #directory: string;
  readonly #logger: Logger;

  constructor(files: Files, directory: string, logger: Logger) {
    this.#files = files;
    this.#directory = directory;
    this.#logger = logger;
  }

  /** Oldest first. */
  list(): StoredSnapshot[] {
    return this.#files.list(this.#directory).flatMap((name) => {
      const [, offset, epoch] = wholeName.exec(name) ?? [];
      if (offset === undefined) return [];
      const stat = this.#files.stat(`${this.#directory}/${name}`);
      return [{ offset: Number(offset), epoch: Number(epoch), sizeBytes: stat?.sizeBytes ?? 0, writtenMs: stat?.modifiedMs ?? 0 }];
    });
  }

  /** The newest snapshot that is whole, with its records. What a crash left behind and what is damaged is removed. */
  newest(): { readonly id: SnapshotId; readonly records: readonly Buffer[] } | undefined {
    for (const name of this.#files.list(this.#directory)) if (leftover.test(name)) this.#files.remove(`${this.#directory}/${name}`);
    for (const { offset, epoch } of this.list().reverse()) {
      const path = this.#path({ offset, epoch });
      try {
        return { id: { offset, epoch }, records: decodeSnapshot(readFile(this.#files, path)) };
      } catch (failure) {
        if (!(failure instanceof ProtocolError)) throw failure;
        this.#logger.warn("A snapshot of the metadata is damaged; an older one or the log is used", { path, reason: messageOf(failure) });
        this.#files.remove(path);
      }
    }
    return undefined;
  }

  /** Resolves when the snapshot survives loss of power. */
  write(id: SnapshotId, bytes: Buffer): Promise<void> {
    const path = this.#path(id);
    return replaceFile(this.#files, path, bytes, { temporary: `${path}.part` });
  }

  remove(id: SnapshotId): void {
    this.#files.remove(this.#path(id));
  }

  #path({ offset, epoch }: SnapshotId): string {
    return `${this.#directory}/${String(offset).padStart(20, "0")}-${String(epoch).padStart(10, "0")}.checkpoint`;
  }
}
