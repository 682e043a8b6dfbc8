import { isUtf8 } from "node:buffer";
import type { ConsumedBatch, ProducerRecord } from "@millrace/client";
import { MillraceError, messageOf } from "@millrace/kit";

type ConsumedRecord = ConsumedBatch["records"][number];

/** Which parts of a record its text has, besides the value. */
export interface TextParts {
  readonly timestamp: boolean;
  readonly position: boolean;
  readonly key: boolean;
  readonly headers: boolean;
  readonly separator: string;
}

const newline = Buffer.from("\n");

/** A record as a line of text, in its own bytes: `time ⇥ partition@offset ⇥ key ⇥ headers ⇥ value`. */
export function recordText(partition: number, record: ConsumedRecord, parts: TextParts): Buffer {
  const separator = Buffer.from(parts.separator);
  const pieces: Buffer[] = [];
  const add = (piece: string | Buffer): void => void pieces.push(typeof piece === "string" ? Buffer.from(piece) : piece, separator);
  if (parts.timestamp) add(record.timestamp < 0 ? "" : new Date(record.timestamp).toISOString());
  if (parts.position) add(`${partition}@${record.offset}`);
  if (parts.key) add(record.key ?? "");
  if (parts.headers) add(record.headers.map(({ key, value }) => `${key}=${value ?? ""}`).join(","));
  return Buffer.concat([...pieces, record.value ?? Buffer.alloc(0), newline]);
}

/** Bytes as JSON has them: text where they are UTF-8, otherwise base64, which `…Encoding` then says. */
function jsonBytes<Name extends string>(name: Name, bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null };
  return isUtf8(bytes) ? { [name]: bytes.toString() } : { [name]: bytes.toString("base64"), [`${name}Encoding`]: "base64" };
}

/** A record as an object for one line of JSON. `parseRecord` reads it. */
export function recordJson(topic: string, partition: number, record: ConsumedRecord): unknown {
  return {
    ...{ topic, partition, offset: record.offset, timestampMs: record.timestamp },
    ...jsonBytes("key", record.key),
    ...jsonBytes("value", record.value),
    headers: record.headers.map(({ key, value }) => ({ key, ...jsonBytes("value", value) })),
  };
}

const knownFields: ReadonlySet<string> = new Set([
  ...["topic", "partition", "offset", "timestampMs", "key", "keyEncoding", "value", "valueEncoding", "headers"],
]);

/** Reads a record for `topic` from a line of JSON. A value that is no text is written as JSON. Throws USAGE. */
export function parseRecord(topic: string, line: string): ProducerRecord {
  const fields = parseObject(line);
  const unknown = Object.keys(fields).find((name) => !knownFields.has(name));
  if (unknown !== undefined) throw wrong(`it has a field "${unknown}", which records don't have`);
  const { partition, timestampMs, headers = [] } = fields;
  if (partition !== undefined && !isWhole(partition)) throw wrong("its partition is no whole number");
  if (timestampMs !== undefined && typeof timestampMs !== "number") throw wrong("its timestampMs is no number");
  if (!Array.isArray(headers)) throw wrong("its headers are no list");
  return {
    ...{ topic, key: bytesOf(fields, "key"), value: bytesOf(fields, "value"), headers: headers.map(headerOf) },
    ...(partition === undefined ? {} : { partition }),
    ...(typeof timestampMs === "number" && timestampMs >= 0 ? { timestampMs } : {}),
  };
}

function headerOf(header: unknown): { key: string; value: Buffer | null } {
  const { key, ...fields } = isObject(header) ? header : {};
  if (typeof key !== "string") throw wrong("one of its headers is not {key, value}");
  return { key, value: bytesOf(fields, "value") };
}

function bytesOf(fields: Readonly<Record<string, unknown>>, name: string): Buffer | null {
  const content = fields[name] ?? null;
  if (content === null) return null;
  if (fields[`${name}Encoding`] === "base64") return Buffer.from(String(content), "base64");
  return Buffer.from(typeof content === "string" ? content : JSON.stringify(content));
}

function parseObject(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (thrown) {
    throw wrong(messageOf(thrown));
  }
  if (!isObject(value)) throw wrong("it is no object");
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function wrong(reason: string): MillraceError {
  return new MillraceError("USAGE", `a line can't be read as a record: ${reason}`, {
    hint: 'a line is like {"key":"k","value":"v","headers":[{"key":"h","value":"x"}]}',
  });
}
