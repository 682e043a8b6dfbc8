import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual, X509Certificate } from "node:crypto";
import { contextConstructed, contextPrimitive, type Der, objectIdentifierText, partAt, partsOf, tags } from "../certificates/der.ts";
import { octets, readBer, smallInteger } from "./ber.ts";
import { decrypted } from "./password-encryption.ts";
import { type Hash, passwordText, pkcs12Key, purposes } from "./password-keys.ts";
import { identifiers } from "./pkcs12-identifiers.ts";
import { corrupt, type StoreContent, type StoredKey, wrongPassword } from "./store-content.ts";
import { Work } from "./work.ts";

/** Java knows these for a store's checksum. */
const macHashes: Readonly<Record<string, Hash>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.4": "sha224",
  [identifiers.sha256]: "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** A `SafeBag`: one key or certificate. */
interface Bag {
  readonly type: string;
  readonly value: Der;
  readonly attributes: ReadonlyMap<string, Buffer>;
}

interface StoredCertificate {
  readonly certificate: X509Certificate;
  readonly keyId: Buffer | undefined;
  readonly isTrusted: boolean;
}

/**
 * Reads a PKCS #12 store as Java does. Without a password its checksum is not looked at, and what is encrypted in it is not there. Throws
 * StoreProblem, and CONFIG_INVALID for what is no DER.
 */
export function readPkcs12(bytes: Buffer, password: string | undefined): StoreContent {
  const work = new Work();
  const [, contentInfo, mac] = partsOf(sequence(readBer(bytes)));
  const { type, content } = contentOf(contentInfo);
  if (type !== identifiers.data) throw corrupt("it is protected by something else than a password");
  const safes = octets(content);
  if (password !== undefined && mac !== undefined) checkMac(mac, safes, password, work);
  const bags = partsOf(sequence(readBer(safes))).flatMap((safe) => bagsOf(safe, password, work));
  const certificates = bags.filter((bag) => bag.type === identifiers.certificateBag).flatMap(certificateOf);
  const keys = bags
    .filter((bag) => bag.type === identifiers.shroudedKeyBag || bag.type === identifiers.keyBag)
    .map((bag, at, all) => keyOf(bag, at, certificates, all.length === 1, work));
  const own = keys.flatMap(({ chain }) => chain.slice(0, 1));
  const trusted = certificates.filter(({ isTrusted }) => isTrusted).map(({ certificate }) => certificate);
  return { keys, trusted: [...trusted, ...own] };
}

const sequence = (value: Der | undefined): Der => partAt(value === undefined ? [] : [value], 0, tags.sequence);

function contentOf(info: Der | undefined): { readonly type: string; readonly content: Der | undefined } {
  const [type, explicit] = partsOf(sequence(info));
  const name = objectIdentifierText(partAt(type === undefined ? [] : [type], 0, tags.objectIdentifier));
  return { type: name, content: explicit?.tag === contextConstructed(0) ? partsOf(explicit)[0] : undefined };
}

function checkMac(mac: Der, content: Buffer, password: string, work: Work): void {
  const [info, saltPart, rounds] = partsOf(sequence(mac));
  const [algorithm, digest] = partsOf(sequence(info));
  const name = objectIdentifierText(partAt(partsOf(sequence(algorithm)), 0, tags.objectIdentifier));
  const hash = macHashes[name];
  if (hash === undefined) throw corrupt(`its checksum is made in a way that is not known here: ${name}`);
  const [expected, salt, iterations] = [octets(digest), octets(saltPart), rounds === undefined ? 1 : smallInteger(rounds)];
  // No password is nothing at all to some, and the end of a text to others.
  const secrets = password === "" ? [passwordText(password), Buffer.alloc(0)] : [passwordText(password)];
  const isRight = secrets.some((secret) => {
    const key = pkcs12Key({ hash, salt, iterations, length: expected.length }, purposes.mac, secret, work);
    const found = createHmac(hash, key).update(content).digest();
    return found.length === expected.length && timingSafeEqual(found, expected);
  });
  if (!isRight) throw wrongPassword();
}

function bagsOf(safe: Der, password: string | undefined, work: Work): Bag[] {
  const { type, content } = contentOf(safe);
  if (type === identifiers.data) return partsOf(sequence(readBer(octets(content)))).map(bagOf);
  if (type !== identifiers.encryptedData) throw corrupt("a part of it is protected by something else than a password");
  if (password === undefined) return [];
  const [, encrypted] = partsOf(sequence(content));
  const [, algorithm, bytes] = partsOf(sequence(encrypted));
  const plain = decrypted(sequence(algorithm), octets(bytes, contextPrimitive(0)), password, work);
  return partsOf(sequence(readBer(plain))).map(bagOf);
}

function bagOf(bag: Der): Bag {
  const parts = partsOf(sequence(bag));
  const type = objectIdentifierText(partAt(parts, 0, tags.objectIdentifier));
  const [value] = partsOf(partAt(parts, 1, contextConstructed(0)));
  const attributes = parts[2]?.tag === tags.set ? partsOf(parts[2]).map(attributeOf) : [];
  if (value === undefined) throw corrupt("an entry of it is empty");
  return { type, value, attributes: new Map(attributes) };
}

function attributeOf(attribute: Der): [type: string, value: Buffer] {
  const parts = partsOf(sequence(attribute));
  const [first] = partsOf(partAt(parts, 1, tags.set));
  return [objectIdentifierText(partAt(parts, 0, tags.objectIdentifier)), first?.content ?? Buffer.alloc(0)];
}

function certificateOf({ value, attributes }: Bag): StoredCertificate[] {
  const { type, content } = contentOf(value);
  if (type !== identifiers.x509Certificate) return [];
  try {
    const certificate = new X509Certificate(octets(content));
    const isTrusted = attributes.has(identifiers.trustedKeyUsage);
    return [{ certificate, keyId: attributes.get(identifiers.localKeyId), isTrusted }];
  } catch {
    throw corrupt("a certificate of it can't be read");
  }
}

function keyOf(bag: Bag, at: number, certificates: readonly StoredCertificate[], isOnly: boolean, work: Work): StoredKey {
  const keyId = bag.attributes.get(identifiers.localKeyId);
  const own = certificates.find((each) =>
    // Where nothing says what belongs together, the first certificate is meant.
    keyId === undefined || each.keyId === undefined ? isOnly && !each.isTrusted : each.keyId.equals(keyId),
  );
  const name = bag.attributes.get(identifiers.friendlyName);
  return {
    alias: name === undefined || name.length % 2 !== 0 ? String(at + 1) : Buffer.from(name).swap16().toString("utf16le"),
    chain: own === undefined ? [] : chainFrom(own.certificate, certificates),
    open: (password) => openKey(bag, password, work),
  };
}

/** From a certificate to its issuers, as far as the store has them. */
function chainFrom(own: X509Certificate, certificates: readonly StoredCertificate[]): X509Certificate[] {
  const bySubject = new Map(certificates.map(({ certificate }) => [certificate.subject, certificate]));
  const chain: X509Certificate[] = [];
  for (let next: X509Certificate | undefined = own; next !== undefined && !chain.includes(next); ) {
    chain.push(next);
    next = next.issuer === next.subject ? undefined : bySubject.get(next.issuer);
  }
  return chain;
}

function openKey({ type, value }: Bag, password: string, work: Work): KeyObject {
  const key = type === identifiers.keyBag ? value.whole : decryptedKey(value, password, work);
  try {
    return createPrivateKey({ key, format: "der", type: "pkcs8" });
  } catch {
    throw corrupt("its private key can't be read");
  }
}

/** An `EncryptedPrivateKeyInfo`. */
function decryptedKey(value: Der, password: string, work: Work): Buffer {
  const [algorithm, encrypted] = partsOf(sequence(value));
  return decrypted(sequence(algorithm), octets(encrypted), password, work);
}
