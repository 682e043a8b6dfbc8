import { type Clock, MillraceError, messageOf } from "@millrace/kit";
import { type Log, type LogConfig, logConfigDefaults } from "@millrace/log";
import { decodeRecords, encodeBatch, splitBatches } from "@millrace/protocol";
import type { MetadataImage } from "./image.ts";
import { applyMetadataRecord, encodeMetadataRecord, type MetadataRecord } from "./metadata-records.ts";

/** Nothing of it may ever expire. */
export const metadataLogConfig: LogConfig = { ...logConfigDefaults, cleanupDelete: false, retentionMs: -1, maxMessageBytes: 2_147_483_647 };
const readBytes = 1 << 20;

/**
 * Topics, configs and ids: one log of records, replayed at the start. A change is appended as one batch, all of it or nothing, and
 * takes effect at once; whoever asked for it, and whoever reads metadata meanwhile, is answered when it survives loss of power.
 */
export class Metadata {
  readonly image: MetadataImage;
  readonly #log: Log;
  readonly #clock: Clock;
  #durable: Promise<void> | undefined;
  /** A flush failed: what a disk has lost then, no later success would bring back. Nothing can be changed until a new start. */
  #failure: unknown;

  constructor(image: MetadataImage, log: Log, clock: Clock) {
    this.image = image;
    this.#log = log;
    this.#clock = clock;
    this.#replay();
    this.leaderEpoch = image.starts + 1;
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
    const values = records.map(encodeMetadataRecord);
    const timestamp = this.#clock.now();
    const batch = encodeBatch({ records: values.map((value) => ({ key: null, value, timestamp, headers: [] })) });
    const outcome = this.#log.append(batch, { leaderEpoch: this.leaderEpoch, origin: "coordinator" });
    if (outcome.error !== undefined) throw new MillraceError("IO_FAILED", `can't write metadata: ${outcome.message}`);
    for (const value of values) applyMetadataRecord(this.image, value);
    await this.#flush();
  }

  #flush(): Promise<void> {
    const flushed = this.#log.flush();
    const settled = flushed
      .catch((failure: unknown) => {
        this.#failure ??= failure;
      })
      .then(() => {
        if (this.#durable === settled) this.#durable = undefined;
      });
    this.#durable = settled;
    return flushed;
  }

  #replay(): void {
    let offset = this.#log.startOffset;
    while (offset < this.#log.endOffset) {
      const read = this.#log.read(offset, readBytes, { minOneMessage: true, upTo: this.#log.endOffset });
      if (read.error !== undefined) throw new MillraceError("DATA_CORRUPT", `can't read ${this.#log.directory}: ${read.message}`);
      for (const record of splitBatches(read.records).flatMap((batch) => decodeRecords(batch))) this.#apply(record.value, record.offset);
      offset = read.nextOffset;
    }
  }

  #apply(value: Buffer | null, offset: number): void {
    if (value === null) return;
    try {
      applyMetadataRecord(this.image, value);
    } catch (cause) {
      const hint = "The directory may have been written by a newer release.";
      throw new MillraceError("DATA_CORRUPT", `can't understand record ${offset} of ${this.#log.directory}: ${messageOf(cause)}`, {
        hint,
        cause,
      });
    }
  }
}
