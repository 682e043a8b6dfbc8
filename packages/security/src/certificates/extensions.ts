import { isIPv4, isIPv6 } from "node:net";
import { contextPrimitive, der, derObjectIdentifier, tags } from "./der.ts";

/** What a certificate is good for. */
export type CertificateUse =
  | { readonly kind: "authority" }
  /** `names` are host names and addresses under which clients reach the server. */
  | { readonly kind: "server"; readonly names: readonly string[] }
  | { readonly kind: "client" };

const identifiers = {
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
} as const;
const serverAuthentication = derObjectIdentifier("1.3.6.1.5.5.7.3.1");
const clientAuthentication = derObjectIdentifier("1.3.6.1.5.5.7.3.2");
const yes = der(tags.boolean, Buffer.from([0xff]));

function extension(type: keyof typeof identifiers, value: Buffer, critical = false): Buffer {
  return der(tags.sequence, derObjectIdentifier(identifiers[type]), critical ? yes : Buffer.alloc(0), der(tags.octetString, value));
}

/** Bits of `KeyUsage`, the first being the highest one of the byte. */
const usages = { digitalSignature: 0x80, keyEncipherment: 0x20, keyCertSign: 0x04, cRLSign: 0x02 } as const;

function keyUsage(bits: number): Buffer {
  let unused = 0;
  while (((bits >> unused) & 1) === 0) unused++;
  return extension("keyUsage", der(tags.bitString, Buffer.from([unused, bits])), true);
}

/** The extensions (RFC 5280, 4.2.1) of a certificate whose key is `keyIdentifier`, signed with the key `issuerIdentifier`. */
export function extensions(use: CertificateUse, isRsa: boolean, keyIdentifier: Buffer, issuerIdentifier: Buffer | undefined): Buffer[] {
  const issuer =
    issuerIdentifier === undefined
      ? []
      : [extension("authorityKeyIdentifier", der(tags.sequence, der(contextPrimitive(0), issuerIdentifier)))];
  return [...usesOf(use, isRsa), extension("subjectKeyIdentifier", der(tags.octetString, keyIdentifier)), ...issuer];
}

function usesOf(use: CertificateUse, isRsa: boolean): Buffer[] {
  if (use.kind === "authority") {
    return [extension("basicConstraints", der(tags.sequence, yes), true), keyUsage(usages.keyCertSign | usages.cRLSign)];
  }
  const leaf = [
    extension("basicConstraints", der(tags.sequence), true),
    // RSA keys of TLS 1.2 may encrypt the secret itself.
    keyUsage(isRsa ? usages.digitalSignature | usages.keyEncipherment : usages.digitalSignature),
  ];
  if (use.kind === "client") return [...leaf, extension("extendedKeyUsage", der(tags.sequence, clientAuthentication))];
  return [
    ...leaf,
    extension("extendedKeyUsage", der(tags.sequence, serverAuthentication, clientAuthentication)),
    extension("subjectAltName", der(tags.sequence, ...[...new Set(use.names)].map(generalName))),
  ];
}

function generalName(name: string): Buffer {
  if (isIPv4(name)) return der(contextPrimitive(7), Buffer.from(name.split(".").map(Number)));
  if (isIPv6(name)) return der(contextPrimitive(7), ipv6Bytes(name));
  return der(contextPrimitive(2), Buffer.from(name, "latin1"));
}

function ipv6Bytes(address: string): Buffer {
  // The form that URLs have is all in hexadecimal.
  const [before = "", after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const [head, tail] = [groups(before), groups(after ?? "")];
  const bytes = Buffer.alloc(16);
  for (const [at, group] of head.entries()) bytes.writeUInt16BE(group, at * 2);
  for (const [at, group] of tail.entries()) bytes.writeUInt16BE(group, 16 - (tail.length - at) * 2);
  return bytes;
}
