import { createHash, type KeyObject, sign, X509Certificate } from "node:crypto";
import { subjectKeyIdentifierOf, subjectOf } from "./certificate-parts.ts";
import { contextConstructed, der, derInteger, derObjectIdentifier, partAt, partsOf, readDer, tags } from "./der.ts";
import { type CertificateUse, extensions } from "./extensions.ts";

/** A key that signs certificates, and the certificate that says so. */
export interface Issuer {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** Parts of a name, from the most general one on: `[["O", "io.strimzi"], ["CN", "cluster-ca v0"]]`. */
export type Subject = readonly (readonly [type: keyof typeof attributeTypes, value: string])[];

/** What a certificate is to say. */
export interface CertificateContent {
  readonly subject: Subject;
  readonly publicKey: KeyObject;
  readonly use: CertificateUse;
  /** Sixteen random bytes. */
  readonly serialNumber: Buffer;
  readonly validFromMs: number;
  readonly validToMs: number;
}

const attributeTypes = { CN: "2.5.4.3", O: "2.5.4.10", OU: "2.5.4.11" } as const;

/** Signatures by the type of the key, as RFC 5758, 4055 and 8410 identify them. */
const signatures: Readonly<Record<string, { readonly hash: string | null; readonly algorithm: Buffer }>> = {
  ec: { hash: "sha256", algorithm: der(tags.sequence, derObjectIdentifier("1.2.840.10045.4.3.2")) },
  rsa: { hash: "sha256", algorithm: der(tags.sequence, derObjectIdentifier("1.2.840.113549.1.1.11"), der(tags.null)) },
  ed25519: { hash: null, algorithm: der(tags.sequence, derObjectIdentifier("1.3.101.112")) },
};

/** Makes a certificate (RFC 5280). One that signs itself has only a key as its issuer. */
export function makeCertificate(content: CertificateContent, issuer: Issuer | { readonly key: KeyObject }): X509Certificate {
  const signature = signatures[issuer.key.asymmetricKeyType ?? ""];
  if (signature === undefined) throw new TypeError(`a key of type ${issuer.key.asymmetricKeyType} can't sign certificates`);
  const publicKey = content.publicKey.export({ type: "spki", format: "der" });
  const identifier = keyIdentifier(publicKey);
  const above = "certificate" in issuer ? issuer.certificate.raw : undefined;
  const isRsa = content.publicKey.asymmetricKeyType === "rsa";
  const issuerIdentifier = above === undefined ? identifier : subjectKeyIdentifierOf(above);
  const subject = nameOf(content.subject);
  const body = der(
    tags.sequence,
    der(contextConstructed(0), derInteger(Buffer.from([2]))), // version 3
    derInteger(serialNumber(content.serialNumber)),
    signature.algorithm,
    above === undefined ? subject : subjectOf(above).whole,
    der(tags.sequence, time(content.validFromMs), time(content.validToMs)),
    subject,
    publicKey,
    der(contextConstructed(3), der(tags.sequence, ...extensions(content.use, isRsa, identifier, issuerIdentifier))),
  );
  const signed = der(tags.bitString, Buffer.alloc(1), sign(signature.hash, body, issuer.key));
  return new X509Certificate(der(tags.sequence, body, signature.algorithm, signed));
}

/** Positive and of full length, so that no two are told apart by their lengths. */
function serialNumber(random: Buffer): Buffer {
  const bytes = Buffer.from(random);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function nameOf(subject: Subject): Buffer {
  const relative = ([type, value]: Subject[number]): Buffer =>
    der(tags.set, der(tags.sequence, derObjectIdentifier(attributeTypes[type]), der(tags.utf8String, Buffer.from(value))));
  return der(tags.sequence, ...subject.map(relative));
}

/** `UTCTime` until 2049, `GeneralizedTime` from 2050 on (RFC 5280, 4.1.2.5). */
function time(ms: number): Buffer {
  const digits = `${new Date(ms).toISOString().replace(/[-:T]|\..*$/g, "")}Z`;
  const isShort = digits < "2050";
  return der(isShort ? tags.utcTime : tags.generalizedTime, Buffer.from(isShort ? digits.slice(2) : digits));
}

/** SHA-1 of the key's bits, as RFC 5280 (4.2.1.2) proposes: a short name, not a protection. */
function keyIdentifier(publicKey: Buffer): Buffer {
  const bits = partAt(partsOf(readDer(publicKey)), 1, tags.bitString).content.subarray(1);
  return createHash("sha1").update(bits).digest();
}
