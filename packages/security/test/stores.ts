import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { contextConstructed, der, derInteger, derObjectIdentifier, tags } from "../src/certificates/der.ts";
import { identifiers } from "../src/key-stores/pkcs12-identifiers.ts";

/** A store that keytool or OpenSSL has made; see `make.sh` there. */
export const storeFile = (name: string): Buffer => readFileSync(join(import.meta.dirname, "fixtures/stores", name));
export const storePassword = "s3cret";
export const random = { bytes: (count: number) => randomBytes(count) };

const integer = (value: number): Buffer =>
  derInteger(Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 0xff)));
const dataOf = (content: Buffer): Buffer =>
  der(tags.sequence, derObjectIdentifier(identifiers.data), der(contextConstructed(0), der(tags.octetString, content)));

/** A store whose checksum takes so many rounds. */
export function storeOfRounds(rounds: number): Buffer {
  const algorithm = der(tags.sequence, derObjectIdentifier(identifiers.sha256));
  const digest = der(tags.sequence, algorithm, der(tags.octetString, Buffer.alloc(32)));
  const mac = der(tags.sequence, digest, der(tags.octetString, Buffer.alloc(8)), integer(rounds));
  return der(tags.sequence, integer(3), dataOf(der(tags.sequence)), mac);
}

/** An encrypted part whose key takes so many rounds of PBKDF2. */
export function encryptedPart(rounds: number): Buffer {
  const oid = derObjectIdentifier;
  const derivation = der(
    tags.sequence,
    oid("1.2.840.113549.1.5.12"),
    der(tags.sequence, der(tags.octetString, Buffer.alloc(8)), integer(rounds)),
  );
  const scheme = der(tags.sequence, oid("2.16.840.1.101.3.4.1.42"), der(tags.octetString, Buffer.alloc(16)));
  const algorithm = der(tags.sequence, oid("1.2.840.113549.1.5.13"), der(tags.sequence, derivation, scheme));
  const encrypted = der(tags.sequence, oid(identifiers.data), algorithm, der(0x80, Buffer.alloc(16)));
  const content = der(tags.sequence, integer(0), encrypted);
  return der(tags.sequence, oid(identifiers.encryptedData), der(contextConstructed(0), content));
}
