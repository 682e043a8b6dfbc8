import { createHash, createPrivateKey, type KeyObject, timingSafeEqual, X509Certificate } from "node:crypto";
import { objectIdentifierText, partAt, partsOf, readDer, tags } from "../certificates/der.ts";
import { corrupt, type StoreContent, type StoredKey, StoreProblem, wrongPassword } from "./store-content.ts";

const magic = 0xfeedfeed;
const digestBytes = 20;
const keyEntry = 1;
const certificateEntry = 2;
/** What Java mixes into the checksum. */
const mixed = "Mighty Aphrodite";
/** Sun's protection of keys. */
const keyProtector = "1.3.6.1.4.1.42.2.17.1.1";
const chainMax = 100;

export const isJks = (bytes: Buffer): boolean => bytes.length >= 4 && bytes.readUInt32BE(0) === magic;

/** Reads Java's own format of stores. Without a password its checksum is not looked at. Throws StoreProblem. */
export function readJks(bytes: Buffer, password: string | undefined): StoreContent {
  const end = bytes.length - digestBytes;
  if (password !== undefined) checkDigest(bytes, end, password);
  const reader = new JksReader(bytes.subarray(0, Math.max(0, end)));
  reader.uint32();
  const version = reader.uint32();
  if (version !== 1 && version !== 2) throw corrupt(`it is of version ${version}, which is not known here`);
  const keys: StoredKey[] = [];
  const trusted: X509Certificate[] = [];
  for (let left = reader.uint32(); left > 0; left--) {
    const entry = reader.uint32();
    const alias = reader.text();
    reader.take(8); // when it was made
    if (entry === keyEntry) keys.push(readKey(reader, alias, version));
    else if (entry === certificateEntry) trusted.push(reader.certificate(version));
    else throw corrupt(`an entry of it is of type ${entry}, which is not known here`);
  }
  return { keys, trusted: [...trusted, ...keys.flatMap(({ chain }) => chain.slice(0, 1))] };
}

function readKey(reader: JksReader, alias: string, version: number): StoredKey {
  const protectedKey = reader.take(reader.uint32());
  const certificates = reader.uint32();
  if (certificates > chainMax) throw corrupt("a key of it has more certificates than there can be");
  const chain = Array.from({ length: certificates }, () => reader.certificate(version));
  return { alias, chain, open: (password) => openKey(protectedKey, password) };
}

/** Java's `DataInput` over a file. */
class JksReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(size: number): Buffer {
    if (size > this.#bytes.length - this.#at) throw corrupt("it ends too early");
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  uint32(): number {
    return this.take(4).readUInt32BE();
  }

  text(): string {
    return this.take(this.take(2).readUInt16BE()).toString("utf8");
  }

  certificate(version: number): X509Certificate {
    const type = version === 1 ? "X.509" : this.text();
    const bytes = this.take(this.uint32());
    try {
      if (type === "X.509") return new X509Certificate(bytes);
    } catch {
      // Said below.
    }
    throw corrupt("a certificate of it can't be read");
  }
}

const passwordBytes = (password: string): Buffer => Buffer.from(password, "utf16le").swap16();

function checkDigest(bytes: Buffer, end: number, password: string): void {
  if (end < 0) throw corrupt("it ends too early");
  const hash = createHash("sha1").update(passwordBytes(password)).update(mixed).update(bytes.subarray(0, end));
  if (!timingSafeEqual(hash.digest(), bytes.subarray(end))) throw wrongPassword();
}

/** A salt, the key mixed with hashes of hashes that begin with it, and a checksum of the key. */
function openKey(protectedKey: Buffer, password: string): KeyObject {
  const parts = partsOf(readDer(protectedKey));
  const algorithm = objectIdentifierText(partAt(partsOf(partAt(parts, 0, tags.sequence)), 0, tags.objectIdentifier));
  if (algorithm !== keyProtector) throw corrupt(`its private key is protected in a way that is not known here: ${algorithm}`);
  const { content } = partAt(parts, 1, tags.octetString);
  const end = content.length - digestBytes;
  if (end < digestBytes) throw corrupt("its private key can't be read");
  const secret = passwordBytes(password);
  const sha1 = (bytes: Buffer): Buffer => createHash("sha1").update(secret).update(bytes).digest();
  const key = Buffer.from(content.subarray(digestBytes, end));
  let pad = sha1(content.subarray(0, digestBytes));
  for (let at = 0; at < key.length; at++) {
    if (at > 0 && at % digestBytes === 0) pad = sha1(pad);
    key[at] = (key[at] ?? 0) ^ (pad[at % digestBytes] ?? 0);
  }
  if (!timingSafeEqual(sha1(key), content.subarray(end))) throw new StoreProblem("password", "it does not open the private key");
  try {
    return createPrivateKey({ key, format: "der", type: "pkcs8" });
  } catch {
    throw corrupt("its private key can't be read");
  }
}
