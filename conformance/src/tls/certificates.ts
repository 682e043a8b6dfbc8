import { generateKeyPairSync, type KeyObject, randomBytes, type X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@millrace/kit";
import { type CertificateUse, makeCertificate } from "@millrace/security/certificates";

interface Pair {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

const hourMs = 3_600_000;
/** Apache Kafka needs so long to start, at most; then the certificate has to be good for a moment still. */
const shortLifeMs = 20_000;

/** Files in PEM for servers and clients, right ones and wrong ones. */
export interface CertificateFiles {
  /** Certificates of authorities. */
  readonly authority: string;
  readonly otherAuthority: string;
  /** Keys with their certificates. */
  readonly server: string;
  readonly serverOfOtherHost: string;
  /** Good when it is made, and no more once `expired` resolves. */
  readonly serverSoonExpired: string;
  readonly client: string;
  readonly clientOfOtherAuthority: string;
  readonly clientExpired: string;
}

/** The files, made anew for each run; `close` removes them. */
export class Certificates {
  /** Where they are, and what is made of them. */
  readonly folder = mkdtempSync(join(tmpdir(), "millrace-tls-"));
  readonly #authority = certify("authority", { kind: "authority" });
  readonly files: CertificateFiles;
  #expiresMs = 0;

  constructor() {
    const other = certify("authority", { kind: "authority" });
    const issuer = this.#authority;
    const here = { kind: "server", names: ["localhost", "127.0.0.1"] } as const;
    const past = { validFromMs: systemClock.now() - 3 * hourMs, validToMs: systemClock.now() - hourMs };
    this.files = {
      authority: this.#write("authority", issuer.certificate.toString()),
      otherAuthority: this.#write("other-authority", other.certificate.toString()),
      server: this.#pair("server", certify("broker", here, issuer)),
      serverOfOtherHost: this.#pair("other-host", certify("broker", { kind: "server", names: ["kafka.example.com"] }, issuer)),
      serverSoonExpired: join(this.folder, "soon-expired.pem"),
      client: this.#pair("client", certify("alice", { kind: "client" }, issuer)),
      clientOfOtherAuthority: this.#pair("other-client", certify("alice", { kind: "client" }, other)),
      clientExpired: this.#pair("expired-client", certify("alice", { kind: "client" }, issuer, past)),
    };
  }

  /** Makes the one that is good for a short while: just before a broker starts. */
  beginShortLife(): void {
    this.#expiresMs = systemClock.now() + shortLifeMs;
    const life = { validFromMs: systemClock.now() - hourMs, validToMs: this.#expiresMs };
    this.#pair("soon-expired", certify("broker", { kind: "server", names: ["localhost", "127.0.0.1"] }, this.#authority, life));
  }

  /** Resolves when that one has expired. */
  async expired(): Promise<void> {
    const restMs = this.#expiresMs + 1000 - systemClock.now();
    if (restMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, restMs));
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #pair(name: string, { certificate, key }: Pair): string {
    return this.#write(name, key.export({ type: "pkcs8", format: "pem" }) + certificate.toString());
  }

  #write(name: string, pem: string): string {
    const path = join(this.folder, `${name}.pem`);
    writeFileSync(path, pem, { mode: 0o600 });
    return path;
  }
}

function certify(name: string, use: CertificateUse, issuer?: Pair, life?: { validFromMs: number; validToMs: number }): Pair {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const { validFromMs, validToMs } = life ?? { validFromMs: systemClock.now() - hourMs, validToMs: systemClock.now() + 24 * hourMs };
  const content = { subject: [["CN", name]] as const, publicKey, use, serialNumber: randomBytes(16), validFromMs, validToMs };
  return { certificate: makeCertificate(content, issuer ?? { key: privateKey }), key: privateKey };
}
