import { contextConstructed, type Der, objectIdentifierText, partAt, partsOf, readDer, tags } from "./der.ts";

const subjectKeyIdentifier = "2.5.29.14";

/** What a certificate says (RFC 5280): version, serial number, algorithm, issuer, validity, subject, key, extensions. The version may be left out. */
function statements(raw: Buffer): Der[] {
  const body = partsOf(partAt(partsOf(readDer(raw)), 0, tags.sequence));
  return body[0]?.tag === contextConstructed(0) ? body.slice(1) : body;
}

export function subjectOf(raw: Buffer): Der {
  return partAt(statements(raw), 4, tags.sequence);
}

/** How certificates that this one signs refer to its key; undefined if it does not say. */
export function subjectKeyIdentifierOf(raw: Buffer): Buffer | undefined {
  const extensions = statements(raw).find(({ tag }) => tag === contextConstructed(3));
  if (extensions === undefined) return undefined;
  for (const extension of partsOf(partAt(partsOf(extensions), 0, tags.sequence))) {
    const parts = partsOf(extension);
    if (objectIdentifierText(partAt(parts, 0, tags.objectIdentifier)) !== subjectKeyIdentifier) continue;
    return readDer(partAt(parts, parts.length - 1, tags.octetString).content).content;
  }
  return undefined;
}
