import { MillraceError } from "@millrace/kit";

/** Tags of ASN.1's universal types, as DER writes them (X.690). */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  generalString: 0x1b,
  bmpString: 0x1e,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag `[number]` of something that has parts. */
export const contextConstructed = (number: number): number => 0xa0 | number;
/** The tag `[number]` of something that has none. */
export const contextPrimitive = (number: number): number => 0x80 | number;

/** One value of DER: a slice of what was read. */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  /** Tag, length and content. */
  readonly whole: Buffer;
}

export function malformed(): MillraceError {
  return new MillraceError("CONFIG_INVALID", "it is no valid DER");
}

/** Reads the value that `bytes` begin with. Throws CONFIG_INVALID where they don't hold one whole. */
export function readDer(bytes: Buffer): Der {
  const [tag, first] = [bytes[0], bytes[1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw malformed();
  const more = first < 0x80 ? 0 : first & 0x7f;
  const start = 2 + more;
  // Four bytes of length are more than anything here has; none at all would be BER.
  if (first === 0x80 || more > 4 || bytes.length < start) throw malformed();
  const length = more === 0 ? first : bytes.readUIntBE(2, more);
  const end = start + length;
  if (bytes.length < end) throw malformed();
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(0, end) };
}

/** More than any store has certificates; a part takes two bytes of a file, and many more of memory. */
const partsMax = 10_000;

/** The parts of a value that has parts. */
export function partsOf({ content }: Der): Der[] {
  const parts: Der[] = [];
  for (let rest = content; rest.length > 0; ) {
    if (parts.length === partsMax) throw malformed();
    const part = readDer(rest);
    parts.push(part);
    rest = rest.subarray(part.whole.length);
  }
  return parts;
}

/** A part that has to be there, of the type that it has to have. Throws CONFIG_INVALID. */
export function partAt(parts: readonly Der[], at: number, tag: number): Der {
  const part = parts[at];
  if (part?.tag !== tag) throw malformed();
  return part;
}

/** As many as Java takes; the time that a number takes grows with its square. */
const objectIdentifierBytesMax = 4096;

/** `1.2.840.113549` */
export function objectIdentifierText({ content }: Der): string {
  if (content.length > objectIdentifierBytesMax) throw malformed();
  const numbers: bigint[] = [];
  let number = 0n;
  for (const byte of content) {
    number = (number << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0n;
  }
  const [first = 0n, ...rest] = numbers;
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...rest].join(".");
}

/** Writes a value: its tag, the length of its parts together, and the parts. */
export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([Buffer.from([tag]), lengthBytes(length), ...parts]);
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : length < 0x100_0000 ? 3 : 4;
  const written = Buffer.alloc(1 + bytes, 0x80 | bytes);
  written.writeUIntBE(length, 1, bytes);
  return written;
}

export function derObjectIdentifier(text: string): Buffer {
  const [root = 0, second = 0, ...rest] = text.split(".").map(Number);
  const numbers = [root * 40 + second, ...rest];
  return der(tags.objectIdentifier, Buffer.from(numbers.flatMap(base128)));
}

function base128(number: number): number[] {
  const digits = [number & 0x7f];
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(0x80 | (rest & 0x7f));
  return digits;
}

/** A number that is not negative, from its bytes. */
export function derInteger(bytes: Buffer): Buffer {
  let magnitude = bytes;
  while (magnitude.length > 1 && magnitude[0] === 0 && (magnitude[1] ?? 0) < 0x80) magnitude = magnitude.subarray(1);
  const isNegative = (magnitude[0] ?? 0) >= 0x80;
  return der(tags.integer, isNegative ? Buffer.concat([Buffer.alloc(1), magnitude]) : magnitude);
}
