import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as protocol from "@millrace/protocol";
import { apis, type MessageCodec, requestHeaderVersion, Writer } from "@millrace/protocol";

/** A well-formed message to start from. */
export interface Seed {
  readonly message: string;
  readonly version: number;
  readonly bytes: Buffer;
}

const goldenFrames = join(import.meta.dirname, "../../packages/protocol/test/fixtures/golden-frames.jsonl");

/** Every version of every message, full and sparse, as Apache Kafka writes it. */
export function messages(): Seed[] {
  return readFileSync(goldenFrames, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { message: string; version: number; frame: string })
    .map(({ message, version, frame }) => ({ message, version, bytes: Buffer.from(frame, "hex") }));
}

/** Bytes of a request's frame that tell which it is: API key and version. */
export const apiBytes = 4;

/** Every version of every request with its header, without the size in front. */
export function requestFrames(): Buffer[] {
  const byMessage = new Map(Object.values(apis).map((api) => [api.request.name, api]));
  return messages().flatMap(({ message, version, bytes }) => {
    const api = byMessage.get(message);
    if (api === undefined) return [];
    const writer = new Writer();
    writer.int16(api.key);
    writer.int16(version);
    writer.int32(version);
    writer.nullableString("fuzz", false);
    if (requestHeaderVersion(api, version) >= 2) writer.noTags();
    return [Buffer.concat([writer.toBuffer(), bytes])];
  });
}

const exported: Readonly<Record<string, unknown>> = protocol;

export function codecOf(message: string): MessageCodec<unknown> {
  return exported[message] as MessageCodec<unknown>;
}
