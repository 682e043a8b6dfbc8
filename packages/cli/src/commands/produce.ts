import { createInterface } from "node:readline";
import { Producer, type ProducerOptions, type ProducerRecord } from "@millrace/client";
import { UsageError } from "../command.ts";
import { Deliveries } from "../deliveries.ts";
import { onInterrupt } from "../interrupt.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { parseRecord } from "../record-format.ts";
import { clientOptions } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly value?: readonly string[];
  readonly key?: string;
  readonly keySeparator?: string;
  readonly header?: NonNullable<ProducerRecord["headers"]>;
  readonly partition?: number;
  readonly tombstone: boolean;
  readonly format: "text" | "json";
  readonly compression: NonNullable<ProducerOptions["compression"]>;
  readonly acks: "all" | "1" | "0";
}

/** Enough to keep the connection busy, and little enough that a large input does not end up in memory. */
const bufferBytesMax = 8 * 1024 * 1024;

/** Writes records. Ends at the first one that can't be written; those before it are. */
export async function produce([topic = ""]: readonly string[], options: Options): Promise<number> {
  checkTogether(options);
  const { timeout, compression } = options;
  const acks = options.acks === "all" ? "all" : options.acks === "1" ? 1 : 0;
  const limits = { acceptTimeoutMs: timeout, deliveryTimeoutMs: timeout, bufferBytesMax };
  const producer = new Producer({ ...(await clientOptions(options)), ...limits, compression, acks });
  try {
    await producer.connect();
    const { sent, interrupted } = await sendAll(producer, topic, options);
    process.stderr.write(`${sent} ${sent === 1 ? "record" : "records"} written to ${topic}\n`);
    return interrupted ? 130 : 0;
  } finally {
    await producer.close();
  }
}

function checkTogether({ tombstone, key, value, format, keySeparator }: Options): void {
  if (tombstone && (key === undefined || value !== undefined)) throw new UsageError("--tombstone needs --key and no --value");
  if (format === "json" && keySeparator !== undefined) throw new UsageError("--key-separator is for --format text");
  if (key !== undefined && keySeparator !== undefined) throw new UsageError("--key and --key-separator exclude each other");
}

async function sendAll(producer: Producer, topic: string, options: Options): Promise<{ sent: number; interrupted: boolean }> {
  const deliveries = new Deliveries(({ partition, offset, timestampMs }) =>
    options.output === "json" ? output.json({ topic, partition, offset, timestampMs }) : undefined,
  );
  let interrupted = false;
  const lines = linesOf(options);
  const forget = onInterrupt(() => {
    interrupted = true;
    lines.close?.();
  });
  for await (const line of lines) {
    if (interrupted || deliveries.failure !== undefined || output.gone) break;
    deliveries.add(producer.send(recordOf(topic, line, options)));
    await producer.ready();
  }
  await producer.flush();
  await deliveries.done();
  forget();
  if (deliveries.failure !== undefined) throw deliveries.failure;
  return { sent: deliveries.count, interrupted };
}

interface Lines extends AsyncIterable<string | null> {
  /** Ends them, also where one is being waited for. */
  close?(): void;
}

/** The records' texts; null for a tombstone. */
function linesOf({ value, tombstone }: Options): Lines {
  const given = tombstone ? [null] : value;
  return given === undefined ? createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }) : each(given);
}

async function* each<T>(given: readonly T[]): AsyncGenerator<T, void, void> {
  yield* given;
}

function recordOf(topic: string, line: string | null, options: Options): ProducerRecord {
  const given = {
    ...(options.key === undefined ? {} : { key: options.key }),
    ...(options.partition === undefined ? {} : { partition: options.partition }),
    ...(options.header === undefined ? {} : { headers: options.header }),
  };
  if (options.format === "json" && line !== null) return { ...parseRecord(topic, line), ...given };
  const at = options.keySeparator === undefined || line === null ? -1 : line.indexOf(options.keySeparator);
  if (line === null || at < 0) return { topic, value: line, ...given };
  return { topic, key: line.slice(0, at), value: line.slice(at + (options.keySeparator ?? "").length), ...given };
}
