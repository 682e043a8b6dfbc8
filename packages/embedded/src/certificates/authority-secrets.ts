import type { X509Certificate } from "node:crypto";
import {
  type AuthorityName,
  certificateGeneration,
  certificateSecretName,
  keyGeneration,
  keySecretName,
  type Source,
} from "@millrace/controllers/certificates";
import type { Kafka } from "@millrace/resources";
import type { Authority } from "@millrace/security/certificates";
import { namespaceOf } from "../secrets/names.ts";
import type { Secret } from "../secrets/secret.ts";

const [certificateEntry, keyEntry, crossEntry] = ["ca.crt", "ca.key", "ca-cross.crt"];

/** What a Secret holds, not yet in base64. */
export type Entries = Readonly<Record<string, string | Buffer>>;

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

/** An authority's Secret as it was kept. */
export function sourceOf({ data, annotations }: Secret): Source {
  return { entries: new Map(Object.entries(data).map(([entry, text]) => [entry, Buffer.from(text, "base64")])), annotations };
}
