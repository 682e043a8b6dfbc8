import { createHash, createHmac, type KeyObject, type X509Certificate } from "node:crypto";
import { contextConstructed, der, derInteger, derObjectIdentifier, tags } from "../certificates/der.ts";
import { passwordText, pkcs12Key, purposes } from "./password-keys.ts";
import { identifiers } from "./pkcs12-identifiers.ts";
import { Work } from "./work.ts";

const identifier = (name: keyof typeof identifiers): Buffer => derObjectIdentifier(identifiers[name]);

/** Rounds of hashing for the checksum, as many as OpenSSL takes for the encryption of the key: the password is random. */
const macIterations = 2048;
const macSaltBytes = 20;

/** Where salt comes from. */
interface Salt {
  bytes(count: number): Buffer;
}

export interface KeyStoreContent {
  /** The certificate of the key, then those that lead from it to its authority. */
  readonly chain: readonly X509Certificate[];
  readonly key: KeyObject;
  /** Under which programs find the key. */
  readonly name: string;
}

/**
 * A key with its certificates as PKCS #12 (RFC 7292): the key encrypted by PBES2 with AES, all of it checked by HMAC with SHA-256, which
 * Java reads since 8u301.
 */
export function keyStore({ chain, key, name }: KeyStoreContent, password: string, random: Salt): Buffer {
  const encrypted = key.export({ type: "pkcs8", format: "der", cipher: "aes-256-cbc", passphrase: password });
  const keyId = createHash("sha256")
    .update(chain[0]?.raw ?? "")
    .digest();
  // By these the key and its certificate are known to belong together.
  const own = [friendlyName(name), attribute("localKeyId", der(tags.octetString, keyId))];
  const certificates = chain.map((certificate, at) => certificateBag(certificate, at === 0 ? own : []));
  return sealedStore(der(tags.sequence, safe(bag("shroudedKeyBag", encrypted, own)), safe(...certificates)), password, random);
}

/** Certificates as a PKCS #12 store of those that Java trusts, by the names that they are to have in it. */
export function trustStore(certificates: ReadonlyMap<string, X509Certificate>, password: string, random: Salt): Buffer {
  const anyUsage = attribute("trustedKeyUsage", derObjectIdentifier(identifiers.anyUsage));
  const bags = [...certificates].map(([name, certificate]) => certificateBag(certificate, [friendlyName(name), anyUsage]));
  return sealedStore(der(tags.sequence, safe(...bags)), password, random);
}

/** Whether a store that `trustStore` made holds just these certificates; its checksum is not looked at, which takes a while. */
export function trustStoreHolds(store: Buffer, certificates: readonly X509Certificate[]): boolean {
  const bag = identifier("certificateBag");
  let bags = 0;
  for (let at = store.indexOf(bag); at >= 0; at = store.indexOf(bag, at + bag.length)) bags++;
  return bags === certificates.length && certificates.every(({ raw }) => store.includes(raw));
}

/** A store with its checksum, around an `AuthenticatedSafe`. */
export function sealedStore(authenticated: Buffer, password: string, random: Salt): Buffer {
  return der(tags.sequence, integer(3), contentInfo(authenticated), mac(authenticated, password, random.bytes(macSaltBytes)));
}

const integer = (value: number): Buffer => derInteger(Buffer.from([value >> 8, value & 0xff]));

function contentInfo(content: Buffer): Buffer {
  return der(tags.sequence, identifier("data"), der(contextConstructed(0), der(tags.octetString, content)));
}

function safe(...bags: readonly Buffer[]): Buffer {
  return contentInfo(der(tags.sequence, ...bags));
}

function bag(type: "certificateBag" | "shroudedKeyBag", content: Buffer, attributes: readonly Buffer[]): Buffer {
  const more = attributes.length === 0 ? Buffer.alloc(0) : der(tags.set, ...attributes);
  return der(tags.sequence, identifier(type), der(contextConstructed(0), content), more);
}

function certificateBag({ raw }: X509Certificate, attributes: readonly Buffer[]): Buffer {
  const content = der(tags.sequence, identifier("x509Certificate"), der(contextConstructed(0), der(tags.octetString, raw)));
  return bag("certificateBag", content, attributes);
}

function attribute(type: "friendlyName" | "localKeyId" | "trustedKeyUsage", value: Buffer): Buffer {
  return der(tags.sequence, identifier(type), der(tags.set, value));
}

const friendlyName = (name: string): Buffer => attribute("friendlyName", der(tags.bmpString, Buffer.from(name, "utf16le").swap16()));

function mac(content: Buffer, password: string, salt: Buffer): Buffer {
  const derivation = { hash: "sha256", salt, iterations: macIterations, length: 32 } as const;
  const key = pkcs12Key(derivation, purposes.mac, passwordText(password), new Work());
  const digest = createHmac("sha256", key).update(content).digest();
  const algorithm = der(tags.sequence, identifier("sha256"), der(tags.null));
  return der(
    tags.sequence,
    der(tags.sequence, algorithm, der(tags.octetString, digest)),
    der(tags.octetString, salt),
    integer(macIterations),
  );
}
