import { createHash, createHmac, type KeyObject, type X509Certificate } from "node:crypto";
import { contextConstructed, der, derInteger, derObjectIdentifier, tags } from "./der.ts";

const identifiers = {
  data: "1.2.840.113549.1.7.1",
  certificateBag: "1.2.840.113549.1.12.10.1.3",
  shroudedKeyBag: "1.2.840.113549.1.12.10.1.2",
  x509Certificate: "1.2.840.113549.1.9.22.1",
  friendlyName: "1.2.840.113549.1.9.20",
  localKeyId: "1.2.840.113549.1.9.21",
  sha256: "2.16.840.1.101.3.4.2.1",
} as const;

const identifier = (name: keyof typeof identifiers): Buffer => derObjectIdentifier(identifiers[name]);

/** Rounds of hashing for the checksum, as many as OpenSSL takes for the encryption of the key: the password is random. */
const macIterations = 2048;
const macSaltBytes = 20;

export interface KeyStoreContent {
  /** The certificate of the key, then those that lead from it to its authority. */
  readonly chain: readonly X509Certificate[];
  readonly key: KeyObject;
  /** Under which programs find the key. */
  readonly name: string;
}

/**
 * A key with its certificates as PKCS #12 (RFC 7292): the key encrypted by PBES2 with AES, all of it checked by HMAC with SHA-256, which
 * Java reads since 8u301. `random` gives the salt.
 */
export function keyStore({ chain, key, name }: KeyStoreContent, password: string, random: { bytes(count: number): Buffer }): Buffer {
  const encrypted = key.export({ type: "pkcs8", format: "der", cipher: "aes-256-cbc", passphrase: password });
  const keyId = createHash("sha256")
    .update(chain[0]?.raw ?? "")
    .digest();
  const certificates = chain.map((certificate, at) => certificateBag(certificate, at === 0 ? attributes(name, keyId) : undefined));
  const safes = [safe(bag("shroudedKeyBag", encrypted, attributes(name, keyId))), safe(...certificates)];
  const authenticated = der(tags.sequence, ...safes);
  return der(tags.sequence, integer(3), contentInfo(authenticated), mac(authenticated, password, random.bytes(macSaltBytes)));
}

const integer = (value: number): Buffer => derInteger(Buffer.from([value >> 8, value & 0xff]));

function contentInfo(content: Buffer): Buffer {
  return der(tags.sequence, identifier("data"), der(contextConstructed(0), der(tags.octetString, content)));
}

function safe(...bags: readonly Buffer[]): Buffer {
  return contentInfo(der(tags.sequence, ...bags));
}

function bag(type: "certificateBag" | "shroudedKeyBag", content: Buffer, more: Buffer | undefined): Buffer {
  return der(tags.sequence, identifier(type), der(contextConstructed(0), content), more ?? Buffer.alloc(0));
}

function certificateBag({ raw }: X509Certificate, more: Buffer | undefined): Buffer {
  const content = der(tags.sequence, identifier("x509Certificate"), der(contextConstructed(0), der(tags.octetString, raw)));
  return bag("certificateBag", content, more);
}

/** By these the key and its certificate are known to belong together. */
function attributes(name: string, keyId: Buffer): Buffer {
  const attribute = (type: "friendlyName" | "localKeyId", value: Buffer): Buffer =>
    der(tags.sequence, identifier(type), der(tags.set, value));
  return der(tags.set, attribute("friendlyName", der(tags.bmpString, utf16(name))), attribute("localKeyId", der(tags.octetString, keyId)));
}

function mac(content: Buffer, password: string, salt: Buffer): Buffer {
  const digest = createHmac("sha256", macKey(password, salt)).update(content).digest();
  const algorithm = der(tags.sequence, identifier("sha256"), der(tags.null));
  return der(
    tags.sequence,
    der(tags.sequence, algorithm, der(tags.octetString, digest)),
    der(tags.octetString, salt),
    integer(macIterations),
  );
}

/** RFC 7292, appendix B.2, for a key that is as long as the hash: no more than one round of it is needed. */
function macKey(password: string, salt: Buffer): Buffer {
  const block = 64;
  const macPurpose = 3;
  const filled = (bytes: Buffer): Buffer => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
  const secret = Buffer.concat([utf16(password), Buffer.alloc(2)]);
  let hash = Buffer.concat([Buffer.alloc(block, macPurpose), filled(salt), filled(secret)]);
  for (let round = 0; round < macIterations; round++) hash = createHash("sha256").update(hash).digest();
  return hash;
}

/** Big-endian, as `BMPString` is. */
const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();
