import { isShortOfFiles, replaceFile } from "@millrace/files";
import { assert, type Cancel, messageOf } from "@millrace/kit";
import type { CleanerState } from "./cleaner/cleaner-state.ts";
import { LogCleaner } from "./cleaner/log-cleaner.ts";
import { DirectoryCheckpoint } from "./directory-checkpoint.ts";
import { DirectoryRemovals } from "./directory-removals.ts";
import {
  CLEAN_SHUTDOWN_FILE,
  deletedDirectory,
  isDeletedDirectory,
  partitionDirectory,
  partitionOf,
  RECOVERY_POINT_CHECKPOINT,
  START_OFFSET_CHECKPOINT,
  type TopicPartition,
} from "./file-names.ts";
import { FlushLedger } from "./flush-ledger.ts";
import { loadLog } from "./load-log.ts";
import type { Log } from "./log.ts";
import type { LogConfig } from "./log-config.ts";
import type { LogDirectory, LogDirectoryOptions } from "./log-directory.ts";
import { OpenSegments, openSegmentsLimits } from "./open-segments.ts";
import { PartitionLog } from "./partition-log.ts";
import type { SegmentContext } from "./segment.ts";
import { SerialQueue } from "./serial-queue.ts";
import { SharedRuns } from "./shared-runs.ts";

/** Of what presses. Half of it: a round of flushing is under way while as much again comes in. */
const FLUSH_LIMIT_BYTES = 128 * 1024 * 1024;
const FLUSH_START_BYTES = 64 * 1024 * 1024;
/** A round leaves small remainders alone: each log costs several fsyncs, however little there is to write. */
const FLUSH_REST_BYTES = 8 * 1024 * 1024;
/** As many as the system's thread pool takes at once. */
const PARALLEL_CHECKPOINTS = 4;

/** Opens a data directory; its logs are opened one by one. */
export async function openLogDirectory(options: LogDirectoryOptions): Promise<LogDirectory> {
  const { files, directory } = options;
  files.makeDirectory(directory);
  const mark = `${directory}/${CLEAN_SHUTDOWN_FILE}`;
  const clean = files.stat(mark) !== undefined;
  files.remove(mark);
  // Otherwise the mark could come back with the power, and logs would be believed that are not whole.
  await files.syncDirectory(directory);
  const opened = new DataDirectory({ ...options, logger: options.logger.named("kafka.log") }, clean);
  opened.start();
  return opened;
}

class DataDirectory implements LogDirectory {
  readonly clean: boolean;
  readonly directory: string;
  readonly #options: LogDirectoryOptions;
  readonly #logs = new Map<string, PartitionLog>();
  readonly #openSegments: OpenSegments;
  readonly #recoveryPoints: DirectoryCheckpoint;
  readonly #startOffsets: DirectoryCheckpoint;
  readonly #ledger: FlushLedger;
  readonly #rounds = new SharedRuns(() => this.#flushRound());
  readonly #removalQueue = new SerialQueue();
  readonly #removals: DirectoryRemovals;
  readonly #cleaner: LogCleaner;
  #timers: Cancel[] = [];
  /** Whether the next round leaves nothing, not even what does not press. */
  #flushesAll = false;
  #namesChanged = false;
  #namesSynced: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(options: LogDirectoryOptions, clean: boolean) {
    this.#options = options;
    this.clean = clean;
    this.directory = options.directory;
    this.#openSegments = new OpenSegments(openSegmentsLimits(options.files.openMax));
    this.#recoveryPoints = new DirectoryCheckpoint(options.files, `${options.directory}/${RECOVERY_POINT_CHECKPOINT}`);
    this.#startOffsets = new DirectoryCheckpoint(options.files, `${options.directory}/${START_OFFSET_CHECKPOINT}`);
    this.#removals = new DirectoryRemovals(options.files, options.clock, options.logger);
    const { cleaner: config } = options;
    const settle = (log: PartitionLog, offset: number) => this.#settle(log, offset);
    this.#cleaner = new LogCleaner({ ...options, config, logs: () => this.#logs.values(), settle });
    const start = (): void => this.#flush();
    this.#ledger = new FlushLedger({ startBytes: FLUSH_START_BYTES, limitBytes: FLUSH_LIMIT_BYTES, start });
  }

  start(): void {
    const { clock, logger, files, retentionCheckIntervalMs, checkpointIntervalMs, producerIdExpirationCheckIntervalMs } = this.#options;
    this.#recoveryPoints.load(logger);
    this.#startOffsets.load(logger);
    this.#cleaner.start();
    this.#timers = [
      clock.every(retentionCheckIntervalMs, () => this.#eachLog("enforce retention", (log) => log.enforceRetention())),
      clock.every(checkpointIntervalMs, () => this.#flushAll()),
      clock.every(producerIdExpirationCheckIntervalMs, () => this.#removeExpiredProducers()),
    ];
    for (const name of files.list(this.directory)) if (isDeletedDirectory(name)) this.#removals.schedule(`${this.directory}/${name}`, 0);
  }

  get cleanerState(): CleanerState {
    return this.#cleaner.state;
  }

  cleanerReconfigured(): void {
    this.#cleaner.reconfigured();
  }

  get unflushedBytes(): number {
    return sumOf([...this.#logs.values()], (log) => log.unflushedBytes);
  }

  logs(): Iterable<Log> {
    return this.#logs.values();
  }

  log(topic: string, partition: number): Log | undefined {
    return this.#logs.get(`${topic}-${partition}`);
  }

  present(): TopicPartition[] {
    return this.#options.files.list(this.directory).flatMap((name) => partitionOf(name) ?? []);
  }

  open(topic: string, partition: number, config: LogConfig): Log {
    const name = partitionDirectory(topic, partition);
    assert(!this.#logs.has(name), `the log ${name} is open already`);
    const { files } = this.#options;
    const directory = `${this.directory}/${name}`;
    if (files.stat(directory) === undefined) {
      // Offsets that were noted belong to an earlier partition of that name.
      this.#forget(topic, partition);
      files.makeDirectory(directory);
      this.#namesChanged = true;
    }
    const log = this.#load({ topic, partition }, directory, config);
    this.#logs.set(name, log);
    return log;
  }

  delete(topic: string, partition: number): void {
    const { files, random } = this.#options;
    const name = partitionDirectory(topic, partition);
    const log = this.#logs.get(name);
    log?.abandon();
    this.#logs.delete(name);
    this.#forget(topic, partition);
    const path = `${this.directory}/${name}`;
    if (files.stat(path) === undefined) return;
    const deletedPath = `${this.directory}/${deletedDirectory(topic, partition, random.uuid())}`;
    files.rename(path, deletedPath);
    this.#namesChanged = true;
    this.#inBackground("note what was deleted", () => Promise.all([this.#recoveryPoints.save(), this.#startOffsets.save()]));
    this.#removals.schedule(deletedPath, log?.config.fileDeleteDelayMs ?? 0);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (const cancel of this.#timers) cancel();
    await Promise.all([this.#removals.close(), this.#cleaner.close()]);
    const failures: unknown[] = [];
    const noted = (failure: unknown): void => void failures.push(failure);
    // A round that is under way must not outlive us.
    this.#flushesAll = true;
    await this.#rounds.request().catch(noted);
    const logs = [...this.#logs.values()];
    await inParallel(logs, (log) => log.close().catch(noted));
    // Of logs that were deleted, too.
    await this.#removalQueue.done();
    await this.#noteAll(logs);
    await this.#startOffsets.save();
    if (failures.length > 0) throw failures[0];
    if (logs.some((log) => log.failure !== undefined) || !this.#isKnownToBeWhole) return;
    await replaceFile(this.#options.files, `${this.directory}/${CLEAN_SHUTDOWN_FILE}`, Buffer.from('{"version":0,"brokerEpoch":-1}'));
  }

  /** A log that nobody has opened since a crash has not been looked at: a start may have ended before it came to that. */
  get #isKnownToBeWhole(): boolean {
    return this.clean || this.present().every(({ topic, partition }) => this.#logs.has(partitionDirectory(topic, partition)));
  }

  #load({ topic, partition }: TopicPartition, directory: string, config: LogConfig): PartitionLog {
    const { files, clock, random, producerIdExpirationMs } = this.#options;
    const logger = this.#options.logger.child({ topic, partition });
    let current = config;
    const context: SegmentContext = {
      files,
      directory,
      openSegments: this.#openSegments,
      indexIntervalBytes: () => current.indexIntervalBytes,
      indexRebuilt: (baseOffset) => logger.warn("An index was missing or damaged and has been made anew", { baseOffset }),
    };
    const recoveryPoint = this.#recoveryPoints.get(topic, partition);
    const loaded = loadLog({
      context,
      config,
      logger,
      random,
      nowMs: clock.now(),
      clean: this.clean,
      recoveryPoint: recoveryPoint ?? 0,
      // Only what is on the disk is cleaned. If nothing tells how far that goes, a compacted log may have gaps anywhere.
      gapsBefore: Math.max(
        recoveryPoint ?? (config.cleanupCompact ? Number.POSITIVE_INFINITY : 0),
        this.#cleaner.cleanedTo(topic, partition) ?? 0,
      ),
      startOffset: this.#startOffsets.get(topic, partition) ?? 0,
      producerIdExpirationMs: producerIdExpirationMs(),
    });
    const log: PartitionLog = new PartitionLog(
      {
        topic,
        partition,
        context,
        config,
        clock,
        logger,
        random,
        ledger: this.#ledger,
        removalQueue: this.#removalQueue,
        startMoved: () => this.#startMoved(log),
        syncParent: () => this.#syncNames(),
        reconfigured: (config) => {
          current = config;
        },
      },
      loaded,
    );
    // What comes in the place of records that are lost is not clean because they were.
    if ((this.#cleaner.cleanedTo(topic, partition) ?? 0) > log.endOffset) this.#cleaner.forget(topic, partition);
    return log;
  }

  async flushRecovered(): Promise<void> {
    const logs = [...this.#logs.values()].filter((log) => log.endOffset - log.flushedOffset >= log.config.flushMessages);
    // A log that can't be flushed says so itself.
    await inParallel(logs, (log) => log.flush().catch(() => {}));
  }

  #flushAll(): void {
    this.#flushesAll = true;
    this.#flush();
  }

  #flush(): void {
    this.#inBackground("flush logs", () => this.#rounds.request());
  }

  async #flushRound(): Promise<void> {
    const dirty = [...this.#logs.values()].filter(({ unflushedBytes }) => unflushedBytes > 0);
    const chosen = this.#flushesAll ? dirty : mostPressing(dirty);
    this.#flushesAll = false;
    // A log that can't be flushed says so itself; the others go on.
    await inParallel(chosen, (log) => log.checkpoint().catch(() => {}));
    await this.#noteAll(chosen);
    await this.#startOffsets.saveAgain();
    this.#ledger.rearm();
  }

  /** A log may be settled, and a round of flushing still be busy with others before it notes that. */
  async #settle(log: PartitionLog, offset: number): Promise<void> {
    if (log.recoveryPoint < offset) await log.checkpoint();
    await this.#noteAll([log]);
  }

  async #noteAll(logs: readonly PartitionLog[]): Promise<void> {
    for (const log of logs) this.#note(log);
    await this.#recoveryPoints.save();
    // One that was deleted meanwhile may have been made anew, with snapshots of the same names.
    const there = logs.filter((log) => this.#isThere(log));
    this.#each(there, "remove old snapshots of producers", (log) => log.recoveryPointNoted());
  }

  #note(log: PartitionLog): void {
    if (!this.#isThere(log)) return;
    const { topic, partition } = log;
    this.#recoveryPoints.set({ topic, partition, offset: log.recoveryPoint });
    if (log.startOffset > 0) this.#startOffsets.set({ topic, partition, offset: log.startOffset });
  }

  #isThere(log: PartitionLog): boolean {
    return this.#logs.get(partitionDirectory(log.topic, log.partition)) === log;
  }

  #startMoved(log: PartitionLog): void {
    this.#note(log);
    this.#inBackground("note where logs begin", () => this.#startOffsets.save());
  }

  #forget(topic: string, partition: number): void {
    this.#recoveryPoints.delete(topic, partition);
    this.#startOffsets.delete(topic, partition);
    this.#cleaner.forget(topic, partition);
  }

  #syncNames(): Promise<void> {
    if (this.#namesChanged) {
      this.#namesChanged = false;
      this.#namesSynced = this.#options.files.syncDirectory(this.directory);
      // It was not even tried, and is when it is asked for again.
      this.#namesSynced.catch((failure: unknown) => {
        this.#namesChanged ||= isShortOfFiles(failure);
      });
    }
    return this.#namesSynced;
  }

  #removeExpiredProducers(): void {
    this.#eachLog("forget idle producers", (log) => log.removeExpiredProducers(this.#options.producerIdExpirationMs()));
  }

  /** A log that fails does not keep the others from their turn. */
  #eachLog(what: string, task: (log: PartitionLog) => void): void {
    this.#each(this.#logs.values(), what, task);
  }

  #each(logs: Iterable<PartitionLog>, what: string, task: (log: PartitionLog) => void): void {
    for (const log of logs) {
      try {
        task(log);
      } catch (failure) {
        this.#options.logger.error(`Can't ${what}`, { directory: log.directory, reason: messageOf(failure) });
      }
    }
  }

  #inBackground(what: string, task: () => Promise<unknown>): void {
    task().catch((failure) => this.#options.logger.error(`Can't ${what}`, { directory: this.directory, reason: messageOf(failure) }));
  }
}

/** Logs with most to write, until little is left. */
function mostPressing(logs: readonly PartitionLog[]): readonly PartitionLog[] {
  const pressing = logs.filter(({ pressingBytes }) => pressingBytes > 0).sort((a, b) => b.pressingBytes - a.pressingBytes);
  let leftBytes = sumOf(pressing, (log) => log.pressingBytes);
  return pressing.filter((log) => {
    const isNeeded = leftBytes > FLUSH_REST_BYTES;
    leftBytes -= log.pressingBytes;
    return isNeeded;
  });
}

function sumOf<T>(items: readonly T[], bytesOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + bytesOf(item), 0);
}

async function inParallel<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const work = async (): Promise<void> => {
    for (const item of rest) await task(item);
  };
  await Promise.all(Array.from({ length: PARALLEL_CHECKPOINTS }, work));
}
