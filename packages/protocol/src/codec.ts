import { MillraceError } from "@millrace/kit";
import { ProtocolError } from "./wire/protocol-error.ts";
import type { Reader } from "./wire/reader.ts";
import type { Bytes, Writer } from "./wire/writer.ts";

/** What `bytes` hold where nothing is said. */
export const EMPTY_BYTES: Buffer = Buffer.alloc(0);

/** A message as it may be given for writing: any field may be left out and then has Kafka's default; bytes may come in pieces. */
export type Draft<T> = T extends Buffer
  ? Bytes
  : T extends readonly (infer E)[]
    ? readonly Draft<E>[]
    : T extends object
      ? { readonly [K in keyof T]?: Draft<T[K]> | undefined }
      : T;

/**
 * Takes an error code of a response, 0 included, with the struct that it stands in and the struct around that one (the same one for
 * the response itself).
 */
export type OnError = (code: number, at: object, around: object) => void;

/** Bytes ↔ values for one message, all of its versions. */
export interface MessageCodec<T> {
  /** Kafka's name, e.g. `FetchRequest`. */
  readonly name: string;
  /** The API's key, or the kind of record within its log; −1 if the message has none. */
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** The first version with compact lengths and tagged fields; Infinity if there is none. */
  readonly flexibleFrom: number;
  /**
   * Reads one message. Fields that the version lacks have their defaults; bytes are slices of what the reader reads.
   * Throws ProtocolError for malformed bytes and UNSUPPORTED_VERSION for a version that does not exist.
   */
  decode(reader: Reader, version: number): T;
  /**
   * Writes one message. Throws UNSUPPORTED_VERSION for a version that does not exist, or that lacks a field which was given
   * and must not be dropped; ProtocolError for a value that can't be written.
   */
  encode(writer: Writer, draft: Draft<T>, version: number): void;
  /** Calls `found` for each error code that a response of the version carries. Missing where there can be none. */
  eachError?(draft: Draft<T>, version: number, found: OnError): void;
}

/** For the generated codecs: the error for a version that the message does not have. */
export function noSuchVersion(message: string, version: number): MillraceError {
  return new MillraceError("UNSUPPORTED_VERSION", `${message} has no version ${version}`);
}

/** For the generated codecs: the error for a field with a value of its own in a version that can't carry it. */
export function fieldNotInVersion(message: string, field: string, version: number): MillraceError {
  return new MillraceError("UNSUPPORTED_VERSION", `${message} version ${version} has no field ${field}, which may not be left out`);
}

/** For the generated codecs: the error for a tagged field that came in a version which does not have it. */
export function tagNotInVersion(tag: number, version: number): ProtocolError {
  return new ProtocolError(`Tag ${tag} does not exist in version ${version}`);
}

/**
 * For the generated codecs: whether bytes given for writing are more than the empty default.
 *
 * @public No message that is spoken now has such a field; the generator knows of them.
 */
export function hasBytes(bytes: Bytes): boolean {
  return Array.isArray(bytes) ? bytes.some((chunk) => chunk.length > 0) : bytes.length > 0;
}
