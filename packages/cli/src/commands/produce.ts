import { createInterface } from "node:readline";
import { type Delivery, Producer, type ProducerOptions, type ProducerRecord } from "@millrace/client";
import { UsageError } from "../command.ts";
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

/** Writes records. Ends at the first one that can't be written; those before it are. */
export async function produce([topic = ""]: readonly string[], options: Options): Promise<number> {
  checkTogether(options);
  const { timeout, compression } = options;
  const acks = options.acks === "all" ? "all" : options.acks === "1" ? 1 : 0;
  const limits = { acceptTimeoutMs: timeout, deliveryTimeoutMs: timeout };
  const producer = new Producer({ ...clientOptions(options), ...limits, compression, acks });
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
  const inOrder: { last: Promise<void>; failure: unknown } = { last: Promise.resolve(), failure: undefined };
  let interrupted = false;
  let sent = 0;
  const lines = linesOf(options);
  const forget = onInterrupt(() => {
    interrupted = true;
    void lines.return(undefined);
  });
  const report = async (delivery: Promise<Delivery>): Promise<void> => {
    const { partition, offset, timestampMs } = await delivery;
    sent++;
    if (options.output === "json") await output.json({ topic, partition, offset, timestampMs });
  };
  for await (const line of lines) {
    if (interrupted || inOrder.failure !== undefined || output.gone) break;
    const delivery = producer.send(recordOf(topic, line, options));
    // What was stored is told in the order of sending, and the first failure ends it all.
    inOrder.last = Promise.all([inOrder.last, delivery.catch(() => {})]).then(() =>
      inOrder.failure === undefined ? report(delivery) : undefined,
    );
    inOrder.last = inOrder.last.catch((thrown: unknown) => {
      inOrder.failure ??= thrown;
    });
    await producer.ready();
  }
  await producer.flush();
  await inOrder.last;
  forget();
  if (inOrder.failure !== undefined) throw inOrder.failure;
  return { sent, interrupted };
}

/** The records' texts; null for a tombstone. */
async function* linesOf({ value, tombstone }: Options): AsyncGenerator<string | null, void, void> {
  if (tombstone) yield null;
  else if (value !== undefined) yield* value;
  else yield* createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
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
