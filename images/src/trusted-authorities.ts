import { createHash, X509Certificate } from "node:crypto";
import type { FileTree } from "./file-tree.ts";

const sources = "usr/share/ca-certificates/";

interface Authority {
  readonly name: string;
  readonly pem: string;
}

function authoritiesIn(tree: FileTree): readonly Authority[] {
  return tree.entries().flatMap(([path, entry]) => {
    if (!path.startsWith(sources) || !path.endsWith(".crt") || entry.type !== "file") return [];
    return [{ name: path.slice(path.lastIndexOf("/") + 1, -".crt".length).toLowerCase(), pem: entry.content.toString() }];
  });
}

/** Makes of the authorities that the tree has from the package ca-certificates what OpenSSL and Node read. */
export function trustForOpenssl(tree: FileTree): void {
  const bundle = authoritiesIn(tree).map(({ pem }) => pem.trim());
  tree.file("etc/ssl/certs/ca-certificates.crt", `${bundle.join("\n")}\n`);
}

/** The same for Java, whose JRE of Debian's looks there. */
export function trustForJava(tree: FileTree): void {
  tree.file("etc/ssl/certs/java/cacerts", trustStore(authoritiesIn(tree)));
}

/** Java's own format of a store of certificates (JKS, version 2), with the password that Java has for it, `changeit`; of no time. */
function trustStore(authorities: readonly Authority[]): Buffer {
  const text = (value: string): Buffer => Buffer.concat([uint16(Buffer.byteLength(value)), Buffer.from(value)]);
  const entries = authorities.map(({ name, pem }) => {
    const { raw } = new X509Certificate(pem);
    return Buffer.concat([uint32(trustedEntry), text(name), Buffer.alloc(8), text("X.509"), uint32(raw.length), raw]);
  });
  const store = Buffer.concat([uint32(magic), uint32(2), uint32(entries.length), ...entries]);
  const digest = createHash("sha1").update(Buffer.from("changeit", "utf16le").swap16()).update(whitener).update(store).digest();
  return Buffer.concat([store, digest]);
}

const magic = 0xfeedfeed;
const trustedEntry = 2;
/** What the format's digest starts with, behind the password. */
const whitener = "Mighty Aphrodite";

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
