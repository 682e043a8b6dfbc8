import type { Clock, Random } from "@millrace/kit";
import type { Kafka, KafkaUser } from "@millrace/resources";
import { type Authority, issue, needsReissue } from "@millrace/security";
import { namespaceOf } from "../apply/user-secret.ts";
import { entryOf, type Secret } from "../secrets/secret.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { certificateOf, certificateSecretName, keyOf, keySecretName, readAuthority } from "./authority-secrets.ts";
import { policyOf, sourceOf } from "./policy.ts";

/** Gives users certificates of the platform's authority for clients. */
export class UserCertificates {
  readonly #kafka: Kafka;
  readonly #authority: Authority;
  readonly #clock: Clock;
  readonly #random: Random;

  /** Undefined if there is no authority yet: nothing of the platform speaks TLS. */
  static open(kafka: Kafka, store: SecretStore, clock: Clock, random: Random): UserCertificates | undefined {
    const namespace = namespaceOf(kafka);
    const certificate = store.get(namespace, certificateSecretName(kafka, "clients-ca"));
    const key = store.get(namespace, keySecretName(kafka, "clients-ca"));
    if (certificate === undefined || key === undefined) return undefined;
    return new UserCertificates(kafka, readAuthority(kafka, "clients-ca", sourceOf(certificate), sourceOf(key)), clock, random);
  }

  private constructor(kafka: Kafka, authority: Authority, clock: Clock, random: Random) {
    this.#kafka = kafka;
    this.#authority = authority;
    this.#clock = clock;
    this.#random = random;
  }

  /** The entries of a user's Secret: those that it has, unless its certificate is due, or another authority's. */
  entries({ metadata: { name } }: KafkaUser, kept: Secret | undefined): Readonly<Record<string, Buffer>> {
    const authority = Buffer.from(this.#authority.certificate.toString());
    const [certificate, key] = [entryOf(kept, "user.crt"), entryOf(kept, "user.key")];
    const policy = policyOf(this.#kafka.spec.clientsCa);
    if (kept !== undefined && certificate !== undefined && key !== undefined) {
      const known = certificateOf(certificate, kept.name, "user.crt");
      const isWhole = known.checkPrivateKey(keyOf(key, kept.name, "user.key"));
      const isDue = needsReissue(known, this.#authority, policy, this.#clock.now());
      if (isWhole && !isDue) return { "ca.crt": authority, "user.crt": certificate, "user.key": key };
    }
    const making = { nowMs: this.#clock.now(), serialNumber: () => Buffer.from(this.#random.uuid(), "base64url") };
    const issued = issue(this.#authority, { subject: [["CN", name]], use: { kind: "client" } }, policy, making);
    return {
      "ca.crt": authority,
      "user.crt": Buffer.from(issued.chain.map(String).join("")),
      "user.key": Buffer.from(issued.key.export({ type: "pkcs8", format: "pem" })),
    };
  }
}
