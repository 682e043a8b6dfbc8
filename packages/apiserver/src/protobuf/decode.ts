import { isJsonObject, type Json, type JsonObject } from "../objects.ts";
import { deleteOptions, envelope, type Member, type Message, messages } from "./messages.ts";

/** A body that is not what it says. */
export class ProtobufError extends Error {}

/** Before the envelope. */
const magic = Buffer.from("k8s\0");

/** Reads an enveloped object into the JSON that it stands for, with its kind and version. */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, magic.length).equals(magic))
    throw new ProtobufError("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
  const { typeMeta, raw } = readMessage(body.subarray(magic.length), envelope);
  const { apiVersion = "", kind = "" } = isJsonObject(typeMeta) ? typeMeta : {};
  const known = kind === "DeleteOptions" ? deleteOptions : messages[`${String(apiVersion)}/${String(kind)}`];
  if (known === undefined)
    throw new ProtobufError(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`);
  return { apiVersion, kind, ...readMessage(typeof raw === "string" ? Buffer.from(raw, "base64") : Buffer.alloc(0), known) };
}

function readMessage(bytes: Buffer, shape: Message): JsonObject {
  const reader = new Reader(bytes);
  const result: Record<string, Json> = {};
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const wire = Number(tag & 7n);
    const member = shape.get(Number(tag >> 3n));
    if (member === undefined) reader.skip(wire);
    else take(result, member, reader, wire);
  }
  return result;
}

/** Members that are empty are left out, as JSON leaves them out, unless that means something. */
function take(result: Record<string, Json>, member: Member, reader: Reader, wire: number): void {
  const { name, many, pointer } = member;
  if (many === "map") {
    const held = result[name];
    result[name] = { ...(isJsonObject(held) ? held : {}), ...entry(reader.bytes(), member.type) };
    return;
  }
  const value = memberValue(member.type, reader, wire);
  if (many === "list") {
    const held = result[name];
    result[name] = [...(Array.isArray(held) ? held : []), value ?? ""];
  } else if (value !== undefined && (pointer === true || !isEmpty(value))) {
    result[name] = value;
  }
}

/** An entry of a map: its key is the first member, its value the second. */
function entry(bytes: Buffer, type: Member["type"]): JsonObject {
  const pair = readMessage(
    bytes,
    new Map([
      [1, { name: "key", type: "text" }],
      [2, { name: "value", type }],
    ]),
  );
  return { [String(pair.key ?? "")]: pair.value ?? "" };
}

function memberValue(type: Member["type"], reader: Reader, wire: number): Json | undefined {
  if (typeof type !== "string") {
    const message = readMessage(reader.bytes(), type);
    // What is one thing in JSON is a message of one member here.
    return type.size === 1 && type.get(1)?.name === "" ? message[""] : message;
  }
  switch (type) {
    case "number":
      return Number(BigInt.asIntN(64, reader.varint()));
    case "flag":
      return reader.varint() !== 0n;
    case "text":
      return reader.bytes().toString("utf8");
    case "bytes":
      return reader.bytes().toString("base64");
    case "json":
      return jsonOf(reader.bytes());
    default:
      return wire === 2 ? timeText(reader.bytes(), type === "microTime") : undefined;
  }
}

function jsonOf(bytes: Buffer): Json {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new ProtobufError("json: invalid character in fieldsV1");
  }
}

/** Times are seconds and nanoseconds; without either there is none. */
function timeText(bytes: Buffer, micro: boolean): string | undefined {
  if (bytes.length === 0) return undefined;
  const { seconds = 0, nanos = 0 } = readMessage(
    bytes,
    new Map([
      [1, { name: "seconds", type: "number" }],
      [2, { name: "nanos", type: "number" }],
    ]),
  );
  const time = new Date(Number(seconds) * 1000);
  if (Number.isNaN(time.getTime())) throw new ProtobufError(`${Number(seconds)} seconds are no time`);
  const whole = time.toISOString().slice(0, 19);
  return micro ? `${whole}.${String(Math.floor(Number(nanos) / 1000)).padStart(6, "0")}Z` : `${whole}Z`;
}

function isEmpty(value: Json): boolean {
  if (isJsonObject(value)) return Object.keys(value).length === 0;
  return value === "" || value === 0 || value === false;
}

/** Reads the wire format: https://protobuf.dev/programming-guides/encoding/ */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new ProtobufError("unexpected EOF");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new ProtobufError("proto: integer overflow");
  }

  bytes(): Buffer {
    const length = this.varint();
    const end = this.#at + Number(length);
    if (end > this.#bytes.length) throw new ProtobufError("unexpected EOF");
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  /** Members that nobody here knows are passed over. */
  skip(wire: number): void {
    if (wire === 0) this.varint();
    else if (wire === 2) this.bytes();
    else if (wire === 1 || wire === 5) this.#at += wire === 1 ? 8 : 4;
    else throw new ProtobufError(`proto: illegal wireType ${wire}`);
  }
}
