import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { diskFiles, FaultyFiles, type Files, MemoryFiles, readFile } from "@millrace/files";
import { type Clock, type LogFields, type Logger, ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { type BatchDraft, batchHeader, decodeRecords, encodeBatch, type RecordDraft, splitBatches } from "@millrace/protocol";
import {
  type Appended,
  type AppendOutcome,
  type CleanerConfig,
  cleanerConfigDefaults,
  type Log,
  type LogConfig,
  type LogDirectory,
  logConfigDefaults,
  openLogDirectory,
} from "../src/index.ts";

export const START_MS = 1_700_000_000_000;

/** A data directory that can be stopped, killed and opened again. */
export class Place {
  readonly files: Files;
  readonly directory: string;
  /** Each start has its own: the timers of a process that was killed never fire. */
  clock = new ManualClock(START_MS);
  readonly lines: Array<{ readonly level: string; readonly message: string; readonly fields: LogFields }> = [];
  /** Off, but for tests of cleaning. */
  cleaner: CleanerConfig = { ...cleanerConfigDefaults, enable: false, dedupeBufferSize: 1024 * 1024, ioBufferSize: 64 * 1024 };
  /** How often the cleaner has begun to wait for its next pass. */
  passes = 0;
  #timerSet: () => void = () => {};
  readonly #logger: Logger = this.#collect();

  constructor(makeFiles: (clock: Clock) => Files, directory: string) {
    this.files = makeFiles({
      now: () => this.clock.now(),
      monotonicMs: () => this.clock.monotonicMs(),
      after: (delayMs, task) => this.clock.after(delayMs, task),
      every: (periodMs, task) => this.clock.every(periodMs, task),
    });
    this.directory = directory;
  }

  open(): Promise<LogDirectory> {
    const clock = new ManualClock(this.clock.now());
    this.clock = clock;
    return openLogDirectory({
      files: this.files instanceof FaultyFiles ? this.files.process() : this.files,
      directory: this.directory,
      clock: this.#counting(clock),
      logger: this.#logger,
      random: seededRandom(1),
      retentionCheckIntervalMs: 300_000,
      checkpointIntervalMs: 60_000,
      producerIdExpirationMs: () => 86_400_000,
      producerIdExpirationCheckIntervalMs: 600_000,
      cleaner: () => this.cleaner,
    });
  }

  /** Resolves when somebody begins to wait for the clock, from now on. */
  timerSet(): Promise<void> {
    return new Promise((resolve) => {
      this.#timerSet = resolve;
    });
  }

  /** Opens the data directory and one log in it. */
  async openLog(config: Partial<LogConfig> = {}): Promise<Log> {
    return (await this.open()).open("t", 0, settings(config));
  }

  path(name: string): string {
    return `${this.directory}/t-0/${name}`;
  }

  content(name: string): Buffer {
    return readFile(this.files, this.path(name));
  }

  /** Replaces a file's content. */
  put(name: string, content: Buffer): void {
    const file = this.files.open(this.path(name), "create");
    file.truncate(0);
    file.write(content, 0);
    file.close();
  }

  /** A file of the data directory. */
  checkpoint(name: string): string {
    return readFile(this.files, `${this.directory}/${name}`).toString("utf8");
  }

  names(suffix = ""): string[] {
    return this.files.list(`${this.directory}/t-0`).filter((name) => name.endsWith(suffix));
  }

  #counting(clock: ManualClock): Clock {
    return {
      now: () => clock.now(),
      monotonicMs: () => clock.monotonicMs(),
      every: (periodMs, task) => clock.every(periodMs, task),
      after: (delayMs, task) => {
        if (delayMs === this.cleaner.backoffMs) this.passes++;
        this.#timerSet();
        return clock.after(delayMs, task);
      },
    };
  }

  #collect(): Logger {
    const at =
      (level: string) =>
      (message: string, fields: LogFields = {}) =>
        void this.lines.push({ level, message, fields });
    return {
      trace: at("trace"),
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      isEnabled: () => true,
      child: () => this.#logger,
      named: () => this.#logger,
      levels: silentLogger.levels,
    };
  }
}

export function settings(config: Partial<LogConfig> = {}): LogConfig {
  return { ...logConfigDefaults, ...config };
}

export function memoryPlace(): Place {
  return new Place((clock) => new MemoryFiles(clock), "/data");
}

export function faultyPlace(seed = 1): Place & { readonly files: FaultyFiles } {
  return new Place((clock) => new FaultyFiles(clock, seededRandom(seed)), "/data") as Place & { readonly files: FaultyFiles };
}

const temporary = mkdtempSync(join(tmpdir(), "millrace-log-"));
after(() => rmSync(temporary, { recursive: true, force: true }));

function diskPlace(): Place {
  return new Place(() => diskFiles, mkdtempSync(join(temporary, "d-")));
}

/** The same test on memory, on disk and on faulty files that do not fail. */
export function onAllFiles(name: string, body: (place: Place) => Promise<void>): void {
  const places = { memory: memoryPlace, disk: diskPlace, faulty: faultyPlace };
  for (const [kind, make] of Object.entries(places)) test(`${name} (${kind})`, () => body(make()));
}

/** A batch of `count` records with their numbers as values. */
export function batchOf(
  count: number,
  draft: Partial<BatchDraft> & { readonly timestamp?: number; readonly valueBytes?: number } = {},
): Buffer {
  const { timestamp = START_MS, valueBytes = 1, ...rest } = draft;
  const records: RecordDraft[] = Array.from({ length: count }, (_, index) => ({
    timestamp,
    key: null,
    value: Buffer.alloc(valueBytes, String(index % 10)),
  }));
  return encodeBatch({ records, ...rest });
}

export function append(log: Log, batch: Buffer, options: { readonly leaderEpoch?: number } = {}): AppendOutcome {
  return log.append(Buffer.from(batch), { leaderEpoch: options.leaderEpoch ?? 0, origin: "client" });
}

export function appended(log: Log, batch: Buffer, options: { readonly leaderEpoch?: number } = {}): Appended {
  const outcome = append(log, batch, options);
  assert.ok(outcome.error === undefined, `refused: ${outcome.error?.name} ${"message" in outcome ? outcome.message : ""}`);
  return outcome;
}

/** Appends and gives the name of the error. */
export function refusal(log: Log, batch: Buffer): string {
  const outcome = append(log, batch);
  assert.ok(outcome.error !== undefined, "was not refused");
  return outcome.error.name;
}

export function read(log: Log, offset: number, maxBytes = 1 << 30, minOneMessage = true): Buffer {
  const outcome = log.read(offset, maxBytes, { minOneMessage, upTo: log.endOffset });
  assert.ok(outcome.error === undefined, `${outcome.error?.name}`);
  return outcome.records;
}

/** First and last offset of each batch from `offset` on, read as a consumer does. */
export function batchOffsets(log: Log, offset = log.startOffset, maxBytes = 1 << 30): Array<[number, number]> {
  const found: Array<[number, number]> = [];
  for (let at = offset; at < log.endOffset; ) {
    const outcome = log.read(at, maxBytes, { minOneMessage: true, upTo: log.endOffset });
    assert.ok(outcome.error === undefined, `${outcome.error?.name}`);
    const batches = splitBatches(outcome.records);
    assert.ok(batches.length > 0);
    assert.equal(
      batches.reduce((sum, batch) => sum + batch.length, 0),
      outcome.records.length,
      "a batch was cut",
    );
    for (const batch of batches) found.push([batchHeader.baseOffset(batch), batchHeader.lastOffset(batch)]);
    assert.equal(outcome.nextOffset, (found.at(-1)?.[1] ?? 0) + 1);
    at = outcome.nextOffset;
  }
  return found;
}

/** Values of all records of the log. */
export function values(log: Log): string[] {
  const found: string[] = [];
  for (let at = log.startOffset; at < log.endOffset; ) {
    const batches = splitBatches(read(log, at));
    for (const batch of batches) {
      for (const record of decodeRecords(batch)) if (record.offset >= at) found.push(record.value?.toString() ?? "");
      at = batchHeader.lastOffset(batch) + 1;
    }
  }
  return found;
}

/** Lets the cleaner make one pass over the logs of a data directory. */
export async function cleaned(place: Place): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  const passes = place.passes;
  // Between two turns the cleaner waits for the clock; what it waits for besides, the disk, ends by itself.
  for (let byMs = place.cleaner.backoffMs; place.passes === passes; byMs = 0) {
    const timerSet = place.timerSet();
    place.clock.advance(byMs);
    if (place.passes === passes) await timerSet;
  }
}
