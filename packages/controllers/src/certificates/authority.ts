import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { MillraceError } from "@millrace/kit";
import type { Kafka } from "@millrace/resources";
import type { Authority } from "@millrace/security/certificates";
import { pemBlocks } from "@millrace/security/certificates";

/** The two authorities of a Kafka: one vouches for the broker, the other for users. */
export type AuthorityName = "cluster-ca" | "clients-ca";

export const certificateGeneration = "strimzi.io/ca-cert-generation";
export const keyGeneration = "strimzi.io/ca-key-generation";
const [certificateEntry, keyEntry, crossEntry] = ["ca.crt", "ca.key", "ca-cross.crt"];

export const certificateSecretName = ({ metadata }: Kafka, name: AuthorityName): string => `${metadata.name}-${name}-cert`;
export const keySecretName = ({ metadata }: Kafka, name: AuthorityName): string => `${metadata.name}-${name}`;

/** A Secret of an authority, wherever it was read. */
export interface Source {
  readonly entries: ReadonlyMap<string, Buffer>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Reads an authority from its two Secrets. Throws CONFIG_INVALID, naming the one that can't be used. */
export function readAuthority(kafka: Kafka, name: AuthorityName, certificate: Source, key: Source | undefined): Authority {
  const certificateName = certificateSecretName(kafka, name);
  const own = certificateOf(certificate.entries.get(certificateEntry), certificateName, certificateEntry);
  const former = [...certificate.entries].filter(([entry]) => /^ca-.+\.crt$/.test(entry));
  const keyName = keySecretName(kafka, name);
  const privateKey = key === undefined ? undefined : readPrivateKey(key.entries.get(keyEntry), keyName);
  if (privateKey !== undefined && !own.checkPrivateKey(privateKey)) {
    throw unusable(keyName, `${keyEntry} is not the key of ${certificateEntry} in ${certificateName}`);
  }
  return {
    certificate: own,
    key: privateKey,
    certificateGeneration: Number(certificate.annotations[certificateGeneration] ?? 0),
    keyGeneration: Number(key?.annotations[keyGeneration] ?? 0),
    former: former.map(([entry, bytes]) => certificateOf(bytes, certificateName, entry)),
    crosses: certificatesOf(key?.entries.get(crossEntry), keyName, crossEntry),
  };
}

export function certificateOf(bytes: Buffer | undefined, secret: string, entry: string): X509Certificate {
  const [first] = pemBlocks(bytes?.toString("latin1") ?? "", "CERTIFICATE");
  try {
    if (first !== undefined) return new X509Certificate(first);
  } catch {
    // Said below.
  }
  throw unusable(secret, `${entry} is no certificate in PEM`);
}

/** All that there are in an entry; none if it is not there. */
export function certificatesOf(bytes: Buffer | undefined, secret: string, entry: string): readonly X509Certificate[] {
  return pemBlocks(bytes?.toString("latin1") ?? "", "CERTIFICATE").map((block) => certificateOf(Buffer.from(block), secret, entry));
}

export function readPrivateKey(bytes: Buffer | undefined, secret: string, entry = keyEntry): KeyObject {
  try {
    if (bytes !== undefined) return createPrivateKey(bytes);
  } catch {
    // What the key is must not be told.
  }
  throw unusable(secret, `${entry} is no private key in PEM without a password`);
}

export function unusable(secret: string, why: string): MillraceError {
  return new MillraceError("CONFIG_INVALID", `can't use the Secret ${secret}: ${why}`);
}
