import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { MillraceError } from "@millrace/kit";
import type { Kafka } from "@millrace/resources";
import type { Authority } from "@millrace/security/certificates";
import { pemBlocks } from "@millrace/security/tls";
import { namespaceOf } from "../apply/user-secret.ts";
import type { Secret } from "../secrets/secret.ts";

/** The two authorities of a Kafka: one vouches for the broker, the other for users. */
export type AuthorityName = "cluster-ca" | "clients-ca";

const certificateGeneration = "strimzi.io/ca-cert-generation";
const keyGeneration = "strimzi.io/ca-key-generation";
const [certificateEntry, keyEntry, crossEntry] = ["ca.crt", "ca.key", "ca-cross.crt"];

export const certificateSecretName = ({ metadata }: Kafka, name: AuthorityName): string => `${metadata.name}-${name}-cert`;
export const keySecretName = ({ metadata }: Kafka, name: AuthorityName): string => `${metadata.name}-${name}`;

/** What a Secret holds, not yet in base64. */
export type Entries = Readonly<Record<string, string | Buffer>>;

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
  const privateKey = key === undefined ? undefined : keyOf(key.entries.get(keyEntry), keyName);
  if (privateKey !== undefined && !own.checkPrivateKey(privateKey)) {
    throw unusable(keyName, `${keyEntry} is not the key of ${certificateEntry} in ${certificateName}`);
  }
  const cross = key?.entries.get(crossEntry);
  return {
    certificate: own,
    key: privateKey,
    certificateGeneration: Number(certificate.annotations[certificateGeneration] ?? 0),
    keyGeneration: Number(key?.annotations[keyGeneration] ?? 0),
    former: former.map(([entry, bytes]) => certificateOf(bytes, certificateName, entry)),
    cross: cross === undefined ? undefined : certificateOf(cross, keyName, crossEntry),
  };
}

/** The certificates of an authority that are to be trusted, by the entries of its Secret. */
export function trustedEntries({ certificate, former }: Authority): ReadonlyMap<string, X509Certificate> {
  return new Map([[certificateEntry, certificate], ...former.map((each): [string, X509Certificate] => [formerEntry(each), each])]);
}

/** The two Secrets of an authority, under Strimzi's names and keys. `store` is `ca.p12` with its password. */
export function authoritySecrets(kafka: Kafka, name: AuthorityName, authority: Authority, store: Entries): Secret[] {
  const { key, cross } = authority;
  const certificates = Object.fromEntries([...trustedEntries(authority)].map(([entry, certificate]) => [entry, certificate.toString()]));
  const common = { namespace: namespaceOf(kafka), labels: labelsOf(kafka), type: "Opaque" };
  const secrets: Secret[] = [
    {
      ...common,
      name: certificateSecretName(kafka, name),
      annotations: { [certificateGeneration]: String(authority.certificateGeneration) },
      data: encoded({ ...certificates, ...store }),
    },
  ];
  if (key === undefined) return secrets;
  const keys = {
    [keyEntry]: key.export({ type: "pkcs8", format: "pem" }).toString(),
    ...(cross === undefined ? {} : { [crossEntry]: cross.toString() }),
  };
  const annotations = { [keyGeneration]: String(authority.keyGeneration) };
  return [...secrets, { ...common, name: keySecretName(kafka, name), annotations, data: encoded(keys) }];
}

/** Labels of what is made for a Kafka. */
export function labelsOf({ metadata }: Kafka): Readonly<Record<string, string>> {
  return {
    "app.kubernetes.io/managed-by": "millrace",
    "strimzi.io/cluster": metadata.name,
    "strimzi.io/kind": "Kafka",
    "strimzi.io/component-type": "certificate-authority",
  };
}

export function encoded(entries: Entries): Record<string, string> {
  const bytesOf = (value: string | Buffer) => (typeof value === "string" ? Buffer.from(value) : value);
  return Object.fromEntries(Object.entries(entries).map(([entry, value]) => [entry, bytesOf(value).toString("base64")]));
}

/** As Strimzi names a certificate that was replaced: by the day on which it ends. */
function formerEntry({ validToDate }: X509Certificate): string {
  return `ca-${validToDate.toISOString().replace(/\..*$/, "Z").replaceAll(":", "-")}.crt`;
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

export function keyOf(bytes: Buffer | undefined, secret: string, entry = keyEntry): KeyObject {
  try {
    if (bytes !== undefined) return createPrivateKey(bytes);
  } catch {
    // What the key is must not be told.
  }
  throw unusable(secret, `${entry} is no private key in PEM without a password`);
}

function unusable(secret: string, why: string): MillraceError {
  return new MillraceError("CONFIG_INVALID", `can't use the Secret ${secret}: ${why}`);
}
