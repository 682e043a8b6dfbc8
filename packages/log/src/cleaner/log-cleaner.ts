import type { Files } from "@millrace/files";
import { type Cancel, type Clock, type Logger, MillraceError, messageOf, type Random } from "@millrace/kit";
import { DirectoryCheckpoint } from "../directory-checkpoint.ts";
import { CLEANER_CHECKPOINT } from "../file-names.ts";
import type { PartitionLog } from "../partition-log.ts";
import { newestMs } from "../timestamp-search.ts";
import { cleanLog } from "./clean-log.ts";
import { type Cleanable, cleanable } from "./cleanable.ts";
import type { CleanerState } from "./cleaner-state.ts";
import { OffsetMap } from "./offset-map.ts";
import { Pace } from "./pace.ts";

/** The broker's settings of the cleaner; each name is Kafka's, without `log.cleaner.`. */
export interface CleanerConfig {
  readonly enable: boolean;
  readonly dedupeBufferSize: number;
  readonly ioBufferSize: number;
  readonly ioBufferLoadFactor: number;
  readonly ioMaxBytesPerSecond: number;
  readonly backoffMs: number;
}

/** Kafka 4.3's defaults. */
export const cleanerConfigDefaults: CleanerConfig = {
  enable: true,
  dedupeBufferSize: 134_217_728,
  ioBufferSize: 524_288,
  ioBufferLoadFactor: 0.9,
  ioMaxBytesPerSecond: Number.MAX_VALUE,
  backoffMs: 15_000,
};

export interface LogCleanerParts {
  readonly files: Files;
  /** The data directory. */
  readonly directory: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  readonly config: () => CleanerConfig;
  readonly logs: () => Iterable<PartitionLog>;
  /** Resolves when the disk has what is in the log before `offset`, and a start is told so. */
  readonly settle: (log: PartitionLog, offset: number) => Promise<void>;
}

interface Choice extends Cleanable {
  readonly log: PartitionLog;
}

/** A cleaning that has to end: the log is no longer compacted, or goes away. */
class CleaningAborted extends Error {}

/**
 * Compacts the logs of a data directory, one after the other, the one with the largest dirty part first; every `log.cleaner.backoff.ms`, as long
 * as there is one to clean. It works in turns of the event loop, so more than one of `log.cleaner.threads` would not be quicker: any number is
 * taken and means one.
 */
export class LogCleaner {
  readonly #parts: LogCleanerParts;
  readonly #points: DirectoryCheckpoint;
  readonly #map: OffsetMap;
  readonly #pace: Pace;
  /** Logs that could not be cleaned, until they are deleted or the broker is started again. */
  readonly #uncleanable = new WeakSet<PartitionLog>();
  /** Logs whose last cleaning the disk refused: others come first. */
  readonly #refused = new WeakSet<PartitionLog>();
  #cancel: Cancel = () => {};
  /** How long it waits for the next pass; undefined while there is one, and when it is off. */
  #waitsMs: number | undefined;
  #pass: Promise<void> = Promise.resolve();
  #isClosed = false;
  #maxDirtyRatio = 0;
  #lastRunMs: number;
  #lastCleaning: CleanerState["lastCleaning"] = { tookMs: 0, bytesRead: 0, bytesWritten: 0 };

  constructor(parts: LogCleanerParts) {
    this.#parts = parts;
    this.#points = new DirectoryCheckpoint(parts.files, `${parts.directory}/${CLEANER_CHECKPOINT}`);
    this.#map = new OffsetMap(parts.random.below(2 ** 31));
    this.#lastRunMs = parts.clock.now();
    this.#pace = new Pace(parts.clock, () => parts.config().ioMaxBytesPerSecond);
  }

  start(): void {
    this.#points.load(this.#parts.logger);
    if (this.#parts.config().enable) this.#schedule();
  }

  get state(): CleanerState {
    const uncleanable = [...this.#parts.logs()].filter((log) => this.#uncleanable.has(log));
    return {
      maxDirtyRatio: this.#maxDirtyRatio,
      lastRunMs: this.#lastRunMs,
      lastCleaning: this.#lastCleaning,
      uncleanable,
      uncleanableBytes: uncleanable.reduce((sum, log) => sum + this.#bytesToClean(log), 0),
    };
  }

  /** Offset up to which a partition's log has been cleaned; undefined: never. */
  cleanedTo(topic: string, partition: number): number | undefined {
    return this.#points.get(topic, partition);
  }

  /** The partition is deleted. */
  forget(topic: string, partition: number): void {
    if (this.#points.get(topic, partition) === undefined) return;
    this.#points.delete(topic, partition);
    this.#points.save().catch((failure) => this.#parts.logger.error("Can't note what was deleted", { reason: messageOf(failure) }));
  }

  /** Settings have changed: a wait, within a pass or for the next one, is as long as they say now. */
  reconfigured(): void {
    this.#pace.reconsider();
    if (this.#waitsMs === undefined || this.#waitsMs === this.#parts.config().backoffMs) return;
    this.#cancel();
    this.#schedule();
  }

  /** Ends a cleaning that is under way; what it had not put in place is gone. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#waitsMs = undefined;
    this.#cancel();
    this.#pace.stop();
    return this.#pass;
  }

  #schedule(): void {
    const { backoffMs } = this.#parts.config();
    this.#waitsMs = backoffMs;
    this.#cancel = this.#parts.clock.after(backoffMs, () => {
      this.#waitsMs = undefined;
      this.#pass = this.#run();
    });
  }

  async #run(): Promise<void> {
    while (!this.#isClosed && (await this.#cleanOne())) await this.#pace.spend(0, Number.POSITIVE_INFINITY);
    if (this.#isClosed) return;
    this.#map.release();
    for (const log of this.#compacted()) this.#enforceRetention(log);
    this.#schedule();
  }

  /** Cleans the log that needs it most. False if there is none, or the disk refuses: then it may refuse all of them, and the next pass will see. */
  async #cleanOne(): Promise<boolean> {
    const choice = this.#choose();
    if (choice === undefined) return false;
    const { log } = choice;
    log.beingCleaned = true;
    try {
      await this.#clean(choice);
      this.#worksAgain(log);
      return true;
    } catch (failure) {
      return this.#failed(log, failure);
    } finally {
      log.beingCleaned = false;
    }
  }

  #choose(): Choice | undefined {
    let dirtiest: Choice | undefined;
    this.#lastRunMs = this.#parts.clock.now();
    this.#maxDirtyRatio = 0;
    for (const log of this.#compacted()) {
      const choice = this.#look(log);
      this.#maxDirtyRatio = Math.max(this.#maxDirtyRatio, choice?.ratio ?? 0);
      if (choice?.isDue === true && (dirtiest === undefined || this.#comesBefore(choice, dirtiest))) dirtiest = choice;
    }
    return dirtiest;
  }

  #comesBefore(a: Choice, b: Choice): boolean {
    const [aWasRefused, bWasRefused] = [this.#refused.has(a.log), this.#refused.has(b.log)];
    return aWasRefused === bWasRefused ? a.ratio > b.ratio : bWasRefused;
  }

  #look(log: PartitionLog): Choice | undefined {
    try {
      return { log, ...this.#cleanable(log) };
    } catch (failure) {
      this.#failed(log, failure);
      return undefined;
    }
  }

  #cleanable(log: PartitionLog): Cleanable {
    const { config, startOffset, endOffset, lastStableOffset } = log;
    const segments = log.segments().map((segment) => ({
      baseOffset: segment.baseOffset,
      sizeBytes: segment.sizeBytes,
      newestMs: () => newestMs(segment),
      firstTimestamp: () => segment.firstTimestamp(),
    }));
    const facts = { config, startOffset, endOffset, lastStableOffset, segments };
    return cleanable(facts, this.cleanedTo(log.topic, log.partition), this.#parts.clock.now());
  }

  /** Of a log of which nothing may be readable: then all of it. */
  #bytesToClean(log: PartitionLog): number {
    try {
      return this.#cleanable(log).cleanableBytes;
    } catch {
      return log.sizeBytes;
    }
  }

  async #clean({ log, firstDirtyOffset, endOffset }: Choice): Promise<void> {
    // A start that has to scan these offsets would take the gaps that a cleaning leaves for losses.
    await this.#parts.settle(log, endOffset);
    this.#mustGoOn(log);
    const { dedupeBufferSize, ioBufferSize, ioBufferLoadFactor } = this.#parts.config();
    const { clock, logger } = this.#parts;
    const startedMs = clock.monotonicMs();
    const result = await cleanLog(log, firstDirtyOffset, endOffset, {
      map: this.#map,
      loadFactor: ioBufferLoadFactor,
      mapBytesMax: dedupeBufferSize,
      ioBufferBytes: ioBufferSize,
      nowMs: clock.now(),
      spend: (ioBytes, workBytes) => this.#pace.spend(ioBytes, workBytes)?.then(() => this.#mustGoOn(log)),
    });
    if (result.cleanedTo <= firstDirtyOffset) throw new MillraceError("DATA_CORRUPT", "A cleaning found nothing to clean");
    const { topic, partition } = log;
    this.#points.set({ topic, partition, offset: result.cleanedTo });
    await this.#points.save();
    const tookMs = Math.round(clock.monotonicMs() - startedMs);
    this.#lastCleaning = { tookMs, bytesRead: result.bytesRead, bytesWritten: result.bytesWritten };
    logger.info("Cleaned a log", { topic, partition, firstDirtyOffset, ...result, tookMs });
  }

  #mustGoOn(log: PartitionLog): void {
    if (this.#isClosed || log.isClosed || !log.config.cleanupCompact) throw new CleaningAborted();
  }

  /** Returns whether to go on with other logs. */
  #failed(log: PartitionLog, failure: unknown): boolean {
    if (failure instanceof CleaningAborted || log.isClosed) return !this.#isClosed;
    const { topic, partition, directory } = log;
    const details = { topic, partition, directory, reason: messageOf(failure) };
    if (failure instanceof MillraceError && failure.code === "IO_FAILED") {
      // Said once, until it works again.
      if (!this.#refused.has(log)) this.#parts.logger.error("A log can't be cleaned; it is tried again", details);
      this.#refused.add(log);
      return false;
    }
    this.#uncleanable.add(log);
    this.#parts.logger.error("A log can't be cleaned and is left as it is until a restart", details);
    return true;
  }

  #worksAgain(log: PartitionLog): void {
    const { topic, partition } = log;
    if (this.#refused.delete(log)) this.#parts.logger.info("A log can be cleaned again", { topic, partition });
  }

  #enforceRetention(log: PartitionLog): void {
    try {
      log.enforceRetention();
    } catch (failure) {
      this.#parts.logger.error("Can't enforce retention", { directory: log.directory, reason: messageOf(failure) });
    }
  }

  *#compacted(): Iterable<PartitionLog> {
    for (const log of this.#parts.logs())
      if (log.config.cleanupCompact && log.failure === undefined && !this.#uncleanable.has(log)) yield log;
  }
}
