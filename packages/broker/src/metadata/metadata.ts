import { type Files, isShortOfFiles } from "@millrace/files";
import { type Clock, type Closeable, type Logger, MillraceError, messageOf } from "@millrace/kit";
import { type Log, type LogConfig, logConfigDefaults } from "@millrace/log";
import { decodeRecords, encodeBatch, splitBatches } from "@millrace/protocol";
import type { BrokerConfig } from "../config/broker-config.ts";
import { RecentRate } from "../metrics/recent-rate.ts";
import type { MetadataImage } from "./image.ts";
import { applyMetadataRecord, encodeMetadataRecord, type MetadataRecord } from "./metadata-records.ts";
import { SnapshotFiles } from "./snapshot-files.ts";
import { SnapshotSchedule, type SnapshotSettings } from "./snapshot-schedule.ts";

const readBytes = 1 << 20;

/** Config of the metadata log: nothing of it ever expires by itself. */
export function metadataLogConfig({ metadataLogSegmentBytes: segmentBytes, metadataLogSegmentMs: segmentMs }: BrokerConfig): LogConfig {
  return { ...logConfigDefaults, cleanupDelete: false, retentionMs: -1, maxMessageBytes: 2_147_483_647, segmentBytes, segmentMs };
}

interface MetadataOptions {
  readonly image: MetadataImage;
  readonly log: Log;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly files: Files;
  readonly settings: SnapshotSettings;
}

/**
 * Topics, configs and ids: one log of records, replayed at the start from the newest snapshot on. A change is appended as one batch, all of it or nothing, and
 * takes effect at once; whoever asked for it, and whoever reads metadata meanwhile, is answered when it survives loss of power.
 */
export class Metadata implements Closeable {
  readonly image: MetadataImage;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #snapshots: SnapshotSchedule;
  /** Records that were written, and the milliseconds that changes took until they were durable. */
  readonly recordsWritten: RecentRate;
  readonly commitMs: RecentRate;
  #durable: Promise<void> | undefined;
  /** A flush failed: what a disk has lost then, no later success would bring back. Nothing can be changed until a new start. */
  #failure: unknown;

  /** Replays the log. Throws DATA_CORRUPT if it, or the snapshot that it begins with, can't be understood. */
  constructor({ image, log, clock, files, settings, ...options }: MetadataOptions) {
    const logger = options.logger.named("kafka.controller");
    this.image = image;
    this.#log = log;
    this.#clock = clock;
    this.recordsWritten = new RecentRate(clock.monotonicMs());
    this.commitMs = new RecentRate(clock.monotonicMs());
    const snapshots = new SnapshotFiles(files, log.directory, logger);
    const from = this.#restore(snapshots);
    const replayedBytes = this.#replay(from);
    this.leaderEpoch = image.starts + 1;
    this.#snapshots = new SnapshotSchedule({ image, log, files: snapshots, epoch: this.leaderEpoch, clock, logger, settings });
    this.#snapshots.found(replayedBytes);
  }

  /** How often the log has had a writer: each start is a new one. */
  readonly leaderEpoch: number;

  /** Where the next record goes. */
  get endOffset(): number {
    return this.#log.endOffset;
  }

  /** Offset of the last record. */
  get epoch(): number {
    return this.#log.endOffset - 1;
  }

  /** Resolves when everything that can be seen survives loss of power, or the disk has refused that: whoever made the change is told. */
  durable(): Promise<void> | undefined {
    return this.#durable;
  }

  /**
   * Makes a change. Resolves when it is durable. Throws IO_FAILED, with nothing changed, if it can't be written, and also if it can't be
   * flushed: then it holds for as long as the process lives, perhaps longer, and is the last change until a new start.
   */
  async commit(records: readonly MetadataRecord[]): Promise<void> {
    if (records.length === 0) return;
    if (this.#failure !== undefined) throw this.#failure;
    const startedMs = this.#clock.monotonicMs();
    const values = records.map(encodeMetadataRecord);
    const timestamp = this.#clock.now();
    const batch = encodeBatch({ records: values.map((value) => ({ key: null, value, timestamp, headers: [] })) });
    const outcome = this.#log.append(batch, { leaderEpoch: this.leaderEpoch, origin: "coordinator" });
    if (outcome.error !== undefined) throw new MillraceError("IO_FAILED", `can't write metadata: ${outcome.message}`);
    for (const value of values) applyMetadataRecord(this.image, value);
    this.#snapshots.added(batch.length);
    this.recordsWritten.add(records.length, startedMs);
    await this.#flush();
    this.commitMs.add(this.#clock.monotonicMs() - startedMs, this.#clock.monotonicMs());
  }

  /** Waits for a snapshot that is being written. The log is closed by whoever opened it. */
  close(): Promise<void> {
    return this.#snapshots.close();
  }

  #flush(): Promise<void> {
    const flushed = this.#log.flush();
    const settled = flushed
      .catch((failure: unknown) => {
        if (!isShortOfFiles(failure)) this.#failure ??= failure;
      })
      .then(() => {
        if (this.#durable === settled) this.#durable = undefined;
      });
    this.#durable = settled;
    return flushed;
  }

  /** Applies the newest snapshot. The offset from which the log goes on. */
  #restore(snapshots: SnapshotFiles): number {
    const { directory, startOffset, endOffset } = this.#log;
    const newest = snapshots.newest();
    const from = newest?.id.offset ?? 0;
    if (from < startOffset || from > endOffset) {
      const what = newest === undefined ? "there is no snapshot that is whole" : `the newest snapshot that is whole ends at ${from}`;
      throw new MillraceError("DATA_CORRUPT", `the log in ${directory} goes from ${startOffset} to ${endOffset}, but ${what}`, {
        hint: "Restore the directory from a backup.",
      });
    }
    if (newest === undefined) return from;
    this.image.resumeAfter(newest.id.epoch);
    for (const record of newest.records) this.#apply(record, `of the snapshot at ${from}`);
    return from;
  }

  /** Applies what the log has from an offset on; returns how many bytes that were. */
  #replay(from: number): number {
    let bytes = 0;
    for (let offset = from; offset < this.#log.endOffset; ) {
      const read = this.#log.read(offset, readBytes, { minOneMessage: true, upTo: this.#log.endOffset });
      if (read.error !== undefined) throw new MillraceError("DATA_CORRUPT", `can't read ${this.#log.directory}: ${read.message}`);
      for (const record of splitBatches(read.records).flatMap((batch) => decodeRecords(batch))) {
        if (record.offset >= from) this.#apply(record.value, String(record.offset));
      }
      bytes += read.records.length;
      offset = read.nextOffset;
    }
    return bytes;
  }

  #apply(value: Buffer | null, which: string): void {
    if (value === null) return;
    try {
      applyMetadataRecord(this.image, value);
    } catch (cause) {
      const hint = "The directory may have been written by a newer release.";
      throw new MillraceError("DATA_CORRUPT", `can't understand record ${which} of ${this.#log.directory}: ${messageOf(cause)}`, {
        hint,
        cause,
      });
    }
  }
}
