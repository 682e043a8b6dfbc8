import { randomBytes, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MillraceError, type Random } from "@millrace/kit";
import { keyStore, makeCertificate, trustStore } from "@millrace/security/certificates";
import { principalMapping, readStore, subjectText } from "@millrace/security/tls";
import { mutated } from "./mutate.ts";
import { anyOf, Finding, type Target } from "./target.ts";

const roundInputs = 300;
const password = "s3cret";
const files = join(import.meta.dirname, "../../packages/security/test/fixtures/stores");
const read = (name: string): Buffer => readFileSync(join(files, name));

const certificate = new X509Certificate(read("broker.pem"));
const [stored] = readStore(read("openssl-nomac.p12"), password).keys;
const key = stored?.open(password) as NonNullable<ReturnType<NonNullable<typeof stored>["open"]>>;
const random = { bytes: (count: number) => randomBytes(count) };
const chain = [certificate];

/** With a checksum, what is mutated is refused before anybody looks at it: these are read without. */
const unchecked: readonly Buffer[] = [
  keyStore({ chain, key, name: "broker" }, password, random),
  trustStore(new Map([["ca.crt", certificate]]), password, random),
  ...["keytool.jks", "trust.jks"].map(read),
];
const encrypted: readonly Buffer[] = ["keytool.p12", "openssl-legacy.p12", "trust.p12"].map((name) => withoutChecksum(read(name)));

/** A PKCS #12 store has its version, what is in it, and the checksum of that: all but the last of them. */
function withoutChecksum(store: Buffer): Buffer {
  const header = 4; // a tag, and a length of two bytes behind its own length
  const version = 3;
  const size = version + header + store.readUInt16BE(header + version + 2);
  const bytes = Buffer.from(store.subarray(0, header + size));
  bytes.writeUInt16BE(size, 2);
  return bytes;
}

/** Opens all that a store has. */
function open(store: Buffer, given: string | undefined): void {
  for (const each of readStore(store, given).keys) {
    try {
      each.open(password);
    } catch (failure) {
      if (!(failure instanceof MillraceError)) throw failure;
    }
  }
}

const rules = principalMapping("RULE:^CN=(.*?)(,.*)?$/$1/L,DEFAULT");
const content = {
  subject: [["CN", "alice"]],
  publicKey: certificate.publicKey,
  use: { kind: "client" },
  serialNumber: Buffer.alloc(16, 1),
  validFromMs: 0,
  validToMs: 1,
} as const;

/** What is done with certificates of others: they say who a user is, and some vouch for those that are issued here. */
function look(raw: Buffer): void {
  let found: X509Certificate;
  try {
    found = new X509Certificate(raw);
  } catch {
    return; // OpenSSL refuses it before anything of ours sees it
  }
  rules(subjectText(found));
  makeCertificate(content, { certificate: found, key });
}

const ways: readonly { readonly seeds: readonly Buffer[]; readonly hear: (input: Buffer) => void }[] = [
  { seeds: unchecked, hear: (input) => open(input, undefined) },
  { seeds: [...encrypted, ...["openssl.p12", "keytool.jks"].map(read)], hear: (input) => open(input, password) },
  { seeds: [certificate.raw], hear: look },
];

function tolerant(hear: (input: Buffer) => void, input: Buffer): void {
  try {
    hear(input);
  } catch (failure) {
    if (!(failure instanceof MillraceError)) throw failure;
  }
}

/** Mutated key stores, trust stores and certificates. */
export function storesTarget(): Target {
  return {
    name: "stores",
    roundInputs,
    round(chance: Random) {
      for (let left = roundInputs; left > 0; left--) {
        const { seeds, hear } = anyOf(ways, chance);
        const input = mutated(anyOf(seeds, chance), 0, chance, anyOf(unchecked, chance));
        try {
          tolerant(hear, input);
        } catch (failure) {
          throw new Finding("a store or certificate", input, failure);
        }
      }
    },
  };
}

/** Whatever was found once, taken for each of them. */
export function replayStore(input: Buffer): void {
  for (const { hear } of ways) tolerant(hear, input);
}
