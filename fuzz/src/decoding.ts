import { MillraceError, type Random } from "@millrace/kit";
import { apiByKey, ProtocolError, Reader, requestHeaderVersion } from "@millrace/protocol";
import { BufferPool } from "../../packages/broker/src/network/buffer-pool.ts";
import { FrameCutter } from "../../packages/broker/src/network/frame-cutter.ts";
import { apiBytes, codecOf, messages, requestFrames, type Seed } from "./corpus.ts";
import { mutated } from "./mutate.ts";
import { anyOf, Finding, type Target } from "./target.ts";

const roundInputs = 1000;
const frameBytesMax = 1 << 20;

/** Whether a decoder may refuse bytes with this. */
function isRefusal(failure: unknown): boolean {
  return failure instanceof ProtocolError || (failure instanceof MillraceError && failure.code === "UNSUPPORTED_VERSION");
}

/** Reads a request as a broker does: header, then what its API and version say. */
export function decodeRequest(bytes: Buffer, start = 0, end = bytes.length): void {
  const reader = new Reader(bytes, start, end);
  try {
    const api = apiByKey(reader.int16());
    const version = reader.int16();
    if (api === undefined) return;
    reader.int32();
    reader.nullableString(false);
    if (requestHeaderVersion(api, version) >= 2) reader.skipTags();
    api.request.decode(reader, version);
  } catch (failure) {
    if (!isRefusal(failure)) throw failure;
  }
  if (reader.position > end) throw new Error(`read up to ${reader.position}, behind the end at ${end}`);
}

/** Mutated requests of all APIs and versions, in one stream that is cut as a connection's is, in pieces of any size. */
export function requestsTarget(): Target {
  const seeds = requestFrames();
  return {
    name: "requests",
    roundInputs,
    round(random) {
      const frames = Array.from({ length: roundInputs }, () =>
        mutated(anyOf(seeds, random), random.below(8) === 0 ? 0 : apiBytes, random, anyOf(seeds, random)),
      );
      let cut = 0;
      const cutter = new FrameCutter(
        () => frameBytesMax,
        new BufferPool(frameBytesMax),
        (buffer, start, end) => {
          const frame = frames[cut++] as Buffer;
          if (Buffer.compare(buffer.subarray(start, end), frame) !== 0)
            throw new Finding("cut wrongly", frame, buffer.toString("hex", start, end));
          try {
            decodeRequest(buffer, start, end);
          } catch (failure) {
            throw new Finding("a request", frame, failure);
          }
          return true;
        },
      );
      pushInPieces(cutter, Buffer.concat(frames.flatMap((frame) => [sizeOf(frame), frame])), random);
      if (cut !== frames.length) throw new Error(`${cut} of ${frames.length} frames were cut`);
    },
  };
}

function sizeOf(frame: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(frame.length);
  return size;
}

function pushInPieces(cutter: FrameCutter, stream: Buffer, random: Random): void {
  for (let at = 0; at < stream.length; ) {
    const end = Math.min(stream.length, at + 1 + random.below(random.below(4) === 0 ? 8 : 65_536));
    cutter.push(stream.subarray(at, end), end - at);
    at = end;
  }
}

export function decodeMessage({ message, version }: Pick<Seed, "message" | "version">, bytes: Buffer): void {
  const reader = new Reader(bytes);
  try {
    codecOf(message).decode(reader, version);
  } catch (failure) {
    if (!isRefusal(failure)) throw failure;
  }
  if (reader.position > bytes.length) throw new Error(`read up to ${reader.position}, behind the end at ${bytes.length}`);
}

/** Mutated replies and stored records: what a client reads, and what a broker reads back. */
export function messagesTarget(): Target {
  const seeds = messages();
  return {
    name: "messages",
    roundInputs,
    round(random) {
      for (let left = roundInputs; left > 0; left--) {
        const seed = anyOf(seeds, random);
        const bytes = mutated(seed.bytes, 0, random, anyOf(seeds, random).bytes);
        try {
          decodeMessage(seed, bytes);
        } catch (failure) {
          throw new Finding(`${seed.message} ${seed.version}`, bytes, failure);
        }
      }
    },
  };
}
