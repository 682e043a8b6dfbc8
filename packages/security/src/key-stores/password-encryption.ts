import { createDecipheriv } from "node:crypto";
import { type Der, objectIdentifierText, partAt, partsOf, tags } from "../certificates/der.ts";
import { smallInteger } from "./ber.ts";
import { type Hash, passwordText, pbkdf2Key, pkcs12Key, purposes } from "./password-keys.ts";
import { decryptRc2 } from "./rc2.ts";
import { corrupt, wrongPassword } from "./store-content.ts";
import type { Work } from "./work.ts";

interface Cipher {
  readonly name: "aes-128-cbc" | "aes-192-cbc" | "aes-256-cbc" | "des-ede3-cbc" | "des-ede-cbc" | "rc2";
  readonly keyBytes: number;
}

/** PKCS #12's own schemes (RFC 7292, appendix C): SHA-1, and a cipher. */
const schemes: Readonly<Record<string, Cipher>> = {
  "1.2.840.113549.1.12.1.3": { name: "des-ede3-cbc", keyBytes: 24 },
  "1.2.840.113549.1.12.1.4": { name: "des-ede-cbc", keyBytes: 16 },
  "1.2.840.113549.1.12.1.5": { name: "rc2", keyBytes: 16 },
  "1.2.840.113549.1.12.1.6": { name: "rc2", keyBytes: 5 },
};

/** Ciphers and hashes of PBES2 (RFC 8018). */
const pbes2 = "1.2.840.113549.1.5.13";
const pbkdf2 = "1.2.840.113549.1.5.12";
const ciphers: Readonly<Record<string, Cipher>> = {
  "2.16.840.1.101.3.4.1.2": { name: "aes-128-cbc", keyBytes: 16 },
  "2.16.840.1.101.3.4.1.22": { name: "aes-192-cbc", keyBytes: 24 },
  "2.16.840.1.101.3.4.1.42": { name: "aes-256-cbc", keyBytes: 32 },
  "1.2.840.113549.3.7": { name: "des-ede3-cbc", keyBytes: 24 },
};
const pseudoRandom: Readonly<Record<string, Hash>> = {
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.8": "sha224",
  "1.2.840.113549.2.9": "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
};

/**
 * Opens what a password encrypts. `algorithm` is an `AlgorithmIdentifier`: PBES2 with PBKDF2, or one of PKCS #12's own schemes. Throws
 * StoreProblem.
 */
export function decrypted(algorithm: Der, encrypted: Buffer, password: string, work: Work): Buffer {
  const parts = partsOf(algorithm);
  const name = objectIdentifierText(partAt(parts, 0, tags.objectIdentifier));
  const parameters = partsOf(partAt(parts, 1, tags.sequence));
  if (name === pbes2) return decryptedPbes2(parameters, encrypted, password, work);
  const cipher = schemes[name];
  if (cipher === undefined) throw unknown(name);
  const { content: salt } = partAt(parameters, 0, tags.octetString);
  const derivation = { hash: "sha1", salt, iterations: smallInteger(partAt(parameters, 1, tags.integer)) } as const;
  const secret = passwordText(password);
  const key = pkcs12Key({ ...derivation, length: cipher.keyBytes }, purposes.key, secret, work);
  return opened(cipher, key, pkcs12Key({ ...derivation, length: 8 }, purposes.vector, secret, work), encrypted);
}

function decryptedPbes2(parameters: readonly Der[], encrypted: Buffer, password: string, work: Work): Buffer {
  const [derivation, scheme] = [0, 1].map((at) => partsOf(partAt(parameters, at, tags.sequence)));
  const [from = "", to = ""] = [derivation, scheme].map((each) => objectIdentifierText(partAt(each ?? [], 0, tags.objectIdentifier)));
  const cipher = ciphers[to];
  if (from !== pbkdf2) throw unknown(from);
  if (cipher === undefined) throw unknown(to);
  const [salt, iterations, ...options] = partsOf(partAt(derivation ?? [], 1, tags.sequence));
  const [chosen] = options.filter(({ tag }) => tag === tags.sequence).map((each) => partAt(partsOf(each), 0, tags.objectIdentifier));
  const hashName = chosen === undefined ? undefined : objectIdentifierText(chosen);
  const hash = hashName === undefined ? "sha1" : pseudoRandom[hashName];
  if (hash === undefined) throw unknown(hashName ?? "");
  const counted = { hash, salt: partAt([salt].flatMap(given), 0, tags.octetString).content, length: cipher.keyBytes };
  const rounds = smallInteger(partAt([iterations].flatMap(given), 0, tags.integer));
  const key = pbkdf2Key({ ...counted, iterations: rounds }, password, work);
  return opened(cipher, key, partAt(scheme ?? [], 1, tags.octetString).content, encrypted);
}

const given = (part: Der | undefined): Der[] => (part === undefined ? [] : [part]);

function opened({ name }: Cipher, key: Buffer, vector: Buffer, encrypted: Buffer): Buffer {
  if (vector.length !== (name.startsWith("aes") ? 16 : 8)) throw corrupt("what is encrypted in it lacks a beginning");
  const plain = name === "rc2" ? decryptRc2(key, vector, encrypted) : decryptedBlocks(name, key, vector, encrypted);
  if (plain === undefined) throw wrongPassword();
  return plain;
}

/** Undefined if the padding is wrong. */
function decryptedBlocks(name: string, key: Buffer, vector: Buffer, encrypted: Buffer): Buffer | undefined {
  const decipher = createDecipheriv(name, key, vector);
  try {
    return Buffer.concat([decipher.update(encrypted), decipher.final()]);
  } catch {
    return undefined;
  }
}

const unknown = (identifier: string) => corrupt(`it is encrypted in a way that is not known here: ${identifier}`);
