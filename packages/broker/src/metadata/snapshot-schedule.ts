import { type Cancel, type Clock, type Logger, messageOf } from "@millrace/kit";
import type { Log } from "@millrace/log";
import type { MetadataImage } from "./image.ts";
import { imageRecords } from "./image-records.ts";
import type { SnapshotFiles } from "./snapshot-files.ts";
import { encodeSnapshot } from "./snapshot-format.ts";

/** When snapshots are written and how long they stay, each by Kafka's config of that name. */
export interface SnapshotSettings {
  readonly metadataLogMaxRecordBytesBetweenSnapshots: number;
  /** 0: never because of time. */
  readonly metadataLogMaxSnapshotIntervalMs: number;
  readonly metadataMaxRetentionBytes: number;
  readonly metadataMaxRetentionMs: number;
}

interface SnapshotScheduleParts {
  readonly image: MetadataImage;
  readonly log: Log;
  readonly files: SnapshotFiles;
  readonly epoch: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: SnapshotSettings;
}

/**
 * Writes snapshots of the metadata, so that a start need not replay all of the log and the log need not be kept: after so many bytes of
 * records, or so long after the first record that no snapshot has.
 */
export class SnapshotSchedule {
  readonly #parts: SnapshotScheduleParts;
  #newBytes = 0;
  #timer: Cancel | undefined;
  #writing: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: SnapshotScheduleParts) {
    this.#parts = parts;
  }

  /** Records of so many bytes were in the log already that no snapshot has. */
  found(bytes: number): void {
    this.#newBytes += bytes;
  }

  /** Records of so many bytes have been added to the log. */
  added(bytes: number): void {
    if (this.#isClosed) return;
    const { settings, clock } = this.#parts;
    this.#newBytes += bytes;
    const intervalMs = settings.metadataLogMaxSnapshotIntervalMs;
    if (this.#newBytes >= settings.metadataLogMaxRecordBytesBetweenSnapshots) this.#start();
    else if (intervalMs > 0) this.#timer ??= clock.after(intervalMs, () => this.#start());
  }

  /** Waits for a snapshot that is being written. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.();
    await this.#writing;
  }

  #start(): void {
    this.#timer?.();
    this.#timer = undefined;
    if (this.#writing !== undefined) return;
    this.#newBytes = 0;
    this.#writing = this.#write()
      .catch((failure: unknown) => this.#parts.logger.warn("No snapshot of the metadata could be written", { reason: messageOf(failure) }))
      .finally(() => {
        this.#writing = undefined;
      });
  }

  async #write(): Promise<void> {
    const { image, log, files, epoch, clock } = this.#parts;
    const offset = log.endOffset;
    const nowMs = clock.now();
    const bytes = encodeSnapshot({ records: imageRecords(image), epoch, lastTimestamp: nowMs, nowMs });
    log.roll();
    // A snapshot must not know of what a loss of power could still take from the log.
    await log.flush();
    await files.write({ offset, epoch }, bytes);
    this.#clean();
  }

  /** As Kafka: from the oldest snapshot on, as long as there is too much or it is too old; the newest stays. The log begins with the oldest. */
  #clean(): void {
    const { log, files, clock, settings } = this.#parts;
    const snapshots = files.list();
    let sizeBytes = log.sizeBytes + snapshots.reduce((sum, snapshot) => sum + snapshot.sizeBytes, 0);
    for (const [at, oldest] of snapshots.entries()) {
      const next = snapshots[at + 1];
      const isTooMuch = sizeBytes > settings.metadataMaxRetentionBytes;
      const isTooOld = clock.now() - oldest.writtenMs > settings.metadataMaxRetentionMs;
      if (next === undefined || !(isTooMuch || isTooOld)) return;
      const before = log.sizeBytes;
      log.deleteRecordsBefore(next.offset);
      files.remove(oldest);
      sizeBytes -= before - log.sizeBytes + oldest.sizeBytes;
    }
  }
}
