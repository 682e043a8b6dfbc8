import { type Der, der, malformed, partAt, partsOf, readDer, tags } from "../certificates/der.ts";
import { corrupt } from "./store-content.ts";

const indefinite = 0x80;
const isConstructed = (tag: number): boolean => (tag & 0x20) !== 0;
/** A store is some ten levels deep. */
const depthMax = 32;

/** Reads a value that may be BER: some programs write stores without saying how long their parts are. */
export function readBer(bytes: Buffer): Der {
  return bytes[1] === indefinite ? readDer(definite(bytes, 0).value) : readDer(bytes);
}

/** The value that `bytes` begin with, as DER, and how many bytes it took. */
function definite(bytes: Buffer, depth: number): { readonly value: Buffer; readonly size: number } {
  if (depth > depthMax) throw malformed();
  const tag = bytes[0] ?? 0;
  if (bytes[1] !== indefinite) {
    const { whole, content } = readDer(bytes);
    return { value: isConstructed(tag) ? der(tag, ...definiteParts(content, depth)) : whole, size: whole.length };
  }
  if (!isConstructed(tag)) throw malformed();
  const parts: Buffer[] = [];
  let size = 2;
  while (bytes[size] !== 0 || bytes[size + 1] !== 0) {
    if (size >= bytes.length) throw malformed();
    const part = definite(bytes.subarray(size), depth + 1);
    parts.push(part.value);
    size += part.size;
  }
  return { value: der(tag, ...parts), size: size + 2 };
}

function definiteParts(content: Buffer, depth: number): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length; ) {
    const part = definite(content.subarray(at), depth + 1);
    parts.push(part.value);
    at += part.size;
  }
  return parts;
}

/** The bytes of an octet string; BER may have it in pieces. `implicit` is a tag that it may have in place of its own. */
export function octets(value: Der | undefined, implicit: number = tags.octetString): Buffer {
  if (value?.tag === implicit) return value.content;
  if (value?.tag === (implicit | 0x20)) return Buffer.concat(partsOf(value).map((part) => partAt([part], 0, tags.octetString).content));
  throw malformed();
}

/** A count. Throws StoreProblem where it is none. */
export function smallInteger({ content }: Der): number {
  if (content.length === 0 || content.length > 4 || (content[0] ?? 0) >= 0x80) throw corrupt("a count in it is out of range");
  return content.readUIntBE(0, content.length);
}
