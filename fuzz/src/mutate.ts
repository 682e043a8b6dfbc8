import type { Random } from "@millrace/kit";

const bytes = [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff];
const int16s = [0, 1, -1, -2, 255, 256, 0x7fff, -0x8000];
const int32s = [0, 1, -1, -2, 255, 65_536, 1_000_000, 0x7fffffff, -0x80000000, 0x7ffffff0];
const int64s = [0n, 1n, -1n, -2n, 2n ** 31n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)];
/** Unsigned varints: lengths of compact fields, and such that don't end. */
const varints = ["00", "01", "02", "7f", "8001", "ffff03", "ffffff7f", "ffffffff07", "ffffffff0f", "ffffffffff01", "80808080808000"];
const varintBytes = varints.map((hex) => Buffer.from(hex, "hex"));

type Mutation = (frame: Buffer, random: Random, other: Buffer) => Buffer;

function put(size: number, write: (frame: Buffer, at: number, random: Random) => void): Mutation {
  return (frame, random) => {
    if (frame.length >= size) write(frame, random.below(frame.length - size + 1), random);
    return frame;
  };
}

function oneOf<T>(values: readonly T[], random: Random): T {
  return values[random.below(values.length)] as T;
}

function replaced(frame: Buffer, from: number, to: number, inserted: Buffer): Buffer {
  return Buffer.concat([frame.subarray(0, from), inserted, frame.subarray(to)]);
}

/** What may happen to a frame. Each may write to the frame that it is given. */
const mutations: readonly Mutation[] = [
  put(1, (frame, at, random) => frame.writeUInt8(frame.readUInt8(at) ^ (1 << random.below(8)), at)),
  put(1, (frame, at, random) => frame.writeUInt8(random.below(256), at)),
  put(1, (frame, at, random) => frame.writeUInt8(oneOf(bytes, random), at)),
  put(2, (frame, at, random) => frame.writeInt16BE(oneOf(int16s, random), at)),
  put(4, (frame, at, random) => frame.writeInt32BE(oneOf(int32s, random), at)),
  put(8, (frame, at, random) => frame.writeBigInt64BE(oneOf(int64s, random), at)),
  // A varint in the place of a byte.
  (frame, random) => {
    const at = random.below(frame.length + 1);
    return replaced(frame, at, Math.min(frame.length, at + 1), oneOf(varintBytes, random));
  },
  // The end is missing.
  (frame, random) => frame.subarray(0, random.below(frame.length + 1)),
  // A piece is missing, or there twice.
  (frame, random) => {
    const from = random.below(frame.length + 1);
    return replaced(frame, from, Math.min(frame.length, from + 1 + random.below(16)), Buffer.alloc(0));
  },
  (frame, random) => {
    const from = random.below(frame.length + 1);
    const piece = Buffer.from(frame.subarray(from, from + 1 + random.below(64)));
    return replaced(frame, from, from, piece);
  },
  // Something else goes on from here.
  (frame, random, other) => replaced(frame, random.below(frame.length + 1), frame.length, other.subarray(random.below(other.length + 1))),
  (frame, random) => replaced(frame, frame.length, frame.length, Buffer.alloc(1 + random.below(64), oneOf(bytes, random))),
];

/** A copy of `frame` that one to four mutations have changed from `keptBytes` on; most often one. */
export function mutated(frame: Buffer, keptBytes: number, random: Random, other: Buffer): Buffer {
  let body: Buffer = Buffer.from(frame.subarray(keptBytes));
  for (let left = 1 + Math.max(0, random.below(8) - 4); left > 0; left--) body = oneOf(mutations, random)(body, random, other);
  return keptBytes === 0 ? body : Buffer.concat([frame.subarray(0, keptBytes), body]);
}
