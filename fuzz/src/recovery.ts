import { type Files, MemoryFiles, readFile } from "@millrace/files";
import { type Clock, ManualClock, MillraceError, seededRandom, silentLogger } from "@millrace/kit";
import { cleanerConfigDefaults, type Log, type LogConfig, type LogDirectory, logConfigDefaults, openLogDirectory } from "@millrace/log";
import { batchHeader, checkBatch, compressionTypes, encodeBatch, splitBatches } from "@millrace/protocol";
import { mutated } from "./mutate.ts";
import { anyOf, Finding, type Target } from "./target.ts";

const directory = "data";
const roundInputs = 20;
const startMs = 1_700_000_000_000;
/** Small segments, so that there are several, with indexes and snapshots of their own. */
const config: LogConfig = { ...logConfigDefaults, segmentBytes: 2000, indexIntervalBytes: 200 };

interface Image {
  readonly files: ReadonlyMap<string, Buffer>;
  /** Nothing is known to be on the disk, so that a start goes over all of it. */
  readonly unflushed: boolean;
}

/** How a data directory was left. */
type Ending = "stopped" | "killed" | "killed before a flush";

function open(files: Files, clock: Clock): Promise<LogDirectory> {
  return openLogDirectory({
    files,
    directory,
    clock,
    logger: silentLogger,
    random: seededRandom(1),
    retentionCheckIntervalMs: 300_000,
    checkpointIntervalMs: 60_000,
    producerIdExpirationMs: () => 86_400_000,
    producerIdExpirationCheckIntervalMs: 600_000,
    cleaner: () => cleanerConfigDefaults,
  });
}

function batch(at: number): Buffer {
  const isIdempotent = at % 3 === 0;
  return encodeBatch({
    compression: compressionTypes[at % compressionTypes.length] ?? "none",
    ...(isIdempotent ? { producerId: 7, producerEpoch: 0, baseSequence: at } : {}),
    records: [{ timestamp: startMs + at, key: Buffer.from(`key${at}`), value: Buffer.from("value".repeat(at % 20)) }],
  });
}

/** The files of a data directory after `count` batches, as they are after a clean stop or a kill. */
async function imageOf(count: number, ending: Ending): Promise<Image> {
  const clock = new ManualClock(startMs);
  const files = new MemoryFiles(clock);
  files.makeDirectory(directory);
  const logs = await open(files, clock);
  const log = logs.open("t", 0, config);
  for (let at = 0; at < count; at++) log.append(batch(at), { leaderEpoch: Math.floor(at / 10), origin: "client" });
  log.deleteRecordsBefore(Math.min(3, log.endOffset));
  if (ending === "killed") {
    await log.flush();
    clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (ending === "stopped") await logs.close();
  const contents = new Map<string, Buffer>();
  collect(files, directory, contents);
  if (ending !== "stopped") await logs.close();
  return { files: contents, unflushed: ending === "killed before a flush" };
}

function collect(files: Files, path: string, into: Map<string, Buffer>): void {
  for (const name of files.list(path)) {
    const inner = `${path}/${name}`;
    if (files.stat(inner)?.kind === "directory") collect(files, inner, into);
    else into.set(inner, readFile(files, inner));
  }
}

function restored(image: ReadonlyMap<string, Buffer>, clock: Clock): Files {
  const files = new MemoryFiles(clock);
  for (const [path, content] of image) {
    files.makeDirectory(path.slice(0, path.lastIndexOf("/")));
    const file = files.open(path, "create");
    file.write(content, 0);
    file.close();
  }
  return files;
}

/** More can be written behind what is there, which can be read and searched. */
function checkLog(log: Log, unflushed: boolean): void {
  const { startOffset } = log;
  const appended = log.append(batch(1), { leaderEpoch: 100, origin: "client" });
  if (appended.error !== undefined) throw new Error(`nothing can be appended: ${appended.message}`);
  log.acknowledge(log.endOffset);
  for (let offset = startOffset; offset < log.endOffset; ) {
    const batches = batchesAt(log, offset);
    // What was damaged after it had been flushed is only found when it is read.
    if (batches.length === 0 && !unflushed) break;
    if (batches.length === 0) throw new Error(`offset ${offset} of [${startOffset}, ${log.endOffset}) can't be read`);
    if (unflushed && !batches.every(isWhole)) throw new Error(`a damaged batch at offset ${offset}`);
    const last = batchHeader.lastOffset(batches.at(-1) as Buffer);
    if (unflushed && last < offset) throw new Error(`what is read for offset ${offset} ends at ${last}`);
    offset = Math.max(offset, last) + 1;
  }
  for (const timestamp of [0, startMs + 10, startMs + 1000]) log.offsetForTimestamp(timestamp);
  for (const epoch of [-1, 0, 1, 5, 100]) log.endOffsetForEpoch(epoch);
  log.offsetForMaxTimestamp();
  log.abortedTransactions(startOffset, log.endOffset);
  log.enforceRetention();
}

function batchesAt(log: Log, offset: number): Buffer[] {
  const read = log.read(offset, 1_000_000, { minOneMessage: true, upTo: log.endOffset, allocate: (size) => Buffer.alloc(size) });
  return read.error === undefined ? splitBatches(read.records) : [];
}

function isWhole(one: Buffer): boolean {
  return checkBatch(one, 0, one.length) === undefined;
}

async function tryImage(contents: ReadonlyMap<string, Buffer>, unflushed: boolean): Promise<void> {
  const clock = new ManualClock(startMs + 100_000);
  const files = restored(contents, clock);
  let logs: LogDirectory | undefined;
  try {
    logs = await open(files, clock);
    const log = logs.open("t", 0, config);
    checkLog(log, unflushed);
  } catch (failure) {
    if (!(failure instanceof MillraceError)) throw failure;
  } finally {
    await logs?.close();
  }
}

/** An image as it is kept, and read again by `replayImage`. */
function written({ files, unflushed }: Image): Buffer {
  const contents = Object.fromEntries(Array.from(files, ([path, content]) => [path, content.toString("hex")]));
  return Buffer.from(JSON.stringify({ unflushed, contents }));
}

/** Tries an image that was found once. */
export async function replayImage(input: Buffer): Promise<void> {
  const { unflushed, contents } = JSON.parse(input.toString()) as { unflushed: boolean; contents: Record<string, string> };
  await tryImage(new Map(Object.entries(contents).map(([path, hex]) => [path, Buffer.from(hex, "hex")])), unflushed);
}

/** Data directories in which one or two files are damaged: segments, indexes, snapshots, checkpoints. */
export async function recoveryTarget(): Promise<Target> {
  const images = await Promise.all([
    imageOf(40, "stopped"),
    imageOf(40, "killed"),
    imageOf(40, "killed before a flush"),
    imageOf(0, "stopped"),
  ]);
  return {
    name: "recovery",
    roundInputs,
    async round(random) {
      for (let left = roundInputs; left > 0; left--) {
        const { files: whole, unflushed } = anyOf(images, random);
        const image = new Map(whole);
        const damaged: string[] = [];
        for (let count = 1 + random.below(2); count > 0; count--) {
          const path = anyOf([...image.keys()], random);
          const content = image.get(path) as Buffer;
          image.set(path, mutated(content, 0, random, content));
          damaged.push(path);
        }
        try {
          await tryImage(image, unflushed);
        } catch (failure) {
          throw new Finding(`a data directory with a damaged ${damaged.join(" and ")}`, written({ files: image, unflushed }), failure);
        }
      }
    },
  };
}
