import type { X509Certificate } from "node:crypto";
import { subjectOf } from "../certificates/certificate-parts.ts";
import { type Der, objectIdentifierText, partAt, partsOf, tags } from "../certificates/der.ts";

/** Types of attributes that RFC 2253 has names for; others are written by their number. */
const keywords: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.9": "STREET",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "0.9.2342.19200300.100.1.1": "UID",
  "0.9.2342.19200300.100.1.25": "DC",
};

const stringTags: readonly number[] = [
  tags.utf8String,
  tags.printableString,
  tags.t61String,
  tags.ia5String,
  tags.generalString,
  tags.bmpString,
];

/**
 * A certificate's subject as Java's `X500Principal.getName()` prints it (RFC 2253): the rules of `ssl.principal.mapping.rules`, and names of
 * users in ACLs, are about this text. Where Java's differs from the RFC (escapes within values, strings of any type read as UTF-8), so does this.
 */
export function subjectText(certificate: X509Certificate): string {
  return nameText(subjectOf(certificate.raw));
}

/** A `Name`, the most specific part first. */
export function nameText(name: Der): string {
  return partsOf(name)
    .reverse()
    .map((relative) => partsOf(relative).map(attributeText).join("+"))
    .join(",");
}

function attributeText(attribute: Der): string {
  const parts = partsOf(attribute);
  const type = objectIdentifierText(partAt(parts, 0, tags.objectIdentifier));
  const keyword = keywords[type];
  const value = partAt(parts, 1, parts[1]?.tag ?? tags.null);
  if (keyword === undefined || !stringTags.includes(value.tag)) return `${keyword ?? type}=#${value.whole.toString("hex")}`;
  return `${keyword}=${escaped(value.content.toString("utf8"))}`;
}

function escaped(value: string): string {
  const text = value.replace(/[,=+<>#;"\\]/g, "\\$&").replaceAll("\0", "\\00");
  const blanks = /^[ \r]*/.exec(text)?.[0].length ?? 0;
  if (blanks === text.length) return text.replace(/[ \r]/g, "\\$&");
  // Looked for from behind: an expression would try each run of blanks from each of its places.
  let end = text.length;
  while (text[end - 1] === " " || text[end - 1] === "\r") end--;
  return text.slice(0, blanks).replace(/./gs, "\\$&") + text.slice(blanks, end) + text.slice(end).replace(/./gs, "\\$&");
}
